"""The pictures of a live material, changed in place."""

import functools
import json
from typing import Any

import bpy
import numpy as np

from ..contract.maps import MAPS
from ..contract.messages import Finished
from .images import RECIPE_PROPERTY


def own_images(material: bpy.types.Material) -> dict[str, bpy.types.Image]:
    """The material's pictures by the maps they show: those that its own recipe made."""
    found = {}
    for node in material.node_tree.nodes if material.node_tree else ():
        image = node.image if node.bl_idname == "ShaderNodeTexImage" else None
        if image is not None and node.label in MAPS and recipe_of(image) == recipe_of(material):
            found[node.label] = image
    return found


def show_map(image: bpy.types.Image, array: np.ndarray[Any, Any]) -> None:
    """Show a map as integers [H, W, C] in a picture, until that is unloaded."""
    height, width, channels = array.shape
    if tuple(image.size) != (width, height):
        image.scale(width, height)
    values = _opaque(height, width)
    for channel in range(3):  # one at a time is four times as quick
        given = array[::-1, :, channel % channels]
        np.multiply(given, np.float32(1.0 / np.iinfo(array.dtype).max), out=values[..., channel])
    image.pixels.foreach_set(values.ravel())
    image.update()


@functools.lru_cache(maxsize=1)
def _opaque(height: int, width: int) -> np.ndarray[Any, Any]:
    """Values to fill in before they are handed to Blender; memory that is new takes as long as all the rest."""
    return np.ones((height, width, 4), np.float32)


def show_final(material: bpy.types.Material, result: Finished) -> None:
    """Make them the pictures of a result, which is the material's from now on; once they are unloaded they show it."""
    recipe = json.dumps(result.recipe)
    for name, image in own_images(material).items():
        png = result.maps[name]
        image.pack(data=png, data_len=len(png))
        image[RECIPE_PROPERTY] = recipe
    material[RECIPE_PROPERTY] = recipe


def unload(image: bpy.types.Image) -> None:
    """Give up what is loaded, so that the packed picture is shown."""
    image.buffers_free()
    image.update_tag()


def make_own(material: bpy.types.Material) -> None:
    """Give the material copies of those of its pictures that others show, too, or that are of another file."""
    images = own_images(material).values()
    users = bpy.data.user_map(subset=images)
    copies = {
        image: image.copy()
        for image in set(images)
        if users[image] - {material, material.node_tree} or image.library or image.override_library
    }
    for node in material.node_tree.nodes:
        if node.bl_idname == "ShaderNodeTexImage" and node.image in copies:
            node.image = copies[node.image]


def recipe_of(data_block: bpy.types.ID) -> str | None:
    """What made it, if ArtML did."""
    return data_block.get(RECIPE_PROPERTY)
