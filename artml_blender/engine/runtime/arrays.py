"""One arithmetic for both runtimes: NumPy arrays under ONNX Runtime, PyTorch tensors (on any device) under PyTorch.

Functions that take an `Array` compute in the namespace of what they are given, by the array API standard
(https://data-apis.org/array-api): `array_namespace(x)` gives NumPy's functions or PyTorch's, under the same names.
"""

from typing import Any

import array_api_compat
import numpy as np

Array = Any  # a NumPy array or a PyTorch tensor; neither library knows a common type
Numpy = np.ndarray[Any, Any]


def roll_rows(field: Array, rows: range) -> Array:
    """Those rows of a torus [N, C, H, W]; they may lie outside 0..H."""
    xp = array_api_compat.array_namespace(field)
    indices = [row % field.shape[2] for row in rows]
    return xp.take(field, xp.asarray(indices, device=array_api_compat.device(field)), axis=2)


def to_numpy(value: Array) -> Numpy:
    """A copy in the processor's memory (or the array itself, when it is there)."""
    return np.asarray(array_api_compat.to_device(value, "cpu"))
