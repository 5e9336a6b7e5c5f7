"""The procedural families as choices with pictures: all of them, and those that structures are taken from."""

import zlib
from collections.abc import Iterable

import bpy

from ..families import FAMILIES
from . import thumbnails

# Those of which the engine has structures (`models/weights/structures.json`)
STRUCTURES = (
    "bark",
    "brick_wall",
    "ceramic_tiles",
    "cobbles",
    "corrugated",
    "diamond_plate",
    "gravel",
    "hexagon_tiles",
    "knit",
    "lava",
    "metal_panels",
    "mud_cracks",
    "parquet",
    "paving_slabs",
    "pebbles",
    "planks",
    "roof_tiles",
    "sand_ripples",
    "scales",
    "shingles",
    "stone_blocks",
    "stone_wall",
)

FamilyItem = tuple[str, str, str, int, int]
_items: dict[str, list[FamilyItem]] = {}  # the same lists each time, since Blender reads their texts later


def families(settings: bpy.types.PropertyGroup, context: bpy.types.Context | None) -> list[FamilyItem]:
    """Every family, in the order of catalogues and labels."""
    return _listed("families", FAMILIES)


def structures(settings: bpy.types.PropertyGroup, context: bpy.types.Context | None) -> list[FamilyItem]:
    """The families in STRUCTURES, in the same order."""
    return _listed("structures", (name for name in FAMILIES if name in STRUCTURES))


def number(name: str) -> int:
    """A family's own, which stays when families are added: it is what files hold."""
    return zlib.crc32(name.encode()) >> 1


def forget() -> None:
    """The lists, as their pictures go."""
    _items.clear()


def _listed(which: str, names: Iterable[str]) -> list[FamilyItem]:
    if which not in _items:
        found = (FAMILIES[name] for name in names)
        _items[which] = [
            (family.name, family.label, family.about, thumbnails.icon(family.name), number(family.name))
            for family in found
        ]
    return _items[which]
