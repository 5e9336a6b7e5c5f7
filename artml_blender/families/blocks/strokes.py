"""Short strokes strewn at random (fibres, hairs): one in each square of a lattice, counted around the tile."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import AXES, TreeBuilder
from ..value import VECTOR, Operand, Value

ONE, NAME = "ArtML Stroke", "ArtML Strokes"


class Strokes(NamedTuple):
    """At a place: the strokes around it."""

    value: Value  # 0 beside them .. 1 on the middle of one
    random: Value  # three numbers 0..1, the same along all of the stroke: a vector


@functools.cache
def _one() -> Tree:
    """The stroke of one square near a place, if it is stronger there than those so far."""
    build = TreeBuilder()
    build.input("Square", (0.0, 0.0, 0.0), VECTOR)  # of the place, counted from the tile's corner
    build.input("Within", (0.0, 0.0, 0.0), VECTOR)  # the place in its square, 0..1
    build.input("Step", (0.0, 0.0, 0.0), VECTOR)  # from its square to this one
    build.input("Count", 20.0)
    build.input("Length", 0.5)
    build.input("Width", 0.05)
    build.input("Curl", 0.5)
    build.input("Direction", 0.0)
    build.input("Disorder", 1.0)
    build.input("Seed", 0.0)
    build.input("Value So Far", 0.0)
    build.input("Random So Far", (0.0, 0.0, 0.0), VECTOR)
    period = build.combine(build["Count"], build["Count"], 1.0)
    square = build.vector_math("WRAP", build["Square"] + build["Step"], period, (0.0, 0.0, 0.0))
    random = build.white_noise(square, build["Seed"])
    place_u, place_v, turn = build.separate(random)
    here = build["Within"] - build["Step"]
    x, y = (build.vector_math("DOT_PRODUCT", here, axis) for axis in AXES)
    angle = build["Direction"] + (turn - 0.5) * build["Disorder"] * math.pi
    cos, sin = build.math("COSINE", angle), build.math("SINE", angle)
    x, y = x - place_u, y - place_v
    along, across = x * cos + y * sin, y * cos - x * sin
    bow = (build.math("FRACT", turn * 13.0) - 0.5) * build["Curl"] * 3.0
    across = build.math("ABSOLUTE", across + along * along * bow)
    length = build["Length"] * (0.5 + 0.5 * build.math("FRACT", place_u * 11.0))
    value = build.smoothstep(across / build["Width"], 1.0, 0.2) * build.smoothstep(
        build.math("ABSOLUTE", along) / length, 1.0, 0.7
    )
    is_stronger = build.math("GREATER_THAN", value, build["Value So Far"])
    build.output("Value", build.math("MAXIMUM", value, build["Value So Far"]))
    build.output("Random", build.mix_vectors(is_stronger, build["Random So Far"], random), VECTOR)
    return build.tree()


@functools.cache
def _all() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Count", 20.0, look={"description": "Whole strokes along each axis of a tile"})
    build.input("Length", 0.5, look={"description": "Half of it, in squares of the lattice: up to 1"})
    build.input("Width", 0.05, look={"description": "Half of it, in squares"})
    build.input("Curl", 0.5)
    build.input("Direction", 0.0, look={"description": "Radians"})
    build.input("Disorder", 1.0, look={"description": "0: all in one direction, 1: in any"})
    build.input("Seed", 0.0)
    with build.frame("Lattice"):
        position = build["Vector"] * build["Count"] * (1.0, 1.0, 0.0)
        square = build.vector_math("FLOOR", position)
        within = build.vector_math("FRACTION", position)
    found: dict[str, Value] = {}
    with build.frame("Nine squares"):
        names = ("Count", "Length", "Width", "Curl", "Direction", "Disorder", "Seed")
        for step in ((x, y, 0.0) for y in (-1.0, 0.0, 1.0) for x in (-1.0, 0.0, 1.0)):
            so_far = {f"{name} So Far": value for name, value in found.items()}
            own = {name: build[name] for name in names}
            found = build.use(ONE, _one(), {}, {"Square": square, "Within": within, "Step": step, **own, **so_far})
    build.output("Value", found["Value"])
    build.output("Random", found["Random"], VECTOR)
    return build.tree(), build.groups


def strokes(
    build: TreeBuilder,
    vector: Value,
    count: Operand,
    size: tuple[Operand, Operand] = (0.5, 0.05),
    curl: Operand = 0.5,
    direction: Operand = 0.0,
    disorder: Operand = 1.0,
    seed: Operand = 0.0,
) -> Strokes:
    """`count` is a whole number along each axis; `size` is half a stroke's length and width, in squares."""
    tree, groups = _all()
    inputs = {"Vector": vector, "Count": count, "Length": size[0], "Width": size[1], "Curl": curl}
    found = build.use(NAME, tree, groups, {**inputs, "Direction": direction, "Disorder": disorder, "Seed": seed})
    return Strokes(found["Value"], found["Random"])
