"""What the Mix panel sets: the second material, and where it shows."""

import bpy

from ..families.layers import MASKS
from .mix_materials import BY_NODES, IMAGE, MORPH, PAINTED, is_plain


class MixSettings:
    """A mixin of the ArtML tab's settings."""

    mix_material: bpy.props.PointerProperty(
        name="Over It",
        description="The material that comes over the active one; one that ArtML made of pictures",
        type=bpy.types.Material,
        poll=lambda settings, material: is_plain(material),
    )
    mix_mask: bpy.props.EnumProperty(
        name="Mask",
        description="Where the second material shows",
        items=[
            (MORPH, "Morph", "Everywhere: the slider Amount leads from one to the other, high parts first"),
            (PAINTED, "Painted", "Where you paint white in Vertex Paint mode"),
            (IMAGE, "Image", "Where an image is white, by the object's UV map"),
            *[(name, MASKS[name].label, MASKS[name].about) for name in BY_NODES],
        ],
        default=MORPH,
    )
    mix_image: bpy.props.PointerProperty(
        name="Image", description="White is the second material, black the first", type=bpy.types.Image
    )
