"""An artist's photos as what the decoder learns to draw: squares and a bit of the photos' maps, one part kept aside."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ...contract.photos import PhotoToMaterial, photo_name
from ..errors import EngineFailure
from ..photos.photo_maps import photo_maps
from ..photos.prepare import prepare
from ..photos.resize import resized
from ..runtime.arrays import Numpy, to_numpy
from ..runtime.networks import Networks
from ..runtime.relief import normal_to_slopes

SIDE = 512  # pixels of a photo's shorter side, and of a tile
WIDEST = 640  # pixels that are used of its longer side
HELD_OUT = 128  # pixels at the right that are never trained on
LEAST_SIDE = 256  # pixels that a photo's shorter side must have
CELLS = 16  # pixels that a width divides by
CHANNELS = 7  # base colour 3 in -1..1 (sRGB), slopes 2, roughness and metallic in 0..1


class PhotoStacks(NamedTuple):
    """Stacks of maps [N, 7, 512, W] in float16, the SHA-256 of the photos' files, and a name of its own for each."""

    maps: Tensor
    hashes: list[str]
    names: list[str]

    @property
    def trained(self) -> Tensor:
        return self.maps[..., :-HELD_OUT]

    @property
    def held_out(self) -> Tensor:
        return self.maps[..., -HELD_OUT:]


def read_photos(
    paths: tuple[str, ...], category: str, networks: Networks, progress: Callable[[float], None]
) -> PhotoStacks:
    """The photos at 512 pixels to their shorter side, all as wide as the narrowest of them (at most 640).

    `category` is what they show, or "". Raises EngineFailure for a photo that cannot be read, or is too small.
    """
    stacks, hashes = [], []
    for index, path in enumerate(paths):
        progress(index / len(paths))
        request, photo = prepare(PhotoToMaterial(path, category), SIDE)
        stacks.append(_stack(_fitting(photo, path), category, networks))
        hashes.append(request.photo_hash)
    width = min(stack.shape[2] for stack in stacks)
    maps = torch.from_numpy(np.stack([stack[..., :width] for stack in stacks]))
    return PhotoStacks(maps, hashes, _own_names([photo_name(path) for path in paths]))


def _fitting(photo: Numpy, path: str) -> Numpy:
    """The middle of the photo, 512 pixels high."""
    height, width = photo.shape[:2]
    if min(height, width) < LEAST_SIDE:
        raise EngineFailure(
            f"The photo {path} has {width} x {height} pixels; training takes at least {LEAST_SIDE} x {LEAST_SIDE}."
        )
    scale = SIDE / min(height, width)
    if scale > 1.0:
        photo = resized(photo, (round(height * scale), round(width * scale)))
        height, width = photo.shape[:2]
    used = min(WIDEST, width) // CELLS * CELLS
    top, left = (height - SIDE) // 2, (width - used) // 2
    return np.ascontiguousarray(photo[top : top + SIDE, left : left + used])


def _stack(photo: Numpy, category: str, networks: Networks) -> Numpy:
    """Its maps as the photo network sees them, float16 [7, 512, W]."""
    maps = photo_maps(photo, category, False, networks, lambda share: None)
    parts = maps["base_color"] * 2.0 - 1.0, normal_to_slopes(maps["normal"]), maps["roughness"], maps["metallic"]
    stack: Numpy = np.concatenate([to_numpy(part)[0] for part in parts]).astype(np.float16)
    return stack


def _own_names(names: list[str]) -> list[str]:
    """Numbered where they are the same."""
    return [
        f"{name}_{names[: index + 1].count(name)}" if names.count(name) > 1 else name
        for index, name in enumerate(names)
    ]
