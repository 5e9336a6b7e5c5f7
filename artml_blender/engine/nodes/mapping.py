"""The Mapping node.

Source: Cycles' svm/mapping_util.h (`svm_mapping`). A division by a scale of 0 gives 0.
"""

from .math_node import divide
from .values import Vector, triple
from .vector_math import added, normalized, subtracted
from .vector_rotate import euler_rows, transposed, turned


def mapping(vector: Vector, location: Vector, rotation: Vector, scale: Vector, vector_type: str = "POINT") -> Vector:
    """The output Vector. `vector_type` is POINT, TEXTURE (the inverse of POINT), VECTOR or NORMAL.

    Location counts for POINT and TEXTURE only; the rotation is in radians; NORMAL gives length 1.
    """
    rows = euler_rows(rotation)
    match vector_type:
        case "POINT":
            return added(turned(rows, _times(vector, scale)), location)
        case "TEXTURE":
            return _divided(turned(transposed(rows), subtracted(vector, location)), scale)
        case "VECTOR":
            return turned(rows, _times(vector, scale))
        case "NORMAL":
            return normalized(turned(rows, _divided(vector, scale)))
    raise ValueError(f"Unknown vector type {vector_type!r}")


def _times(a: Vector, b: Vector) -> Vector:
    return triple(one * other for one, other in zip(a, b, strict=True))


def _divided(a: Vector, b: Vector) -> Vector:
    return triple(divide(one, other) for one, other in zip(a, b, strict=True))
