"""Every procedural family as an asset: materials and node groups in one file, in catalogues, with tags and pictures.

Run by Blender in the background, beside the artist's own: blender -b --factory-startup -P asset_library.py -- FOLDER
"""

import json
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

import bpy

if not __package__:  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    __package__ = f"{Path(__file__).resolve().parents[1].name}.blender"

from ..families import FAMILIES
from ..families.family import Family
from ..setup.places import home
from .images import set_asset_preview
from .procedural import family_nodes, make_procedural
from .thumbnails import FOLDER

LIBRARY, FILE, CATALOGUES = "ArtML", "artml_families.blend", "blender_assets.cats.txt"
NAMESPACE = uuid.UUID("9f0c1a52-3c0e-4d0b-8a7e-0d5a5f1f7c11")  # ours: a catalogue's number comes from its name


def library_folder() -> Path:
    """One for each version of Blender: an older one cannot open a newer one's files."""
    return home() / "assets" / f"blender-{bpy.app.version[0]}.{bpy.app.version[1]}"


def command(folder: Path) -> list[str]:
    """What writes the library into that folder, without this Blender's file being touched."""
    if bpy.app.binary_path:
        return [bpy.app.binary_path, "-b", "--factory-startup", "-P", str(Path(__file__).resolve()), "--", str(folder)]
    return [sys.executable, str(Path(__file__).resolve()), "--", str(folder)]


def register_library(folder: Path) -> None:
    """Show the folder in the asset browser, under ArtML; where it was before, if it is there already."""
    libraries = bpy.context.preferences.filepaths.asset_libraries
    if all(Path(library.path) != folder for library in libraries):
        libraries.new(name=LIBRARY, directory=str(folder))


def write_library(folder: Path, progress: Callable[[float, str], None]) -> int:
    """Write the library; its file takes its name when it is whole. Returns how many families there are."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_catalogues(folder)
    assets: set[bpy.types.ID] = set()
    for done, family in enumerate(FAMILIES.values()):
        progress(done / len(FAMILIES), family.label)
        material = make_procedural(family, {}, [])
        group = next(family_nodes(material)).node_tree
        for asset in (material, group):
            _mark(asset, family)
            assets.add(asset)
    part = folder / f".{FILE}.part"
    bpy.data.libraries.write(str(part), assets, fake_user=True, compress=True)
    part.replace(folder / FILE)
    return len(FAMILIES)


def _mark(asset: bpy.types.ID, family: Family) -> None:
    asset.asset_mark()
    data = asset.asset_data
    data.description, data.author, data.license = family.about, "ArtML", "CC0"
    data.catalog_id = _catalogue_id(family.catalog)
    for tag in ("procedural", *family.tags):
        data.tags.new(tag, skip_if_exists=True)
    if (picture := FOLDER / f"{family.name}.png").is_file():
        set_asset_preview(asset, picture)


def _write_catalogues(folder: Path) -> None:
    """Ours, after those that the artist made there.

    Source: Blender's manual, "Asset Catalogs", the format of version 1.
    """
    names = sorted({family.catalog for family in FAMILIES.values()})
    ours = {_catalogue_id(name): f"{LIBRARY}/{name}:{LIBRARY}-{name}" for name in names}
    path = folder / CATALOGUES
    before = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ["VERSION 1", ""]
    kept = [line for line in before if line.split(":")[0] not in ours]
    part = path.with_name(f".{path.name}.part")
    part.write_text("\n".join([*kept, *(":".join(item) for item in ours.items())]) + "\n", encoding="utf-8")
    part.replace(path)


def _catalogue_id(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name))


def _say(fraction: float, text: str) -> None:
    print(json.dumps({"fraction": fraction, "text": text}), flush=True)


if __name__ == "__main__":
    bpy.ops.wm.read_factory_settings(use_empty=True)
    try:
        print(json.dumps({"families": write_library(Path(sys.argv[-1]), _say)}), flush=True)
    except (OSError, RuntimeError) as error:
        print(json.dumps({"error": f"The library cannot be written to {sys.argv[-1]}: {error}"}), flush=True)
