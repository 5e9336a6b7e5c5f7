"""Families of procedural materials: node groups with an artist's sliders, as plain values.

Blender builds them as node groups; the engine evaluates the same groups into maps.
"""

from importlib import import_module
from pkgutil import iter_modules

from . import kinds
from .family import Family


def _found() -> dict[str, Family]:
    """Every family in `kinds`, by name, in the order of catalogues and labels."""
    modules = (import_module(f"{kinds.__name__}.{module.name}") for module in iter_modules(kinds.__path__))
    families: list[Family] = sorted((module.FAMILY for module in modules), key=lambda item: (item.catalog, item.label))
    return {family.name: family for family in families}


FAMILIES = _found()
