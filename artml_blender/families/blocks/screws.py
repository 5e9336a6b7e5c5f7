"""Screws in rows, repeated after each tile."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Screws"


class Screws(NamedTuple):
    """At a place: the nearest screw."""

    height: Value  # 0 beside it, 0.4 on the washer .. 1 on the head
    below: Value  # 0..1 in a band that runs down from the screw and fades


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Count", (6.0, 2.0, 0.0), VECTOR, look={"description": "Whole screws along each axis of a tile"})
    build.input("Radius", 0.08, look={"description": "In distances from one screw of a row to the next"})
    with build.frame("Nearest screw"):
        cell = build.vector_math("FRACTION", build["Vector"] * build["Count"]) - (0.5, 0.5, 0.5)
        across, up, _ = build.separate(cell)
        columns, rows, _ = build.separate(build["Count"])
        distance = build.vector_math("LENGTH", build.combine(across, up * columns / rows))
    with build.frame("Washer and head"):
        outward = distance / build.math("MAXIMUM", build["Radius"], 0.001)
        is_any = build.math("GREATER_THAN", build["Radius"], 0.001)
        washer, head = build.smoothstep(outward, 1.0, 0.85), build.smoothstep(outward, 0.62, 0.4)
        height = (washer * 0.4 + head * 0.6) * is_any
    with build.frame("Below"):
        band = build.smoothstep(build.math("ABSOLUTE", across), 0.13, 0.03)
        below = band * build.smoothstep(up, 0.02, -0.01) * build.smoothstep(up, -0.5, -0.05) * is_any
    build.output("Height", height)
    build.output("Below", below)
    return build.tree()


def screws(build: TreeBuilder, vector: Value, count: Operand, radius: Operand) -> Screws:
    """`count` is a vector of whole numbers (across, up, 0); they sit in the middles of as many equal parts."""
    found = build.use(NAME, tree(), {}, {"Vector": vector, "Count": count, "Radius": radius})
    return Screws(found["Height"], found["Below"])
