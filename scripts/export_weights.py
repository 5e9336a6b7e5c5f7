"""Write tensors as they are shipped: safetensors, and a model card (JSON) with their hash beside them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from artml_blender.engine.runtime.weights import SCALE

LARGE = (
    2**16
)  # numbers from which on a tensor is stored in 8 bits: in last layers that would show as a pattern in relief


def export(model: nn.Module, card: dict[str, Any], folder: Path, name: str) -> None:
    """A trained network, its kernels in 8 bits and the rest in fp16; see `write_with_card`."""
    write_with_card(shipped(model.state_dict()), card, folder, name)


def shipped(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Large tensors in 8 bits with one scale in fp16 per row of their first axis, others in fp16; the inverse is
    `weights.restored`."""
    tensors = {}
    for key, tensor in weights.items():
        values = tensor.detach().cpu().float()
        if values.dim() < 2 or values.numel() < LARGE:
            tensors[key] = values.half()
            continue
        rows = values.flatten(1)
        scale = (rows.abs().amax(1) / 127.0).half().clamp(min=1e-7)
        integers = torch.round(rows / scale.float()[:, None]).clamp(-127, 127)
        tensors[key] = integers.to(torch.int8).reshape(values.shape)
        tensors[key + SCALE] = scale
    return tensors


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
