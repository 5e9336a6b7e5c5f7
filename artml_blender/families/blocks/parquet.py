"""Blocks of parquet: herringbone, basket weave and chevron, straight or turned by 45 degrees.

The tile is a lattice of squares as wide as a block. Turned, the lattice repeats after (N, -N) and (N, N) squares
instead of (N, 0) and (0, N), so that blocks are counted in the same way.
"""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Parquet Blocks"


class Parquet(NamedTuple):
    """At a place: its block. Lengths are in widths of a block."""

    random: Value  # three numbers 0..1, the same in all of the block: a vector
    along: Value  # from the block's centre, in the direction of its length
    across: Value  # from the block's centre
    border: Value  # the distance to the block's border


class _Laid(NamedTuple):
    block: Value  # its first square, and in z which kind it is: a vector
    along: Value  # from its end
    across: Value  # from its side


def _herringbone(build: TreeBuilder, square: Value, within: Value) -> _Laid:
    with build.frame("Herringbone"):
        i, j, _ = build.separate(square)
        x, y, _ = build.separate(within)
        length = build["Length"]
        step = build.math("FLOORED_MODULO", i - j, 2.0 * length)
        upright = build.math("GREATER_THAN", step, length - 0.5)
        up = 2.0 * length - 1.0 - step
        lying_block = build.combine(i - step, j, 0.0)
        upright_block = build.combine(i, j - up, 1.0)
        block = build.mix_vectors(upright, lying_block, upright_block)
        return _Laid(block, build.mix(upright, step + x, up + y), build.mix(upright, y, x))


def _basket(build: TreeBuilder, square: Value, within: Value) -> _Laid:
    with build.frame("Basket weave"):
        length = build["Length"]
        i, j, _ = build.separate(square)
        place = build.vector_math("WRAP", square, build.combine(length, length, 1.0), (0.0, 0.0, 0.0)) + within
        x, y, _ = build.separate(place)
        count = build.math("FLOOR", i / length) + build.math("FLOOR", j / length)
        upright = build.math("FLOORED_MODULO", count, 2.0)
        first_x, first_y = i - build.math("FLOOR", x), j - build.math("FLOOR", y)
        block = build.mix_vectors(upright, build.combine(first_x, j, 0.0), build.combine(i, first_y, 1.0))
        across = build.mix(upright, y, x)
        return _Laid(block, build.mix(upright, x, y), build.math("FRACT", across))


def _chevron(build: TreeBuilder, position: Value) -> _Laid:
    with build.frame("Chevron"):
        length = build["Length"]
        x, y, _ = build.separate(position)
        column = build.math("FLOOR", x / length)
        along = x - column * length
        falls = build.math("FLOORED_MODULO", column, 2.0)
        slanted = y + along * (1.0 - 2.0 * falls) + falls * length
        block = build.combine(column * length, build.math("FLOOR", slanted), 2.0)
        return _Laid(block, along, build.math("FRACT", slanted))


def _border(build: TreeBuilder, laid: _Laid, slant: float) -> Value:
    """The distance to a block's border; `slant` is its true width."""
    from_end = build.math("MINIMUM", laid.along, build["Length"] - laid.along)
    return build.math("MINIMUM", from_end, build.math("MINIMUM", laid.across, 1.0 - laid.across) * slant)


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Pattern", 0.0, look={"description": "0 herringbone, 1 basket weave, 2 chevron"})
    build.input("Turned", 0.0, look={"description": "1: by 45 degrees"})
    build.input("Blocks", 4.0, look={"description": "Lengths of a block across the tile; an even number"})
    build.input("Length", 5.0, look={"description": "Of a block, in its widths; a whole number"})
    build.input("Seed", 0.0)
    with build.frame("Lattice"):
        u, v, _ = build.separate(build["Vector"])
        count = build["Blocks"] * build["Length"]
        position = build.combine(u + v * build["Turned"], v - u * build["Turned"])
        position = build.vector_math("SCALE", position, scale=count)
        square = build.vector_math("FLOOR", position)
        within = position - square
    laid = [_herringbone(build, square, within), _basket(build, square, within), _chevron(build, position)]
    with build.frame("Pattern"):
        later = [build.math("GREATER_THAN", build["Pattern"], limit) for limit in (0.5, 1.5)]
        borders = [_border(build, one, slant) for one, slant in zip(laid, (1.0, 1.0, 0.7071), strict=True)]
        block, along, across, border = laid[0].block, laid[0].along, laid[0].across, borders[0]
        for chosen, one, other in zip(later, laid[1:], borders[1:], strict=True):
            block = build.mix_vectors(chosen, block, one.block)
            along, across = build.mix(chosen, along, one.along), build.mix(chosen, across, one.across)
            border = build.mix(chosen, border, other)
    with build.frame("Counted around the tile"):
        x, y, kind = build.separate(build.vector_math("ADD", block, (0.5, 0.5, 0.0)))
        count = build["Blocks"] * build["Length"]
        tiles_up = build.math("FLOOR", y / count)
        x = build.math("FLOOR", x - tiles_up * count * build["Turned"])
        column = build.math("WRAP", x, count * (1.0 + build["Turned"]), 0.0)
        row = build.math("FLOOR", y - tiles_up * count)
        random = build.white_noise(build.combine(column, row, kind), build["Seed"])
    build.output("Random", random, VECTOR)
    build.output("Along", along - build["Length"] * 0.5)
    build.output("Across", across - 0.5)
    build.output("Border", border)
    return build.tree()


def parquet(
    build: TreeBuilder,
    vector: Value,
    pattern: Operand,
    turned: Operand,
    blocks: Operand,
    length: Operand,
    seed: Operand = 0.0,
) -> Parquet:
    """Parquet of `pattern` 0 herringbone, 1 basket weave or 2 chevron; all numbers are whole, `blocks` is even."""
    inputs = {"Vector": vector, "Pattern": pattern, "Turned": turned, "Blocks": blocks, "Length": length, "Seed": seed}
    found = build.use(NAME, tree(), {}, inputs)
    return Parquet(found["Random"], found["Along"], found["Across"], found["Border"])
