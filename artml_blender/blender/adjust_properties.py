"""The sliders of a generated material, and what the Adjust panel sets beside them."""

from typing import Any

import bpy

from . import adjustments, live

ABOUT = {
    "hue": "Turns all colors; half a turn either way is the opposite color",
    "saturation": "0 is gray, 1 as it is",
    "brightness": "Towards black, or towards white",
    "contrast": "How far the colors lie from their mean",
    "roughness": "Towards a mirror, or towards matt",
    "relief": "How deep the surface is: in its normals, height and ambient occlusion",
    "wear": "Edges become pale and polished, hollows dirty",
    "regularity": "Takes away how large areas and whole blocks differ, so that less is seen to repeat",
    "grain": "How much of the scan's fine, random detail is laid over the material; 0 is smooth",
    "structure_depth": "How deeply the structure is carved into the relief",
}


def _slider(name: str) -> Any:
    """A slider of the material that the group belongs to."""
    least, most = adjustments.SLIDERS[name]

    def get(group: bpy.types.PropertyGroup) -> float:
        request = adjustments.wanted(group.id_data)
        return float(adjustments.DEFAULTS[name] if request is None else getattr(request, name))

    def put(group: bpy.types.PropertyGroup, value: float) -> None:
        live.adjust(group.id_data, {name: value})

    return bpy.props.FloatProperty(
        name=adjustments.label(name),
        description=ABOUT[name],
        default=adjustments.DEFAULTS[name],
        min=least,
        max=most,
        subtype="FACTOR",
        options=set(),  # not animatable: pictures for each frame are a batch
        get=get,
        set=put,
    )


class ARTML_PG_adjustments(bpy.types.PropertyGroup):
    """How a generated material is finished"""

    __annotations__ = {name: _slider(name) for name in adjustments.SLIDERS}


def _axis(name: str, default: str) -> Any:
    """Which slider follows the pointer that way."""
    return bpy.props.EnumProperty(
        name=name,
        description=f"Which adjustment the pointer changes {name.lower()}",
        items=[(each, adjustments.label(each), about) for each, about in ABOUT.items()],
        default=default,
    )


class DragSettings:
    """A mixin of the ArtML tab's settings."""

    drag_across: _axis("Sideways", "hue")
    drag_up: _axis("Up and Down", "brightness")


CLASSES = (ARTML_PG_adjustments,)


def attach() -> None:
    bpy.types.Material.artml = bpy.props.PointerProperty(type=ARTML_PG_adjustments)


def detach() -> None:
    del bpy.types.Material.artml
