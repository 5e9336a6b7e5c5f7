"""A photo's file as pixels: turned upright, in sRGB, without alpha."""

import io
import struct
import warnings
from typing import Any

import numpy as np

from ..errors import EngineFailure
from ..runtime.arrays import Numpy

MAX_PIXELS = 150_000_000
TOO_MANY = "more pixels than ArtML reads; make it smaller first"
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "TGA", "GIF", "JPEG2000", "AVIF")  # those that pictures come in
MIN_SIDE = 48  # pixels
LONGEST, MUCH_LONGER = 2.0, 2.1  # times the shorter side: to the first photos are cut that are longer than the second
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


def read_photo(data: bytes, name: str, side: int) -> tuple[Numpy, list[str]]:
    """A file's bytes to float32 [H, W, 3] in 0..1, sRGB, and what the user should know of it.

    The shorter side has at most `side` pixels: a larger photo is made smaller. `name` is for messages. Raises
    EngineFailure for what is no photo, or none that a material can be made of.
    """
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError:
        raise EngineFailure(
            "The engine's Python lacks Pillow, which reads photos: press Set Up PyTorch in ArtML's Preferences."
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # `_check_size` says it in a sentence
            with Image.open(io.BytesIO(data), formats=FORMATS) as file:
                _check_size(file.size, name)
                notes = _cut_off(file.size)
                file.draft("RGB", _at_least(file.size, side))
                photo = _shrunk(_in_srgb(_without_alpha(ImageOps.exif_transpose(file), name), name), side)
    except Image.DecompressionBombError:
        raise EngineFailure(f"The photo {name} has {TOO_MANY}.") from None
    except UnidentifiedImageError:
        raise EngineFailure(
            f"The photo {name} is in no format that ArtML reads; save it as a PNG or JPEG and try again."
        ) from None
    except DAMAGED as error:
        reason = " ".join(str(error).split())[:120]
        raise EngineFailure(
            f"The photo {name} cannot be read ({reason}); save it as a PNG or JPEG and try again."
        ) from None
    return np.asarray(photo, np.float32) / 255.0, notes


def resize_photo(photo: Numpy, size: tuple[int, int]) -> Numpy:
    """A photo of `read_photo` at another size (rows, columns)."""
    from PIL import Image

    if photo.shape[:2] == size:
        return photo
    picture = Image.fromarray((photo * 255.0 + 0.5).astype(np.uint8))
    return np.asarray(picture.resize((size[1], size[0]), Image.Resampling.LANCZOS), np.float32) / 255.0


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise EngineFailure(f"The photo {name} has {TOO_MANY}.")
    if min(size) < MIN_SIDE:
        raise EngineFailure(
            f"The photo {name} has {width} x {height} pixels; a material takes at least {MIN_SIDE} x {MIN_SIDE}."
        )


def _at_least(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size, in proportion, whose shorter side is `side`."""
    return max(1, size[0] * side // min(size)), max(1, size[1] * side // min(size))


def _without_alpha(photo: Any, name: str) -> Any:
    """The photo in one of the modes RGB, CMYK, L (greys), I;16, I and F (greys of more than 8 bits)."""
    if photo.has_transparency_data and photo.convert("RGBA").getextrema()[3][0] < 255:
        raise EngineFailure(f"The photo {name} is transparent in places; fill or crop them first.")
    if photo.mode in ("RGB", "CMYK", "L", "F") or photo.mode.startswith("I"):
        return photo
    return photo.convert("L" if photo.mode in ("1", "LA", "La") else "RGB")


def _in_srgb(photo: Any, name: str) -> Any:
    """By its colour profile, if it has one; RGB of 8 bits a channel."""
    from PIL import Image, ImageCms

    if photo.mode == "F" or photo.mode.startswith("I"):
        return Image.fromarray(_bytes(np.asarray(photo, np.float64), photo.mode, name)).convert("RGB")
    if photo.info.get("icc_profile"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(photo.info["icc_profile"]))
            return ImageCms.profileToProfile(photo, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a profile that is broken, or of another kind
            return photo.convert("RGB")
    return photo.convert("RGB")


def _bytes(grey: Numpy, mode: str, name: str) -> Numpy:
    """Greys of 16 bits, or fractions of white, as uint8."""
    white = 1.0 if mode == "F" else 65535.0
    if not (grey.min() >= 0.0 and grey.max() <= white):  # nor where there are numbers that are none
        raise EngineFailure(f"The photo {name} holds numbers beyond black and white; save it as a PNG and try again.")
    return (grey / white * 255.0 + 0.5).astype(np.uint8)


def _cut_off(size: tuple[int, int]) -> list[str]:
    if max(size) <= MUCH_LONGER * min(size):
        return []
    return [f"Of the photo ({size[0]} x {size[1]} pixels) only the middle was used: it is very long."]


def _shrunk(photo: Any, side: int) -> Any:
    from PIL import Image

    if max(photo.size) > MUCH_LONGER * min(photo.size):
        width, height = photo.size
        longest = int(LONGEST * min(photo.size))
        left, top = max(0, width - longest) // 2, max(0, height - longest) // 2
        photo = photo.crop((left, top, left + min(width, longest), top + min(height, longest)))
    if min(photo.size) <= side:
        return photo
    return photo.resize(_at_least(photo.size, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
