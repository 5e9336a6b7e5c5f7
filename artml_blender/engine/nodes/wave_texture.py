"""The Wave Texture node.

Source: Cycles' svm/wave.h.
"""

import math

import torch
from torch import Tensor

from .noise_texture import MAX_DETAIL, fbm

WITHOUT_AXIS = {"X": (0.0, 1.0, 1.0), "Y": (1.0, 0.0, 1.0), "Z": (1.0, 1.0, 0.0), "SPHERICAL": (1.0, 1.0, 1.0)}


def wave_texture(
    position: Tensor,
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
    """Fac [...] in 0..1 at positions [..., 3]; Color is the same grey.

    `direction` is the node's Bands Direction (X, Y, Z, DIAGONAL) or Rings Direction (X, Y, Z, SPHERICAL).
    """
    point = (position * scale[..., None] + 0.000001) * 0.999999
    phase = _phase(point, wave_type, direction) + phase
    ones = torch.ones_like(detail)
    strength = detail.clamp(0.0, MAX_DETAIL), detail_roughness.clamp(min=0.0), 2.0 * ones
    noise = fbm(point * detail_scale[..., None], *strength, 0.0 * ones, 0.0 * ones, True)
    phase = phase + torch.where(distortion != 0.0, distortion * (noise * 2.0 - 1.0), 0.0)
    if profile == "SIN":
        return 0.5 + 0.5 * torch.sin(phase - 0.5 * math.pi)
    turns = phase / (2.0 * math.pi)
    if profile == "SAW":
        return turns - turns.floor()
    return (turns - (turns + 0.5).floor()).abs() * 2.0


def _phase(point: Tensor, wave_type: str, direction: str) -> Tensor:
    if wave_type == "RINGS":
        flat = point * torch.tensor(WITHOUT_AXIS[direction], dtype=point.dtype, device=point.device)
        return flat.square().sum(dim=-1).sqrt() * 20.0
    if direction == "DIAGONAL":
        return point.sum(dim=-1) * 10.0
    return point[..., "XYZ".index(direction)] * 20.0
