"""Write a result's files: PNGs that carry their recipe and say that they were generated; none is ever half-written."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ..errors import EngineFailure

# IPTC's word for media made by a trained model: http://cv.iptc.org/newscodes/digitalsourcetype/
DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    f' Iptc4xmpExt:DigitalSourceType="{DIGITAL_SOURCE_TYPE}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def write_result(
    folder: Path, maps: dict[str, np.ndarray[Any, Any]], recipe: dict[str, Any], report: dict[str, Any]
) -> None:
    """One PNG per map, `recipe.json` and, last, `report.json`; raises EngineFailure when the folder can't take them."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in maps.items():
            _write_png(folder / f"{name}.png", array, recipe)
        _write_json(folder / "recipe.json", recipe)
        _write_json(folder / "report.json", report)
    except OSError as error:
        raise EngineFailure(f"The folder {folder} cannot be written: {error.strerror or error}.") from error


def _write_png(path: Path, array: np.ndarray[Any, Any], recipe: dict[str, Any]) -> None:
    chunks = PngInfo()
    chunks.add_itxt("artml_recipe", json.dumps(recipe))
    chunks.add_itxt("XML:com.adobe.xmp", _XMP)
    with _replacing(path) as part:
        Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array).save(part, format="PNG", pnginfo=chunks)


def _write_json(path: Path, value: dict[str, Any]) -> None:
    with _replacing(path) as part:
        part.write_text(json.dumps(value, indent=2) + "\n")


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write; it takes that name only once it is whole and on the disk."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        with open(part, "rb") as written:
            os.fsync(written.fileno())
        part.chmod(0o644)  # mkstemp makes a private file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
