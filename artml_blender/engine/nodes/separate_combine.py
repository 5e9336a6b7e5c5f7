"""Separate Color, Combine Color, Separate XYZ and Combine XYZ, and the older nodes for RGB and HSV alone.

Source: Cycles' svm/color_util.h (`svm_separate_color`, `svm_combine_color`). A vector is three tensors already, so
Separate and Combine XYZ, and the mode RGB, cost nothing.
"""

from collections.abc import Callable

from torch import Tensor

from .color_spaces import hsl_to_rgb, hsv_to_rgb, rgb_to_hsl, rgb_to_hsv
from .values import Color, Vector

SEPARATE: dict[str, Callable[[Color], Color]] = {"RGB": lambda color: color, "HSV": rgb_to_hsv, "HSL": rgb_to_hsl}
COMBINE: dict[str, Callable[[Color], Color]] = {"RGB": lambda color: color, "HSV": hsv_to_rgb, "HSL": hsl_to_rgb}


def separate_color(color: Color, mode: str = "RGB") -> tuple[Tensor, Tensor, Tensor]:
    """The outputs Red, Green and Blue; in other modes they are hue, saturation and value or lightness."""
    return SEPARATE[mode](color)


def combine_color(red: Tensor, green: Tensor, blue: Tensor, mode: str = "RGB") -> Color:
    """The output Color; in other modes the inputs are hue, saturation and value or lightness."""
    return COMBINE[mode]((red, green, blue))


def separate_xyz(vector: Vector) -> tuple[Tensor, Tensor, Tensor]:
    """The outputs X, Y and Z."""
    return vector


def combine_xyz(x: Tensor, y: Tensor, z: Tensor) -> Vector:
    """The output Vector."""
    return x, y, z
