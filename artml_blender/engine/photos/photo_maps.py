"""The maps of the material that a photo shows, as the photo lies."""

from collections.abc import Callable

import numpy as np

from ..runtime.arrays import Array, Numpy
from ..runtime.networks import Networks
from ..runtime.pbr_maps import derive_maps

MARGIN = 96  # pixels of its mirror image around a photo that does not tile


def photo_maps(
    photo: Numpy, category: str, tileable: bool, networks: Networks, progress: Callable[[float], None]
) -> dict[str, Array]:
    """Every map, [1, C, H, W] in 0..1, of a photo [H, W, 3] in 0..1, sRGB; see `derive_maps`."""
    height, width = photo.shape[:2]
    margins = [(0, 0) if tileable else (min(MARGIN, side - 1),) * 2 for side in (height, width)]
    picture = np.pad(np.moveaxis(photo, -1, 0), ((0, 0), *margins), mode="reflect")[None] * 2.0 - 1.0
    maps = derive_maps(networks.asarray(np.ascontiguousarray(picture)), category, networks, progress)
    top, left = (before for before, _ in margins)
    return {name: value[:, :, top : top + height, left : left + width] for name, value in maps.items()}
