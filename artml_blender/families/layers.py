"""One material over another: the node group that mixes them, and the masks that say where.

Every mask has the sockets Amount (how much of the surface it covers), Softness, Breakup (how ragged noise makes its
border), Breakup Scale and Seed; its output is Mask, 0..1.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from ..contract.graph import Tree
from .blocks.noise import noise
from .tree_builder import TreeBuilder
from .value import COLOR, FLOAT, VECTOR, Value

LAYER_NAME = "ArtML Layer"
MAPS = {"Base Color": COLOR, **dict.fromkeys(("Roughness", "Metallic", "Height", "Piece", "Edge"), FLOAT)}


def _share(build: TreeBuilder, name: str, default: float) -> None:
    """A slider from 0 to 1."""
    build.input(name, default, minimum=0.0, maximum=1.0, look={"subtype": "FACTOR"})


@cache
def layer_tree() -> Tree:
    """A below, B above where Mask is; the heights decide at the border, so that B fills what is low in A first."""
    build = TreeBuilder()
    for side in "AB":
        for name, kind in MAPS.items():
            build.input(f"{side} {name}", (0.5, 0.5, 0.5) if kind == COLOR else 0.5, kind)
    _share(build, "Mask", 1.0)
    _share(build, "Opacity", 1.0)
    _share(build, "Follow Height", 0.3)
    build.input("Thickness", 0.1, minimum=-1.0, maximum=1.0)
    with build.frame("Where"):
        lean = (0.5 - build["A Height"]) * build["Follow Height"] * 2.0
        is_between = 1.0 - build.math("ABSOLUTE", build["Mask"] * 2.0 - 1.0)
        share = build.math("MULTIPLY", build["Mask"] + lean * is_between, build["Opacity"], clamp=True)
    with build.frame("Mix"):
        build.output("Base Color", build.blend(share, build["A Base Color"], build["B Base Color"]), COLOR)
        for name in ("Roughness", "Metallic", "Piece", "Edge"):
            build.output(name, build.mix(share, build[f"A {name}"], build[f"B {name}"]))
    with build.frame("Relief"):
        above = build["A Height"] * 0.5 + build["B Height"] * 0.5 + build["Thickness"] * 0.5
        height = build.mix(share, build["A Height"], above)
        build.output("Height", build.clamp(height, 0.0, 1.0))
    return build.tree()


@dataclass(frozen=True)
class Mask:
    """A kind of mask: which other outputs of the material below it reads, besides the coordinates."""

    name: str
    label: str
    about: str
    reads: tuple[str, ...]
    where: Callable[[TreeBuilder], Value]  # 0..1: the higher, the sooner covered

    @property
    def group_name(self) -> str:
        return f"ArtML Mask {self.label}"

    @property
    def built(self) -> tuple[Tree, Mapping[str, Tree]]:
        return _mask_tree(self)


@cache
def _mask_tree(mask: Mask) -> tuple[Tree, Mapping[str, Tree]]:
    build = TreeBuilder()
    build.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"hide_value": True})
    for name in mask.reads:
        build.input(name, 0.5)
    _share(build, "Amount", 0.5)
    _share(build, "Softness", 0.15)
    _share(build, "Breakup", 0.4)
    build.input("Breakup Scale", 6.0, minimum=1.0, maximum=60.0)
    build.input("Seed", 0.0)
    with build.frame("Where"):
        where = mask.where(build)
    with build.frame("Breakup"):
        scale = build.math("MAXIMUM", build["Breakup Scale"], 1.0)
        ragged = noise(build, build["Vector"], build.combine(scale, scale), 4.0, 0.6, build["Seed"])
        place = where + (ragged - 0.5) * build["Breakup"]
    with build.frame("Threshold"):
        soft = 0.01 + 0.5 * build["Softness"]
        edge = build.map_range(build["Amount"], (0.0, 1.0), (1.25, -0.25))
        build.output("Mask", build.smoothstep(place, edge - soft, edge + soft))
    return build.tree(), build.groups


def _from_above(build: TreeBuilder) -> Value:
    node = build.add("NewGeometry", {})
    _, _, up = build.separate(Value(build, node, "Normal", VECTOR))
    return build.map_range(up, (-1.0, 1.0))


def _patches(build: TreeBuilder) -> Value:
    return noise(build, build["Vector"], 3.0, 2.0, 0.5, build["Seed"] + 7.0, 2.5)


def _low(build: TreeBuilder) -> Value:
    return 1.0 - build["Height"]


def _high(build: TreeBuilder) -> Value:
    return build["Height"]


def _edges(build: TreeBuilder) -> Value:
    return 1.0 - build["Edge"]


MASKS = {
    mask.name: mask
    for mask in (
        Mask("LOW", "Low Parts", "Where the material below is low: dirt, water, moss in joints", ("Height",), _low),
        Mask("HIGH", "High Parts", "Where the material below stands out: worn or dusty tops", ("Height",), _high),
        Mask("EDGES", "Edges", "Along the borders of bricks, planks or cells: chips, grime", ("Edge",), _edges),
        Mask("ABOVE", "From Above", "Where the surface looks up: snow, dust, moss", (), _from_above),
        Mask("PATCHES", "Patches", "In patches anywhere", (), _patches),
    )
}
