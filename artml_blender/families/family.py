"""A family of procedural materials: a node group with an artist's sliders, and what it takes to show and to vary it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..contract.graph import Tree
from .tree_builder import TreeBuilder
from .value import COLOR, FLOAT, VECTOR, Operand, Triple, Value

Setting = float | Triple  # what a slider is set to; colours are scene linear
MAX_SEED = 9999.0


@dataclass(frozen=True)
class Slider:
    """An input of a family's group. `minimum` and `maximum` hold for whatever is typed.

    By chance it is in `likely`, or near a preset.
    """

    name: str
    default: Setting
    minimum: float
    maximum: float
    likely: tuple[float, float]
    tip: str
    panel: str
    step: float = 0.0  # 1: whole numbers; 2: even ones; 0: any

    @property
    def is_color(self) -> bool:
        return isinstance(self.default, tuple)


@dataclass(frozen=True)
class Finish:
    """What a family's group shows. `height` is 0..1, 0.5 the surface; `piece` and `edge` are 0 where there are none."""

    base_color: Value | Triple
    roughness: Operand
    height: Operand
    metallic: Operand = 0.0
    piece: Operand = 0.0  # the random number of the brick, plank, cell … that a place is in
    edge: Operand = 0.0  # 0 at a piece's border and between pieces, 1 within


class FamilyBuilder(TreeBuilder):
    """A family's group under construction: first its sliders, panel by panel, then its nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.sliders: dict[str, Slider] = {}
        self.open_panel = ""
        self.slider("Seed", 0.0, (0.0, MAX_SEED), (0.0, MAX_SEED), "Another number lays everything out anew", step=1.0)
        self.input("Vector", (0.0, 0.0, 0.0), VECTOR, look={"description": "Coordinates, in tiles", "hide_value": True})

    def panel(self, name: str) -> None:
        """The sliders that follow are in this panel."""
        self.open_panel = name

    def slider(
        self,
        name: str,
        default: float,
        limits: tuple[float, float],
        likely: tuple[float, float],
        tip: str,
        step: float = 0.0,
    ) -> None:
        """A number. Beyond `limits`, the nearer one counts; `step` 1 is for whole numbers, 2 for even ones."""
        self._add_slider(Slider(name, float(default), *limits, likely, tip, self.open_panel, step))

    def color(self, name: str, default: Triple, tip: str) -> None:
        """A colour, scene linear; see `srgb`."""
        self._add_slider(Slider(name, default, 0.0, 1.0, (0.0, 1.0), tip, self.open_panel))

    @property
    def tile(self) -> Value:
        """Coordinates, in tiles."""
        return self["Vector"]

    def limit(self, name: str, value: Value) -> Value:
        """A slider within its limits, whatever is typed: Blender bounds only what is dragged."""
        slider = self.sliders.get(name)
        if slider is None or slider.is_color:
            return value
        if slider.step:
            value = self.fold(self.math("SNAP", self.fold(value + 0.5 * slider.step), slider.step))
        return self.fold(self.clamp(value, slider.minimum, slider.maximum))

    def finish(self, finish: Finish) -> Tree:
        """The group's tree: its outputs, none beyond 0..1, and Seed as its last input."""
        with self.frame("Within 0 to 1"):
            numbers = {
                "Roughness": finish.roughness,
                "Metallic": finish.metallic,
                "Height": finish.height,
                "Piece": self._where_there_is_one(finish),
                "Edge": finish.edge,
            }
            bounded = {
                name: self.clamp(value, 0.0, 1.0) if isinstance(value, Value) else value
                for name, value in numbers.items()
            }
        self.output("Base Color", finish.base_color, COLOR)
        for name, value in bounded.items():
            self.output(name, value)
        self.sockets.sort(key=lambda socket: socket.name == "Seed")
        return self.tree()

    def _where_there_is_one(self, finish: Finish) -> Operand:
        """The piece's number, and 0 from its border on: no number in between, which would be another piece's."""
        if not (isinstance(finish.piece, Value) and isinstance(finish.edge, Value)):
            return finish.piece
        return finish.piece * self.math("GREATER_THAN", finish.edge, 0.5)

    def _add_slider(self, slider: Slider) -> None:
        look: dict[str, object] = {"description": slider.tip}
        if slider.panel:
            look["panels"] = [slider.panel]
        if slider.is_color:
            self.input(slider.name, slider.default, COLOR, look=look)
        else:
            look |= {"subtype": "FACTOR"} if (slider.minimum, slider.maximum) == (0.0, 1.0) else {}
            limits = {"minimum": slider.minimum, "maximum": slider.maximum}
            self.input(slider.name, slider.default, FLOAT, look=look, **limits)
        self.sliders[slider.name] = slider


@dataclass(frozen=True)
class Family:
    """A kind of material. Its group is made when it is first asked for."""

    name: str  # in recipes: brick_wall
    label: str
    about: str  # one sentence for a tooltip
    catalog: str  # where assets are listed: Masonry, Wood, …
    tags: tuple[str, ...]
    tile_size: float  # metres that a tile is wide, as its defaults look natural
    design: Callable[[FamilyBuilder], Finish]
    presets: Mapping[str, Mapping[str, Setting]]  # each by its differences from the defaults

    @cached_property
    def _built(self) -> tuple[FamilyBuilder, Tree]:
        builder = FamilyBuilder()
        finish = self.design(builder)
        return builder, builder.finish(finish)

    @property
    def sliders(self) -> Mapping[str, Slider]:
        """By name, in the order in which they are shown."""
        return self._built[0].sliders

    @property
    def tree(self) -> Tree:
        """The node group."""
        return self._built[1]

    @property
    def groups(self) -> Mapping[str, Tree]:
        """The groups in it, by name."""
        return self._built[0].groups

    @property
    def group_name(self) -> str:
        return f"ArtML {self.label}"

    def defaults(self) -> dict[str, Setting]:
        return {name: slider.default for name, slider in self.sliders.items()}


def srgb(code: str) -> Triple:
    """A colour as the web writes it (#a0522d), scene linear. Source: IEC 61966-2-1."""
    red, green, blue = (int(code[start : start + 2], 16) / 255.0 for start in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
