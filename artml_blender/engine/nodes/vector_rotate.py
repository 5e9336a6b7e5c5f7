"""The Vector Rotate node, and rotations by Euler angles.

Source: Cycles' svm/vector_rotate.h and util/transform.h (`euler_to_transform`). Angles are in radians.
"""

import torch
from torch import Tensor

from .values import Vector, constant, triple
from .vector_math import added, cross, dot, length, scaled, subtracted

Matrix = tuple[Vector, Vector, Vector]  # rows
PLANES = {"X_AXIS": (1, 2), "Y_AXIS": (2, 0), "Z_AXIS": (0, 1)}  # the axes that turn, the first towards the second


def vector_rotate(
    vector: Vector,
    center: Vector,
    axis: Vector,
    angle: Tensor,
    rotation: Vector,
    rotation_type: str = "AXIS_ANGLE",
    invert: bool = False,
) -> Vector:
    """The output Vector. AXIS_ANGLE takes axis and angle, X_AXIS and its like the angle, EULER_XYZ the rotation."""
    arm = subtracted(vector, center)
    if rotation_type == "EULER_XYZ":
        rows = euler_rows(rotation)
        return added(turned(transposed(rows) if invert else rows, arm), center)
    angle = -angle if invert else angle
    if rotation_type in PLANES:
        return added(_about_main_axis(arm, angle, PLANES[rotation_type]), center)
    return added(_about_axis(arm, axis, angle), center)


def euler_rows(rotation: Vector) -> Matrix:
    """The rows of the rotation about X, then Y, then Z."""
    (sx, cx), (sy, cy), (sz, cz) = ((angle.sin(), angle.cos()) for angle in rotation)
    return (
        (cy * cz, sy * sx * cz - cx * sz, sy * cx * cz + sx * sz),
        (cy * sz, sy * sx * sz + cx * cz, sy * cx * sz - sx * cz),
        (-sy, cy * sx, cy * cx),
    )


def transposed(rows: Matrix) -> Matrix:
    """The inverse of a rotation."""
    x, y, z = (triple(column) for column in zip(*rows, strict=True))
    return x, y, z


def turned(rows: Matrix, vector: Vector) -> Vector:
    """The matrix times the vector."""
    return triple(_sum(row, vector) for row in rows)


def _sum(weights: Vector, vector: Vector) -> Tensor:
    """The dot product, without what constant weights of 0 and 1 save."""
    terms = [
        axis if constant(weight) == 1.0 else weight * axis
        for weight, axis in zip(weights, vector, strict=True)
        if constant(weight) != 0.0
    ]
    return sum(terms[1:], terms[0]) if terms else torch.zeros_like(weights[0])


def _about_main_axis(arm: Vector, angle: Tensor, plane: tuple[int, int]) -> Vector:
    first, second = plane
    sine, cosine = angle.sin(), angle.cos()
    axes = list(arm)
    axes[first] = arm[first] * cosine - arm[second] * sine
    axes[second] = arm[first] * sine + arm[second] * cosine
    return triple(axes)


def _about_axis(arm: Vector, axis: Vector, angle: Tensor) -> Vector:
    """Turned about an axis of any length but 0, which leaves all as it is."""
    size = length(axis)
    still = size == 0.0
    unit = scaled(axis, size.masked_fill(still, torch.inf).reciprocal())
    sine, cosine = angle.sin(), angle.cos().masked_fill(still, 1.0)
    along = dot(unit, arm) * (1.0 - cosine)
    return added(added(scaled(arm, cosine), scaled(cross(unit, arm), sine)), scaled(unit, along))
