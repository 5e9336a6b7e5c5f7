"""A photo's file as pixels: turned upright, in sRGB, without alpha."""

import contextlib
import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..errors import EngineFailure
from ..runtime.arrays import Numpy
from .resize import resized

MAX_PIXELS = 150_000_000
TOO_MANY = "more pixels than ArtML reads; make it smaller first"
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "TGA", "GIF", "JPEG2000", "AVIF")  # those that pictures come in
MIN_SIDE = 48  # pixels
ORIENTATION, LYING = 0x0112, 5  # the number of EXIF's field; from which value on width is height
NUMPY_SIGNATURE = b"\x93NUMPY"
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    MemoryError,
    struct.error,
)  # as Pillow says


def read_photo(data: bytes, name: str, side: int) -> Numpy:
    """A file's bytes to float32 [H, W, 3] in 0..1, sRGB, whose shorter side has at most `side` pixels: a larger photo
    is made smaller.

    `name` is for messages: "photo wall.jpg". Blender's own arrays (NumPy files of bytes, sRGB, or of 16-bit heights)
    are read without Pillow. Raises EngineFailure for what is no photo, or none that a material can be made of.
    """
    if data.startswith(NUMPY_SIGNATURE):
        return shrunk(_read_array(data, name), side)
    with _opened(data, name) as file:
        from PIL import ImageOps

        file.draft("RGB", _at_least(file.size, side))
        photo = _without_alpha(ImageOps.exif_transpose(file), name)
        if photo.mode == "F" or photo.mode.startswith("I"):
            return np.repeat(shrunk(_deep_grey(photo, name), side), 3, axis=2)
        return np.asarray(_made_small(_in_srgb(photo), side), np.float32) / 255.0


def photo_size(data: bytes, name: str) -> tuple[int, int]:
    """The width and height of the photo that `read_photo` would read, were it not made smaller; raises as that does."""
    if data.startswith(NUMPY_SIGNATURE):
        height, width = _read_array(data, name).shape[:2]
        return width, height
    with _opened(data, name) as file:
        width, height = file.size
        return (height, width) if file.getexif().get(ORIENTATION, 1) >= LYING else (width, height)


@contextlib.contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    """The photo's file under Pillow, whatever goes wrong with it in between being one sentence."""
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise EngineFailure(
            "The engine's Python lacks Pillow, which reads photos: press Set Up PyTorch in ArtML's Preferences."
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # `_check_size` says it in a sentence
            with Image.open(io.BytesIO(data), formats=FORMATS) as file:
                _check_size(file.size, name)
                yield file
    except Image.DecompressionBombError:
        raise EngineFailure(f"The {name} has {TOO_MANY}.") from None
    except UnidentifiedImageError:
        raise EngineFailure(
            f"The {name} is in no format that ArtML reads; save it as a PNG or JPEG and try again."
        ) from None
    except DAMAGED as error:
        raise _damaged(name, error) from None


def shrunk(photo: Numpy, side: int) -> Numpy:
    """A photo [H, W, C] whose shorter side has at most `side` pixels."""
    height, width = photo.shape[:2]
    if min(height, width) <= side:
        return photo
    columns, rows = _at_least((width, height), side)
    return resized(photo, (rows, columns))


def _read_array(data: bytes, name: str) -> Numpy:
    try:
        values = np.load(io.BytesIO(data), allow_pickle=False)
    except DAMAGED as error:
        raise _damaged(name, error) from None
    if values.dtype == np.uint16 and values.ndim == 2:  # heights
        _check_size((values.shape[1], values.shape[0]), name)
        return np.repeat(values[..., None].astype(np.float32) / 65535.0, 3, axis=2)
    if values.dtype != np.uint8 or values.ndim != 3 or values.shape[2] != 3:
        raise EngineFailure(f"The {name} is no picture that Blender kept for ArtML; choose it anew.")
    _check_size((values.shape[1], values.shape[0]), name)
    photo: Numpy = values.astype(np.float32) / 255.0
    return photo


def _damaged(name: str, error: Exception) -> EngineFailure:
    reason = " ".join(str(error).split())[:120]
    return EngineFailure(f"The {name} cannot be read ({reason}); save it as a PNG or JPEG and try again.")


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise EngineFailure(f"The {name} has {TOO_MANY}.")
    if min(size) < MIN_SIDE:
        raise EngineFailure(
            f"The {name} has {width} x {height} pixels; a material takes at least {MIN_SIDE} x {MIN_SIDE}."
        )


def _at_least(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size, in proportion, whose shorter side is `side`."""
    return max(1, size[0] * side // min(size)), max(1, size[1] * side // min(size))


def _without_alpha(photo: Any, name: str) -> Any:
    """The photo in one of the modes RGB, CMYK, L (greys), I;16, I and F (greys of more than 8 bits)."""
    if photo.has_transparency_data and photo.convert("RGBA").getextrema()[3][0] < 255:
        raise EngineFailure(f"The {name} is transparent in places; fill or crop them first.")
    if photo.mode in ("RGB", "CMYK", "L", "F") or photo.mode.startswith("I"):
        return photo
    return photo.convert("L" if photo.mode in ("1", "LA", "La") else "RGB")


def _in_srgb(photo: Any) -> Any:
    """By its colour profile, if it has one; RGB of 8 bits a channel."""
    from PIL import ImageCms

    if photo.info.get("icc_profile"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(photo.info["icc_profile"]))
            return ImageCms.profileToProfile(photo, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a profile that is broken, or of another kind
            return photo.convert("RGB")
    return photo.convert("RGB")


def _deep_grey(photo: Any, name: str) -> Numpy:
    """Greys of 16 bits, or fractions of white, as float32 [H, W, 1] in 0..1."""
    grey = np.asarray(photo, np.float32)[..., None]
    white = 1.0 if photo.mode == "F" else 65535.0
    if not (grey.min() >= 0.0 and grey.max() <= white):  # nor where there are numbers that are none
        raise EngineFailure(f"The {name} holds numbers beyond black and white; save it as a PNG and try again.")
    deep: Numpy = grey / np.float32(white)
    return deep


def _made_small(photo: Any, side: int) -> Any:
    from PIL import Image

    if min(photo.size) <= side:
        return photo
    return photo.resize(_at_least(photo.size, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
