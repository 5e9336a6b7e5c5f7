"""sRGB's curve, for NumPy arrays on both sides of the pipe.

Source: IEC 61966-2-1. (`engine/nodes/color_spaces.py` is the differentiable twin of Blender's own.)
"""

from typing import Any

import numpy as np

Values = np.ndarray[Any, Any]


def encoded(linear: Values) -> Values:
    """Linear 0..1 to sRGB, 0..1."""
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1.0 / 2.4) - 0.055)


def decoded(srgb: Values) -> Values:
    """sRGB 0..1 to linear, 0..1."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
