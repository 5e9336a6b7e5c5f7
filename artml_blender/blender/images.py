"""Maps as packed Blender images. Only this file knows Blender's colour-space names."""

import bpy

from ..contract.maps import MAPS

RECIPE_PROPERTY = "artml_recipe"


def pack_image(name: str, map_name: str, png: bytes, recipe: str) -> bpy.types.Image:
    """A packed image of one map's PNG; the recipe is a custom property.

    Blender decodes it when it is first used, so even large maps do not hold the interface up (packing pixels took half
    a second for each map of 2048 x 2048). A PNG of 16 bits becomes a float image, so height keeps its steps.
    """
    image = bpy.data.images.new(name, 8, 8)
    image.file_format = "PNG"
    image.pack(data=png, data_len=len(png))
    image.source = "FILE"
    image.colorspace_settings.name = "sRGB" if MAPS[map_name].is_color else "Non-Color"
    image[RECIPE_PROPERTY] = recipe
    return image
