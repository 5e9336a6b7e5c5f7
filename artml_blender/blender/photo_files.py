"""Pictures as Blender reads them, kept as arrays that any engine reads, top row first: photos as bytes [H, W, 3] in
sRGB, and heights as uint16 [H, W].

For photos in which corners were marked, since Blender shows them as the camera wrote them; for images of the Blender
file; and for the light runtime, which reads no picture formats.
"""

import dataclasses
import hashlib
import io
import os
import struct
from collections.abc import Callable
from pathlib import Path

import bpy
import numpy as np

from ..contract.errors import RequestError
from ..contract.messages import GenerateTexture, Request
from ..contract.photos import PhotoRequest, photo_name
from ..contract.provenance import PNG_SIGNATURE
from ..contract.srgb import encoded
from ..families import FAMILIES
from .exif import LONGEST_HEAD, orientation
from .image_files import LONGEST_NAME, checked_pixels, file_of, written_once
from .images import SRGB

ARRAY = ".npy"
MOST_PIXELS = 4096 * 4096  # that are kept: of larger photos a smaller picture
REFUSED_PIXELS = 150_000_000  # as the engine's
# What has to be done to what a camera wrote, by EXIF's orientation: quarter turns, and whether to mirror it then
TURNS = {2: (0, True), 3: (2, False), 4: (2, True), 5: (3, True), 6: (3, False), 7: (1, True), 8: (1, False)}


def kept_for_the_light_runtime(request: Request, folder: Path) -> Request:
    """The request with its photo or its structure's picture, if it has one, kept in the folder, turned as the camera
    was held; a replayed recipe as it is. Raises RequestError."""
    if isinstance(request, PhotoRequest) and not (request.photo_hash or request.photo.endswith(ARRAY)):
        return dataclasses.replace(request, photo=keep_file(request.photo, folder, is_upright=True))
    if isinstance(request, GenerateTexture) and not request.structure_hash and _is_picture(request.structure):
        return dataclasses.replace(request, structure=_keep_file(request.structure, folder, True, _as_height))
    return request


def _is_picture(structure: str) -> bool:
    """Whether a structure is a file to be kept; what is neither that nor a family, the engine names."""
    return structure not in FAMILIES and not structure.endswith(ARRAY) and os.path.isfile(structure)


def keep_image(image: bpy.types.Image, folder: Path) -> str:
    """The path of the image's pixels as Blender shows them; raises GraphError for what is no picture, RequestError."""
    return _keep_image(image, folder, _as_photo)


def keep_height(image: bpy.types.Image, folder: Path) -> str:
    """The path of the image's greys as heights; raises as `keep_image`."""
    return _keep_image(image, folder, _as_height)


def keep_file(photo: str, folder: Path, is_upright: bool) -> str:
    """The path of a file's pixels, turned as the camera was held if they are to be upright. Raises RequestError."""
    return _keep_file(photo, folder, is_upright, _as_photo)


Reading = Callable[[bpy.types.Image, str], np.ndarray]  # of an image that messages call so: what is kept of it


def _keep_image(image: bpy.types.Image, folder: Path, read: Reading) -> str:
    path = file_of(image)
    if path is not None:
        return _keep_file(str(path), folder, False, read)
    kept = read(image, f"The image '{image.name}'")
    key = hashlib.sha256(kept.tobytes()).hexdigest()
    return _written(kept, _place(key, bpy.path.clean_name(image.name), folder))


def _keep_file(path: str, folder: Path, is_upright: bool, read: Reading) -> str:
    try:
        if not os.path.isfile(path):
            raise RequestError(f"The picture {path} cannot be read: there is no such file.")
        status = os.stat(path)
        key = f"{os.path.abspath(path)} {status.st_mtime_ns} {status.st_size} {is_upright} {read.__name__}"
        place = _place(hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest(), photo_name(path), folder)
        if place.is_file():
            return str(place)
        with open(path, "rb") as file:
            head = file.read(LONGEST_HEAD)
    except OSError as error:
        raise RequestError(f"The picture {path} cannot be read: {error.strerror or error}.") from None
    _refuse_huge(head, path)
    turns, is_mirrored = TURNS.get(orientation(head), (0, False)) if is_upright else (0, False)
    kept = np.rot90(_read_file(path, read), turns)
    return _written(np.ascontiguousarray(kept[:, ::-1] if is_mirrored else kept), place)


def _read_file(path: str, read: Reading) -> np.ndarray:
    try:
        image = bpy.data.images.load(path, check_existing=False)
    except RuntimeError as error:
        raise RequestError(f"The picture {path} cannot be read: {str(error).strip()}") from None
    try:
        width, height = image.size
        if width * height > MOST_PIXELS:
            share = (MOST_PIXELS / (width * height)) ** 0.5
            image.scale(max(1, round(width * share)), max(1, round(height * share)))
        if not width * height:
            raise RequestError(f"The picture {path} cannot be read; save it as a PNG or JPEG and try again.")
        return read(image, f"The picture {path}")
    finally:
        bpy.data.images.remove(image)


def _as_photo(image: bpy.types.Image, what: str) -> np.ndarray:
    """Bytes [H, W, 3]; linear colours are cut off at black and white and encoded."""
    colors = _opaque(image, what).clip(0.0, 1.0)
    if image.is_float and not image.colorspace_settings.is_data:
        colors = encoded(colors)
    return np.rint(colors * 255.0).astype(np.uint8)


def _as_height(image: bpy.types.Image, what: str) -> np.ndarray:
    """uint16 [H, W]: the picture's own values, whose range is made that of 0 to 1 where it goes beyond that."""
    values = _opaque(image, what)
    if image.is_float and image.colorspace_settings.name == SRGB:
        values = encoded(values.clip(0.0, 1.0))  # Blender has decoded them
    greys = values.mean(axis=2, dtype=np.float64)
    lowest, highest = min(0.0, greys.min()), max(1.0, greys.max())
    return np.rint((greys - lowest) / (highest - lowest) * 65535.0).astype(np.uint16)


def _opaque(image: bpy.types.Image, what: str) -> np.ndarray:
    """The image's values [H, W, 3]; raises GraphError for what is no picture, RequestError."""
    pixels = checked_pixels(image, what)
    if not np.isfinite(pixels).all():
        raise RequestError(f"{what} holds values that are no numbers; save it as a PNG and try again.")
    if pixels[..., 3].min() < 1.0:
        raise RequestError(f"{what} is transparent in places; fill or crop them first.")
    return pixels[..., :3]


def _place(key: str, name: str, folder: Path) -> Path:
    return folder.absolute() / key[:20] / f"{name[:LONGEST_NAME]}{ARRAY}"


def _written(pixels: np.ndarray, place: Path) -> str:
    file = io.BytesIO()
    np.save(file, pixels)
    try:
        return written_once(place, file.getvalue())
    except OSError as error:
        raise RequestError(f"The picture cannot be kept in {place.parent}: {error.strerror or error}.") from None


def _refuse_huge(head: bytes, path: str) -> None:
    """Before Blender takes memory for it: a PNG of more pixels than are read (of other formats Blender finds out)."""
    if head.startswith(PNG_SIGNATURE) and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        if width * height > REFUSED_PIXELS:
            raise RequestError(f"The picture {path} has more pixels than ArtML reads; make it smaller first.")
