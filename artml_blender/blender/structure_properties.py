"""What the Texture panel sets of a structure: where it is taken from, and how deeply it is carved."""

import bpy

from . import family_items

NONE, FAMILY, IMAGE, MATERIAL = "NONE", "FAMILY", "IMAGE", "MATERIAL"


class StructureSettings:
    """A mixin of the ArtML tab's settings."""

    structure: bpy.props.EnumProperty(
        name="Structure",
        description="What lays out where the material stands high and where its joints are",
        items=[
            (NONE, "None", "The material lies as it comes"),
            (FAMILY, "Family", "The layout of a procedural material: bricks, cobbles, planks and the like"),
            (IMAGE, "Image", "A gray picture: white is high, black the joints. It need not tile"),
            (MATERIAL, "Active Material", "The height map of the active object's material, as ArtML made or baked it"),
        ],
        default=NONE,
    )
    structure_family: bpy.props.EnumProperty(
        name="Family",
        description="Which procedural material lays it out",
        items=family_items.structures,
        default=family_items.number("brick_wall"),
    )
    structure_image: bpy.props.PointerProperty(
        name="Image",
        description="White is high, black the joints; a file, packed, painted, or of floats",
        type=bpy.types.Image,
    )
    structure_depth: bpy.props.FloatProperty(
        name="Depth",
        description="How deeply the structure is carved into the relief; 0 leaves the material's own",
        default=0.5,
        min=0.0,
        max=1.0,
        subtype="FACTOR",
    )
