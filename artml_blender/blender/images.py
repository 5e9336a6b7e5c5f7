"""Maps as Blender images. Only this file knows Blender's row order and colour-space names."""

from pathlib import Path
from typing import Any

import bpy
import numpy as np

from ..contract.maps import MAPS

RECIPE_PROPERTY = "artml_recipe"


def make_image(name: str, map_name: str, array: np.ndarray[Any, Any], recipe: str) -> bpy.types.Image:
    """A packed image of one map: uint8 or uint16 [H, W, C], top row first; the recipe is a custom property.

    Maps of 16 bits become float images, so that height keeps its steps.
    """
    height, width, _ = array.shape
    image = bpy.data.images.new(name, width, height, alpha=False, float_buffer=MAPS[map_name].bits == 16)
    _set_color_space(image, map_name)
    pixels = np.ones((height, width, 4), np.float32)
    pixels[:, :, :3] = array[::-1] / np.float32(np.iinfo(array.dtype).max)  # one channel is spread over three
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    image.pack()
    image[RECIPE_PROPERTY] = recipe
    return image


def load_image(path: Path, name: str, map_name: str, recipe: str) -> bpy.types.Image:
    """A packed image of a map's file, as the engine wrote it; the recipe is a custom property."""
    image = bpy.data.images.load(str(path))
    image.name = name
    _set_color_space(image, map_name)
    image.pack()
    image[RECIPE_PROPERTY] = recipe
    return image


def _set_color_space(image: bpy.types.Image, map_name: str) -> None:
    image.colorspace_settings.name = "sRGB" if MAPS[map_name].is_color else "Non-Color"
