"""The encoded materials of the training data that new textures are laid from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy
from array_api_compat import array_namespace

from ..errors import EngineFailure
from .arrays import Array, Numpy
from .palettes import Palettes
from .weights import WEIGHTS, parse, read_card, read_verified

NAME = "material_library"


@dataclass(frozen=True)
class Library:
    """Materials of 512 pixels a tile: what the decoder draws them from, and the class and the asset id of each.

    `codes` [N, 16, 64, 64] are the latents in steps of `scale` [N, 16] from `center` [N, 16]; a byte each, since there
    are many. The palettes are of the colours as drawn. `wraps` says that the materials tile; photos do not, and may be
    narrower (`codes` [N, 16, 64, w]).
    """

    codes: Numpy
    scale: Numpy
    center: Numpy
    palettes: Palettes
    categories: list[str]
    asset_ids: list[str]
    wraps: bool = True

    def latent(self, asset_id: str) -> Numpy:
        """[1, 16, h, w] in float32; raises EngineFailure for an unknown asset."""
        index = self.index(asset_id)
        latent: Numpy = restored_latent(*(part[index : index + 1] for part in (self.codes, self.scale, self.center)))
        return latent

    def palette(self, asset_id: str) -> Palettes:
        """Of the colours drawn from the latent, each part [1, 3]; raises EngineFailure for an unknown asset."""
        index = self.index(asset_id)
        return Palettes(*(part[index : index + 1] for part in self.palettes))

    def members(self, category: str) -> list[int]:
        """The indices of a class's materials; raises EngineFailure when there are none."""
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


def restored_latent(codes: Array, scale: Array, center: Array) -> Array:
    """Latents [N, C, h, w] in float32, of their codes and of each channel's step and center [N, C] in float16."""
    xp = array_namespace(codes)
    scale, center = (xp.astype(part, xp.float32)[..., None, None] for part in (scale, center))
    return xp.astype(codes, xp.float32) * scale + center


def load_library(folder: Path = WEIGHTS) -> Library:
    """The shipped library; raises EngineFailure."""
    card = read_card(NAME, folder)
    tensors = parse(NAME, read_verified(f"{NAME}.safetensors", card["sha256"], folder), safetensors.numpy.load)
    palettes = Palettes(*(tensors[name].astype(np.float32) for name in ("palette_mean", "palette_std")))
    codes, scale, center = (tensors[name] for name in ("codes", "scale", "center"))
    return Library(codes, scale, center, palettes, card["categories"], card["asset_ids"])
