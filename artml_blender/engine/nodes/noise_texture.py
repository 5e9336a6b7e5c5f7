"""The Noise Texture node.

Source: Blender's blenlib/intern/noise.cc (`perlin_fbm` and its like) and Cycles' svm/noisetex.h; the fractals are
Musgrave's, in Ebert et al. 2003, "Texturing and Modeling", chapter 16.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from .hashing import hash_floats
from .perlin import perlin_signed

MAX_DETAIL = 15.0

Fractal = Callable[[Tensor], Tensor]


def noise_texture(
    position: Tensor,
    scale: Tensor,
    detail: Tensor,
    roughness: Tensor,
    lacunarity: Tensor,
    offset: Tensor,
    gain: Tensor,
    distortion: Tensor,
    noise_type: str = "FBM",
    normalize: bool = True,
) -> tuple[Tensor, Tensor]:
    """Fac [...] and Color [..., 3] at positions [..., D]: Vector and W together, D of 1 (W alone) to 4.

    `noise_type` is MULTIFRACTAL, RIDGED_MULTIFRACTAL, HYBRID_MULTIFRACTAL, FBM or HETERO_TERRAIN. Values may differ
    per sample; `detail` is differentiable between whole numbers.
    """
    dimensions = position.shape[-1]
    detail = detail.clamp(0.0, MAX_DETAIL)
    roughness = roughness.clamp(min=0.0)
    position = position * scale[..., None]
    shifts = [position + _offset(float(axis), position) for axis in range(dimensions)]
    bent = torch.stack([perlin_signed(shifted) for shifted in shifts], dim=-1)
    position = position + bent * distortion[..., None]
    arguments = (detail, roughness, lacunarity, offset, gain, normalize)
    fractal = FRACTALS[noise_type]
    channels = [position, *(position + _offset(float(dimensions + more), position) for more in (0, 1))]
    color = torch.stack([fractal(channel, *arguments) for channel in channels], dim=-1)
    return color[..., 0], color


def _offset(seed: float, like: Tensor) -> Tensor:
    """A fixed way off into the noise, [D]: each axis by 100 to 200."""
    dimensions = like.shape[-1]
    seeds = torch.full((dimensions,), seed, device=like.device)
    axes = torch.arange(dimensions, dtype=torch.float32, device=like.device)
    hashed = hash_floats(seeds) if dimensions == 1 else hash_floats(seeds, axes)
    return 100.0 + hashed * 100.0


def _octaves(detail: Tensor) -> int:
    return int(detail.detach().max()) + 1


def _share(detail: Tensor, octave: int) -> Tensor:
    """How much of an octave counts: all of it, the fraction of the last, or nothing; [...] in 0..1."""
    return (detail - (octave - 1)).clamp(0.0, 1.0)


def fbm(
    p: Tensor, detail: Tensor, roughness: Tensor, lacunarity: Tensor, _offset: Tensor, _gain: Tensor, normalize: bool
) -> Tensor:
    """Fractal Brownian motion, [...], at positions [..., D]; in about 0..1 when normalized."""
    whole, rest = detail.detach().floor(), detail - detail.detach().floor()
    total = amplitudes = torch.zeros(())
    amplitude, factor = torch.ones_like(roughness), torch.ones_like(lacunarity)
    result = None
    for octave in range(_octaves(detail) + 1):
        noise = perlin_signed(factor[..., None] * p)
        wider, louder = total + noise * amplitude, amplitudes + amplitude
        if octave:
            before = 0.5 * total / amplitudes + 0.5 if normalize else total
            after = 0.5 * wider / louder + 0.5 if normalize else wider
            mixed = before + (after - before) * rest
            result = mixed if result is None else torch.where(whole == octave - 1, mixed, result)
        total, amplitudes = wider, louder
        amplitude, factor = amplitude * roughness, factor * lacunarity
    assert result is not None
    return result


def _multifractal(p: Tensor, detail: Tensor, roughness: Tensor, lacunarity: Tensor, *_: object) -> Tensor:
    value, power = torch.ones_like(detail), torch.ones_like(roughness)
    for octave in range(_octaves(detail) + 1):
        value = value * (_share(detail, octave) * power * perlin_signed(p) + 1.0)
        power, p = power * roughness, p * lacunarity[..., None]
    return value


def _hetero_terrain(
    p: Tensor, detail: Tensor, roughness: Tensor, lacunarity: Tensor, offset: Tensor, *_: object
) -> Tensor:
    value, power = offset + perlin_signed(p), roughness
    for octave in range(1, _octaves(detail) + 1):
        p = p * lacunarity[..., None]
        value = value + _share(detail, octave) * (perlin_signed(p) + offset) * power * value
        power = power * roughness
    return value


def _hybrid_multifractal(
    p: Tensor, detail: Tensor, roughness: Tensor, lacunarity: Tensor, offset: Tensor, gain: Tensor, *_: object
) -> Tensor:
    value, power, weight = torch.zeros_like(detail), torch.ones_like(roughness), torch.ones_like(detail)
    alive = torch.ones_like(detail, dtype=torch.bool)
    for octave in range(_octaves(detail) + 1):
        alive = alive & (weight > 0.001)
        weight = weight.clamp(max=1.0)
        signal = (perlin_signed(p) + offset) * power
        value = value + torch.where(alive, _share(detail, octave) * weight * signal, 0.0)
        weight, power, p = weight * gain * signal, power * roughness, p * lacunarity[..., None]
    return value


def _ridged_multifractal(
    p: Tensor, detail: Tensor, roughness: Tensor, lacunarity: Tensor, offset: Tensor, gain: Tensor, *_: object
) -> Tensor:
    signal = (offset - perlin_signed(p).abs()) ** 2
    value, power = signal, roughness
    for octave in range(1, _octaves(detail)):
        p = p * lacunarity[..., None]
        weight = (signal * gain).clamp(0.0, 1.0)
        signal = (offset - perlin_signed(p).abs()) ** 2 * weight
        value = value + torch.where(detail >= octave, signal * power, 0.0)  # a fraction of an octave counts nothing
        power = power * roughness
    return value


FRACTALS: dict[str, Callable[..., Tensor]] = {
    "FBM": fbm,
    "MULTIFRACTAL": _multifractal,
    "HETERO_TERRAIN": _hetero_terrain,
    "HYBRID_MULTIFRACTAL": _hybrid_multifractal,
    "RIDGED_MULTIFRACTAL": _ridged_multifractal,
}
