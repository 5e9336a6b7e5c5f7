"""RGB Curves, Vector Curves and Float Curve.

Source: Cycles' blender/util.h (`curvemapping_color_to_array`) for the table it makes of the curves, and svm/ramp.h for
looking it up. Cycles leaves out the black and white level, the tone and clipping to the lowest and highest y, and so
does this.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from .curve_table import Curve, CurveMapping, evaluate
from .lookup_table import between, locate, places
from .values import Color, Vector, constant, mix, triple


def rgb_curves(factor: Tensor, color: Color, mapping: CurveMapping) -> Color:
    """The output Color: the combined curve first, then each channel's own."""
    low, high = _reach(mapping.curves[:4])
    combined = evaluate(mapping.curves[3], low + places(low) * (high - low), mapping)
    tables = (evaluate(curve, combined, mapping) for curve in mapping.curves[:3])
    return triple(
        _apply(factor, channel, table, low, high, mapping) for channel, table in zip(color, tables, strict=True)
    )


def vector_curves(factor: Tensor, vector: Vector, mapping: CurveMapping) -> Vector:
    """The output Vector: a curve for each axis."""
    low, high = _reach(mapping.curves[:3])
    place = low + places(low) * (high - low)
    tables = (evaluate(curve, place, mapping) for curve in mapping.curves[:3])
    return triple(_apply(factor, axis, table, low, high, mapping) for axis, table in zip(vector, tables, strict=True))


def float_curve(factor: Tensor, value: Tensor, mapping: CurveMapping) -> Tensor:
    """The output Value."""
    low, high = _reach(mapping.curves[:1])
    table = evaluate(mapping.curves[0], low + places(low) * (high - low), mapping)
    return _apply(factor, value, table, low, high, mapping)


def _reach(curves: Sequence[Curve]) -> tuple[Tensor, Tensor]:
    """From the leftmost to the rightmost point."""
    return torch.stack([curve.x[0] for curve in curves]).min(), torch.stack([curve.x[-1] for curve in curves]).max()


def _apply(factor: Tensor, value: Tensor, table: Tensor, low: Tensor, high: Tensor, mapping: CurveMapping) -> Tensor:
    """The value as Cycles' table, from low to high, changes it."""
    entry, rest = locate((value - low) / (high - low), mapping.extrapolate)
    changed = between(table, entry, rest)
    return changed if constant(factor) == 1.0 else mix(value, changed, factor)
