"""Voronoi cells that repeat after each tile: one random point in each square of a lattice, counted around the tile.

After Worley 1996, "A Cellular Texture Basis Function" (https://doi.org/10.1145/237170.237267), and for the exact
distance to the border Quilez 2012, "Voronoi borders" (https://iquilezles.org/articles/voronoilines/).
"""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NEIGHBOUR, SIDE = "ArtML Cell Neighbour", "ArtML Cell Side"
NEAREST, BORDER = "ArtML Nearest Cell", "ArtML Cell Border"
AROUND = [(x, y) for y in (-1.0, 0.0, 1.0) for x in (-1.0, 0.0, 1.0)]
FAR = 8.0  # in squares: farther than any border


class Cells(NamedTuple):
    """At a place: its cell. Lengths are in squares of the lattice."""

    distance: Value  # to the cell's point
    random: Value  # three numbers 0..1, the same in all of the cell: a vector
    offset: Value  # from the place to the cell's point: a vector


def _inputs(build: TreeBuilder) -> None:
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Scale", (8.0, 8.0, 0.0), VECTOR, look={"description": "Whole cells in one tile, along each axis"})
    build.input("Randomness", 1.0, minimum=0.0, maximum=1.0)
    build.input("Seed", 0.0)


def _lattice_inputs(build: TreeBuilder) -> None:
    build.input("Square", (0.0, 0.0, 0.0), VECTOR)  # of the place, counted from the tile's corner
    build.input("Within", (0.0, 0.0, 0.0), VECTOR)  # the place in its square, 0..1
    build.input("Step", (0.0, 0.0, 0.0), VECTOR)  # from its square to the one looked at
    build.input("Period", (8.0, 8.0, 1.0), VECTOR)
    build.input("Randomness", 1.0)
    build.input("Seed", 0.0)


def _point(build: TreeBuilder) -> tuple[Value, Value]:
    """From the place to the point in the square looked at, and that square's random numbers."""
    square = build.vector_math("WRAP", build["Square"] + build["Step"], build["Period"], (0.0, 0.0, 0.0))
    random = build.white_noise(square, build["Seed"])
    flat = random * (1.0, 1.0, 0.0) - (0.5, 0.5, 0.0)
    jitter = build.vector_math("SCALE", flat, scale=build["Randomness"])
    return build["Step"] + (0.5, 0.5, 0.0) + jitter - build["Within"], random


@functools.cache
def _neighbour() -> Tree:
    """The point of one square near a place: its distance and random numbers, if it is nearer than those so far."""
    build = TreeBuilder()
    _lattice_inputs(build)
    build.input("Nearest Distance", FAR)
    build.input("Nearest Offset", (0.0, 0.0, 0.0), VECTOR)
    build.input("Nearest Random", (0.0, 0.0, 0.0), VECTOR)
    offset, random = _point(build)
    distance = build.vector_math("LENGTH", offset)
    is_nearer = build.math("LESS_THAN", distance, build["Nearest Distance"])
    build.output("Distance", build.math("MINIMUM", distance, build["Nearest Distance"]))
    build.output("Offset", build.mix_vectors(is_nearer, build["Nearest Offset"], offset), VECTOR)
    build.output("Random", build.mix_vectors(is_nearer, build["Nearest Random"], random), VECTOR)
    return build.tree()


@functools.cache
def _side() -> Tree:
    """The border towards the point of one square beside the nearest one's, if it is nearer than those so far."""
    build = TreeBuilder()
    _lattice_inputs(build)
    build.input("Nearest Offset", (0.0, 0.0, 0.0), VECTOR)
    build.input("Nearest Border", FAR)
    offset, _ = _point(build)
    across = build.vector_math("NORMALIZE", offset - build["Nearest Offset"])
    middle = build.vector_math("DOT_PRODUCT", offset + build["Nearest Offset"], across) * 0.5
    build.output("Border", build.math("MINIMUM", middle, build["Nearest Border"]))
    return build.tree()


