"""The height and ambient occlusion maps of a baked tile, from the relief that its displacement or normals describe."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...contract.maps import HEIGHT_MIDLEVEL, HEIGHT_PER_TILE
from ..runtime.pbr_maps import resize, to_array
from ..runtime.relief import ambient_occlusion, integrate

OCCLUSION_SIZE = 1024  # pixels: occlusion is found on a tile no larger than this, and enlarged
CLIPPED_SHARE = 0.001  # of the pixels; fewer that leave the height map's range do no harm

Array = np.ndarray[Any, Any]


def finish_relief(relief: Array, extent: tuple[float, float]) -> tuple[Array, Array, bool]:
    """Height (uint16 [H, W, 1]), ambient occlusion (uint8 [H, W, 1]), and whether the height leaves its range.

    `relief` is the height in metres [1, H, W], or the slopes to the right and to the top [2, H, W], whose surface is
    then the one that fits them best on the torus; `extent` is how many metres the tile is wide and high.
    """
    field = torch.from_numpy(relief)[None]
    height, width = field.shape[2:]
    pixel = extent[0] / width
    if not bool(field.any()):
        metres = torch.zeros(1, 1, height, width)
    else:
        metres = field if relief.shape[0] == 1 else integrate(field) * pixel
    values = HEIGHT_MIDLEVEL + metres / (HEIGHT_PER_TILE * extent[0])
    is_clipped = bool(((values < 0.0) | (values > 1.0)).float().mean() > CLIPPED_SHARE)
    stored = to_array("height", values)
    return stored, to_array("ambient_occlusion", _occlusion(metres, pixel)), is_clipped


def _occlusion(metres: Tensor, pixel: float) -> Tensor:
    height, width = metres.shape[2:]
    factor = max(1, -(-max(height, width) // OCCLUSION_SIZE))
    small = torch.nn.functional.avg_pool2d(metres, factor, ceil_mode=True) if factor > 1 else metres
    occlusion: Tensor = resize(ambient_occlusion(small / (pixel * factor)), (width, height))
    return occlusion
