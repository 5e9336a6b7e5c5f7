"""Strands of wood, straw or paper that lie over one another in several directions and repeat after each tile."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value
from .cells import cells

NAME, LAYER = "ArtML Strands", "ArtML Strand Layer"
# Each layer of strands lies in another direction, given in whole numbers so that it tiles: along the strands, across
# them (each a sum of u and v), and how many of the strands fit into a tile in that direction.
LAYERS = (
    ((1.0, 0.0), (0.0, 1.0), 1.0),
    ((1.0, -1.0), (1.0, 1.0), 0.7),
    ((2.0, 1.0), (-1.0, 2.0), 0.45),
    ((0.0, 1.0), (1.0, 0.0), 0.9),
    ((1.0, 2.0), (2.0, -1.0), 0.42),
)


class Strands(NamedTuple):
    """At a place: the strand that lies on top."""

    random: Value  # three numbers 0..1, the same in all of the strand: a vector
    place: Value  # to the strand's middle: x along it in its lengths, y across it in its widths: a vector
    level: Value  # how high it lies, 0..1


@functools.cache
def _layer() -> tuple[Tree, dict[str, Tree]]:
    """The strand of one layer, if it lies higher than those so far."""
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Along", (1.0, 0.0, 0.0), VECTOR)
    build.input("Across", (0.0, 1.0, 0.0), VECTOR)
    build.input("Count", 32.0, look={"description": "Strands side by side"})
    build.input("Length", 4.0)
    build.input("Sunk", 0.0)
    build.input("Seed", 0.0)
    build.input("Level So Far", -1.0)
    build.input("Place So Far", (0.0, 0.0, 0.0), VECTOR)
    build.input("Random So Far", (0.0, 0.0, 0.0), VECTOR)
    along, across = (build.vector_math("DOT_PRODUCT", build["Vector"], build[axis]) for axis in ("Along", "Across"))
    size = build.combine(
        build.math("ROUND", build["Count"] / build["Length"] + 0.5), build.math("ROUND", build["Count"])
    )
    strand = cells(build, build.combine(along, across), size, 1.0, build["Seed"])
    level = build.vector_math("DOT_PRODUCT", strand.random, (1.0, 0.0, 0.0)) - build["Sunk"]
    is_above = build.math("GREATER_THAN", level, build["Level So Far"])
    build.output("Level", build.math("MAXIMUM", level, build["Level So Far"]))
    build.output("Place", build.mix_vectors(is_above, build["Place So Far"], strand.offset), VECTOR)
    build.output("Random", build.mix_vectors(is_above, build["Random So Far"], strand.random), VECTOR)
    return build.tree(), build.groups


@functools.cache
def _strands() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Count", 32.0, look={"description": "Strands side by side in one tile"})
    build.input("Length", 4.0, look={"description": "Of a strand, in its widths"})
    build.input("Direction", 0.0, look={"description": "1: most of them lie to the right"})
    build.input("Seed", 0.0)
    tree, groups = _layer()
    found: dict[str, Value] = {}
    with build.frame("Layers"):
        for number, (along, across, share) in enumerate(LAYERS):
            so_far = {f"{name} So Far": value for name, value in found.items()}
            turned = {"Vector": build["Vector"], "Along": (*along, 0.0), "Across": (*across, 0.0)}
            size = {"Count": build["Count"] * share, "Length": build["Length"]}
            own = {"Sunk": build["Direction"] * 0.6 if number else 0.0, "Seed": build["Seed"] + 11.0 * number}
            found = build.use(LAYER, tree, groups, {**turned, **size, **own, **so_far})
    for name, value in found.items():
        build.output(name, value, value.kind)
    return build.tree(), build.groups


def strands(
    build: TreeBuilder, vector: Value, count: Operand, length: Operand, direction: Operand = 0.0, seed: Operand = 0.0
) -> Strands:
    """Strands, `count` of them side by side in one tile, `length` times as long as wide."""
    tree, groups = _strands()
    inputs = {"Vector": vector, "Count": count, "Length": length, "Direction": direction, "Seed": seed}
    found = build.use(NAME, tree, groups, inputs)
    return Strands(found["Random"], found["Place"], found["Level"])
