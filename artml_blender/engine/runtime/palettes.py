"""Colour statistics of a texture, and giving a texture those of another.

Source: Reinhard et al. 2001, "Color Transfer between Images"; here in YCoCg instead of their l-alpha-beta.
"""

from typing import NamedTuple

import torch
from torch import Tensor

MAX_STRETCH = 1.6  # more contrast than this amplifies noise into colour
_TO_YCOCG = torch.tensor([[0.25, 0.5, 0.25], [0.5, 0.0, -0.5], [-0.25, 0.5, -0.25]])


class Palettes(NamedTuple):
    """Mean and standard deviation in YCoCg of sRGB colours in -1..1, each [N, 3]."""

    mean: Tensor
    std: Tensor


def measure(color: Tensor) -> Palettes:
    """The palettes of textures [N, 3, H, W] in -1..1."""
    std, mean = torch.std_mean(_rotate(color.float(), _TO_YCOCG), dim=(2, 3))
    return Palettes(mean, std)


def mix(first: Palettes, second: Palettes, share: float) -> Palettes:
    """A palette between two: 0 gives the first, 1 the second."""
    return Palettes(torch.lerp(first.mean, second.mean, share), torch.lerp(first.std, second.std, share))


def recolor(color: Tensor, palette: Palettes) -> Tensor:
    """Textures [N, 3, H, W] in -1..1 with another palette; the spread of a channel grows at most by MAX_STRETCH."""
    own = measure(color)
    stretch = (palette.std / own.std.clamp(min=1e-4)).clamp(max=MAX_STRETCH)
    matrix = _TO_YCOCG.to(color.device)
    moved = (_rotate(color.float(), matrix) - own.mean[:, :, None, None]) * stretch[:, :, None, None]
    return _rotate(moved + palette.mean[:, :, None, None], torch.linalg.inv(matrix)).clamp(-1.0, 1.0)


def _rotate(color: Tensor, matrix: Tensor) -> Tensor:
    return torch.einsum("ij,njhw->nihw", matrix.to(color.device), color)
