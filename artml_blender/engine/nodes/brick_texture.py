"""The Brick Texture node.

Source: Cycles' svm/brick.h.
"""

import torch
from torch import Tensor

from .values import Color, Vector, mix, triple


def brick_texture(
    position: Vector,
    color1: Color,
    color2: Color,
    mortar: Color,
    scale: Tensor,
    mortar_size: Tensor,
    mortar_smooth: Tensor,
    bias: Tensor,
    brick_width: Tensor,
    row_height: Tensor,
    offset: float = 0.5,
    offset_frequency: int = 2,
    squash: float = 1.0,
    squash_frequency: int = 2,
) -> tuple[Color, Tensor]:
    """Color and Fac, 1 in the mortar."""
    x, y = position[0] * scale, position[1] * scale
    row = (y / row_height).detach().floor()
    width, shift = brick_width, torch.zeros_like(row)
    if offset_frequency and squash_frequency:
        width = torch.where(torch.fmod(row, squash_frequency) != 0, width, width * squash)
        shift = torch.where(torch.fmod(row, offset_frequency) != 0, torch.zeros_like(width), width * offset)
    number = ((x + shift) / width).detach().floor()
    within_x, within_y = (x + shift) - width * number, y - row_height * row
    tint = (_noise(row, number).to(x.dtype) + bias).clamp(0.0, 1.0)
    edge = torch.minimum(torch.minimum(within_x, within_y), torch.minimum(width - within_x, row_height - within_y))
    fac = _mortar(edge, mortar_size, mortar_smooth)
    brick = (mix(a, b, tint) for a, b in zip(color1, color2, strict=True))
    return triple(mix(a, b, fac) for a, b in zip(brick, mortar, strict=True)), fac


def _mortar(edge: Tensor, size: Tensor, smooth: Tensor) -> Tensor:
    """0 inside a brick, 1 in the mortar, soft between if smooth."""
    depth = ((1.0 - edge / size) / torch.where(smooth != 0.0, smooth, torch.ones_like(smooth))).clamp(0.0, 1.0)
    soft = torch.where(smooth != 0.0, depth * depth * (3.0 - 2.0 * depth), torch.ones_like(depth))
    return torch.where(edge >= size, torch.zeros_like(soft), soft)


def _noise(row: Tensor, number: Tensor) -> Tensor:
    """A random number in 0..1 per brick, from 32-bit integers that overflow as in C."""
    bits = (row.to(torch.int32) << 16) + (number.to(torch.int32) & 0xFFFF)
    n = (bits + 1013) & 0x7FFFFFFF
    n = (n >> 13) ^ n
    n = (n * (n * n * 60493 + 19990303) + 1376312589) & 0x7FFFFFFF
    return 0.5 * (n.to(torch.float32) / 1073741824.0)
