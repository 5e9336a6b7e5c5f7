"""The Fresnel and Layer Weight nodes, as a bake sees them: straight from above, from outside.

Source: Cycles' svm/fresnel.h and closure/bsdf_util.h (`fresnel_dielectric_cos`). In tangent space the view is
(0, 0, 1), so that its cosine with a normal is the normal's z; without a bump or normal map that is 1.
"""

import torch
from torch import Tensor

from .math_node import square_root
from .values import Vector


def fresnel(ior: Tensor, normal: Vector) -> Tensor:
    """The output Fac (Factor in Blender 5), 0..1. The normal is in tangent space."""
    return _reflected(normal[2], ior.clamp(min=1e-5))


def layer_weight_fresnel(blend: Tensor, normal: Vector) -> Tensor:
    """The output Fresnel, 0..1. The normal is in tangent space."""
    return _reflected(normal[2], (1.0 - blend).clamp(min=1e-5).reciprocal())


def layer_weight_facing(blend: Tensor, normal: Vector) -> Tensor:
    """The output Facing, 0..1, 0 where the surface faces the view. The normal is in tangent space."""
    limited = blend.clamp(0.0, 1.0 - 1e-5)
    exponent = torch.where(limited < 0.5, 2.0 * limited, 0.5 / (1.0 - limited))
    return 1.0 - normal[2].abs() ** exponent


def _reflected(cosine: Tensor, eta: Tensor) -> Tensor:
    """The share of light that a dielectric reflects; 1 where it reflects all."""
    c = cosine.abs()
    squared = eta * eta - 1.0 + c * c
    g = square_root(squared)
    total = squared <= 0.0
    parallel = (g - c) / (g + c).masked_fill(total, 1.0)
    other = (c * (g + c) - 1.0) / (c * (g - c) + 1.0)
    return (0.5 * parallel * parallel * (1.0 + other * other)).masked_fill(total, 1.0)
