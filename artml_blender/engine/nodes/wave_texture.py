"""The Wave Texture node.

Source: Cycles' svm/wave.h.
"""

import math

import torch
from torch import Tensor

from .noise_texture import MAX_DETAIL, fbm
from .values import Vector, constant


def wave_texture(
    position: Vector,
    scale: Tensor,
    distortion: Tensor,
    detail: Tensor,
    detail_scale: Tensor,
    detail_roughness: Tensor,
    phase: Tensor,
    wave_type: str = "BANDS",
    direction: str = "X",
    profile: str = "SIN",
) -> Tensor:
    """Fac in 0..1; Color is the same grey.

    `direction` is the node's Bands Direction (X, Y, Z, DIAGONAL) or Rings Direction (X, Y, Z, SPHERICAL).
    """
    x, y, z = ((axis * scale + 0.000001) * 0.999999 for axis in position)
    phase = _phase((x, y, z), wave_type, direction) + phase
    if constant(distortion) != 0.0:
        fine = x * detail_scale, y * detail_scale, z * detail_scale
        lacunarity = torch.full_like(detail, 2.0)
        noise = fbm(fine, detail.clamp(0.0, MAX_DETAIL), detail_roughness.clamp(min=0.0), lacunarity, True)
        phase = phase + distortion * (noise * 2.0 - 1.0)
    if profile == "SIN":
        return 0.5 + 0.5 * torch.sin(phase - 0.5 * math.pi)
    turns = phase / (2.0 * math.pi)
    if profile == "SAW":
        return turns - turns.floor()
    return (turns - (turns + 0.5).floor()).abs() * 2.0


def _phase(point: Vector, wave_type: str, direction: str) -> Tensor:
    if wave_type == "RINGS":
        across = [axis for name, axis in zip("XYZ", point, strict=True) if name != direction]
        return torch.sqrt(sum((axis * axis for axis in across[1:]), across[0] * across[0])) * 20.0
    if direction == "DIAGONAL":
        return (point[0] + point[1] + point[2]) * 10.0
    return point["XYZ".index(direction)] * 20.0
