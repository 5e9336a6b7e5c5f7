"""Write a result's files: PNGs that carry their recipe and say that they were generated; none is ever half-written."""

import io
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ...contract.provenance import mark_png
from ..errors import EngineFailure

COMPRESS_LEVEL = 1  # of 9: the fastest, since the artist waits for it


def write_result(folder: Path, maps: dict[str, bytes], recipe: dict[str, Any], report: dict[str, Any]) -> None:
    """One PNG per map, `recipe.json` and, last, `report.json`; raises EngineFailure when the folder can't take them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, png in maps.items():
            _write(folder / f"{name}.png", png)
        _write(folder / "recipe.json", _to_json(recipe))
        _write(folder / "report.json", _to_json(report))
    except OSError as error:
        raise EngineFailure(f"The folder {folder} cannot be written: {error.strerror or error}.") from error


def encode_png(array: np.ndarray[Any, Any], recipe: dict[str, Any]) -> bytes:
    """A map, uint8 or uint16 [H, W, C], as a PNG that carries its recipe and says that it was generated."""
    picture, stream = Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array), io.BytesIO()
    picture.save(stream, format="PNG", compress_level=COMPRESS_LEVEL)
    return mark_png(stream.getvalue(), recipe)


def _write(path: Path, data: bytes) -> None:
    """Write beside the file, and take its name only once everything is on the disk."""
    part = path.with_name(f".{path.name}.part")
    try:
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _to_json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()
