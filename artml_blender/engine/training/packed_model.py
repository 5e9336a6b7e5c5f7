"""A trained model as it is kept: decoder, library, palettes and grain in one safetensors file, and its card."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from torch import Tensor

from ...models.material_vae import DecodedMaps, MaterialDecoder
from ..runtime.library import restored_latent
from ..runtime.palettes import measure
from ..runtime.personal_model import DECODER, GRAIN
from .measured_grain import PHOTO, TrueMaps, compare, stored
from .photo_stacks import SIDE, PhotoStacks
from .records import save

STEPS = 127  # of a latent's code, to each side of its center
LICENCE = "The artist's own photos; whoever has the rights in them has those in this model's use of them."


def quantised(latents: Tensor) -> dict[str, Tensor]:
    """Latents [N, 16, h, w] in 8 bits as `library.Library` has them, each channel of each photo as finely as it can."""
    center = latents.mean((2, 3)).half()
    around = latents - center.float()[..., None, None]
    scale = (around.abs().amax((2, 3)) * (1.001 / STEPS)).clamp(min=1e-4).half()
    codes = torch.round(around / scale.float()[..., None, None]).clamp(-STEPS, STEPS).to(torch.int8)
    return {"codes": codes, "scale": scale, "center": center}


@torch.inference_mode()
def pack(
    decoder: dict[str, Tensor], latents: Tensor, photos: PhotoStacks, progress: Callable[[float], None]
) -> dict[str, Tensor]:
    """Everything that generating takes. Palettes and grain are of what the stored latents and weights draw."""
    halves = {name: value.half().cpu() for name, value in decoder.items()}
    drawing = MaterialDecoder()
    drawing.load_state_dict({name: value.float() for name, value in halves.items()})
    drawing = drawing.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    library = quantised(latents)
    rows = []
    for index, true in enumerate(photos.trained):
        progress(index / len(latents))
        latent = restored_latent(*(library[name][index, None] for name in ("codes", "scale", "center")))
        rows.append(_measured(true[None].float(), drawing(latent, torch.zeros(1))))
    measured = {name: torch.stack([row[name] for row in rows]) for name in rows[0]}
    return {**{DECODER + name: value for name, value in halves.items()}, **library, **measured}


def write_model(folder: Path, name: str, tensors: dict[str, Tensor], card: dict[str, Any]) -> Path:
    """The path of the card, written last; raises EngineFailure."""
    data = safetensors.torch.save({key: tensor.contiguous() for key, tensor in tensors.items()})
    save(folder, f"{name}.safetensors", data)
    full = {"name": name, "sha256": hashlib.sha256(data).hexdigest(), **card}
    save(folder, f"{name}.json", (json.dumps(full, indent=2) + "\n").encode())
    return folder / f"{name}.json"


def make_card(photos: PhotoStacks, category: str, told: dict[str, Any]) -> dict[str, Any]:
    """What the model is and of what, and what the training tells of itself."""
    return {
        "kind": "personal_model",
        "native_size": SIDE,
        "asset_ids": photos.names,
        "categories": [category] * len(photos.names),
        "photos": [{"name": name, "sha256": sha256} for name, sha256 in zip(photos.names, photos.hashes, strict=True)],
        "licence": LICENCE,
        **told,
    }


def _measured(true: Tensor, made: DecodedMaps) -> dict[str, Tensor]:
    """The palette and the grain of one photo's stack [1, 7, H, W]."""
    palette = measure(made.base_color)
    grain = stored(compare(TrueMaps(true[:, :3], true[:, 3:5], true[:, 5:6]), made, (1.0, 1.0), PHOTO))
    return {
        "palette_mean": palette.mean[0].half(),
        "palette_std": palette.std[0].half(),
        **{GRAIN + name: value for name, value in grain.items()},
    }
