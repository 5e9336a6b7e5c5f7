"""Pieces of uneven size laid in courses (setts, ashlar, slates), counted around the tile; some are split in two."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value
from .courses import Courses

NAME = "ArtML Uneven Courses"
STRETCH = 0.42  # of each of the two waves that stretch an axis: together below 1, so that no piece is turned inside out


class _Axis(NamedTuple):
    """Along one axis: where a place is, in pieces, and how much wider than the average the pieces are drawn there."""

    position: Value
    stretch: Value


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 4.0, look={"description": "Whole pieces in a course of one tile"})
    build.input("Rows", 8.0, look={"description": "Whole courses in one tile; even, if every other one is shifted"})
    build.input("Shift", 0.5, look={"description": "How far every other course is shifted, in pieces"})
    build.input("Random Shift", 0.0, look={"description": "How far each course is shifted by chance, in pieces"})
    build.input("Width Variation", 0.5, minimum=0.0, maximum=1.0)
    build.input("Height Variation", 0.5, minimum=0.0, maximum=1.0)
    build.input("Split", 0.0, look={"description": "How many pieces are split in two, across or along: 0..1"})
    build.input("Corner", 0.0, look={"description": "The radius of the pieces' corners, in heights of a course"})
    build.input("Seed", 0.0)
    with build.frame("Course"):
        u, v, _ = build.separate(build["Vector"])
        start = build.white_noise(build.combine(0.5, 0.25, build["Seed"]))
        along = _uneven(build, v, build["Rows"], build["Height Variation"], start)
        row = build.math("WRAP", build.math("FLOOR", along.position), build["Rows"], 0.0)
        chance = build.white_noise(build.combine(row, 0.5, build["Seed"]))
        is_odd = build.math("FLOORED_MODULO", row, 2.0)
    with build.frame("Piece"):
        shift = is_odd * build["Shift"] + build.separate(chance)[0] * build["Random Shift"]
        across = _uneven(build, u + shift / build["Columns"], build["Columns"], build["Width Variation"], chance)
        column = build.math("WRAP", build.math("FLOOR", across.position), build["Columns"], 0.0)
        lot, which, _ = build.separate(build.white_noise(build.combine(column, row, build["Seed"] + 0.5)))
    with build.frame("Split"):
        is_split = build.math("LESS_THAN", lot, build["Split"])
        beside = is_split * build.math("LESS_THAN", which, 0.5) + 1.0
        above = is_split * build.math("GREATER_THAN", which, 0.5) + 1.0
        x, y = build.math("FRACT", across.position) * beside, build.math("FRACT", along.position) * above
        part = build.combine(column, row) + build.combine(build.math("FLOOR", x), build.math("FLOOR", y)) * 0.25
        random = build.white_noise(part + build.combine(0.0, 0.0, build["Seed"]))
        x, y = build.math("FRACT", x), build.math("FRACT", y)
    with build.frame("Border"):
        aspect = build["Rows"] / build["Columns"]
        from_side = (0.5 - build.math("ABSOLUTE", x - 0.5)) * aspect / (across.stretch * beside)
        from_bed = (0.5 - build.math("ABSOLUTE", y - 0.5)) / (along.stretch * above)
        outside = build["Corner"] - build.combine(from_side, from_bed)
        into_corner = build.vector_math("MAXIMUM", outside, (0.0, 0.0, 0.0)) * (1.0, 1.0, 0.0)
        deep = build.math("MAXIMUM", build.math("MINIMUM", from_side, from_bed) - build["Corner"], 0.0)
        border = build["Corner"] - build.vector_math("LENGTH", into_corner) + deep
    build.output("Random", random, VECTOR)
    build.output("Place", build.combine(x, y), VECTOR)
    build.output("Border", border)
    return build.tree()


def _uneven(build: TreeBuilder, place: Value, count: Value, variation: Value, chance: Value) -> _Axis:
    """A coordinate in pieces, drawn wider here and narrower there by two waves that fit the tile."""
    first, second, _ = build.separate(chance)
    position, stretch = place * count, build.math("ADD", 1.0, 0.0)
    for share, phase in ((0.4, first), (0.73, second)):
        turns = build.math("MAXIMUM", build.math("FLOOR", count * share), 1.0) * (2.0 * math.pi)
        angle = place * turns + phase * (2.0 * math.pi)
        strength = variation * STRETCH
        position = position + build.math("SINE", angle) * strength * count / turns
        stretch = stretch + build.math("COSINE", angle) * strength
    return _Axis(position, stretch)


def uneven_courses(
    build: TreeBuilder,
    vector: Value,
    columns: Operand,
    rows: Operand,
    shift: Operand = 0.5,
    random_shift: Operand = 0.0,
    variation: tuple[Operand, Operand] = (0.5, 0.5),
    split: Operand = 0.0,
    corner: Operand = 0.0,
    seed: Operand = 0.0,
) -> Courses:
    """Pieces in courses; `variation` is that of their widths and of the courses' heights, each 0..1."""
    layout = {"Vector": vector, "Columns": columns, "Rows": rows, "Shift": shift, "Random Shift": random_shift}
    sizes = {"Width Variation": variation[0], "Height Variation": variation[1], "Split": split, "Corner": corner}
    found = build.use(NAME, tree(), {}, {**layout, **sizes, "Seed": seed})
    return Courses(found["Random"], found["Place"], found["Border"])
