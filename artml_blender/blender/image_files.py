"""Pictures of Image Texture nodes as files that the engine reads, and back."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import bpy
import numpy as np

from ..contract.graph import GraphError, ImageFile
from ..contract.provenance import PNG_SIGNATURE, png_chunk
from ..contract.srgb import encoded
from .images import LINEAR, UNCHANGED, pack_values, read_pixels

NOT_A_PICTURE = {
    "SEQUENCE": "is an image sequence",
    "MOVIE": "is a movie",
    "TILED": "is made of UDIM tiles",
    "VIEWER": "is a result of rendering or compositing",
}
LONGEST_NAME = 80  # letters
READ_BY_THE_ENGINE = {".png", ".jpg", ".jpeg", ".bmp", ".tga", ".tif", ".tiff", ".webp"}
SIGNATURES = {PNG_SIGNATURE: ".png", b"\xff\xd8\xff": ".jpg"}


def read_image(image: bpy.types.Image, what: str, folder: Path) -> ImageFile:
    """The image's own file where the engine reads it as Blender does, else a file in the folder.

    Pictures of 8 bits stay files, or become PNGs. Others become arrays of what Blender holds, which is data, or linear
    and already multiplied by alpha. `what` names the image in messages. Raises GraphError and OSError.
    """
    pixels = checked_pixels(image, what)
    path = file_of(image)
    color_space, alpha_mode = image.colorspace_settings.name, image.alpha_mode
    if image.is_float:
        is_data = image.colorspace_settings.is_data
        if alpha_mode in ("STRAIGHT", "PREMUL"):  # alpha is no part of data
            alpha_mode = "CHANNEL_PACKED" if is_data else "PREMUL"
        return ImageFile(_stored(_array(pixels), ".npy", folder), UNCHANGED if is_data else LINEAR, alpha_mode)
    if path is not None and path.suffix.lower() in READ_BY_THE_ENGINE:
        return ImageFile(str(path), color_space, alpha_mode)
    if image.packed_file is not None and not image.is_dirty:
        data = bytes(image.packed_file.data)
        if ending := next((SIGNATURES[start] for start in SIGNATURES if data.startswith(start)), None):
            return ImageFile(_stored(data, ending, folder), color_space, alpha_mode)
    return ImageFile(_stored(_png(pixels), ".png", folder), color_space, alpha_mode)


def keep_photo(image: bpy.types.Image, folder: Path) -> str:
    """The path of an image as a photo of 8 bits in sRGB: its own file, or one in the folder that is called as it is.

    Raises GraphError for what is no picture, and OSError.
    """
    file = read_image(image, f"The image '{image.name}'", folder)
    path = Path(file.path)
    if path.parent != folder.absolute():
        return file.path
    data, ending = path.read_bytes(), path.suffix
    if ending == ".npy":
        values = _read_array(image.name, path)
        if not np.isfinite(values).all():
            raise GraphError(
                f"The image '{image.name}' holds values that are no numbers; save it as a PNG and try again."
            )
        values = np.clip(values, 0.0, 1.0)
        if file.color_space == LINEAR:
            values = np.concatenate([encoded(values[..., :3]), values[..., 3:]], axis=2)
        data, ending = _png(values), ".png"
    return written_once(folder / path.stem / f"{bpy.path.clean_name(image.name)[:LONGEST_NAME]}{ending}", data)


def load_image(name: str, file: ImageFile, folder: Path) -> bpy.types.Image:
    """A new image: of an array a packed one, else one that stays with its file. `folder` is for relative paths."""
    path = folder / file.path
    if not path.is_file():
        raise GraphError(f"The image '{name}' is missing ({path}).")
    if path.suffix == ".npy":
        image = pack_values(name, _read_array(name, path))
    else:
        image = bpy.data.images.load(str(path.absolute()), check_existing=False)
    try:
        image.name = name
        image.colorspace_settings.name = file.color_space
        image.alpha_mode = file.alpha_mode
    except TypeError:
        bpy.data.images.remove(image)
        raise GraphError(
            f"This Blender has no colour space '{file.color_space}' with alpha '{file.alpha_mode}', "
            f"as the image '{name}' needs."
        ) from None
    return image


def checked_pixels(image: bpy.types.Image, what: str) -> np.ndarray:
    """The values of a single picture that is there; raises GraphError."""
    if image.source in NOT_A_PICTURE:
        raise GraphError(f"{what} {NOT_A_PICTURE[image.source]}; ArtML reads single pictures.")
    path = _path_of(image)
    if _is_in_file(image) and (path is None or not path.is_file()):
        raise GraphError(f"{what} is missing ({path}).")
    pixels = read_pixels(image)
    if not pixels.size:
        raise GraphError(f"{what} cannot be opened ({path}).")
    return pixels


def file_of(image: bpy.types.Image) -> Path | None:
    """The file that holds what Blender shows; None of an image that is packed, painted on or made in Blender."""
    return _path_of(image) if _is_in_file(image) else None


def _is_in_file(image: bpy.types.Image) -> bool:
    return image.source == "FILE" and image.packed_file is None and not image.is_dirty


def _path_of(image: bpy.types.Image) -> Path | None:
    return Path(bpy.path.abspath(image.filepath, library=image.library)) if image.filepath else None


def _read_array(name: str, path: Path) -> np.ndarray:
    try:
        values = np.load(path, allow_pickle=False)
    except (ValueError, EOFError, OSError):
        values = np.empty(0)
    if values.dtype != np.float32 or values.ndim != 3 or values.shape[2] != 4 or not values.size:
        raise GraphError(f"The image '{name}' is not an array that ArtML wrote ({path}).")
    return values


def _array(pixels: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(pixels))
    return file.getvalue()


def _png(pixels: np.ndarray) -> bytes:
    """RGBA of 8 bits; Blender's Python has no Pillow."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + width * 4), np.uint8)  # each begins with how it is filtered: not at all
    rows[:, 1:] = np.rint(pixels * 255).astype(np.uint8).reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return PNG_SIGNATURE + b"".join(png_chunk(*chunk) for chunk in chunks)


def _stored(data: bytes, ending: str, folder: Path) -> str:
    """Written once under a name that its content gives; whole or not at all."""
    return written_once(folder / f"{_name_of(data)}{ending}", data)


def _name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:20]


def written_once(path: Path, data: bytes) -> str:
    """The path, absolute; a file that is there already is taken to hold the data."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    return str(path.absolute())
