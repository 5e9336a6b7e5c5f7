"""The Map Range node, for floats and for vectors.

Source: Cycles' svm/map_range.h and `MapRangeNode::expand`. Where From Min is From Max, a float becomes 0 and an axis of
a vector To Min.
"""

from torch import Tensor

from .clamp import clamp as clamp_node
from .math_node import divide
from .values import Vector, constant, mix, triple

CLAMPED = ("SMOOTHSTEP", "SMOOTHERSTEP")  # stay in the range of themselves


def map_range(
    value: Tensor,
    from_min: Tensor,
    from_max: Tensor,
    to_min: Tensor,
    to_max: Tensor,
    steps: Tensor,
    interpolation_type: str = "LINEAR",
    clamp: bool = True,
) -> Tensor:
    """The output Result. `interpolation_type` is LINEAR, STEPPED, SMOOTHSTEP or SMOOTHERSTEP."""
    span = from_max - from_min
    result = mix(to_min, to_max, _factor(value, from_min, span, steps, interpolation_type))
    if not constant(span):
        result = result.masked_fill(span == 0.0, 0.0)
    return clamp_node(result, to_min, to_max, "RANGE") if clamp else result


def map_range_vector(
    vector: Vector,
    from_min: Vector,
    from_max: Vector,
    to_min: Vector,
    to_max: Vector,
    steps: Vector,
    interpolation_type: str = "LINEAR",
    clamp: bool = True,
) -> Vector:
    """The output Vector: each axis by itself."""
    axes = zip(vector, from_min, from_max, to_min, to_max, steps, strict=True)
    return triple(_axis(interpolation_type, clamp, *values) for values in axes)


def _axis(
    interpolation_type: str,
    clamp: bool,
    value: Tensor,
    from_min: Tensor,
    from_max: Tensor,
    to_min: Tensor,
    to_max: Tensor,
    steps: Tensor,
) -> Tensor:
    result = mix(to_min, to_max, _factor(value, from_min, from_max - from_min, steps, interpolation_type))
    wanted = clamp and interpolation_type not in CLAMPED
    return clamp_node(result, to_min, to_max, "RANGE") if wanted else result


def _factor(value: Tensor, from_min: Tensor, span: Tensor, steps: Tensor, interpolation_type: str) -> Tensor:
    """Where the value is in its range, 0..1 within."""
    share = divide(value - from_min, span)
    match interpolation_type:
        case "LINEAR":
            return share
        case "STEPPED":
            return divide((share * (steps + 1.0)).floor(), steps.clamp(min=0.0))
        case "SMOOTHSTEP":
            share = share.clamp(0.0, 1.0)
            return (3.0 - 2.0 * share) * share * share
        case "SMOOTHERSTEP":
            share = share.clamp(0.0, 1.0)
            return share * share * share * (share * (share * 6.0 - 15.0) + 10.0)
    raise ValueError(f"Unknown interpolation type {interpolation_type!r}")
