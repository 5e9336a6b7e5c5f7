"""Courses of uneven pieces, each hanging over the course below: shingles, slates, scales. Counted around the tile."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value
from .uneven_courses import uneven_courses

NAME, LOWER = "ArtML Uneven Overlap", "ArtML Lower Edge"
REACH = 0.9  # how far a piece may hang over the course below, in heights of a course


class UnevenOverlap(NamedTuple):
    """At a place: the piece that lies on top. Lengths are in heights of a course."""

    random: Value  # three numbers 0..1, the same in all of the piece: a vector
    across: Value  # -0.5..0.5 of the piece's width
    rise: Value  # from the piece's lower edge upwards
    side: Value  # to the joint beside the piece
    below: Value  # down from the lower edge of the piece above; 1 where that is far


@functools.cache
def _lower() -> Tree:
    """How far a piece hangs down."""
    build = TreeBuilder()
    build.input("Random", (0.5, 0.5, 0.5), VECTOR)
    build.input("Across", 0.0)
    build.input("Aspect", 1.0, look={"description": "A piece's width in heights of a course"})
    build.input("Ragged", 0.0, minimum=0.0, maximum=1.0)
    build.input("Rounding", 0.0, minimum=0.0, maximum=1.0)
    build.input("Point", 0.0, minimum=0.0, maximum=1.0)
    out = build.math("ABSOLUTE", build["Across"]) * 2.0
    arc = 1.0 - build.math("SQRT", build.math("MAXIMUM", 1.0 - out * out, 0.0))
    depth = build.mix(build["Point"], arc, out) * build["Rounding"] * build["Aspect"] * 0.5
    ragged = build.separate(build["Random"])[2] * build["Ragged"]
    build.output("Hang", build.math("MAXIMUM", REACH - build.math("MINIMUM", depth, 0.85) - ragged * 0.4, 0.02))
    return build.tree()


@functools.cache
def _tree() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 6.0)
    build.input("Rows", 6.0)
    build.input("Shift", 0.5)
    build.input("Random Shift", 0.0)
    build.input("Width Variation", 0.0, minimum=0.0, maximum=1.0)
    for name in ("Ragged", "Rounding", "Point"):
        build.input(name, 0.0, minimum=0.0, maximum=1.0)
    build.input("Seed", 0.0)
    with build.frame("Its own course and the one above"):
        columns, rows, shift, chance = (build[name] for name in ("Columns", "Rows", "Shift", "Random Shift"))
        shapes = {name: build[name] for name in ("Ragged", "Rounding", "Point")}
        variation = (build["Width Variation"], 0.0)
        aspect = rows / columns
        found = []
        for lift in (0.0, REACH):
            moved = build["Vector"] + build.combine(0.0, lift / rows)
            piece = uneven_courses(build, moved, columns, rows, shift, chance, variation, seed=build["Seed"])
            x, y, _ = build.separate(piece.place)
            inputs = {"Random": piece.random, "Across": x - 0.5, "Aspect": aspect, **shapes}
            found.append((piece.random, x - 0.5, y, build.use(LOWER, _lower(), {}, inputs)["Hang"]))
        own, above = found
    with build.frame("Which lies on top"):
        is_next = build.math("GREATER_THAN", own[2], 1.0 - REACH)
        over = above[2] - REACH + above[3]  # from the lower edge of the piece above
        on_top = is_next * build.math("GREATER_THAN", over, 0.0)
        random = build.mix_vectors(on_top, own[0], above[0])
        across = build.mix(on_top, own[1], above[1])
        rise = build.mix(on_top, own[2] + own[3], over)
        side = (0.5 - build.math("ABSOLUTE", across)) * aspect
        below = build.mix(is_next * (1.0 - on_top), 1.0, -over)
    build.output("Random", random, VECTOR)
    for name, value in {"Across": across, "Rise": rise, "Side": side, "Below": below}.items():
        build.output(name, value)
    return build.tree(), build.groups


def uneven_overlap(
    build: TreeBuilder,
    vector: Value,
    columns: Operand,
    rows: Operand,
    shift: Operand = 0.5,
    random_shift: Operand = 0.0,
    width_variation: Operand = 0.0,
    ragged: Operand = 0.0,
    rounding: Operand = 0.0,
    point: Operand = 0.0,
    seed: Operand = 0.0,
) -> UnevenOverlap:
    """Overlapping courses; `rounding` 1 makes half-round lower ends, with `point` 1 pointed ones."""
    tree, groups = _tree()
    layout = {"Vector": vector, "Columns": columns, "Rows": rows, "Shift": shift, "Random Shift": random_shift}
    shapes = {"Width Variation": width_variation, "Ragged": ragged, "Rounding": rounding, "Point": point}
    found = build.use(NAME, tree, groups, {**layout, **shapes, "Seed": seed})
    return UnevenOverlap(*(found[name] for name in ("Random", "Across", "Rise", "Side", "Below")))
