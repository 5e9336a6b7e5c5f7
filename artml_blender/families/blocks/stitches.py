"""Knitted stitches, each a V of two legs out of the one below, repeated after each tile."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Stitches"


class Stitches(NamedTuple):
    """At a place: the yarn on top."""

    height: Value  # 0 in holes .. 1
    row: Value  # which one it belongs to: a whole number
    random: Value  # three numbers 0..1, the same in all of the stitch: a vector
    across: Value  # -1..1 from one side of the yarn to the other
    along: Value  # 0..1 from the foot of the leg to its head


class _Leg(NamedTuple):
    height: Value
    across: Value
    along: Value


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 16.0, look={"description": "Whole stitches side by side in one tile"})
    build.input("Rows", 20.0, look={"description": "Whole rows in one tile"})
    build.input("Width", 1.0, look={"description": "Of the yarn; at 1 it fills the stitch"})
    build.input("Slant", 1.0, look={"description": "How wide the V is open"})
    build.input("Seed", 0.0)
    with build.frame("Stitch"):
        u, v, _ = build.separate(build["Vector"])
        x, y = u * build["Columns"], v * build["Rows"]
        column, row = build.math("FLOOR", x), build.math("FLOOR", y)
        from_middle = build.math("ABSOLUTE", x - column - 0.5)
        up = y - row
    with build.frame("Two rows of legs"):
        own, below = _leg(build, from_middle, up), _leg(build, from_middle, up + 1.0)
        is_below = build.math("GREATER_THAN", below.height, own.height)
    with build.frame("The one on top"):
        wrapped = build.math("WRAP", row - is_below, build["Rows"], 0.0)
        column = build.math("WRAP", column, build["Columns"], 0.0)
        random = build.white_noise(build.combine(column, wrapped, build["Seed"]))
    build.output("Height", build.math("MAXIMUM", own.height, below.height))
    build.output("Row", wrapped)
    build.output("Random", random, VECTOR)
    build.output("Across", build.mix(is_below, own.across, below.across))
    build.output("Along", build.mix(is_below, own.along, below.along))
    return build.tree()


def _leg(build: TreeBuilder, from_middle: Value, up: Value) -> _Leg:
    """One leg of the V, `up` rows above the foot of its stitch: it leans outward, and its head goes under the next."""
    along = up / 1.6
    center = 0.25 + (build.smoothstep(along, 0.0, 0.9) - 0.5) * 0.2 * build["Slant"]
    across = (from_middle - center) / (0.225 * build["Width"])
    crown = build.math("SQRT", build.math("MAXIMUM", 1.0 - across * across, 0.0))
    arc = build.math("SINE", build.math("POWER", build.math("MINIMUM", along, 1.0), 0.75) * math.pi)
    return _Leg(crown * (0.1 + 0.9 * build.math("MAXIMUM", arc, 0.0)), across, along)


def stitches(
    build: TreeBuilder,
    vector: Value,
    columns: Operand,
    rows: Operand,
    width: Operand = 1.0,
    slant: Operand = 1.0,
    seed: Operand = 0.0,
) -> Stitches:
    """Stockinette; `columns` and `rows` are whole numbers of stitches in one tile."""
    inputs = {"Vector": vector, "Columns": columns, "Rows": rows, "Width": width, "Slant": slant, "Seed": seed}
    found = build.use(NAME, tree(), {}, inputs)
    return Stitches(*(found[name] for name in ("Height", "Row", "Random", "Across", "Along")))
