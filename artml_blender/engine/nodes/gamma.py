"""The Gamma node.

Source: Cycles' svm/math_util.h (`svm_math_gamma_color`).
"""

import torch
from torch import Tensor

from .values import Color, constant, triple


def gamma(color: Color, exponent: Tensor) -> Color:
    """The output Color; a gamma of 0 gives white, and channels that are not above 0 stay otherwise."""
    if constant(exponent) == 1.0:
        return color
    return triple(_raised(channel, exponent) for channel in color)


def _raised(channel: Tensor, exponent: Tensor) -> Tensor:
    raised = channel.masked_fill(channel <= 0.0, 1.0) ** exponent
    return torch.where((channel > 0.0) | (exponent == 0.0), raised, channel)
