"""An artist's own models, as they lie in their folders."""

import json
from pathlib import Path
from typing import Any

from ..contract.errors import RequestError
from ..contract.training import check_name
from ..setup.places import models

RECIPE, SAMPLES = "recipe.json", "samples.png"


def folder_of(name: str) -> Path:
    return models() / name


def is_begun(name: str) -> bool:
    """Whether there is a model or a training of that name."""
    try:
        check_name(name)
    except RequestError:
        return False
    return folder_of(name).is_dir()


def names() -> list[str]:
    """Of those that can generate, in alphabetical order."""
    try:
        folders = sorted(models().iterdir(), key=lambda folder: folder.name.lower())
    except OSError:
        return []
    return [folder.name for folder in folders if _is_whole(folder)]


def samples_of(name: str) -> Path | None:
    """The sheet of its training, if there is one."""
    path = folder_of(name) / SAMPLES
    return path if is_begun(name) and path.is_file() else None


def card_of(name: str) -> dict[str, Any]:
    """A model's card; empty where there is none that can be read."""
    try:
        card = json.loads((folder_of(name) / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}


def _is_whole(folder: Path) -> bool:
    return all((folder / f"{folder.name}.{kind}").is_file() for kind in ("json", "safetensors"))
