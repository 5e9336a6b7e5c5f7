"""Where on a picture a point of space falls: on a sphere or a tube around the middle of 0..1.

Source: Cycles' kernel/svm/math_util.h or util/texture.h (`texco_remap_square`) and kernel/camera/projection.h or
util/projection.h (`map_to_sphere`, `map_to_tube`), by version.
"""

import math

import torch
from torch import Tensor

from .values import Vector, triple


def map_to_sphere(point: Vector) -> tuple[Tensor, Tensor]:
    """u around z, v from the south pole to the north; 0, 0 in the middle."""
    x, y, z = triple(2.0 * axis - 1.0 for axis in point)
    length = torch.sqrt(x * x + y * y + z * z)
    is_somewhere = length > 0.0
    around = 0.5 - torch.atan2(x, y) / (2.0 * math.pi)
    up = 1.0 - torch.acos((z / torch.where(is_somewhere, length, 1.0)).clamp(-1.0, 1.0)) / math.pi
    return torch.where((x == 0.0) & (y == 0.0), 0.0, around), torch.where(is_somewhere, up, 0.0)


def map_to_tube(point: Vector) -> tuple[Tensor, Tensor]:
    """u around z, v along it; 0, 0 on the axis."""
    x, y, z = triple(2.0 * axis - 1.0 for axis in point)
    is_somewhere = (x != 0.0) | (y != 0.0)
    around = 0.5 - torch.atan2(x, y) / (2.0 * math.pi)
    return torch.where(is_somewhere, around, 0.0), torch.where(is_somewhere, 0.5 * (z + 1.0), 0.0)
