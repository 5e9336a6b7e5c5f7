"""Pieces laid in courses (bricks, tiles, planks), counted around the tile, so that the last meets the first."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Courses"


class Courses(NamedTuple):
    """At a place: its piece."""

    random: Value  # three numbers 0..1, the same in all of the piece: a vector
    place: Value  # within the piece, 0..1 along each axis: a vector
    border: Value  # the distance to the piece's border, in heights of a course


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 4.0, look={"description": "Whole pieces in a course of one tile"})
    build.input("Rows", 8.0, look={"description": "Whole courses in one tile; even, if every other one is shifted"})
    build.input("Shift", 0.5, look={"description": "How far every other course is shifted, in pieces"})
    build.input("Random Shift", 0.0, look={"description": "How far each course is shifted by chance, in pieces"})
    build.input("Corner", 0.0, look={"description": "The radius of the pieces' corners, in heights of a course"})
    build.input("Seed", 0.0)
    with build.frame("Course"):
        u, v, _ = build.separate(build["Vector"])
        along = v * build["Rows"]
        row = build.math("WRAP", build.math("FLOOR", along), build["Rows"], 0.0)
        chance = build.white_noise(build.combine(row, 0.5, build["Seed"]))
        is_odd = build.math("FLOORED_MODULO", row, 2.0)
        shift = is_odd * build["Shift"] + build.separate(chance)[0] * build["Random Shift"]
    with build.frame("Piece"):
        across = u * build["Columns"] + shift
        column = build.math("WRAP", build.math("FLOOR", across), build["Columns"], 0.0)
        random = build.white_noise(build.combine(column, row, build["Seed"]))
        x, y = build.math("FRACT", across), build.math("FRACT", along)
    with build.frame("Border"):
        aspect = build["Rows"] / build["Columns"]
        from_side = (0.5 - build.math("ABSOLUTE", x - 0.5)) * aspect
        from_bed = 0.5 - build.math("ABSOLUTE", y - 0.5)
        into_corner = build.vector_math(
            "MAXIMUM", build["Corner"] - build.combine(from_side, from_bed), (0.0, 0.0, 0.0)
        ) * (1.0, 1.0, 0.0)
        rounded = build["Corner"] - build.vector_math("LENGTH", into_corner)
        deep = build.math("MAXIMUM", build.math("MINIMUM", from_side, from_bed) - build["Corner"], 0.0)
        border = rounded + deep
    build.output("Random", random, VECTOR)
    build.output("Place", build.combine(x, y), VECTOR)
    build.output("Border", border)
    return build.tree()


def courses(
    build: TreeBuilder,
    vector: Value,
    columns: Operand,
    rows: Operand,
    shift: Operand = 0.5,
    random_shift: Operand = 0.0,
    corner: Operand = 0.0,
    seed: Operand = 0.0,
) -> Courses:
    """Pieces in courses; `columns` and `rows` are whole numbers in one tile."""
    inputs = {"Vector": vector, "Columns": columns, "Rows": rows, "Shift": shift, "Random Shift": random_shift}
    found = build.use(NAME, tree(), {}, {**inputs, "Corner": corner, "Seed": seed})
    return Courses(found["Random"], found["Place"], found["Border"])
