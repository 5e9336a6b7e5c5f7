"""What the Photo panels set: how a photo is prepared, and what is made of it."""

import bpy

from ..contract.categories import CATEGORIES
from ..contract.checks import MAX_PHOTO_SIZE, MIN_SIZE
from ..contract.photos import BRIGHTEST_GREY, DARKEST_GREY, MAX_EXPOSURE, MODES
from .photo_corners import WHOLE_PHOTO

ANY = "ANY"  # Blender's enums know no empty name
ABOUT_MODES = {
    "auto": "Choose by what the photo shows; the report says what was chosen",
    "synthesis": "Lay pieces of the photo anew, in another way for each seed: for most surfaces",
    "min_cut": "Keep the photo, and cut it where its edges fit each other best: for photos that nearly tile",
    "blend": "Mix places of the photo so that its colors stay: for what has no structure, as sand or plaster",
}


class PhotoSettings:
    """A mixin of the ArtML tab's settings."""

    photo: bpy.props.StringProperty(
        name="Photo",
        description="A picture of the material, taken from straight ahead in even light",
        subtype="FILE_PATH",
    )
    photo_category: bpy.props.EnumProperty(
        name="Category",
        description="What the photo shows",
        items=[(ANY, "Any", "Not said, or none of these"), *((name, label, "") for name, label in CATEGORIES.items())],
        default=ANY,
    )
    even_light: bpy.props.FloatProperty(
        name="Even Light",
        description="How much of the light's fall-off across the photo to take out: a vignette, a window at one side",
        default=1.0,
        min=0.0,
        max=1.0,
        subtype="FACTOR",
    )
    photo_gray: bpy.props.FloatVectorProperty(
        name="Gray",
        description="White balance: pick with the eyedropper something in the photo that is gray, and the colors are"
        " balanced so that it is. White leaves them as they are",
        size=3,
        subtype="COLOR",
        default=(1.0, 1.0, 1.0),
        min=DARKEST_GREY,
        max=BRIGHTEST_GREY,
        soft_max=1.0,
    )
    photo_exposure: bpy.props.FloatProperty(
        name="Exposure",
        description="How many stops to brighten the photo by",
        default=0.0,
        min=-MAX_EXPOSURE,
        max=MAX_EXPOSURE,
        soft_min=-3.0,
        soft_max=3.0,
        step=10,
        precision=2,
    )
    use_photo_corners: bpy.props.BoolProperty(
        name="Corners",
        description="Use the part of the photo within the marked corners, straightened; else the whole photo",
        default=False,
    )
    photo_corners: bpy.props.FloatVectorProperty(
        name="Corners",
        description="Top left, top right, bottom right and bottom left corner of a rectangle of the surface, from the"
        " photo's top left (0, 0) to its bottom right (1, 1)",
        size=8,
        default=WHOLE_PHOTO,
        min=0.0,
        max=1.0,
    )
    photo_mode: bpy.props.EnumProperty(
        name="Mode",
        description="How the photo is made to tile",
        items=[(name, label, ABOUT_MODES[name]) for name, label in MODES.items()],
        default="auto",
    )
    photo_tiles: bpy.props.BoolProperty(
        name="Tiles Already",
        description="The photo tiles without seams, and its maps shall, too",
        default=False,
    )
    photo_largest: bpy.props.IntProperty(
        name="Largest Side",
        description="How many pixels the maps' longer side has at most; smaller photos keep their size",
        default=1024,
        min=MIN_SIZE,
        max=MAX_PHOTO_SIZE,
        subtype="PIXEL",
        step=128,
    )
