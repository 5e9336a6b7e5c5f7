"""What flows between the nodes of a tree under construction: numbers, vectors and colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .tree_builder import TreeBuilder

FLOAT, VECTOR, COLOR = "NodeSocketFloat", "NodeSocketVector", "NodeSocketColor"
Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Value:
    """An output of a node in a tree under construction; arithmetic on it adds Math or Vector Math nodes."""

    builder: TreeBuilder
    node: str
    socket: str
    kind: str = FLOAT

    def __add__(self, other: Operand) -> Value:
        return self.builder.arithmetic("ADD", self, other)

    def __radd__(self, other: Operand) -> Value:
        return self.builder.arithmetic("ADD", other, self)

    def __sub__(self, other: Operand) -> Value:
        return self.builder.arithmetic("SUBTRACT", self, other)

    def __rsub__(self, other: Operand) -> Value:
        return self.builder.arithmetic("SUBTRACT", other, self)

    def __mul__(self, other: Operand) -> Value:
        return self.builder.arithmetic("MULTIPLY", self, other)

    def __rmul__(self, other: Operand) -> Value:
        return self.builder.arithmetic("MULTIPLY", other, self)

    def __truediv__(self, other: Operand) -> Value:
        return self.builder.arithmetic("DIVIDE", self, other)

    def __rtruediv__(self, other: Operand) -> Value:
        return self.builder.arithmetic("DIVIDE", other, self)

    def __neg__(self) -> Value:
        return self.builder.arithmetic("MULTIPLY", self, -1.0)


Operand = Value | float | Triple


def is_vector(value: Operand) -> bool:
    """Whether it has three parts: a vector or a colour."""
    return isinstance(value, tuple) or (isinstance(value, Value) and value.kind != FLOAT)


def spread(value: Operand) -> Operand:
    """A number on all three axes."""
    return value if isinstance(value, Value | tuple) else (value, value, value)


def opaque(color: Operand) -> Any:
    """A colour as sockets hold it, with its alpha."""
    return (*color, 1.0) if isinstance(color, tuple) else color


def as_default(value: float | tuple[float, ...], socket_type: str) -> float | tuple[float, ...]:
    """A socket's own value, of its type."""
    if socket_type == COLOR:
        return (*value[:3], 1.0) if isinstance(value, tuple) else (value, value, value, 1.0)
    return value
