"""A model that was trained on an artist's photos, read again: what the shipped weights are to `generate_texture`."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy

from ..errors import EngineFailure
from .arrays import Numpy
from .grain import Grain, restored_grain
from .library import Library
from .palettes import Palettes
from .weights import parse, read_card, read_verified, restored

DECODER, GRAIN = "decoder.", "grain."  # how the tensors' names begin


@dataclass(frozen=True)
class PersonalModel:
    """`sha256` is its file's; `decoder` are the weights that `Networks.with_decoder` takes."""

    sha256: str
    library: Library
    decoder: dict[str, Numpy]
    grains: dict[str, Numpy]

    def grain(self, asset_id: str) -> Grain:
        """A photo's; raises EngineFailure for what is none of the model's."""
        return restored_grain(self.grains, self.library.index(asset_id))


def load_personal_model(card_path: Path) -> PersonalModel:
    """The model whose card `<name>.json` lies beside its `<name>.safetensors`; raises EngineFailure."""
    name, folder = card_path.stem, card_path.parent
    try:
        card = read_card(name, folder)
        data = read_verified(f"{name}.safetensors", card["sha256"], folder)
        tensors = parse(name, data, safetensors.numpy.load)
        return _model(card["sha256"], card["asset_ids"], card["categories"], tensors)
    except (EngineFailure, KeyError, TypeError, IndexError) as error:
        raise EngineFailure(
            f"The personal model {card_path} cannot be read; choose another, or train it again from its photos."
        ) from error


def _model(sha256: str, asset_ids: list[str], categories: list[str], tensors: dict[str, Numpy]) -> PersonalModel:
    palettes = Palettes(*(tensors[name].astype(np.float32) for name in ("palette_mean", "palette_std")))
    codes, scale, center = (tensors[name] for name in ("codes", "scale", "center"))
    library = Library(codes, scale, center, palettes, categories, asset_ids, wraps=False)
    decoder, grains = (
        {name.removeprefix(part): value for name, value in tensors.items() if name.startswith(part)}
        for part in (DECODER, GRAIN)
    )
    return PersonalModel(sha256, library, restored(decoder), grains)
