"""Raised lozenges, or bars in parallel, every other one across the first: tread plate. Repeated after each tile."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Lozenges"


class Lozenges(NamedTuple):
    """At a place: the nearest lozenge."""

    height: Value  # 0 on the plate .. 1
    near: Value  # 0 far from it .. 1 on it
    random: Value  # 0..1, one number for each place of the pattern


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Count", 8.0, look={"description": "Whole places along a tile; even"})
    build.input("Bars", 1.0, look={"description": "Lozenges in each place"})
    build.input("Length", 0.8, look={"description": "In places of the pattern, as the width is"})
    build.input("Width", 0.3)
    build.input("Angle", 45.0, look={"description": "Degrees"})
    build.input("Roundness", 0.5, look={"description": "0: flat on top, 1: round"})
    build.input("Seed", 0.0)
    with build.frame("Place"):
        u, v, _ = build.separate(build["Vector"])
        x, y = u * build["Count"], v * build["Count"]
        column, row = build.math("FLOOR", x), build.math("FLOOR", y)
        wrapped = [build.math("WRAP", number, build["Count"], 0.0) for number in (column, row)]
        random = build.separate(build.white_noise(build.combine(*wrapped), build["Seed"]))[0]
    with build.frame("Turned"):
        is_other = build.math("FLOORED_MODULO", column + row, 2.0)
        angle = build["Angle"] * (math.pi / 180.0) + is_other * (0.5 * math.pi)
        cos, sin = build.math("COSINE", angle), build.math("SINE", angle)
        x, y = x - column - 0.5, y - row - 0.5
        along, across = x * cos + y * sin, y * cos - x * sin
    with build.frame("Bar"):
        middle = build["Bars"] * 0.5
        pitch = build["Width"] * build.mix(build.math("GREATER_THAN", build["Bars"], 1.5), 1.0, 2.2) / build["Bars"]
        number = build.math("FLOOR", across / pitch + middle)
        number = build.math("MINIMUM", build.math("MAXIMUM", number, 0.0), build["Bars"] - 1.0)
        from_bar = build.math("ABSOLUTE", across - (number + 0.5 - middle) * pitch)
    with build.frame("Shape"):
        half = pitch * build.mix(build.math("GREATER_THAN", build["Bars"], 1.5), 0.5, 0.32)
        outward = along / (build["Length"] * 0.5)
        inside = 1.0 - outward * outward - from_bar / half
        rise = build.map_range(inside, (0.0, build.mix(build["Roundness"], 0.35, 1.0)))
    build.output("Height", build.math("SQRT", rise * (2.0 - rise)))
    build.output("Near", build.smoothstep(inside, -1.1, 0.0))
    build.output("Random", random)
    return build.tree()


def lozenges(
    build: TreeBuilder,
    vector: Value,
    count: Operand,
    bars: Operand = 1.0,
    size: tuple[Operand, Operand] = (0.8, 0.3),
    angle: Operand = 45.0,
    roundness: Operand = 0.5,
    seed: Operand = 0.0,
) -> Lozenges:
    """`count` is an even number along each side of a tile; `size` is a lozenge's length and width."""
    inputs = {"Vector": vector, "Count": count, "Bars": bars, "Length": size[0], "Width": size[1]}
    found = build.use(NAME, tree(), {}, {**inputs, "Angle": angle, "Roundness": roundness, "Seed": seed})
    return Lozenges(found["Height"], found["Near"], found["Random"])
