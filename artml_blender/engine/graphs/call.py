"""What a node sees when it is evaluated: its settings, and its inputs in the type it wants them in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from torch import Tensor

from ...contract.graph import GraphError, Node, Value
from ..nodes.rgb_to_bw import float_to_vector, rgb_to_bw, vector_to_float
from ..nodes.values import Color, Position, Vector, triple
from .shading import Shader
from .surface import Surface

Described = TypeVar("Described")
Carried = Tensor | Vector | Shader  # what a link carries: a float, a vector or colour, or a shader

VECTOR_OUTPUTS = {"Vector", "Normal", "Position", "UV", "Object", "Generated", "Result_Vector", "Displacement"} | {
    "True Normal",
    "Incoming",
}


def kind_of(value: Carried, output: str) -> str:
    """VALUE, VECTOR, RGBA or SHADER; Blender names the outputs that are vectors and those that are colours apart."""
    if isinstance(value, Tensor):
        return "VALUE"
    if isinstance(value, Shader):
        return "SHADER"
    return "VECTOR" if output in VECTOR_OUTPUTS else "RGBA"


def convert(value: Carried, kind: str, to: str) -> Carried:
    """As a link does between sockets of different types: a colour's luminance, a vector's mean, a grey."""
    if isinstance(value, Shader) or to == "SHADER":
        return value
    if isinstance(value, Tensor):
        return value if to == "VALUE" else float_to_vector(value)
    if to != "VALUE":
        return value
    return rgb_to_bw(value) if kind == "RGBA" else vector_to_float(value)


@dataclass(frozen=True)
class Call:
    """One node to be evaluated on a surface."""

    node: Node
    version: tuple[int, int, int]  # of the Blender whose node it is
    surface: Surface  # where; spread already
    is_spread: bool
    linked: Mapping[str, tuple[Carried, str]]  # value and kind of each linked input
    wanted: set[str]
    base_normal: Vector
    images: Callable[[str], Any]

    def setting(self, name: str, default: Any) -> Any:
        """A property of the node, of the default's type; raises GraphError for another."""
        value = self.node.settings.get(name)
        if value is None:
            return default
        if not isinstance(value, type(default) if not isinstance(default, float) else int | float):
            raise GraphError(f"The setting {name!r} of the node {self.node.name!r} is {str(value)[:40]!r}.")
        return value

    def described(self, name: str, read: Callable[[Mapping[str, Any]], Described]) -> Described:
        """A ramp or curve of the node, its tensors on the surface's device; raises GraphError if it is none."""
        try:
            with self.surface.u.device:
                return read(self.setting(name, {}))
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            what = f"The setting {name!r} of the node {self.node.name!r}"
            raise GraphError(f"{what} is not one that ArtML wrote.") from None

    def zero(self) -> Tensor:
        return self.surface.constant(0.0)

    def zero_vector(self) -> Vector:
        return (self.zero(),) * 3

    def is_linked(self, socket: str) -> bool:
        return socket in self.linked

    def number(self, socket: str, default: float = 0.0) -> Tensor:
        value = self._input(socket, "VALUE", default)
        assert isinstance(value, Tensor)
        return value

    def vector(self, socket: str) -> Vector:
        value = self._input(socket, "VECTOR")
        assert isinstance(value, tuple)
        return triple(value)

    def color(self, socket: str) -> Color:
        value = self._input(socket, "RGBA")
        assert isinstance(value, tuple)
        return triple(value)

    def coordinates(self, socket: str = "Vector") -> Vector:
        """A texture's Vector: Generated coordinates where nothing is linked."""
        return self.vector(socket) if self.is_linked(socket) else self.surface.generated()

    def position(self, dimensions_setting: str, vector: Vector | None = None) -> Position:
        """Vector (the coordinates, if not given) and W together, as many numbers as the node's Dimensions."""
        dimensions = self.setting(dimensions_setting, "3D")
        if dimensions == "1D":
            return (self.number("W"),)
        vector = vector or self.coordinates()
        if dimensions == "4D":
            return (*vector, self.number("W"))
        return vector[:2] if dimensions == "2D" else vector

    def normal(self, socket: str = "Normal") -> Vector:
        """A shader's or bump's Normal: the surface's own where nothing is linked."""
        return self.vector(socket) if self.is_linked(socket) else self.base_normal

    def shader(self, socket: str) -> Shader | None:
        value, _ = self.linked.get(socket, (None, ""))
        return value if isinstance(value, Shader) else None

    def _input(self, socket: str, kind: str, default: float = 0.0) -> Carried:
        if socket in self.linked:
            value, given = self.linked[socket]
        else:
            own = self.node.inputs.get(socket, default)
            if isinstance(own, str):
                raise GraphError(f"The input {socket!r} of the node {self.node.name!r} is a text.")
            value, given = constant_input(own, self.surface)
        return convert(value, given, kind)


def constant_input(value: Value | None, surface: Surface) -> tuple[Carried, str]:
    """A socket's own value as tensors without axes (or one for each material of a batch), and its kind."""
    if isinstance(value, tuple):
        kind = "RGBA" if len(value) == 4 else "VECTOR"
        return triple(surface.constant(part) for part in (*value, 0.0, 0.0)[:3]), kind
    return surface.constant(value if isinstance(value, float | Tensor) else 0.0), "VALUE"
