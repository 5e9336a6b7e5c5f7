"""The Normal Map node in tangent space.

Source: Cycles' svm/tex_coord.h (`svm_node_normal_map`).
"""

import torch
from torch import Tensor

from .math_node import divide
from .values import Color, Vector, mix
from .vector_math import length, scaled


def normal_map(strength: Tensor, color: Color, convention: str = "OPENGL") -> Vector:
    """The output Normal, as a vector of length 1 in tangent space: (0, 0, 1) is the surface's own.

    The colour holds the normal's axes, each -1..1 as 0..1; `convention` (Blender 5.2) is OPENGL or DIRECTX, whose
    green points the other way. A strength above 1 steepens, but does not turn z.
    """
    x, y, z = (2.0 * channel - 1.0 for channel in color)
    upwards = strength if convention == "OPENGL" else -strength
    return _unit((x * strength, y * upwards, mix(torch.ones_like(z), z, strength.clamp(0.0, 1.0))))


def _unit(normal: Vector) -> Vector:
    """At length 1; the surface's own normal for a length of 0."""
    size = length(normal)
    x, y, z = scaled(normal, divide(torch.ones_like(size), size))
    return x, y, z + (size == 0.0).to(z.dtype)
