"""Write a result's files: PNGs that carry their recipe and say that they were generated; none is ever half-written."""

import json
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from ...contract.graph import Graph, to_json
from ...contract.provenance import PNG_SIGNATURE, mark_png, png_chunk
from ..errors import EngineFailure
from .arrays import Numpy

COMPRESS_LEVEL = 1  # of 9: the fastest, since the artist waits for it
COLOR_TYPE = {1: 0, 3: 2}  # channels: greyscale, RGB
FILTER_UP = 2  # every line as the difference from the line above


def write_result(
    folder: Path, maps: dict[str, bytes], recipe: dict[str, Any], report: dict[str, Any], graph: Graph | None
) -> None:
    """One PNG per map, `graph.json` if there is one, `recipe.json` and, last, `report.json`.

    Raises EngineFailure when the folder can't take them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, png in maps.items():
            write_file(folder / f"{name}.png", png)
        if graph is not None:
            write_file(folder / "graph.json", _to_json(to_json(graph)))
        write_file(folder / "recipe.json", _to_json(recipe))
        write_file(folder / "report.json", _to_json(report))
    except OSError as error:
        raise EngineFailure(f"The folder {folder} cannot be written: {error.strerror or error}.") from error


def encode_png(array: Numpy, recipe: dict[str, Any]) -> bytes:
    """A map, uint8 or uint16 [H, W, 1 or 3], as a PNG that carries its recipe and says that it was generated.

    Source: PNG, third edition (https://www.w3.org/TR/png-3/), sections 9.2 and 11.2. On maps, this one filter with
    run-length matching is faster than Pillow at its fastest and makes smaller files (docs/decisions.md).
    """
    height, width, channels = array.shape
    lines = array.astype(array.dtype.newbyteorder(">")).view(np.uint8).reshape(height, -1)
    steps = np.diff(lines, axis=0, prepend=np.zeros_like(lines[:1]))  # modulo 256
    filtered = np.insert(steps, 0, FILTER_UP, axis=1)
    deflate = zlib.compressobj(COMPRESS_LEVEL, strategy=zlib.Z_RLE)
    header = struct.pack(">IIBBBBB", width, height, array.itemsize * 8, COLOR_TYPE[channels], 0, 0, 0)
    data = deflate.compress(filtered.tobytes()) + deflate.flush()
    chunks = [(b"IHDR", header), (b"IDAT", data), (b"IEND", b"")]
    return mark_png(PNG_SIGNATURE + b"".join(png_chunk(*chunk) for chunk in chunks), recipe)


def write_file(path: Path, data: bytes) -> None:
    """Write beside the file, and take its name only once everything is on the disk; raises OSError."""
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
