"""The Brightness/Contrast node.

Source: Cycles' svm/color_util.h (`svm_brightness_contrast`).
"""

from torch import Tensor

from .values import Color, triple


def brightness_contrast(color: Color, brightness: Tensor, contrast: Tensor) -> Color:
    """The output Color, not below 0; brightness and contrast are 0 for no change."""
    slope, offset = 1.0 + contrast, brightness - 0.5 * contrast
    return triple((slope * channel + offset).clamp(min=0.0) for channel in color)
