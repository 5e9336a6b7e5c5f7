"""Rectangular panels in courses, some of them parted again; counted around the tile."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value
from .courses import courses

NAME = "ArtML Panels"


class Panels(NamedTuple):
    """At a place: its panel. Lengths are in heights of a course."""

    random: Value  # three numbers 0..1, the same in all of the panel: a vector
    place: Value  # from the panel's lower left corner: a vector
    size: Value  # of the panel: a vector
    border: Value  # the distance to its border


@functools.cache
def _tree() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Columns", 3.0, look={"description": "Whole panels in a course of one tile"})
    build.input("Rows", 3.0, look={"description": "Whole courses in one tile; even, if every other one is shifted"})
    build.input("Shift", 0.0, look={"description": "How far every other course is shifted, in panels"})
    build.input("Parted", 0.3, look={"description": "How many panels are parted, upright and across"})
    build.input("Corner", 0.0, look={"description": "The radius of the corners"})
    build.input("Seed", 0.0)
    with build.frame("Courses"):
        whole = courses(build, build["Vector"], build["Columns"], build["Rows"], build["Shift"], seed=build["Seed"])
        first, second, third = build.separate(whole.random)
        x, y, _ = build.separate(whole.place)
    with build.frame("Parted"):
        low_x, high_x = _part(build, x, first, second)
        low_y, high_y = _part(build, y, third, build.math("FRACT", first * 7.0))
        aspect = build["Rows"] / build["Columns"]
        place = build.combine((x - low_x) * aspect, y - low_y)
        size = build.combine((high_x - low_x) * aspect, high_y - low_y)
        random = build.white_noise(whole.random, low_x + low_y * 3.0 + build["Seed"])
    with build.frame("Border"):
        inward = build.vector_math("MINIMUM", place, size - place)
        corner = build["Corner"]
        into_corner = build.vector_math("MAXIMUM", corner - inward, (0.0, 0.0, 0.0)) * (1.0, 1.0, 0.0)
        from_side, from_bed, _ = build.separate(inward)
        deep = build.math("MAXIMUM", build.math("MINIMUM", from_side, from_bed) - corner, 0.0)
    build.output("Random", random, VECTOR)
    build.output("Place", place, VECTOR)
    build.output("Size", size, VECTOR)
    build.output("Border", corner - build.vector_math("LENGTH", into_corner) + deep)
    return build.tree(), build.groups


def _part(build: TreeBuilder, place: Value, chance: Value, where: Value) -> tuple[Value, Value]:
    """From where to where the part reaches that a place is in, of a panel's 0..1."""
    cut = 0.3 + 0.4 * build.math("SNAP", where, 0.25)
    is_parted = build.math("LESS_THAN", chance, build["Parted"])
    is_after = build.math("GREATER_THAN", place, cut)
    return is_parted * is_after * cut, build.mix(is_parted * (1.0 - is_after), 1.0, cut)


def panels(
    build: TreeBuilder,
    vector: Value,
    columns: Operand,
    rows: Operand,
    shift: Operand = 0.0,
    parted: Operand = 0.3,
    corner: Operand = 0.0,
    seed: Operand = 0.0,
) -> Panels:
    """`columns` and `rows` are whole numbers in one tile; `parted` is how many panels are parted, 0..1."""
    tree, groups = _tree()
    inputs = {"Vector": vector, "Columns": columns, "Rows": rows, "Shift": shift}
    found = build.use(NAME, tree, groups, {**inputs, "Parted": parted, "Corner": corner, "Seed": seed})
    return Panels(found["Random"], found["Place"], found["Size"], found["Border"])
