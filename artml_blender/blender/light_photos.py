"""Photos for the light runtime, which reads no picture formats: Blender reads them, and keeps their pixels."""

import dataclasses
import hashlib
import io
import struct
from pathlib import Path

import bpy
import numpy as np

from ..contract.checks import MAX_SIZE
from ..contract.errors import RequestError
from ..contract.messages import Request
from ..contract.photos import PhotoRequest, photo_name
from ..contract.srgb import encoded
from .image_files import LONGEST_NAME
from .images import read_pixels

ARRAY = ".npy"
ORIENTATION = 0x0112  # the number of EXIF's field
LONGEST_EXIF = 2**17  # bytes at a JPEG's start in which it lies
# Exif 2.3, 4.6.4.A: how the picture's first row and column lie in the scene, as what has to be done to set it right
TURNS = {2: (0, True), 3: (2, False), 4: (2, True), 5: (3, True), 6: (3, False), 7: (1, True), 8: (1, False)}


def kept_for_the_light_runtime(request: Request, folder: Path) -> Request:
    """The request with its photo, if it has one, as an array in the folder: bytes [H, W, 3], sRGB, turned upright.

    A photo much larger than any tile is made smaller. Raises RequestError for what Blender cannot read, or is
    transparent, and OSError.
    """
    if not isinstance(request, PhotoRequest) or request.photo_hash or request.photo.endswith(ARRAY):
        return request
    path = Path(request.photo)
    if not path.is_file():
        raise RequestError(f"The photo {path} cannot be read: there is no such file.")
    pixels = _turned(_read(path), orientation(path))
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(pixels))
    data = file.getvalue()
    name = f"{photo_name(request.photo)[:LONGEST_NAME]}{ARRAY}"
    kept = folder / hashlib.sha256(data).hexdigest()[:20] / name
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return dataclasses.replace(request, photo=str(kept.absolute()))


def orientation(path: Path) -> int:
    """How a JPEG's camera was held, 1 to 8, by its EXIF data; 1 where they say nothing.

    Source: Exif 2.3 (JEITA CP-3451B), section 4.5; TIFF 6.0, section 2.
    """
    with open(path, "rb") as file:
        data = file.read(LONGEST_EXIF)
    start = data.find(b"Exif\0\0")
    if not data.startswith(b"\xff\xd8") or start < 0:
        return 1
    tiff = data[start + 6 :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        (table,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, table)
        for entry in range(count):
            field, _, _, value = struct.unpack_from(order + "HHIH", tiff, table + 2 + 12 * entry)
            if field == ORIENTATION:
                return int(value) if value in TURNS else 1
    except struct.error:  # damaged, or beyond what was read
        pass
    return 1


def _read(path: Path) -> np.ndarray:
    """A file's pixels as bytes [H, W, 3], sRGB, as Blender reads them; raises RequestError."""
    try:
        image = bpy.data.images.load(str(path), check_existing=False)
    except RuntimeError as error:
        raise RequestError(f"The photo {path} cannot be read: {str(error).strip()}") from None
    try:
        width, height = image.size
        if width * height and min(width, height) > MAX_SIZE:
            image.scale(width * MAX_SIZE // min(width, height), height * MAX_SIZE // min(width, height))
        pixels = read_pixels(image)
        is_linear = image.is_float and not image.colorspace_settings.is_data
    finally:
        bpy.data.images.remove(image)
    if not pixels.size:
        raise RequestError(f"The photo {path} cannot be read; save it as a PNG or JPEG and try again.")
    if pixels[..., 3].min() < 1.0:
        raise RequestError(f"The photo {path} is transparent in places; fill or crop them first.")
    colors = pixels[..., :3].clip(0.0, 1.0)
    return np.rint((encoded(colors) if is_linear else colors) * 255.0).astype(np.uint8)


def _turned(pixels: np.ndarray, how: int) -> np.ndarray:
    turns, is_mirrored = TURNS.get(how, (0, False))
    turned = np.rot90(pixels, turns)
    return turned[:, ::-1] if is_mirrored else turned
