"""Woven yarns: each one's path over and under the others, repeated after each tile."""

import functools
import math
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Weave"


class Weave(NamedTuple):
    """At a place: the yarn on top. Lengths are in yarns."""

    height: Value  # 0 in holes, 1 on the crown of a yarn that is over the others
    warp: Value  # 1 where that yarn runs upward, 0 where it runs across
    cover: Value  # 0 in the holes between yarns
    random: Value  # three numbers 0..1, the same along all of the yarn: a vector
    across: Value  # -0.5..0.5, from one side of the yarn to the other
    along: Value  # grows by 1 with each yarn that is crossed


def _inputs(build: TreeBuilder) -> None:
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Yarns", (40.0, 40.0, 0.0), VECTOR, look={"description": "Whole repeats: multiples of Over + Under"})
    build.input("Over", 1.0, look={"description": "How many yarns an upright one passes over"})
    build.input("Under", 1.0, look={"description": "And then under"})
    build.input("Herringbone", 0.0, look={"description": "Yarns after which the diagonal turns; 0: never"})
    build.input("Warp Width", 0.9, look={"description": "Of the upright yarns; at 1 they touch"})
    build.input("Weft Width", 0.9, look={"description": "Of those across"})
    build.input("Seed", 0.0)


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    _inputs(build)
    with build.frame("Crossing"):
        x, y, _ = build.separate(build["Vector"] * build["Yarns"])
        column, row = build.math("FLOOR", x), build.math("FLOOR", y)
        from_warp, from_weft = x - column - 0.5, y - row - 0.5
        next_column, next_row = column + build.math("SIGN", from_warp), row + build.math("SIGN", from_weft)
    with build.frame("Over or under"):
        own, above, beside = (
            _is_over(build, *place) for place in ((column, row), (column, next_row), (next_column, row))
        )
        warp_lift = build.mix(0.5 + 0.5 * build.math("COSINE", from_weft * math.pi), above, own)
        weft_lift = 1.0 - build.mix(0.5 + 0.5 * build.math("COSINE", from_warp * math.pi), beside, own)
    with build.frame("Round yarns"):
        warp_height = _yarn(build, from_warp, build["Warp Width"], warp_lift)
        weft_height = _yarn(build, from_weft, build["Weft Width"], weft_lift)
        warp = build.math("GREATER_THAN", warp_height, weft_height)
        height = build.math("MAXIMUM", warp_height, weft_height)
    with build.frame("The one on top"):
        warps, wefts, _ = build.separate(build["Yarns"])
        number = build.mix(warp, build.math("WRAP", row, wefts, 0.0), build.math("WRAP", column, warps, 0.0))
        random = build.white_noise(build.combine(number, warp, 0.5), build["Seed"])
        across, along = build.mix(warp, from_weft, from_warp), build.mix(warp, x, y)
    build.output("Height", height)
    build.output("Warp", warp)
    build.output("Cover", build.math("GREATER_THAN", height, 0.0))
    build.output("Random", random, VECTOR)
    build.output("Across", across)
    build.output("Along", along)
    return build.tree()


def _is_over(build: TreeBuilder, column: Value, row: Value) -> Value:
    turn = build["Herringbone"]
    folded = build.math("PINGPONG", column + 0.5, turn)
    column = build.mix(build.math("GREATER_THAN", turn, 0.0), column + 0.5, folded)
    return build.math(
        "LESS_THAN", build.math("FLOORED_MODULO", column - row, build["Over"] + build["Under"]), build["Over"]
    )


def _yarn(build: TreeBuilder, across: Value, width: Value, lift: Value) -> Value:
    """Its height; it is broader where it is over the others, and has none beside it."""
    outward = across / (width * (0.42 + 0.12 * lift))
    crown = build.math("SQRT", build.math("MAXIMUM", 1.0 - outward * outward, 0.0))
    return (lift * 0.5 + 0.5) * build.math("POWER", crown, 0.8)


def weave(
    build: TreeBuilder,
    vector: Value,
    yarns: Operand,
    over: Operand = 1.0,
    under: Operand = 1.0,
    herringbone: Operand = 0.0,
    width: tuple[Operand, Operand] = (0.9, 0.9),
    seed: Operand = 0.0,
) -> Weave:
    """A plain weave (over 1, under 1) or a twill; `yarns` are a vector (upright ones, those across, 0)."""
    own = {"Over": over, "Under": under, "Herringbone": herringbone, "Seed": seed}
    found = build.use(
        NAME, tree(), {}, {"Vector": vector, "Yarns": yarns, "Warp Width": width[0], "Weft Width": width[1], **own}
    )
    names = ("Height", "Warp", "Cover", "Random", "Across", "Along")
    return Weave(*(found[name] for name in names))
