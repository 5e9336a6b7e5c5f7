"""Sawn wood: growth rings around a pith that lies somewhere behind each board, knots, and their colours."""

import functools
from typing import NamedTuple

from ...contract.graph import Tree
from ..tree_builder import TreeBuilder
from ..value import COLOR, VECTOR, Operand, Value
from .cells import cells

RINGS, BOARD, KNOTS, WOOD = "ArtML Growth Rings", "ArtML Board Figure", "ArtML Knots", "ArtML Wood Color"
NAILS, SPLITS = "ArtML Nails", "ArtML Board Splits"


class Rings(NamedTuple):
    """At a place: its growth ring."""

    late: Value  # 0 early wood, 1 the hard dark line at the end of a ring
    tone: Value  # a random number 0..1 of the ring


class Knots(NamedTuple):
    """At a place: the knot near it, if there is one."""

    around: Value  # 0..1: how far the rings give way to it
    within: Value  # 0..1 from its rim to its heart


@functools.cache
def _rings() -> Tree:
    build = TreeBuilder()
    build.input("Phase", 0.0, look={"description": "In rings"})
    build.input("Period", 1000.0, look={"description": "After so many rings they are the same again"})
    with build.frame("Ring"):
        number = build.math("WRAP", build.math("FLOOR", build["Phase"]), build["Period"], 0.0)
        strength, tone, _ = build.separate(build.white_noise(build.combine(number, 0.5)))
        within = build.math("FRACT", build["Phase"])
    with build.frame("Late wood"):
        line = build.smoothstep(within, 0.25, 0.9) * (1.0 - build.smoothstep(within, 0.9, 1.0))
        late = line * (0.35 + 0.65 * strength)
    build.output("Late", late)
    build.output("Tone", tone)
    return build.tree()


@functools.cache
def _board() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Along", 0.0)
    build.input("Across", 0.0)
    build.input("Random", (0.5, 0.5, 0.5), VECTOR)
    build.input("Rings", 12.0)
    build.input("Bend", 0.0)
    with build.frame("Distance to the pith"):
        first, second, third = build.separate(build["Random"])
        across = build["Across"] - (first - 0.5) * 1.7
        lean = (third - 0.5) * build["Along"] * 0.22
        depth = 0.12 + second * 0.9 + lean + build["Bend"]
        distance = build.math("SQRT", across * across + depth * depth)
        phase = distance * build["Rings"] + first * 61.0
    found = build.use(RINGS, _rings(), {}, {"Phase": phase})
    build.output("Late", found["Late"])
    build.output("Tone", found["Tone"])
    return build.tree(), build.groups


