"""The Invert Color node.

Source: Cycles' svm/invert.h.
"""

from torch import Tensor

from .values import Color, triple


def invert(factor: Tensor, color: Color) -> Color:
    """The output Color: 1 minus the colour for a factor of 1."""
    return triple(channel + factor * (1.0 - 2.0 * channel) for channel in color)
