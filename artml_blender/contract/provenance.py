"""Generated pictures say so, machine-readably, and carry the recipe that replays them."""

import json
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

# IPTC's words: http://cv.iptc.org/newscodes/digitalsourcetype/
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"  # made by a trained model
ALGORITHMIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"  # by an algorithm that learned nothing
ALGORITHMIC_TASKS = {"bake_graph", "sample_family"}  # those without a trained model
XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    ' Iptc4xmpExt:DigitalSourceType="{}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT = {b"tEXt", b"zTXt", b"iTXt"}


def mark_png(png: bytes, *recipes: dict[str, Any]) -> bytes:
    """The same picture with two text chunks, `artml_recipe` (JSON) and XMP, in place of all it had.

    The JSON is the recipe itself, or a list of them where a picture shows what several recipes made. A picture
    goes to others: of the files that were used, its recipe has the names and not the folders.

    Source: PNG, third edition (https://www.w3.org/TR/png-3/), sections 5.3 and 11.3.3.4.
    """
    header, *others = (chunk for chunk in _chunks(png) if chunk[4:8] not in _TEXT)
    told = [_without_folders(recipe) for recipe in recipes]
    text = json.dumps(told[0] if len(told) == 1 else told)
    trained = any(recipe["task"] not in ALGORITHMIC_TASKS for recipe in recipes)
    xmp = XMP.format(TRAINED if trained else ALGORITHMIC)
    texts = [_text_chunk("artml_recipe", text), _text_chunk("XML:com.adobe.xmp", xmp)]
    return b"".join([PNG_SIGNATURE, header, *texts, *others])


def _without_folders(recipe: dict[str, Any]) -> dict[str, Any]:
    for field in ("photo", "structure"):
        if field in recipe:
            return {**recipe, field: _file_name(recipe[field])}
    if "graph" not in recipe:
        return recipe
    graph = recipe["graph"]
    images = {name: {**image, "path": _file_name(image["path"])} for name, image in graph["images"].items()}
    return {**recipe, "graph": {**graph, "images": images}}


def _file_name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file: length, type, data, CRC."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(png: bytes) -> Iterator[bytes]:
    """Each chunk whole: length, type, data, CRC."""
    start = len(PNG_SIGNATURE)
    while start < len(png):
        (length,) = struct.unpack_from(">I", png, start)
        yield png[start : start + 12 + length]
        start += 12 + length


def _text_chunk(keyword: str, text: str) -> bytes:
    """An iTXt chunk: UTF-8, not compressed, no language."""
    return png_chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode())