@functools.cache
def _knots() -> tuple[Tree, dict[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles"})
    build.input("Boards", 8.0, look={"description": "Whole boards in one tile"})
    build.input("Amount", 0.5, minimum=0.0, maximum=1.0)
    build.input("Seed", 0.0)
    with build.frame("Spots"):
        spots = cells(build, build["Vector"], build.combine(build["Boards"], build["Boards"]), 0.55, build["Seed"])
        chance, size, _ = build.separate(spots.random)
        is_knot = build.math("LESS_THAN", chance, build["Amount"] * 0.35)
        radius = 0.05 + 0.09 * size * size
        distance = build.vector_math("LENGTH", spots.offset * (0.7, 1.0, 0.0)) / radius
    build.output("Around", build.smoothstep(distance, 3.2, 0.4) * is_knot)
    build.output("Within", build.smoothstep(distance, 1.15, 0.0) * is_knot)
    return build.tree(), build.groups


@functools.cache
def _wood() -> Tree:
    build = TreeBuilder()
    build.input("Early", (0.5, 0.3, 0.2), COLOR)
    build.input("Late", (0.2, 0.1, 0.05), COLOR)
    build.input("Grain", 0.5, minimum=0.0, maximum=1.0)
    build.input("Ring Line", 0.0)
    build.input("Ring Tone", 0.5)
    build.input("Fibre", 0.5)
    build.input("Knot", 0.0)
    build.input("Hue", 0.5)
    build.input("Brightness", 1.0)
    with build.frame("Grain"):
        grain = build["Grain"]
        lines = (build["Ring Line"] * 0.75 + build["Ring Tone"] * 0.14) * grain
        fibres = (build["Fibre"] - 0.45) * (0.25 + 0.4 * grain)
        color = build.blend(lines + fibres, build["Early"], build["Late"])
        color = build.tint(color, build["Hue"], 1.0, build["Brightness"])
    with build.frame("Knots"):
        rim = build.tint(build["Late"], 0.495, 1.05, 0.5)
        heart = build.tint(build["Late"], 0.51, 1.1, 0.95)
        color = build.blend(build.smoothstep(build["Knot"], 0.0, 0.35) * 0.85, color, rim)
        color = build.blend(build.smoothstep(build["Knot"], 0.25, 0.9) * 0.6, color, heart)
    build.output("Color", color, COLOR)
    return build.tree()


@functools.cache
def _nails() -> Tree:
    build = TreeBuilder()
    build.input("Place", (0.0, 0.0, 0.0), VECTOR, look={"description": "Within the board, 0..1 along each axis"})
    build.input("Length", 7.0, look={"description": "Of the board, in its widths"})
    with build.frame("Distance to a nail"):
        x, y, _ = build.separate(build["Place"])
        from_end = (0.5 - build.math("ABSOLUTE", x - 0.5)) * build["Length"]
        from_middle = build.math("ABSOLUTE", y - 0.5)
        distance = build.vector_math("LENGTH", build.combine(from_end - 0.16, from_middle - 0.27))
    build.output("Head", build.smoothstep(distance, 0.045, 0.032))
    build.output("Stain", build.smoothstep(distance, 0.16, 0.03))
    return build.tree()


@functools.cache
def _splits() -> Tree:
    build = TreeBuilder()
    build.input("Place", (0.0, 0.0, 0.0), VECTOR, look={"description": "Within the board, 0..1 along each axis"})
    build.input("Random", (0.5, 0.5, 0.5), VECTOR)
    build.input("Amount", 0.5, minimum=0.0, maximum=1.0)
    build.input("Bend", 0.0)
    with build.frame("One from each end"):
        _, second, third = build.separate(build["Random"])
        x, y, _ = build.separate(build["Place"])
        end = build.math("GREATER_THAN", x, 0.5)
        length = build["Amount"] * build.mix(end, second, third) * 0.9
        center = (build.mix(end, third, second) - 0.5) * 0.8 + build["Bend"]
        from_end = 1.0 - build.math("ABSOLUTE", 2.0 * x - 1.0)
        width = (length - from_end) * 0.035
        gap = build.smoothstep(build.math("ABSOLUTE", y - 0.5 - center), width, width * 0.4)
    build.output("Split", gap * build.smoothstep(width, 0.0, 0.003))
    return build.tree()


def growth_rings(build: TreeBuilder, phase: Value, period: Operand = 1000.0) -> Rings:
    """Rings by their number, `phase`; after `period` of them they are the same again."""
    found = build.use(RINGS, _rings(), {}, {"Phase": phase, "Period": period})
    return Rings(found["Late"], found["Tone"])


def board_figure(
    build: TreeBuilder, along: Operand, across: Operand, random: Value, rings: Operand, bend: Operand = 0.0
) -> Rings:
    """A board's rings: arches and ovals where it is cut flat, lines where it is cut upright.

    `along` and `across` are from the board's centre and, as `bend`, in its widths; `rings` is how many there are in
    one width; `random` is the board's own.
    """
    tree, groups = _board()
    inputs = {"Along": along, "Across": across, "Random": random, "Rings": rings, "Bend": bend}
    found = build.use(BOARD, tree, groups, inputs)
    return Rings(found["Late"], found["Tone"])


def knots(build: TreeBuilder, vector: Value, boards: Operand, amount: Operand, seed: Operand) -> Knots:
    """Knots in boards that run to the right; `boards` is the whole number of them in one tile."""
    tree, groups = _knots()
    found = build.use(KNOTS, tree, groups, {"Vector": vector, "Boards": boards, "Amount": amount, "Seed": seed})
    return Knots(found["Around"], found["Within"])


def wood_color(
    build: TreeBuilder,
    early: Operand,
    late: Operand,
    rings: Rings,
    fibre: Operand,
    grain: Operand,
    knot: Operand = 0.0,
    hue: Operand = 0.5,
    brightness: Operand = 1.0,
) -> Value:
    """Bare wood between its early and its late colour; `hue` (0.5 leaves it) and `brightness` are the piece's own."""
    inputs = {
        "Early": early,
        "Late": late,
        "Grain": grain,
        "Ring Line": rings.late,
        "Ring Tone": rings.tone,
        "Fibre": fibre,
        "Knot": knot,
        "Hue": hue,
        "Brightness": brightness,
    }
    return build.use(WOOD, _wood(), {}, inputs)["Color"]


def nails(build: TreeBuilder, place: Value, length: Operand) -> tuple[Value, Value]:
    """Two nails at each end of a board: their heads, and the wood they stain; `length` is in the board's widths."""
    found = build.use(NAILS, _nails(), {}, {"Place": place, "Length": length})
    return found["Head"], found["Stain"]


def splits(build: TreeBuilder, place: Value, random: Value, amount: Operand, bend: Operand = 0.0) -> Value:
    """Cracks that run into a board from its ends, 1 within them; `bend` is in its widths."""
    inputs = {"Place": place, "Random": random, "Amount": amount, "Bend": bend}
    return build.use(SPLITS, _splits(), {}, inputs)["Split"]
