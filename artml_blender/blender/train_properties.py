"""What is set of an artist's own models: which one generates, and what a new one is trained on."""

import zlib

import bpy

from ..contract.categories import CATEGORIES
from ..contract.messages import SHIPPED_MODEL
from ..contract.training import MAX_MINUTES, MAX_PHOTOS, MIN_MINUTES
from . import personal_models
from .photo_properties import ANY

_items: list[tuple[str, str, str, int]] = []  # Blender keeps no copy of what an enum's function returns


def _models(settings: object, context: object) -> list[tuple[str, str, str, int]]:
    global _items
    found = [(name, name, "Trained on your own photos", _number(name)) for name in personal_models.names()]
    _items = [(SHIPPED_MODEL, "ArtML", "The model that comes with ArtML: fourteen categories", 0), *found]
    return _items


def _number(name: str) -> int:
    """What files keep of a choice; the same whichever other models there are."""
    return zlib.crc32(name.encode()) >> 1 or 1


class TrainSettings:
    """A mixin of the ArtML tab's settings."""

    model: bpy.props.EnumProperty(name="Model", description="What generates the material", items=_models)
    photos_folder: bpy.props.StringProperty(
        name="Photos",
        description=f"A folder with 1 to {MAX_PHOTOS} photos of one kind of surface, taken from straight ahead",
        subtype="DIR_PATH",
    )
    model_name: bpy.props.StringProperty(
        name="Name", description="What the new model is called; of one that is there, its training goes on", default=""
    )
    training_category: bpy.props.EnumProperty(
        name="Category",
        description="What the photos show",
        items=[(ANY, "Any", "Not said, or none of these"), *((name, label, "") for name, label in CATEGORIES.items())],
        default=ANY,
    )
    training_minutes: bpy.props.FloatProperty(
        name="Minutes",
        description="How long to train in all; pause when you like, it keeps the best so far",
        default=20.0,
        min=MIN_MINUTES,
        soft_max=120.0,
        max=MAX_MINUTES,
        step=100,
        precision=0,
    )
