"""The pictures that Image Texture nodes use, from files to tensors."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import torch
from torch import Tensor

from ...contract.graph import GraphError, ImageFile

ENCODED = {"sRGB"}
LINEAR = {"Non-Color", "Linear Rec.709", "Linear"}
DATA = {"Non-Color"}
PREMULTIPLIED_SINCE = (5, 2, 0)
MAX_PIXELS = 16384 * 16384


@dataclass(frozen=True)
class Picture:
    """Red, green, blue and alpha, [H, W] each, the bottom row first, alpha multiplied into the colours."""

    channels: tuple[Tensor, ...]  # uint8, or float32
    is_srgb: bool  # whether the colours are encoded
    is_associated: bool  # whether alpha is multiplied in


def load_picture(
    image: ImageFile, folder: Path, blender: tuple[int, int, int], device: torch.device | str = "cpu"
) -> Picture:
    """Read the file as that Blender does; a path that is not absolute is relative to `folder`. Raises GraphError.

    Cycles multiplies alpha into bytes, but not into greys with alpha. Before 5.2 it does so even where they are said to
    be premultiplied, but not to WebP. It takes alpha out again wherever it thinks it is in. Measured.
    """
    if image.color_space not in ENCODED | LINEAR:
        raise GraphError(
            f"The picture {image.path!r} is in the colour space {image.color_space!r}, which ArtML cannot convert;"
            " set it to sRGB or Non-Color."
        )
    path = folder / image.path
    is_bytes = path.suffix != ".npy"
    pixels, kind = _read_bytes(path) if is_bytes else (_read_floats(path), "")
    if image.alpha_mode == "NONE":
        pixels[..., 3] = 255 if is_bytes else 1.0
    is_associated = image.alpha_mode == "PREMUL"  # as Blender keeps float pictures
    if is_bytes:
        is_associated = image.alpha_mode in ("STRAIGHT", "PREMUL") and image.color_space not in DATA
        is_straight = image.alpha_mode == "STRAIGHT" if blender >= PREMULTIPLIED_SINCE else kind != "WEBP"
        if is_associated and is_straight and kind != "LA":
            pixels = _associate(pixels)
    flipped = np.ascontiguousarray(np.moveaxis(pixels[::-1], -1, 0))
    channels = torch.from_numpy(flipped).to(device)
    is_srgb = image.color_space in ENCODED and is_bytes  # Blender decodes float pictures on loading
    return Picture(tuple(channels), is_srgb, is_associated)


def _read_bytes(path: Path) -> tuple[np.ndarray[Any, Any], str]:
    """uint8 [H, W, 4], the top row first, and Pillow's name of the file's format, or LA for greys with alpha."""
    try:
        from PIL import Image
    except ImportError:
        raise GraphError(
            "The engine's Python lacks Pillow, which reads pictures: press Set Up PyTorch in ArtML's Preferences."
        ) from None
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise GraphError(f"The picture {path.name!r} is too large ({picture.width} x {picture.height} pixels).")
            kind = "LA" if picture.mode == "LA" else str(picture.format)
            return np.array(picture.convert("RGBA")), kind
    except FileNotFoundError:
        raise GraphError(f"The picture {path} is missing.") from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise GraphError(f"The picture {path} cannot be read ({' '.join(str(error).split())[:120]}).") from None


def _read_floats(path: Path) -> np.ndarray[Any, Any]:
    """float32 [H, W, 4], the top row first, scene linear."""
    try:
        pixels = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        raise GraphError(f"The picture {path} is missing.") from None
    except (OSError, ValueError, EOFError, MemoryError, BadZipFile):
        raise GraphError(f"The picture {path} cannot be read.") from None
    is_one = isinstance(pixels, np.ndarray) and pixels.dtype == np.float32 and pixels.ndim == 3  # several are none
    if not is_one or pixels.shape[2] != 4 or not pixels.size:
        raise GraphError(f"The picture {path} is not one that ArtML wrote.")
    return np.array(pixels)


def _associate(pixels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Alpha multiplied in, in whole numbers."""
    color, alpha = pixels[..., :3].astype(np.uint16), pixels[..., 3:].astype(np.uint16)
    return np.concatenate([(color * alpha // 255).astype(np.uint8), pixels[..., 3:]], axis=-1)
