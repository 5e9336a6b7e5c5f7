"""Hexagons with a point to the top, in rows that are shifted by half of one, counted around the tile."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import COLOR, VECTOR, Operand, Value

NAME = "ArtML Hexagons"
ROW = math.sqrt(3.0) / 2.0  # from row to row, in widths of a regular hexagon
HALF = (0.5, 0.5, 0.0)


class Hexagons(NamedTuple):
    """At a place: its hexagon. Lengths are in its widths."""

    random: Value  # three numbers 0..1, the same in all of the hexagon: a colour
    place: Value  # from its middle, -0.5..0.5: a vector
    border: Value  # the distance to its border
    third: Value  # 1 in one hexagon of three, none of which touch; columns have to be a multiple of 3


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 8.0, look={"description": "Whole hexagons side by side in one tile"})
    build.input("Rows", 10.0, look={"description": "Whole rows in one tile, an even number"})
    build.input("Seed", 0.0)
    with build.frame("Even rows"):
        place = build["Vector"] * build.combine(build["Columns"], build["Rows"] * 0.5)
        even = build.vector_math("FLOOR", place + HALF)
        from_even = (place - even) * (1.0, 2.0 * ROW, 0.0)
    with build.frame("Odd rows"):
        odd = build.vector_math("FLOOR", place) + HALF
        from_odd = (place - odd) * (1.0, 2.0 * ROW, 0.0)
    with build.frame("The nearer one"):
        is_odd = build.math("LESS_THAN", build.vector_math("LENGTH", from_odd), build.vector_math("LENGTH", from_even))
        center = build.mix_vectors(is_odd, even, odd)
        offset = build.mix_vectors(is_odd, from_even, from_odd)
        x, y, _ = build.separate(build.vector_math("ABSOLUTE", offset))
        border = 0.5 - build.math("MAXIMUM", x, x * 0.5 + y * ROW)
    with build.frame("Number"):
        column, row, _ = build.separate(center * (1.0, 2.0, 0.0))
        column = build.math("WRAP", column, build["Columns"], 0.0)
        row = build.math("WRAP", row, build["Rows"], 0.0)
        random = build.white_noise(build.combine(column, row, build["Seed"]))
    with build.frame("One of three"):
        turn = build.math("FLOORED_MODULO", column - row * 1.5 + 0.5, 3.0)
        third = build.math("LESS_THAN", turn, 1.0)
    build.output("Random", random, COLOR)
    build.output("Place", offset, VECTOR)
    build.output("Border", border)
    build.output("Third", third)
    return build.tree()


def hexagons(build: TreeBuilder, vector: Value, columns: Operand, rows: Operand, seed: Operand = 0.0) -> Hexagons:
    """Hexagons; `columns` and `rows` (an even number) are whole numbers in one tile."""
    found = build.use(NAME, tree(), {}, {"Vector": vector, "Columns": columns, "Rows": rows, "Seed": seed})
    return Hexagons(found["Random"], found["Place"], found["Border"], found["Third"])
