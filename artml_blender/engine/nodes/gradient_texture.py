"""The Gradient Texture node.

Source: Cycles' svm/gradient.h.
"""

import math

import torch
from torch import Tensor

from .values import Vector


def gradient_texture(position: Vector, gradient_type: str = "LINEAR") -> Tensor:
    """Fac in 0..1; Color is the same grey."""
    x, y, _ = position
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
            value = _inside(position) ** 2
        case "SPHERICAL":
            value = _inside(position)
        case _:
            raise ValueError(f"Unknown gradient type {gradient_type!r}")
    return value.clamp(0.0, 1.0)


def _inside(position: Vector) -> Tensor:
    """How far inside the unit sphere."""
    x, y, z = position
    return (0.999999 - torch.sqrt(x * x + y * y + z * z)).clamp(min=0.0)
