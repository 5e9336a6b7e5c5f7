"""Find and verify (SHA-256) the shipped weights: safetensors and ONNX beside JSON model cards, never pickle."""

import functools
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import safetensors
from array_api_compat import array_namespace

from ..errors import EngineFailure
from .arrays import Array

Parsed = TypeVar("Parsed")
SCALE = ".scale"

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


def read_verified(filename: str, sha256: str, folder: Path = WEIGHTS) -> bytes:
    """The file's bytes, which must have that hash; raises EngineFailure."""
    try:
        data = (folder / filename).read_bytes()
    except OSError as error:
        raise EngineFailure(f"The weights {filename} cannot be read ({error.strerror}); reinstall ArtML.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EngineFailure(f"The weights {filename} are not the ones ArtML shipped (wrong hash); reinstall ArtML.")
    return data


def parse(name: str, data: bytes, parser: Callable[[bytes], Parsed]) -> Parsed:
    """What a safetensors parser reads in the bytes; raises EngineFailure when it cannot."""
    try:
        return parser(data)
    except safetensors.SafetensorError as error:
        raise EngineFailure(f"The weights {name} are damaged ({error}); reinstall ArtML.") from error


def restored(tensors: dict[str, Array]) -> dict[str, Array]:
    """The tensors in float32. Those in 8 bits have one scale per row of their first axis, under `<name>.scale`."""
    names = [name for name in tensors if not name.endswith(SCALE)]
    return {name: _restored(tensors[name], tensors.get(name + SCALE)) for name in names}


def _restored(values: Array, scale: Array | None) -> Array:
    xp = array_namespace(values)
    floats = xp.astype(values, xp.float32)
    if scale is None:
        return floats
    return floats * xp.reshape(xp.astype(scale, xp.float32), (-1,) + (1,) * (values.ndim - 1))


def check_weights(given: str, weights: str) -> str:
    """The hash of the weights that are here, which a recipe's (or "") must be; raises EngineFailure."""
    if given not in ("", weights):
        raise EngineFailure(
            f"The recipe was made with other weights ({given[:12]}) than are here ({weights[:12]});"
            " clear its field 'weights' to make it anew."
        )
    return weights


@functools.cache
def bundle_hash(*names: str) -> str:
    """One hash for the weights that made a result together; the same whichever runtime they run in."""
    return hashlib.sha256("".join(read_card(name)["sha256"] for name in names).encode()).hexdigest()
