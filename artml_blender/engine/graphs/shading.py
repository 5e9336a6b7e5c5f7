"""What a material's shaders come to in maps: the inputs of one Principled BSDF, pixel by pixel."""

from dataclasses import dataclass

from torch import Tensor

from ..nodes.values import Color, Vector, mix, triple


@dataclass(frozen=True)
class Shader:
    """A shader as its Principled inputs; `left_out` names what it shows that no map can hold."""

    base_color: Color  # scene linear
    roughness: Tensor
    metallic: Tensor
    normal: Vector  # in the tangent frame, of length 1
    left_out: frozenset[str] = frozenset()


def mix_shaders(a: Shader, b: Shader, factor: Tensor) -> Shader:
    """Each input between the two: what a map can hold of a mix of shaders."""
    factor = factor.clamp(0.0, 1.0)
    return Shader(
        triple(mix(x, y, factor) for x, y in zip(a.base_color, b.base_color, strict=True)),
        mix(a.roughness, b.roughness, factor),
        mix(a.metallic, b.metallic, factor),
        triple(mix(x, y, factor) for x, y in zip(a.normal, b.normal, strict=True)),
        a.left_out | b.left_out,
    )