@functools.cache
def _nearest() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    _inputs(build)
    with build.frame("Lattice"):
        position = build["Vector"] * build["Scale"]
        square = build.vector_math("FLOOR", position) * (1.0, 1.0, 0.0)
        within = build.vector_math("FRACTION", position) * (1.0, 1.0, 0.0)
        period = _period(build)
    found: dict[str, Value] = {}
    with build.frame("Nine squares"):
        for x, y in AROUND:
            so_far = {f"Nearest {name}": found[name] for name in ("Distance", "Offset", "Random") if found}
            inputs = {"Square": square, "Within": within, "Step": (x, y, 0.0), "Period": period}
            own = {"Randomness": build["Randomness"], "Seed": build["Seed"]}
            found = build.use(NEIGHBOUR, _neighbour(), {}, {**inputs, **own, **so_far})
    build.output("Distance", found["Distance"])
    build.output("Random", found["Random"], VECTOR)
    build.output("Offset", found["Offset"], VECTOR)
    return build.tree(), build.groups


@functools.cache
def _border() -> tuple[Tree, dict[str, Tree]]:
    """The squares around the nearest point's own are looked up anew: to keep nine points in mind is more than Cycles
    has room for (255 numbers in all).
    """
    build = TreeBuilder()
    _inputs(build)
    with build.frame("Cell"):
        given = {name: build[name] for name in ("Vector", "Scale", "Randomness", "Seed")}
        nearest = build.use(NEAREST, *_nearest(), given)
    with build.frame("Lattice around its point"):
        position = build["Vector"] * build["Scale"] * (1.0, 1.0, 0.0)
        square = build.vector_math("FLOOR", position + nearest["Offset"])
        within = position - square
        period = _period(build)
    border: Operand = FAR
    with build.frame("Eight squares"):
        for x, y in AROUND:
            if (x, y) == (0.0, 0.0):
                continue
            inputs = {"Square": square, "Within": within, "Step": (x, y, 0.0), "Period": period}
            own = {"Randomness": build["Randomness"], "Seed": build["Seed"], "Nearest Offset": nearest["Offset"]}
            border = build.use(SIDE, _side(), {}, {**inputs, **own, "Nearest Border": border})["Border"]
    build.output("Border", border)
    build.output("Distance", nearest["Distance"])
    build.output("Random", nearest["Random"], VECTOR)
    build.output("Offset", nearest["Offset"], VECTOR)
    return build.tree(), build.groups


def _period(build: TreeBuilder) -> Value:
    return build["Scale"] * (1.0, 1.0, 0.0) + (0.0, 0.0, 1.0)


def cells(build: TreeBuilder, vector: Value, scale: Operand, randomness: Operand = 1.0, seed: Operand = 0.0) -> Cells:
    """The cell at a place; `scale` holds whole numbers of cells per tile, one or (across, along, 0)."""
    tree, groups = _nearest()
    found = build.use(NEAREST, tree, groups, _given(vector, scale, randomness, seed))
    return Cells(found["Distance"], found["Random"], found["Offset"])


def bordered_cells(
    build: TreeBuilder, vector: Value, scale: Operand, randomness: Operand = 1.0, seed: Operand = 0.0
) -> tuple[Cells, Value]:
    """The cell at a place, and the distance from there to its border, in squares of the lattice."""
    tree, groups = _border()
    found = build.use(BORDER, tree, groups, _given(vector, scale, randomness, seed))
    return Cells(found["Distance"], found["Random"], found["Offset"]), found["Border"]


def _given(vector: Value, scale: Operand, randomness: Operand, seed: Operand) -> dict[str, Operand]:
    if not isinstance(scale, Value | tuple):
        scale = (scale, scale, 0.0)
    return {"Vector": vector, "Scale": scale, "Randomness": randomness, "Seed": seed}
