"""Loose stones that repeat after each tile: one in each cell, a convex polygon of five sides or round, by chance."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value
from .cells import cells

NAME = "ArtML Stones"
SIDES = 5
GONE = 4.0  # how far away a missing stone is, in its radii


class Stones(NamedTuple):
    """At a place: the stone of its cell, which may lie elsewhere in the cell or be missing."""

    height: Value  # 0 at the stone's rim, about 1 on its top, below 0 around it
    distance: Value  # 0 in the middle, 1 at the rim, more around it
    random: Value  # three numbers 0..1, the same in all of the cell: a vector


@functools.cache
def tree() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Scale", (8.0, 8.0, 0.0), VECTOR, look={"description": "Whole cells in one tile, along each axis"})
    build.input("Size", 0.5, look={"description": "The radius of the largest, in cells"})
    build.input("Size Variation", 0.5, look={"description": "0: all of one size, 1: down to nothing"})
    build.input("Share", 1.0, look={"description": "How many of the cells hold a stone"})
    build.input("Angularity", 1.0, look={"description": "0: round, 1: broken"})
    build.input("Length", 0.3, look={"description": "0: as long as wide, 1: up to twice as long as wide"})
    build.input("Seed", 0.0)
    with build.frame("Cell"):
        found = cells(build, build["Vector"], build["Scale"], 0.8, build["Seed"])
        turn, length, chance = build.separate(build.more_random(found.random, 1))
        first, second, third = build.separate(build.more_random(found.random, 2))
        tilt_x, tilt_y, size = build.separate(build.more_random(found.random, 3))
    with build.frame("Within the stone"):
        angle = turn * (2.0 * math.pi)
        cos, sin = build.math("COSINE", angle), build.math("SINE", angle)
        x, y, _ = build.separate(found.offset)
        stretch = 1.0 + build["Length"] * length * 0.4
        radius = build["Size"] * (1.0 - build["Size Variation"] * size) + 1e-4
        place = build.combine((x * cos + y * sin) / (radius * stretch), (y * cos - x * sin) * stretch / radius)
    with build.frame("Outline"):
        round_ = build.vector_math("LENGTH", place)
        weights = (first, second, third, 1.0 - first, 1.0 - third)
        polygon: Operand = 0.0
        for side, weight in enumerate(weights):
            around = 2.0 * math.pi * (side / SIDES + 0.02 * side)
            direction = (math.cos(around), math.sin(around), 0.0)
            reach = build.vector_math("DOT_PRODUCT", place, direction) * (1.0 + 0.5 * weight)
            polygon = build.math("SMOOTH_MAX", polygon, reach, 0.12)
        missing = build.math("GREATER_THAN", chance, build["Share"]) * GONE
        distance = build.mix(build["Angularity"], round_, polygon) + missing
    with build.frame("Relief"):
        dome = 1.0 - distance * distance
        tilt = build.vector_math("DOT_PRODUCT", place, build.combine(tilt_x - 0.5, tilt_y - 0.5))
        table = build.math("MINIMUM", 0.75 + tilt * 0.9, (1.0 - distance) * 2.2)
        height = build.mix(build["Angularity"], dome, table)
    build.output("Height", height)
    build.output("Distance", distance)
    build.output("Random", found.random, VECTOR)
    return build.tree(), build.groups


def stones(
    build: TreeBuilder,
    vector: Value,
    scale: Operand,
    size: Operand = 0.5,
    size_variation: Operand = 0.5,
    share: Operand = 1.0,
    angularity: Operand = 1.0,
    length: Operand = 0.3,
    seed: Operand = 0.0,
) -> Stones:
    """Stones, one in each of `scale` whole cells per tile; where they overlap, the nearer one shows."""
    if not isinstance(scale, Value | tuple):
        scale = (scale, scale, 0.0)
    elif isinstance(scale, Value) and scale.kind != VECTOR:
        scale = build.combine(scale, scale)
    group, groups = tree()
    inputs = {"Vector": vector, "Scale": scale, "Size": size, "Size Variation": size_variation, "Share": share}
    inputs |= {"Angularity": angularity, "Length": length, "Seed": seed}
    found = build.use(NAME, group, groups, inputs)
    return Stones(found["Height"], found["Distance"], found["Random"])
