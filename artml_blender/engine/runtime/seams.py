"""How strong the steps of a texture are where it wraps, beside those inside it. Arrays are [H, W, C] of any unit."""

from collections.abc import Iterable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

BLOCK = 256  # lines looked at together, so that a large map needs little more than its own memory


def seam_ratio(array: Array) -> float:
    """Mean step across the wrap over the largest mean step between neighbouring lines inside; the worse axis.

    At most 1.1 means that the seam is no stronger than the picture's own edges; a constant map gives 0.
    """
    return round(max(float(_relative_steps(array, axis)[0]) for axis in (0, 1)), 4)


def calmest_origin(arrays: Iterable[Array]) -> tuple[int, int]:
    """The row and column at which to begin a torus, so that no map's wrap falls on one of its strongest edges.

    Where a torus begins is free, and tiling it gives the same plane; but a frame is best cut where little happens.
    """
    rows, columns = zip(*((_relative_steps(array, 0), _relative_steps(array, 1)) for array in arrays), strict=True)
    return int(np.max(rows, axis=0).argmin()), int(np.max(columns, axis=0).argmin())


def _relative_steps(array: Array, axis: int) -> Array:
    """For each line, the mean step from the line before it (of the first: across the wrap) over the largest other."""
    values = np.moveaxis(array, axis, 0)
    steps = np.empty(len(values), np.float32)
    for start in range(0, len(values), BLOCK):
        before = values[start - 1 : start] if start else values[-1:]
        lines = np.concatenate([before, values[start : start + BLOCK]]).astype(np.float32)
        steps[start : start + BLOCK] = np.abs(np.diff(lines, axis=0)).mean(axis=(1, 2))
    largest = int(steps.argmax())
    others = np.full_like(steps, steps[largest])
    others[largest] = np.delete(steps, largest).max()
    ratios: Array = np.divide(steps, others, out=np.zeros_like(steps), where=others > 0)
    return ratios
