"""What is set of an artist's own models: which one generates, and what a new one is trained on."""

import bpy

from ..contract.categories import CATEGORIES
from ..contract.messages import SHIPPED_MODEL
from ..contract.training import MAX_PHOTOS
from . import personal_models
from .photo_properties import ANY

_items: list[tuple[str, str, str]] = []  # Blender keeps no copy of what an enum's function returns


def _models(settings: object, context: object) -> list[tuple[str, str, str]]:
    global _items
    found = [(name, name, "Trained on your own photos") for name in personal_models.names()]
    _items = [(SHIPPED_MODEL, "ArtML", "The model that comes with ArtML: fourteen categories"), *found]
    return _items


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
        min=1.0,
        soft_max=120.0,
        max=24.0 * 60.0,
        step=100,
        precision=0,
    )
