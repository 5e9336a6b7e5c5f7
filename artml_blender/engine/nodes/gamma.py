"""The Gamma node.

Source: Cycles' svm/math_util.h (`svm_math_gamma_color`).
"""

import torch
from torch import Tensor

from .masks import at_most, choose, equal
from .math_node import positive_power
from .values import Color, constant, triple


def gamma(color: Color, exponent: Tensor) -> Color:
    """The output Color; a gamma of 0 gives white, and channels that are not above 0 stay otherwise."""
    if constant(exponent) == 1.0:
        return color
    always = equal(exponent, 0.0)
    return triple(_raised(channel, exponent, always) for channel in color)


def _raised(channel: Tensor, exponent: Tensor, always: Tensor) -> Tensor:
    low = at_most(channel, 0.0)
    raised = positive_power(channel.relu() + low, exponent)
    return choose(torch.maximum(1.0 - low, always), raised, channel)
