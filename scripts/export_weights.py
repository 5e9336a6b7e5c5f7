"""Write tensors as they are shipped: safetensors, and a model card (JSON) with their hash beside them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn


def export(model: nn.Module, card: dict[str, Any], folder: Path, name: str) -> None:
    """A trained network in fp16; see `write_with_card`."""
    tensors = {key: tensor.detach().cpu().to(torch.float16) for key, tensor in model.state_dict().items()}
    write_with_card(tensors, card, folder, name)


def write_with_card(tensors: dict[str, Tensor], card: dict[str, Any], folder: Path, name: str) -> None:
    """Write `folder/name.safetensors` and `folder/name.json`; the card gets the weights' `sha256` and replaces the old
    one only when complete, so a reader never meets half a card."""
    folder.mkdir(parents=True, exist_ok=True)
    weights, part = folder / f"{name}.safetensors", folder / f"{name}.part"
    save_file({key: tensor.contiguous(memory_format=torch.contiguous_format) for key, tensor in tensors.items()}, part)
    part.chmod(0o644)  # safetensors makes a private file
    part.replace(weights)
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    part.write_text(json.dumps({"name": name, "sha256": sha256, **card}, indent=2) + "\n", encoding="utf-8")
    part.replace(folder / f"{name}.json")
