"""The Clamp node.

Source: Cycles' svm/clamp.h.
"""

import torch
from torch import Tensor

from .values import constant


def clamp(value: Tensor, minimum: Tensor, maximum: Tensor, clamp_type: str = "MINMAX") -> Tensor:
    """The output Result. MINMAX gives the maximum where it is the smaller one; RANGE takes the two in either order."""
    low, high = constant(minimum), constant(maximum)
    if clamp_type == "RANGE":
        if low is None or high is None:
            minimum, maximum = torch.minimum(minimum, maximum), torch.maximum(minimum, maximum)
        else:
            low, high = min(low, high), max(low, high)
    if low is not None and high is not None:
        return value.clamp(low, high)
    return torch.minimum(torch.maximum(value, minimum), maximum)
