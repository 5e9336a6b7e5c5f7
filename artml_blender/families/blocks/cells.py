"""Voronoi cells that repeat after each tile: one random point in each square of a lattice, counted around the tile.

After Worley 1996, "A Cellular Texture Basis Function" (https://doi.org/10.1145/237170.237267), and for the exact
distance to the border Quilez 2012, "Voronoi borders" (https://iquilezles.org/articles/voronoilines/).
"""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import COLOR, VECTOR, Operand, TreeBuilder, Value

NEIGHBOUR, NEAREST, BORDER = "ArtML Cell Neighbour", "ArtML Nearest Cell", "ArtML Cell Border"
AROUND = [(x, y) for y in (-1.0, 0.0, 1.0) for x in (-1.0, 0.0, 1.0)]
FAR = 8.0  # in squares: farther than any border


class Cells(NamedTuple):
    """At a place: its cell. Lengths are in squares of the lattice."""

    distance: Value  # to the cell's point
    random: Value  # three numbers 0..1, the same in all of the cell: a colour
    offset: Value  # from the place to the cell's point: a vector


def _inputs(build: TreeBuilder) -> None:
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Scale", (8.0, 8.0, 0.0), VECTOR, look={"description": "Whole cells in one tile, along each axis"})
    build.input("Randomness", 1.0, minimum=0.0, maximum=1.0)
    build.input("Seed", 0.0)


@functools.cache
def _neighbour() -> Tree:
    """The point of one square near a place: its distance and random numbers, if it is nearer than those so far."""
    build = TreeBuilder()
    build.input("Square", (0.0, 0.0, 0.0), VECTOR)  # of the place, counted from the tile's corner
    build.input("Within", (0.0, 0.0, 0.0), VECTOR)  # the place in its square, 0..1
    build.input("Step", (0.0, 0.0, 0.0), VECTOR)  # from its square to this one
    build.input("Period", (8.0, 8.0, 1.0), VECTOR)
    build.input("Randomness", 1.0)
    build.input("Seed", 0.0)
    build.input("Nearest Distance", FAR)
    build.input("Nearest Offset", (0.0, 0.0, 0.0), VECTOR)
    build.input("Nearest Random", (0.0, 0.0, 0.0), COLOR)
    square = build.vector_math("WRAP", build["Square"] + build["Step"], build["Period"], (0.0, 0.0, 0.0))
    random = build.white_noise(square, build["Seed"])
    flat = random * (1.0, 1.0, 0.0) - (0.5, 0.5, 0.0)
    jitter = build.vector_math("SCALE", flat, scale=build["Randomness"])
    offset = build["Step"] + (0.5, 0.5, 0.0) + jitter - build["Within"]
    distance = build.vector_math("LENGTH", offset)
    is_nearer = build.math("LESS_THAN", distance, build["Nearest Distance"])
    build.output("Distance", build.math("MINIMUM", distance, build["Nearest Distance"]))
    build.output("Offset", build.mix_vectors(is_nearer, build["Nearest Offset"], offset), VECTOR)
    build.output("Random", build.blend(is_nearer, build["Nearest Random"], random), COLOR)
    build.output("Own Offset", offset, VECTOR)
    return build.tree()


class _Place(NamedTuple):
    square: Value
    within: Value
    period: Value


def _place(build: TreeBuilder) -> _Place:
    with build.frame("Lattice"):
        position = build["Vector"] * build["Scale"]
        square = build.vector_math("FLOOR", position) * (1.0, 1.0, 0.0)
        within = build.vector_math("FRACTION", position) * (1.0, 1.0, 0.0)
        period = build["Scale"] * (1.0, 1.0, 0.0) + (0.0, 0.0, 1.0)
    return _Place(square, within, period)


def _search(build: TreeBuilder) -> tuple[dict[str, Value], list[Value]]:
    """The nearest of the nine points around, and the offsets of all nine."""
    place = _place(build)
    found: dict[str, Value] = {}
    offsets = []
    with build.frame("Nine squares"):
        for x, y in AROUND:
            so_far = {f"Nearest {name}": found[name] for name in ("Distance", "Offset", "Random") if found}
            inputs = {"Square": place.square, "Within": place.within, "Step": (x, y, 0.0), "Period": place.period}
            own = {"Randomness": build["Randomness"], "Seed": build["Seed"]}
            found = build.use(NEIGHBOUR, _neighbour(), {}, {**inputs, **own, **so_far})
            offsets.append(found["Own Offset"])
    return found, offsets


@functools.cache
def _nearest() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    _inputs(build)
    found, _ = _search(build)
    build.output("Distance", found["Distance"])
    build.output("Random", found["Random"], COLOR)
    build.output("Offset", found["Offset"], VECTOR)
    return build.tree(), build.groups


@functools.cache
def _border() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    _inputs(build)
    found, offsets = _search(build)
    nearest = found["Offset"]
    with build.frame("Borders to the nine cells"):
        border: Operand = FAR
        for offset in offsets:
            across = offset - nearest
            is_own = build.math("LESS_THAN", build.vector_math("LENGTH", across), 1e-4)
            middle = build.vector_math("DOT_PRODUCT", offset + nearest, build.vector_math("NORMALIZE", across))
            border = build.math("MINIMUM", border, build.math("MULTIPLY_ADD", is_own, FAR, middle * 0.5))
    build.output("Border", border)
    build.output("Distance", found["Distance"])
    build.output("Random", found["Random"], COLOR)
    build.output("Offset", nearest, VECTOR)
    return build.tree(), build.groups


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
