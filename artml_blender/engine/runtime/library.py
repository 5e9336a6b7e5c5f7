"""The encoded textures of the training data that new textures are remixed from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy

from ..errors import EngineFailure
from .arrays import Numpy
from .palettes import Palettes
from .weights import WEIGHTS, parse, read_card, read_verified

NAME = "texture_library"


@dataclass(frozen=True)
class Library:
    """Latents [N, C, h, w] in float32, the colour statistics, the class and the asset id of each."""

    latents: Numpy
    palettes: Palettes
    categories: list[str]
    asset_ids: list[str]

    def members(self, category: str) -> list[int]:
        """The indices of a class's textures; raises EngineFailure when there are none."""
        found = [index for index, name in enumerate(self.categories) if name == category]
        if not found:
            raise EngineFailure(f"The library has no textures of the category {category}; reinstall ArtML.")
        return found

    def index(self, asset_id: str) -> int:
        """The index of an asset; raises EngineFailure when it is not in the library."""
        try:
            return self.asset_ids.index(asset_id)
        except ValueError:
            raise EngineFailure(f"The ingredient {asset_id!r} is not in this version's library.") from None


def load_library(folder: Path = WEIGHTS) -> Library:
    """The shipped library: int8 latents with one scale per channel."""
    card = read_card(NAME, folder)
    tensors = parse(NAME, read_verified(f"{NAME}.safetensors", card["sha256"], folder), safetensors.numpy.load)
    latents = tensors["latents"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None, None]
    palettes = Palettes(*(tensors[name].astype(np.float32) for name in ("palette_mean", "palette_std")))
    return Library(latents, palettes, card["categories"], card["asset_ids"])


def quantise(latents: Numpy) -> dict[str, Numpy]:
    """Latents [N, C, h, w] as int8 and one scale per channel, ready for safetensors."""
    scale = np.abs(latents).max(axis=(0, 2, 3)) / 127.0
    return {"latents": np.round(latents / scale[:, None, None]).astype(np.int8), "scale": scale.astype(np.float32)}
