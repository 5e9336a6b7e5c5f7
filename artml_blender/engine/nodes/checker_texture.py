"""The Checker Texture node.

Source: Cycles' svm/checker.h.
"""

import torch
from torch import Tensor


def checker_texture(position: Tensor, color1: Tensor, color2: Tensor, scale: Tensor) -> tuple[Tensor, Tensor]:
    """Color [..., 3] and Fac [...], 0 or 1, at positions [..., 3]."""
    cell = ((position * scale[..., None] + 0.000001) * 0.999999).detach().floor().to(torch.int64).abs() % 2
    x, y, z = cell.unbind(-1)
    fac = ((x == y) == (z != 0)).to(position.dtype)
    return torch.where(fac[..., None] > 0.5, color1, color2), fac
