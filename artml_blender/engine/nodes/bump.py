"""The Bump node.

Source: Cycles' svm/displace.h (`svm_node_set_bump`), after Mikkelsen 2010, "Bump Mapping Unparametrized Surfaces on the
GPU".
"""

import torch
from torch import Tensor

from .values import Vector, mix, triple
from .vector_math import normalized


def bump(
    slopes: tuple[Tensor, Tensor], strength: Tensor, distance: Tensor, normal: Vector, invert: bool = False
) -> Vector:
    """The normal, of length 1, of a flat tile with a relief.

    `slopes` are how much the height rises per metre along x and y, `distance` is the metres that a height of 1 stands
    for, and the tangent frame is x, y, z.
    """
    distance = -distance if invert else distance
    slope_x, slope_y = (slope * distance for slope in slopes)
    x, y, z = normal
    steepness = z.abs()
    side = torch.sign(z)
    bent = normalized(
        (
            steepness * x - side * slope_x * z,
            steepness * y - side * slope_y * z,
            steepness * z + side * (slope_x * x + slope_y * y),
        )
    )
    strength = strength.clamp(min=0.0)
    return normalized(triple(mix(before, after, strength) for before, after in zip(normal, bent, strict=True)))
