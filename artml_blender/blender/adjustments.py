"""The adjustments of a generated material: its sliders, and what they ask the engine for.

The sliders' values are a custom property of the material, so undo and files keep them; where it has none yet they are
those of its recipe.
"""

import dataclasses
import functools
import math
from collections.abc import Mapping

import bpy

from ..contract.adjustments import RANGES
from ..contract.errors import RequestError
from ..contract.messages import GenerateTexture
from ..contract.recipes import recipe_from_text
from .images import RECIPE_PROPERTY

VALUES_PROPERTY = "artml_adjustments"
DIGITS = 6  # of what is set, which Blender keeps as 32-bit floats
SLIDERS = {**RANGES, "grain": (0.0, 1.0), "structure_depth": (0.0, 1.0)}
DEFAULTS = {field.name: float(field.default) for field in dataclasses.fields(GenerateTexture) if field.name in SLIDERS}
LABELS = {"structure_depth": "Depth"}


def made_by(material: bpy.types.Material | None) -> GenerateTexture | None:
    """What the material's pictures were made by, if they were generated and it can be adjusted."""
    if material is None or RECIPE_PROPERTY not in material:
        return None
    return _generated(str(material[RECIPE_PROPERTY]))


def is_adjustable(material: bpy.types.Material | None) -> bool:
    """Whether it was generated and can be changed: it is of this file, and no override of another's."""
    return made_by(material) is not None and material.library is None and material.override_library is None


def wanted(material: bpy.types.Material) -> GenerateTexture | None:
    """What its pictures should be made by, as its sliders stand."""
    request = made_by(material)
    if request is None or VALUES_PROPERTY not in material:
        return request
    values = {name: _within(name, value) for name, value in material[VALUES_PROPERTY].items() if name in SLIDERS}
    return dataclasses.replace(request, **values)


def write_values(material: bpy.types.Material, values: Mapping[str, float]) -> None:
    """Put sliders there; `live.adjust` lets the pictures follow."""
    before = dict(material[VALUES_PROPERTY]) if VALUES_PROPERTY in material else {}
    material[VALUES_PROPERTY] = {**before, **{name: round(value, DIGITS) for name, value in values.items()}}


def label(name: str) -> str:
    return LABELS.get(name, name.capitalize())


def _within(name: str, value: object) -> float:
    """Whatever a script has put there."""
    least, most = SLIDERS[name]
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return min(max(float(value), least), most) if is_number else DEFAULTS[name]


@functools.lru_cache(maxsize=64)
def _generated(recipe: str) -> GenerateTexture | None:
    """The request of a recipe's text; panels ask for it each time they are drawn."""
    try:
        request = recipe_from_text(recipe)
    except RequestError:  # of a newer version, or changed by hand
        return None
    return request if isinstance(request, GenerateTexture) else None
