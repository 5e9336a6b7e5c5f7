"""Find, verify (SHA-256) and load the shipped weights: safetensors beside JSON model cards, never pickle."""

import functools
import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

import safetensors
import safetensors.torch
from torch import Tensor, nn

from ..errors import EngineFailure

Network = TypeVar("Network", bound=nn.Module)

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "weights"


def read_card(name: str, folder: Path = WEIGHTS) -> dict[str, Any]:
    """The model card `<name>.json`; raises EngineFailure when it is missing or unreadable."""
    try:
        card = json.loads((folder / f"{name}.json").read_text())
    except FileNotFoundError:
        raise EngineFailure(
            f"The model {name} is not here ({folder / name}.json is missing); reinstall ArtML."
        ) from None
    except (OSError, ValueError) as error:
        raise EngineFailure(f"The model card {name}.json cannot be read ({error}); reinstall ArtML.") from error
    if not isinstance(card, dict) or not isinstance(card.get("sha256"), str):
        raise EngineFailure(f"The model card {name}.json is damaged; reinstall ArtML.")
    return card


def read_tensors(name: str, folder: Path = WEIGHTS) -> dict[str, Tensor]:
    """The tensors of `<name>.safetensors`, whose hash must be the card's; raises EngineFailure."""
    path = folder / f"{name}.safetensors"
    expected = read_card(name, folder)["sha256"]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EngineFailure(f"The weights {path.name} cannot be read ({error.strerror}); reinstall ArtML.") from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise EngineFailure(f"The weights {path.name} are not the ones ArtML shipped (wrong hash); reinstall ArtML.")
    try:
        return safetensors.torch.load(data)
    except safetensors.SafetensorError as error:
        raise EngineFailure(f"The weights {path.name} are damaged ({error}); reinstall ArtML.") from error


def load_into(module: Network, name: str, folder: Path = WEIGHTS) -> Network:
    """`module` with the weights of that name, in float32, for inference; raises EngineFailure."""
    try:
        module.load_state_dict({key: value.float() for key, value in read_tensors(name, folder).items()})
    except RuntimeError as error:
        raise EngineFailure(f"The weights {name} do not fit this version of ArtML; reinstall it.") from error
    return module.eval().requires_grad_(False)


@functools.cache
def bundle_hash(*names: str) -> str:
    """One hash for the weights that made a result together."""
    return hashlib.sha256("".join(read_card(name)["sha256"] for name in names).encode()).hexdigest()
