"""What to ask the engine for to make a material of a photo, as the Photo panels are set."""

from typing import Any

import bpy

from ..contract.photos import PhotoToMaterial, TilePhoto
from .photo_corners import DIGITS
from .photo_properties import ANY


def tile_request(settings: bpy.types.PropertyGroup, photo: str) -> TilePhoto:
    """A tile of the photo at this path. Raises RequestError."""
    return TilePhoto(
        photo,
        **_preparation(settings),
        seed=settings.seed,
        size=(settings.size[0], settings.size[1]),
        mode=settings.photo_mode,
    )


def material_request(settings: bpy.types.PropertyGroup, photo: str) -> PhotoToMaterial:
    """The material that the photo at this path shows, as it lies. Raises RequestError."""
    return PhotoToMaterial(
        photo, **_preparation(settings), tileable=settings.photo_tiles, largest=settings.photo_largest
    )


def _preparation(settings: bpy.types.PropertyGroup) -> dict[str, Any]:
    return {
        "category": "" if settings.photo_category == ANY else settings.photo_category,
        "corners": _rounded(settings.photo_corners) if settings.use_photo_corners else (),
        "gray": _rounded(settings.photo_gray),
        "exposure": round(settings.photo_exposure, DIGITS),
        "even_light": round(settings.even_light, DIGITS),
    }


def _rounded(values: bpy.types.bpy_prop_array) -> tuple[float, ...]:
    return tuple(round(value, DIGITS) for value in values)
