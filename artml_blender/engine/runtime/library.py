"""The encoded textures of the training data that new textures are remixed from."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ..errors import EngineFailure
from .palettes import Palettes
from .weights import WEIGHTS, read_card, read_tensors

NAME = "texture_library"


@dataclass(frozen=True)
class Library:
    """Latents [N, C, h, w] in float32, the colour statistics, the class and the asset id of each."""

    latents: Tensor
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
    tensors = read_tensors(NAME, folder)
    card = read_card(NAME, folder)
    latents = tensors["latents"].float() * tensors["scale"].float()[:, None, None]
    palettes = Palettes(tensors["palette_mean"].float(), tensors["palette_std"].float())
    return Library(latents, palettes, card["categories"], card["asset_ids"])


def quantise(latents: Tensor) -> dict[str, Tensor]:
    """Latents [N, C, h, w] as int8 and one scale per channel, ready for safetensors."""
    scale = latents.abs().amax(dim=(0, 2, 3)) / 127.0
    rounded = torch.round(latents / scale[:, None, None]).to(torch.int8)
    return {"latents": rounded.contiguous(), "scale": scale.contiguous()}
