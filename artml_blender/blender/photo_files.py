"""Photos as Blender reads them, kept as arrays of bytes that any engine reads: sRGB [H, W, 3], top row first.

For photos in which corners were marked, since Blender shows them as the camera wrote them; and for the light runtime,
which reads no picture formats.
"""

import dataclasses
import hashlib
import io
import os
import struct
from pathlib import Path

import bpy
import numpy as np

from ..contract.errors import RequestError
from ..contract.messages import Request
from ..contract.photos import PhotoRequest, photo_name
from ..contract.provenance import PNG_SIGNATURE
from ..contract.srgb import encoded
from .exif import LONGEST_HEAD, orientation
from .image_files import LONGEST_NAME, checked_pixels, file_of, written_once

ARRAY = ".npy"
MOST_PIXELS = 4096 * 4096  # that are kept: of larger photos a smaller picture
REFUSED_PIXELS = 150_000_000  # as the engine's
# What has to be done to what a camera wrote, by EXIF's orientation: quarter turns, and whether to mirror it then
TURNS = {2: (0, True), 3: (2, False), 4: (2, True), 5: (3, True), 6: (3, False), 7: (1, True), 8: (1, False)}


def kept_for_the_light_runtime(request: Request, folder: Path) -> Request:
    """The request with its photo, if it has one, kept in the folder, turned as the camera was held; a replayed recipe
    as it is. Raises RequestError."""
    if not isinstance(request, PhotoRequest) or request.photo_hash or request.photo.endswith(ARRAY):
        return request
    return dataclasses.replace(request, photo=keep_file(request.photo, folder, is_upright=True))


def keep_image(image: bpy.types.Image, folder: Path) -> str:
    """The path of the image's pixels as Blender shows them; raises GraphError for what is no picture, RequestError."""
    path = file_of(image)
    if path is not None:
        return keep_file(str(path), folder, is_upright=False)
    pixels = _as_photo(image, checked_pixels(image, f"The image '{image.name}'"), f"The image '{image.name}'")
    key = hashlib.sha256(pixels.tobytes()).hexdigest()
    return _written(pixels, _place(key, bpy.path.clean_name(image.name), folder))


def keep_file(photo: str, folder: Path, is_upright: bool) -> str:
    """The path of a file's pixels, turned as the camera was held if they are to be upright. Raises RequestError."""
    try:
        if not os.path.isfile(photo):
            raise RequestError(f"The photo {photo} cannot be read: there is no such file.")
        status = os.stat(photo)
        key = f"{os.path.abspath(photo)} {status.st_mtime_ns} {status.st_size} {is_upright}"
        kept = _place(hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest(), photo_name(photo), folder)
        if kept.is_file():
            return str(kept)
        with open(photo, "rb") as file:
            head = file.read(LONGEST_HEAD)
    except OSError as error:
        raise RequestError(f"The photo {photo} cannot be read: {error.strerror or error}.") from None
    _refuse_huge(head, photo)
    turns, is_mirrored = TURNS.get(orientation(head), (0, False)) if is_upright else (0, False)
    pixels = np.rot90(_read(photo), turns)
    return _written(np.ascontiguousarray(pixels[:, ::-1] if is_mirrored else pixels), kept)


def _read(photo: str) -> np.ndarray:
    try:
        image = bpy.data.images.load(photo, check_existing=False)
    except RuntimeError as error:
        raise RequestError(f"The photo {photo} cannot be read: {str(error).strip()}") from None
    try:
        width, height = image.size
        if width * height > MOST_PIXELS:
            share = (MOST_PIXELS / (width * height)) ** 0.5
            image.scale(max(1, round(width * share)), max(1, round(height * share)))
        if not width * height:
            raise RequestError(f"The photo {photo} cannot be read; save it as a PNG or JPEG and try again.")
        return _as_photo(image, checked_pixels(image, f"The photo {photo}"), f"The photo {photo}")
    finally:
        bpy.data.images.remove(image)


def _as_photo(image: bpy.types.Image, pixels: np.ndarray, what: str) -> np.ndarray:
    """Values [H, W, 4] as bytes [H, W, 3]; linear colours are cut off at black and white and encoded."""
    if not np.isfinite(pixels).all():
        raise RequestError(f"{what} holds values that are no numbers; save it as a PNG and try again.")
    if pixels[..., 3].min() < 1.0:
        raise RequestError(f"{what} is transparent in places; fill or crop them first.")
    colors = pixels[..., :3].clip(0.0, 1.0)
    if image.is_float and not image.colorspace_settings.is_data:
        colors = encoded(colors)
    return np.rint(colors * 255.0).astype(np.uint8)


def _place(key: str, name: str, folder: Path) -> Path:
    return folder.absolute() / key[:20] / f"{name[:LONGEST_NAME]}{ARRAY}"


def _written(pixels: np.ndarray, place: Path) -> str:
    file = io.BytesIO()
    np.save(file, pixels)
    try:
        return written_once(place, file.getvalue())
    except OSError as error:
        raise RequestError(f"The photo cannot be kept in {place.parent}: {error.strerror or error}.") from None


def _refuse_huge(head: bytes, photo: str) -> None:
    """Before Blender takes memory for it: a PNG of more pixels than are read (of other formats Blender finds out)."""
    if head.startswith(PNG_SIGNATURE) and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        if width * height > REFUSED_PIXELS:
            raise RequestError(f"The photo {photo} has more pixels than ArtML reads; make it smaller first.")
