"""A photo's file as pixels: turned upright, in sRGB, without alpha."""

import io
import warnings
from typing import Any

import numpy as np

from ..errors import EngineFailure

Pixels = np.ndarray[Any, Any]

MAX_PIXELS = 150_000_000
TOO_MANY = "more pixels than ArtML reads; make it smaller first"
MIN_SIDE = 48  # pixels
LONGEST = 2.0  # times the shorter side: what lies beyond is cut off


def read_photo(data: bytes, name: str, side: int) -> tuple[Pixels, list[str]]:
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
            file = Image.open(io.BytesIO(data))
        with file:
            _check_size(file.size, name)
            file.draft("RGB", _at_least(file.size, side))
            photo = _without_alpha(_in_srgb(ImageOps.exif_transpose(file)), name)
            notes = _cut_off(photo.size)
            photo = _shrunk(photo, side)
    except Image.DecompressionBombError:
        raise EngineFailure(f"The photo {name} has {TOO_MANY}.") from None
    except UnidentifiedImageError:
        raise EngineFailure(
            f"The photo {name} is in no format that ArtML reads; save it as a PNG or JPEG and try again."
        ) from None
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        reason = " ".join(str(error).split())[:120]
        raise EngineFailure(
            f"The photo {name} cannot be read ({reason}); save it as a PNG or JPEG and try again."
        ) from None
    return np.asarray(photo, np.float32) / 255.0, notes


def resize_photo(photo: Pixels, size: tuple[int, int]) -> Pixels:
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


def _in_srgb(photo: Any) -> Any:
    """By its colour profile, if it has one; 8 bits a channel."""
    from PIL import Image, ImageCms

    if photo.mode.startswith(("I", "F")):  # greys of 16 bits or more
        grey = np.asarray(photo, np.float32)
        largest = 255.0 if grey.max() <= 255.0 else 65535.0
        return Image.fromarray((np.clip(grey / largest, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
    if photo.mode in ("RGB", "CMYK", "L") and photo.info.get("icc_profile"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(photo.info["icc_profile"]))
            return ImageCms.profileToProfile(photo, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a profile that is broken, or of another kind
            return photo
    return photo


def _without_alpha(photo: Any, name: str) -> Any:
    if photo.has_transparency_data and photo.convert("RGBA").getextrema()[3][0] < 255:
        raise EngineFailure(f"The photo {name} is transparent in places; fill or crop them first.")
    return photo.convert("RGB")


def _cut_off(size: tuple[int, int]) -> list[str]:
    if max(size) <= LONGEST * min(size):
        return []
    return [f"Of the photo ({size[0]} x {size[1]} pixels) only the middle was used: it is very long."]


def _shrunk(photo: Any, side: int) -> Any:
    from PIL import Image

    longest = int(LONGEST * min(photo.size))
    photo = _middle(photo, longest)
    if min(photo.size) <= side:
        return photo
    return photo.resize(_at_least(photo.size, side), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _middle(photo: Any, longest: int) -> Any:
    width, height = photo.size
    left, top = max(0, width - longest) // 2, max(0, height - longest) // 2
    return photo.crop((left, top, left + min(width, longest), top + min(height, longest)))
