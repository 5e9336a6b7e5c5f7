"""Maps as packed Blender images. Only this file knows Blender's colour-space names."""

from pathlib import Path

import bpy
import numpy as np

from ..contract.maps import MAPS

RECIPE_PROPERTY = "artml_recipe"
SRGB = "sRGB"
UNCHANGED = "Non-Color"  # Blender's colour space of values that are not colours
LINEAR = "Linear Rec.709"  # and of colours as Blender computes with them


def pack_image(name: str, map_name: str, png: bytes, recipe: str) -> bpy.types.Image:
    """A packed image of one map's PNG; the recipe is a custom property.

    Blender decodes it when it is first used, so even large maps do not hold the interface up (packing pixels took half
    a second for each map of 2048 x 2048). A PNG of 16 bits becomes a float image, so height keeps its steps.
    """
    image = bpy.data.images.new(name, 8, 8)
    image.file_format = "PNG"
    image.pack(data=png, data_len=len(png))
    image.source = "FILE"
    image.colorspace_settings.name = SRGB if MAPS[map_name].is_color else UNCHANGED
    image[RECIPE_PROPERTY] = recipe
    return image


def read_pixels(image: bpy.types.Image) -> np.ndarray:
    """Its values as Blender holds them, [H, W, 4], top row first; empty where Blender cannot open the picture."""
    width, height = image.size
    if not width * height * image.channels:
        return np.empty((0, 0, 4), np.float32)
    values = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(values)
    values = values.reshape(height, width, -1)[::-1]
    if image.channels == 4:
        return values
    opaque = np.ones((height, width, 4), np.float32)
    opaque[..., :3] = values[..., :3] if image.channels == 3 else values[..., :1]
    return opaque


def pack_values(name: str, values: np.ndarray) -> bpy.types.Image:
    """A packed float image of values [H, W, 4], top row first, that no colour space changes."""
    height, width = values.shape[:2]
    image = bpy.data.images.new(name, width, height, alpha=True, float_buffer=True)
    image.colorspace_settings.name = UNCHANGED
    image.pixels.foreach_set(np.ascontiguousarray(values[::-1], np.float32).ravel())
    image.pack()
    return image


def set_asset_preview(asset: bpy.types.ID, path: Path) -> None:
    """Show a picture of its own for an asset in the asset browser."""
    picture = bpy.data.images.load(str(path))
    pixels = np.empty(len(picture.pixels), np.float32)
    picture.pixels.foreach_get(pixels)
    preview = asset.preview_ensure()
    preview.image_size = tuple(picture.size)
    preview.image_pixels_float.foreach_set(pixels)
    bpy.data.images.remove(picture)
