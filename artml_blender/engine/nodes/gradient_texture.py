"""The Gradient Texture node.

Source: Cycles' svm/gradient.h.
"""

import math

import torch
from torch import Tensor


def gradient_texture(position: Tensor, gradient_type: str = "LINEAR") -> Tensor:
    """Fac [...] in 0..1 at positions [..., 3]; Color is the same grey."""
    x, y, z = position.unbind(-1)
    inside = (0.999999 - torch.sqrt(x * x + y * y + z * z)).clamp(min=0.0)
    match gradient_type:
        case "LINEAR":
            value = x
        case "QUADRATIC":
            value = x.clamp(min=0.0) ** 2
        case "EASING":
            share = x.clamp(0.0, 1.0)
            value = share * share * (3.0 - 2.0 * share)
        case "DIAGONAL":
            value = (x + y) * 0.5
        case "RADIAL":
            value = torch.atan2(y, x) / (2.0 * math.pi) + 0.5
        case "QUADRATIC_SPHERE":
            value = inside * inside
        case "SPHERICAL":
            value = inside
        case _:
            raise ValueError(f"Unknown gradient type {gradient_type!r}")
    return value.clamp(0.0, 1.0)
