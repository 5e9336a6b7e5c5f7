"""The Checker Texture node.

Source: Cycles' svm/checker.h.
"""

import torch
from torch import Tensor

from .values import Color, Vector, triple


def checker_texture(position: Vector, color1: Color, color2: Color, scale: Tensor) -> tuple[Color, Tensor]:
    """Color and Fac, 0 or 1."""
    x, y, z = (((axis * scale + 0.000001) * 0.999999).detach().floor().to(torch.int64) & 1 for axis in position)
    is_first = (x == y) == (z != 0)
    return triple(torch.where(is_first, a, b) for a, b in zip(color1, color2, strict=True)), is_first.to(scale.dtype)
