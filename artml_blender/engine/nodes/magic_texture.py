"""The Magic Texture node.

Source: Cycles' svm/magic.h.
"""

import math

import torch
from torch import Tensor

from .values import Color, Vector


def magic_texture(position: Vector, scale: Tensor, distortion: Tensor, depth: int = 2) -> tuple[Color, Tensor]:
    """Color and Fac (its mean); `depth` is the node's Depth, 0 to 10."""
    a, b, c = (torch.fmod(axis * scale, 2.0 * math.pi) for axis in position)
    x, y, z = torch.sin((a + b + c) * 5.0), torch.cos((-a + b - c) * 5.0), -torch.cos((-a - b + c) * 5.0)
    if depth > 0:
        x, y, z = x * distortion, y * distortion, z * distortion
        y = -torch.cos(x - y + z) * distortion
    if depth > 1:
        x = torch.cos(x - y - z) * distortion
    if depth > 2:
        z = torch.sin(-x - y - z) * distortion
    if depth > 3:
        x = -torch.cos(-x + y - z) * distortion
    if depth > 4:
        y = -torch.sin(-x + y + z) * distortion
    if depth > 5:
        y = -torch.cos(-x + y + z) * distortion
    if depth > 6:
        x = torch.cos(x + y + z) * distortion
    if depth > 7:
        z = torch.sin(x + y - z) * distortion
    if depth > 8:
        x = -torch.cos(-x - y + z) * distortion
    if depth > 9:
        y = -torch.sin(x - y + z) * distortion
    divisor = torch.where(distortion != 0.0, distortion * 2.0, torch.ones_like(distortion))
    color = 0.5 - x / divisor, 0.5 - y / divisor, 0.5 - z / divisor
    return color, (color[0] + color[1] + color[2]) / 3.0
