"""What a batch is to make: the recipes of a file, or the materials of a .blend."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import bpy

from ..contract.errors import RequestError
from ..contract.messages import BakeGraph, GenerateTexture, Request
from ..contract.photos import PhotoRequest
from ..contract.recipes import recipe_from_text, to_recipe
from .bake_request import has_surface, make_bake_request

LONGEST_LABEL = 80  # letters: with the hash behind it, a name that any file system takes


@dataclass
class Entry:
    """One recipe of the batch, and how it went: `error` is empty when its folder is complete."""

    kind: str  # what `name` is: "line" or "material"
    name: int | str  # the line of the recipe in its file, or the material's name
    request: Request | None
    folder: str
    error: str
    skipped: bool = False


def read_recipes(path: Path) -> list[Entry]:
    """One entry per line that is not empty; a line that is no recipe becomes an entry with an error."""
    entries = []
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            request = recipe_from_text(line, path.parent)
        except RequestError as error:
            entries.append(Entry("line", number, None, "", str(error)))
            continue
        entries.append(Entry("line", number, request, _folder_name(request), ""))
    return entries


def read_materials(path: Path, side: int) -> list[Entry]:
    """Open the .blend (its scripts do not run); one entry per material, with an error if it cannot be baked."""
    _open(path)
    entries = []
    for material in filter(has_surface, bpy.data.materials):
        users = [target for target in bpy.data.objects if _shows(target, material)]
        try:
            request = make_bake_request(material, users, (side, side))
        except RequestError as error:
            entries.append(Entry("material", material.name_full, None, "", str(error)))
            continue
        entries.append(Entry("material", material.name_full, request, _folder_name(request), ""))
    if not entries:
        raise RequestError(f"{path} holds no material to bake; Blender does not save those that nothing uses.")
    return entries


def _open(path: Path) -> None:
    if not path.is_file():
        raise RequestError(f"There is no file {path}.")
    try:
        bpy.ops.wm.open_mainfile(filepath=str(path.absolute()), load_ui=False, use_scripts=False)
    except RuntimeError:  # Blender prints its own reason
        raise RequestError(f"{path} cannot be opened: it is damaged, no .blend file, or a newer Blender's.") from None


def _shows(target: bpy.types.Object, material: bpy.types.Material) -> bool:
    return any(slot.material == material for slot in target.material_slots)


def _folder_name(request: Request) -> str:
    """Readable, and another for every other request, or when a picture has been changed."""
    recipe = json.dumps(to_recipe(request), sort_keys=True)
    recipe += " ".join(str(path.stat().st_mtime_ns) for path in _pictures(request) if os.path.isfile(path))
    return f"{bpy.path.clean_name(request.label)[:LONGEST_LABEL]}_{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"


def _pictures(request: Request) -> list[Path]:
    """The files besides the recipe on which the result depends."""
    if isinstance(request, BakeGraph):
        return [Path(image.path) for _, image in sorted(request.graph.images.items())]
    if isinstance(request, GenerateTexture):
        return [Path(request.structure)]
    return [Path(request.photo)] if isinstance(request, PhotoRequest) else []
