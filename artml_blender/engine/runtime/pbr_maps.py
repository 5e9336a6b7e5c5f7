"""From the colour of a texture to every map of its PBR material, on the torus."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ...contract.categories import CATEGORIES
from ...contract.maps import MAPS
from ...models.map_unet import DOWNSCALE, MapUNet
from . import relief
from .devices import autocast
from .strips import in_strips

MAP_HALO = 12  # cells: more than the map net's receptive field to one side


def derive_maps(color: Tensor, category: str, net: MapUNet, progress: Callable[[float], None]) -> dict[str, Tensor]:
    """Every map, [1, C, H, W] in 0..1, from the colour [1, 3, H, W] in -1..1."""
    index = torch.tensor([list(CATEGORIES).index(category)], device=color.device)
    with autocast(color.device):
        predicted = in_strips(
            lambda strip: torch.cat(net(strip, index), dim=1), color, DOWNSCALE, MAP_HALO, progress
        )  # fmt: skip
    slopes, roughness, metallic = torch.split(predicted.float(), [2, 1, 1], dim=1)
    height = relief.height_from_slopes(slopes)
    return {
        "base_color": color.float() * 0.5 + 0.5,
        "roughness": roughness,
        "metallic": metallic,
        "normal": relief.slopes_to_normal(slopes),
        "height": height,
        "ambient_occlusion": relief.ambient_occlusion(height),
    }


def resize(value: Tensor, size: tuple[int, int]) -> Tensor:
    """To width x height, on the torus; only sizes that are no multiple of 8 differ, by less than 4 pixels."""
    width, height = size
    if value.shape[2:] == (height, width):
        return value
    margin = 8
    rows, columns = value.shape[2:]
    padded = F.pad(value, (margin,) * 4, mode="circular")
    y = (torch.arange(height, device=value.device) + 0.5) / height * rows + margin
    x = (torch.arange(width, device=value.device) + 0.5) / width * columns + margin
    grid_y, grid_x = torch.meshgrid(y / padded.shape[2] * 2 - 1, x / padded.shape[3] * 2 - 1, indexing="ij")
    return F.grid_sample(padded, torch.stack([grid_x, grid_y], dim=-1)[None], align_corners=False)


def to_array(name: str, value: Tensor) -> np.ndarray[Any, Any]:
    """[1, C, H, W] in 0..1 to the map's integers, [H, W, C]."""
    spec = MAPS[name]
    if name == "normal":
        value = F.normalize(value * 2 - 1, dim=1) * 0.5 + 0.5
    scaled = value[0].movedim(0, -1).clamp(0, 1).mul(2**spec.bits - 1).round()
    return scaled.cpu().numpy().astype(np.uint16 if spec.bits == 16 else np.uint8)
