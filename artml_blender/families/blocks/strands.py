"""Strands of wood, straw or paper that lie over one another in several directions and repeat after each tile."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import COLOR, VECTOR, Operand, TreeBuilder, Value
from .cells import cells

NAME = "ArtML Strands"
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

    random: Value  # three numbers 0..1, the same in all of the strand: a colour
    place: Value  # to the strand's middle: x along it in its lengths, y across it in its widths: a vector
    level: Value  # how high it lies, 0..1


@functools.cache
def _strands() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Count", 32.0, look={"description": "Strands side by side in one tile"})
    build.input("Length", 4.0, look={"description": "Of a strand, in its widths"})
    build.input("Direction", 0.0, look={"description": "1: most of them lie to the right"})
    build.input("Seed", 0.0)
    layers = []
    for number, (along, across, share) in enumerate(LAYERS):
        with build.frame(f"Layer {number + 1}"):
            u, v, _ = build.separate(build["Vector"])
            count = build["Count"] * share
            size = build.combine(build.math("ROUND", count / build["Length"] + 0.5), build.math("ROUND", count))
            turned = build.combine(u * along[0] + v * along[1], u * across[0] + v * across[1])
            strand = cells(build, turned, size, 1.0, build["Seed"] + 11.0 * number)
            level = build.separate(strand.random)[0] - (build["Direction"] * 0.6 if number else 0.0)
            layers.append((strand.random, strand.offset, level))
    with build.frame("Which lies on top"):
        random, place, top = layers[0]
        for other_random, other_place, level in layers[1:]:
            wins = build.math("GREATER_THAN", level, top)
            random, place = build.blend(wins, random, other_random), build.mix_vectors(wins, place, other_place)
            top = build.math("MAXIMUM", level, top)
    build.output("Random", random, COLOR)
    build.output("Place", place, VECTOR)
    build.output("Level", top)
    return build.tree(), build.groups


def strands(
    build: TreeBuilder, vector: Value, count: Operand, length: Operand, direction: Operand = 0.0, seed: Operand = 0.0
) -> Strands:
    """Strands, `count` of them side by side in one tile, `length` times as long as wide."""
    tree, groups = _strands()
    inputs = {"Vector": vector, "Count": count, "Length": length, "Direction": direction, "Seed": seed}
    found = build.use(NAME, tree, groups, inputs)
    return Strands(found["Random"], found["Place"], found["Level"])
