"""Noise that repeats after each tile: the tile's two axes go around two circles in four dimensions.

The circles lie in different planes, so that the surface they span is flat (the Clifford torus): features keep their
size and shape, and nothing is blended at the tile's edges.
"""

import functools
import math

from ...contract.graph import Tree
from ..tree_builder import AXES, TreeBuilder
from ..value import COLOR, VECTOR, Operand, Value

NAME = "ArtML Tiling Noise"
SEED_STEPS = (0.7548777, 0.5698403, 0.6180340)  # irrational, so that each seed lies elsewhere
SEED_RANGE = 40.0  # coordinates stay small, where floats are precise


@functools.cache
def tree() -> Tree:
    """Inputs: Vector (tiles), Scale (features per tile along each axis), and what the Noise Texture node takes."""
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Scale", (8.0, 8.0, 0.0), VECTOR, look={"description": "Features in one tile, along each axis"})
    build.input("Detail", 3.0, minimum=0.0, maximum=12.0)
    build.input("Roughness", 0.5, minimum=0.0, maximum=1.0)
    build.input("Distortion", 0.0, minimum=-10.0, maximum=10.0)
    build.input("Contrast", 2.0, minimum=0.0, maximum=20.0)
    build.input("Seed", 0.0)
    with build.frame("Around two circles"):
        angles = build.vector_math("SCALE", build["Vector"], scale=2.0 * math.pi)
        radii = build.vector_math("SCALE", build["Scale"], scale=1.0 / (2.0 * math.pi))
        cosines = build.vector_math("COSINE", angles) * radii
        sines = build.vector_math("SINE", angles) * radii
        cos_x, cos_y = (build.vector_math("DOT_PRODUCT", cosines, axis) for axis in AXES)
        sin_x, sin_y = (build.vector_math("DOT_PRODUCT", sines, axis) for axis in AXES)
    with build.frame("Seed"):
        steps = build.vector_math("SCALE", SEED_STEPS, scale=build["Seed"])
        start = build.vector_math("SCALE", build.vector_math("FRACTION", steps), scale=SEED_RANGE)
    with build.frame("Noise"):
        inputs: dict[str, Operand] = {
            "Vector": build.combine(cos_x, sin_x, cos_y) + start,
            "W": sin_y,
            "Scale": 1.0,
            **{name: build[name] for name in ("Detail", "Roughness", "Distortion")},
        }
        settings = {"noise_dimensions": "4D", "noise_type": "FBM", "normalize": True}
        node = build.add("TexNoise", inputs, **settings)
        grey = Value(build, node, "Fac")
        value = build.math("MULTIPLY_ADD", grey - 0.5, build["Contrast"], 0.5, clamp=True)
    build.output("Value", value)
    build.output("Color", Value(build, node, "Color", COLOR), VECTOR)
    return build.tree()


def noise(
    build: TreeBuilder,
    vector: Value,
    scale: Operand,
    detail: Operand = 3.0,
    roughness: Operand = 0.5,
    seed: Operand = 0.0,
    contrast: Operand = 2.0,
) -> Value:
    """Noise 0..1 around 0.5; `scale` is one number or (across, along, 0)."""
    return _outputs(build, vector, scale, detail, roughness, seed, contrast)["Value"]


def noise_vector(
    build: TreeBuilder,
    vector: Value,
    scale: Operand,
    detail: Operand = 2.0,
    roughness: Operand = 0.5,
    seed: Operand = 0.0,
) -> Value:
    """Three noises, each about -0.5..0.5: to push coordinates about."""
    return _outputs(build, vector, scale, detail, roughness, seed, 2.0)["Color"] - (0.5, 0.5, 0.5)


def _outputs(
    build: TreeBuilder,
    vector: Value,
    scale: Operand,
    detail: Operand,
    roughness: Operand,
    seed: Operand,
    contrast: Operand,
) -> dict[str, Value]:
    if not isinstance(scale, Value | tuple):
        scale = (scale, scale, 0.0)
    inputs = {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": roughness, "Seed": seed}
    return build.use(NAME, tree(), {}, {**inputs, "Contrast": contrast})
