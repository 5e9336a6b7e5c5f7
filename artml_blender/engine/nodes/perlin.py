"""Perlin's gradient noise in one to four dimensions.

Source: Blender's blenlib/intern/noise.cc, after Perlin 2002, "Improving Noise" (https://doi.org/10.1145/566654.566636).
"""

from itertools import product

import torch
from torch import Tensor

from .hashing import hash_integers

SCALE = {1: 0.25, 2: 0.6616, 3: 0.982, 4: 0.8344}  # keeps the noise about within -1..1
PERIOD = 100000.0  # coordinates repeat, so that floats stay precise
FAR = 1000000.0  # coordinates from here on have lost their fraction


def perlin_signed(position: Tensor) -> Tensor:
    """Noise in about -1..1 at positions [..., D], D from 1 to 4; the result is [...]."""
    far = 0.5 * (position.abs() >= FAR)
    position = torch.fmod(position, PERIOD) + far
    floor = position.detach().floor()
    within = position - floor
    fade = within * within * within * (within * (within * 6.0 - 15.0) + 10.0)
    cell = floor.to(torch.int32)
    dimensions = position.shape[-1]
    corners = {}
    for corner in product((0, 1), repeat=dimensions):
        bits = hash_integers(*((cell[..., axis] + step) for axis, step in enumerate(corner)))
        away = [within[..., axis] - step for axis, step in enumerate(corner)]
        corners[corner] = _gradient(bits, away)
    for axis in range(dimensions):  # x first, as Blender does
        share = fade[..., axis]
        rest = sorted({corner[axis + 1 :] for corner in product((0, 1), repeat=dimensions)})
        corners = {tail: (1.0 - share) * corners[(0, *tail)] + share * corners[(1, *tail)] for tail in rest}
    return corners[()] * SCALE[dimensions]


def _gradient(bits: Tensor, away: list[Tensor]) -> Tensor:
    """The dot product of a corner's gradient, chosen by its hash, and the way from it."""
    if len(away) == 1:
        lowest = bits & 15
        return _negate_if(1.0 + (lowest & 7), lowest & 8) * away[0]
    if len(away) == 2:
        x, y = away
        lowest = bits & 7
        near = lowest < 4
        return _signed(lowest, torch.where(near, x, y), 2.0 * torch.where(near, y, x))
    if len(away) == 3:
        x, y, z = away
        lowest = bits & 15
        sideways = torch.where((lowest == 12) | (lowest == 14), x, z)
        return _signed(lowest, torch.where(lowest < 8, x, y), torch.where(lowest < 4, y, sideways))
    x, y, z, w = away
    lowest = bits & 31
    return _signed(
        lowest, torch.where(lowest < 24, x, y), torch.where(lowest < 16, y, z), torch.where(lowest < 8, z, w)
    )


def _signed(bits: Tensor, *values: Tensor) -> Tensor:
    """The sum of the values, each negated where its bit is set."""
    total = _negate_if(values[0], bits & 1)
    for place, value in enumerate(values[1:], start=1):
        total = total + _negate_if(value, bits & (1 << place))
    return total


def _negate_if(value: Tensor, condition: Tensor) -> Tensor:
    return torch.where(condition != 0, -value, value)
