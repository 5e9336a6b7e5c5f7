"""The pictures of a live material, changed in place."""

import json
from collections.abc import Mapping
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
        if image is not None and node.label in MAPS and _recipe(image) == _recipe(material):
            found[node.label] = image
    return found


def show_preview(material: bpy.types.Material, maps: Mapping[str, np.ndarray[Any, Any]]) -> None:
    """Show maps as integers [H, W, C] until `show_final`. Pictures that other materials show, too, are copied first."""
    _make_own(material)
    for name, image in own_images(material).items():
        height, width = maps[name].shape[:2]
        if tuple(image.size) != (width, height):
            image.scale(width, height)
        values = np.ones((height, width, 4), np.float32)
        values[..., :3] = maps[name][::-1] * np.float32(1.0 / np.iinfo(maps[name].dtype).max)
        image.pixels.foreach_set(values.ravel())
        image.update()


def show_final(material: bpy.types.Material, result: Finished) -> list[bpy.types.Image]:
    """Make them the pictures of a result, which is the material's from now on; returns those to `unload` then."""
    _make_own(material)
    images, recipe = own_images(material), json.dumps(result.recipe)
    for name, image in images.items():
        png = result.maps[name]
        image.pack(data=png, data_len=len(png))
        image[RECIPE_PROPERTY] = recipe
    material[RECIPE_PROPERTY] = recipe
    return list(images.values())


def unload(image: bpy.types.Image) -> None:
    """Give up what is loaded, so that the packed picture is shown."""
    image.buffers_free()
    image.update_tag()


def _make_own(material: bpy.types.Material) -> None:
    """Give the material copies of those pictures that others use, too."""
    images = own_images(material)
    users = bpy.data.user_map(subset=images.values())
    shared = {image for image in images.values() if users[image] - {material, material.node_tree}}
    for node in material.node_tree.nodes:
        if node.bl_idname == "ShaderNodeTexImage" and node.image in shared:
            node.image = node.image.copy()


def _recipe(data_block: bpy.types.ID) -> str | None:
    return data_block.get(RECIPE_PROPERTY)
