"""Rows of even pieces, each hanging over the row below: roof tiles. A quarter of the nodes of uneven ones."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Even Overlap"
SLIP, LEAN = 0.16, 0.2  # how far a piece hangs too high, and how far it leans, in heights of a row


class EvenOverlap(NamedTuple):
    """At a place: the piece that is seen there."""

    random: Value  # three numbers 0..1, the same in all of the piece: a vector
    across: Value  # 0 at the piece's left side, 1 at its right
    up: Value  # 0 at the piece's lower edge; about 1, in heights of a row, where the row above covers it


class _Piece(NamedTuple):
    random: Value
    across: Value
    edge: Value  # how far its lower edge is above the row's line


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 6.0, look={"description": "Whole pieces in a row of one tile"})
    build.input("Rows", 6.0, look={"description": "Whole rows in one tile; even, if every other one is shifted"})
    build.input("Shift", 0.5, look={"description": "How far every other row is shifted, in pieces"})
    build.input("Round", 0.0, look={"description": "0: straight lower edges; 1: half circles"})
    build.input("Disorder", 0.0, minimum=0.0, maximum=1.0)
    build.input("Broken", 0.0, look={"description": "How much of the lower edge is missing, in heights of a row"})
    build.input("Seed", 0.0)
    with build.frame("Row"):
        u, v, _ = build.separate(build["Vector"])
        along, across = v * build["Rows"], u * build["Columns"]
        row, hanging = build.math("FLOOR", along), build.math("FRACT", along)
    with build.frame("Its piece"):
        own = _piece(build, across, row)
    with build.frame("The piece below"):
        below = _piece(build, across, row - 1.0)
    with build.frame("Which is seen"):
        is_own = build.math("GREATER_THAN", hanging, own.edge)
        build.output("Random", build.mix_vectors(is_own, below.random, own.random), VECTOR)
        build.output("Across", build.mix(is_own, below.across, own.across))
        build.output("Up", build.mix(is_own, hanging + 1.0 - below.edge, hanging - own.edge))
    return build.tree()


def _piece(build: TreeBuilder, across: Value, row: Value) -> _Piece:
    row = build.math("WRAP", row, build["Rows"], 0.0)
    shifted = across + build.math("FLOORED_MODULO", row, 2.0) * build["Shift"]
    column = build.math("WRAP", build.math("FLOOR", shifted), build["Columns"], 0.0)
    random = build.white_noise(build.combine(column, row, build["Seed"]))
    x = build.math("FRACT", shifted)
    from_middle = 2.0 * x - 1.0
    arc = 1.0 - build.math("SQRT", build.math("MAXIMUM", 1.0 - from_middle * from_middle, 0.0))
    aspect = build["Rows"] / build["Columns"]
    _, lean, slip = build.separate(random)
    askew = (slip * SLIP + (x - 0.5) * (lean - 0.5) * LEAN) * build["Disorder"]
    edge = arc * aspect * 0.5 * build["Round"] + askew + build["Broken"]
    return _Piece(random, x, build.math("MINIMUM", edge, 0.9))


def even_overlap(
    build: TreeBuilder,
    vector: Value,
    columns: Operand,
    rows: Operand,
    shift: Operand = 0.5,
    rounding: Operand = 0.0,
    disorder: Operand = 0.0,
    broken: Operand = 0.0,
    seed: Operand = 0.0,
) -> EvenOverlap:
    """Overlapping rows of pieces; `columns` and `rows` are whole numbers in one tile."""
    layout = {"Vector": vector, "Columns": columns, "Rows": rows, "Shift": shift, "Round": rounding}
    found = build.use(NAME, tree(), {}, {**layout, "Disorder": disorder, "Broken": broken, "Seed": seed})
    return EvenOverlap(found["Random"], found["Across"], found["Up"])
