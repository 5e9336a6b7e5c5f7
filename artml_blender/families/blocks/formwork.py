"""What formwork leaves in concrete, repeated after each tile: panels with tie holes, and upright boards."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import VECTOR, Operand, Value

NAME = "ArtML Formwork"
TIE = 0.27  # from a panel's middle to its tie holes, in panels
TIE_RADIUS = 0.008  # in tiles


class Formwork(NamedTuple):
    """At a place; each is 0 where there are no panels or no boards."""

    panel: Value  # a random number of its panel, -0.5..0.5
    board: Value  # a random number of its board, -0.5..0.5
    depth: Value  # another one
    joint: Value  # 1 in a joint between panels
    seam: Value  # 1 between two boards
    hole: Value  # 1 in a tie hole


@functools.cache
def tree() -> Tree:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Panels Across", 2.0, look={"description": "Whole panels in one tile; 0: none"})
    build.input("Panels Up", 2.0, look={"description": "Whole panels in one tile; 0: none"})
    build.input("Boards", 0.0, look={"description": "Whole boards in one tile; 0: none"})
    build.input("Ragged", 0.0, look={"description": "Pushes the joints' edges about, in tiles"})
    build.input("Seed", 0.0)
    with build.frame("Panels"):
        u, v, _ = build.separate(build["Vector"])
        across, up = build["Panels Across"], build["Panels Up"]
        number = build.combine(_number(build, u, across), _number(build, v, up), build["Seed"])
        panel = (build.separate(build.white_noise(number))[0] - 0.5) * build.math("MINIMUM", across + up, 1.0)
        away = build.math("MINIMUM", _to_line(build, u, across), _to_line(build, v, up))
        joint = build.smoothstep(away + build["Ragged"], 0.0035, 0.001)
    with build.frame("Tie holes"):
        across, up = build["Panels Across"], build["Panels Up"]
        size = build.combine(build.math("MAXIMUM", across, 1.0), build.math("MAXIMUM", up, 1.0), 1.0)
        within = build.vector_math("FRACTION", build["Vector"] * size)
        from_tie = (build.vector_math("ABSOLUTE", within - (0.5, 0.5, 0.0)) - (TIE, TIE, 0.0)) / size
        distance = build.vector_math("LENGTH", from_tie * (1.0, 1.0, 0.0))
        hole = build.smoothstep(distance, TIE_RADIUS * 1.1, TIE_RADIUS * 0.9)
    with build.frame("Boards"):
        u, _, _ = build.separate(build["Vector"])
        chance = build.white_noise(build.combine(_number(build, u, build["Boards"]), 0.5, build["Seed"]))
        chance = (chance - (0.5, 0.5, 0.5)) * build.math("MINIMUM", build["Boards"], 1.0)
        board, depth, _ = build.separate(chance)
        seam = build.smoothstep(_to_line(build, u, build["Boards"]) + build["Ragged"], 0.004, 0.001)
    build.output("Panel", panel)
    build.output("Board", board)
    build.output("Depth", depth)
    build.output("Joint", joint)
    build.output("Seam", seam)
    build.output("Hole", hole)
    return build.tree()


def _number(build: TreeBuilder, along: Value, count: Value) -> Value:
    """Which of `count` equal parts a place is in; 0, if there are none."""
    return build.math("WRAP", build.math("FLOOR", along * count), build.math("MAXIMUM", count, 1.0), 0.0)


def _to_line(build: TreeBuilder, along: Value, count: Value) -> Value:
    """The distance to the nearest of `count` evenly spaced lines, in tiles; far, if there are none."""
    place = along * count
    away = build.math("ABSOLUTE", place - build.math("FLOOR", place + 0.5))
    return away / build.math("MAXIMUM", count, 1.0) + build.math("LESS_THAN", count, 0.5)


def formwork(
    build: TreeBuilder,
    vector: Value,
    panels: tuple[Operand, Operand],
    boards: Operand,
    ragged: Operand = 0.0,
    seed: Operand = 0.0,
) -> Formwork:
    """Panels (how many across and up) and upright boards; all are whole numbers in one tile, 0 for none."""
    inputs = {"Panels Across": panels[0], "Panels Up": panels[1], "Boards": boards, "Ragged": ragged, "Seed": seed}
    found = build.use(NAME, tree(), {}, {"Vector": vector, **inputs})
    return Formwork(*(found[name] for name in ("Panel", "Board", "Depth", "Joint", "Seam", "Hole")))
