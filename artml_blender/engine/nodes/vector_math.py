"""The Vector Math node: Vector, Vector_001, Vector_002 and Scale are a, b, c and scale.

Source: Cycles' svm/math_util.h (`svm_vector_math`) and util/math_float3.h. Power and Sign came with Blender 4.3, Round
with 5.2; Reflect and Refract about a normal of length 0 are as in Blender 5.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from .masks import less
from .math_node import divide, fraction, power, square_root, truncated_modulo, wrap
from .values import Vector, constant


def vector_math(a: Vector, b: Vector, c: Vector, scale: Tensor, operation: str = "ADD") -> Vector:
    """The output Vector, for every operation not in `VALUES`. Inputs an operation has no use for are ignored."""
    if operation in AXES:
        x, y, z = (AXES[operation](*axes) for axes in zip(a, b, c, strict=True))
        return x, y, z
    return VECTORS[operation](a, b, c, scale)


def vector_math_value(a: Vector, b: Vector, operation: str) -> Tensor:
    """The output Value, for the operations in `VALUES`."""
    return VALUES[operation](a, b)


def dot(a: Vector, b: Vector) -> Tensor:
    """The dot product; an axis that is 0 in either adds nothing, so that picking an axis keeps that axis' shape."""
    parts = [x * y for x, y in zip(a, b, strict=True) if 0.0 not in (constant(x), constant(y))]
    return sum(parts[1:], parts[0]) if parts else a[0] * b[0]


def length(a: Vector) -> Tensor:
    """The length; its gradient is 0 where it is 0."""
    return square_root(dot(a, a))


def scaled(a: Vector, scale: Tensor) -> Vector:
    """Each axis times the same number."""
    return a[0] * scale, a[1] * scale, a[2] * scale


def added(a: Vector, b: Vector) -> Vector:
    """The sum."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def subtracted(a: Vector, b: Vector) -> Vector:
    """The difference."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """The cross product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def normalized(a: Vector) -> Vector:
    """The vector at length 1; one of length 0 stays."""
    return scaled(a, divide(torch.ones_like(a[0]), length(a)))


def project(a: Vector, b: Vector) -> Vector:
    """The part of a along b; 0 where b is 0."""
    return scaled(b, divide(dot(a, b), dot(b, b)))


def reflect(a: Vector, normal: Vector) -> Vector:
    """a mirrored at the plane of a normal of any length."""
    unit = normalized(normal)
    return subtracted(a, scaled(unit, 2.0 * dot(a, unit)))


def refract(a: Vector, normal: Vector, ratio: Tensor) -> Vector:
    """a bent at the plane of a normal of any length, by a ratio of indices of refraction; 0 where all is reflected."""
    unit = normalized(normal)
    along = dot(unit, a)
    left = 1.0 - ratio * ratio * (1.0 - along * along)
    bent = subtracted(scaled(a, ratio), scaled(unit, ratio * along + square_root(left)))
    through = 1.0 - less(left, 0.0)
    return scaled(bent, through)


def face_forward(a: Vector, incident: Vector, reference: Vector) -> Vector:
    """a if the incident vector is against the reference, else -a."""
    against = less(dot(reference, incident), 0.0)
    return scaled(a, 2.0 * against - 1.0)


AXES: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "ADD": lambda a, b, c: a + b,
    "SUBTRACT": lambda a, b, c: a - b,
    "MULTIPLY": lambda a, b, c: a * b,
    "DIVIDE": lambda a, b, c: divide(a, b),
    "MULTIPLY_ADD": lambda a, b, c: a * b + c,
    "ABSOLUTE": lambda a, b, c: a.abs(),
    "POWER": lambda a, b, c: power(a, b),
    "SIGN": lambda a, b, c: a.sign(),
    "MINIMUM": lambda a, b, c: torch.minimum(a, b),
    "MAXIMUM": lambda a, b, c: torch.maximum(a, b),
    "ROUND": lambda a, b, c: (a + 0.5).floor(),
    "FLOOR": lambda a, b, c: a.floor(),
    "CEIL": lambda a, b, c: a.ceil(),
    "FRACTION": lambda a, b, c: fraction(a),
    "MODULO": lambda a, b, c: truncated_modulo(a, b),
    "WRAP": wrap,
    "SNAP": lambda a, b, c: divide(a, b).floor() * b,
    "SINE": lambda a, b, c: a.sin(),
    "COSINE": lambda a, b, c: a.cos(),
    "TANGENT": lambda a, b, c: a.tan(),
}
VECTORS: dict[str, Callable[[Vector, Vector, Vector, Tensor], Vector]] = {
    "CROSS_PRODUCT": lambda a, b, c, scale: cross(a, b),
    "PROJECT": lambda a, b, c, scale: project(a, b),
    "REFLECT": lambda a, b, c, scale: reflect(a, b),
    "REFRACT": lambda a, b, c, scale: refract(a, b, scale),
    "FACEFORWARD": lambda a, b, c, scale: face_forward(a, b, c),
    "SCALE": lambda a, b, c, scale: scaled(a, scale),
    "NORMALIZE": lambda a, b, c, scale: normalized(a),
}
VALUES: dict[str, Callable[[Vector, Vector], Tensor]] = {
    "DOT_PRODUCT": dot,
    "DISTANCE": lambda a, b: length(subtracted(a, b)),
    "LENGTH": lambda a, b: length(a),
}
