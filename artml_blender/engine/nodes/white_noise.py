"""The White Noise Texture node.

Source: Cycles' svm/white_noise.h and util/hash.h.
"""

import torch
from torch import Tensor

from .hashing import hash_floats
from .values import Color, Position


def white_noise_value(position: Position) -> Tensor:
    """The output Value, 0..1, at Vector and W together: one to four coordinates."""
    return hash_floats(*position)


def white_noise_color(position: Position) -> Color:
    """The output Color, 0..1: three white noises, the first of which is the output Value."""
    value = hash_floats(*position)
    if len(position) == 4:
        x, y, z, w = position
        return value, hash_floats(z, x, w, y), hash_floats(w, z, y, x)
    one = torch.ones((), device=value.device)
    return value, hash_floats(*position, one), hash_floats(*position, 2.0 * one)
