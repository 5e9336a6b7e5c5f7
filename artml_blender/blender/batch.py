"""A headless batch: recipes, or the materials of a .blend, in; maps, previews, assets and a manifest out; resumable."""

import argparse
import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy

from ..client.errors import EngineError
from ..contract.errors import RequestError
from ..contract.messages import (
    BakeGraph,
    Failed,
    Finished,
    GenerateTexture,
    Progress,
    Request,
    SampleFamily,
)
from ..contract.photos import PhotoRequest, photo_name
from ..families import FAMILIES
from . import session, studio
from .batch_entries import Entry, read_materials, read_recipes
from .images import set_asset_preview
from .materials import TILE_SIZE, Placement, make_material, place_baked, read_result, tile_size_of

TIMEOUT = 3600.0  # seconds for one recipe
PREVIEW_SIZE, PREVIEW_SAMPLES = 256, 24
PREVIEW, BLEND, MANIFEST = "preview.png", "materials.blend", "manifest.json"


def main(arguments: list[str]) -> int:
    """The command line after `--`; the exit status is 1 when any recipe failed."""
    parser = argparse.ArgumentParser(prog="batch.py", description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--recipes", type=Path, help="a JSONL file: one recipe a line")
    source.add_argument("--bake", type=Path, metavar="BLEND", help="a .blend file: every material in it is baked")
    parser.add_argument("--size", type=int, default=1024, help="width and height of baked maps (default 1024)")
    parser.add_argument("--output", type=Path, required=True, help="folder for everything that is made")
    parser.add_argument("--engine-python", default="", help="the Python that has PyTorch")
    parser.add_argument("--device", default="", help="auto, cpu, cuda or mps")
    options = parser.parse_args(arguments)
    try:
        entries = read_recipes(options.recipes) if options.recipes else read_materials(options.bake, options.size)
        options.output.mkdir(parents=True, exist_ok=True)
        for position, entry in enumerate(entries, start=1):
            run_entry(entry, options.output, options.engine_python, options.device, _reporter(position, len(entries)))
        write_blend(entries, options.output)
        write_manifest(entries, options.output)
    except KeyboardInterrupt:
        print("The batch was stopped; the same command goes on with it.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The batch stopped: {error.filename or options.output}: {error.strerror or error}.", file=sys.stderr)
        return 1
    except RequestError as error:
        print(f"The batch stopped: {error}", file=sys.stderr)
        return 1
    finally:
        session.close()
    failed, kind = [entry for entry in entries if entry.error], "recipes" if options.recipes else "materials"
    print(f"{len(entries) - len(failed)} of {len(entries)} {kind} are complete in {options.output}")
    return 1 if failed else 0


def run_entry(
    entry: Entry, output: Path, python: str, device: str, report: Callable[[Entry, float, str], None]
) -> None:
    """Make the entry's folder complete. No file is ever half-written, so what is there need not be made again."""
    folder = output / entry.folder
    if entry.request is None:
        report(entry, 1.0, f"failed: {entry.error}")
        return
    if _has_maps(folder) and (folder / PREVIEW).exists():
        entry.skipped = True
        report(entry, 1.0, "is there already")
        return
    if not _has_maps(folder):
        entry.error = _generate(entry, folder, python, device, report)
    if not entry.error:
        report(entry, 0.9, "Rendering the preview")
        try:
            _render_preview(folder)
        except (OSError, RuntimeError) as error:  # RuntimeError: Blender could not render or write
            entry.error = f"The preview could not be made: {error}."
    report(entry, 1.0, f"failed: {entry.error}" if entry.error else "done")


def _has_maps(folder: Path) -> bool:
    """Every map is there, and recipe and report can be read."""
    try:
        return "seconds" in read_result(folder).report
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _generate(entry: Entry, folder: Path, python: str, device: str, report: Callable[[Entry, float, str], None]) -> str:
    """Have the engine write the maps; returns an error's sentence, or nothing."""
    try:
        for event in session.submit(entry.request, folder, python, device).wait(TIMEOUT):
            match event:
                case Progress(fraction, text):
                    report(entry, 0.9 * fraction, text)
                case Failed(text):
                    return text
                case Finished():
                    return ""
    except TimeoutError as error:
        session.close()  # else it would go on, and hold the others up
        return str(error)
    except (EngineError, RequestError, OSError) as error:
        return str(error)
    return "The job was cancelled."


def _render_preview(folder: Path) -> None:
    """A sphere of one metre with the material, seen against the studio."""
    scene = studio.make_studio("ArtML Preview", (PREVIEW_SIZE, PREVIEW_SIZE), PREVIEW_SAMPLES)
    studio.add_camera(scene, (0.0, -3.0, 0.9), (0.0, 0.0, 0.0))
    material = _make_asset(folder)
    sphere = studio.add_sphere(scene, (0.0, 0.0, 0.0), 0.5)
    sphere.rotation_euler[2] = math.pi / 2.0  # the middle of a tile faces the camera, not where two meet
    sphere.data.materials.append(material)
    try:
        studio.render(scene, folder / PREVIEW, json.loads((folder / "recipe.json").read_text()))
    finally:
        studio.remove(scene)
        _remove_material(material)


def _make_asset(folder: Path) -> bpy.types.Material:
    """The folder's material: a texture as on a surface of one metre per UV unit, a baked tile once per UV square."""
    result = read_result(folder)
    if result.recipe["task"] == BakeGraph.task:
        return make_material(result, place_baked(result.recipe, ()))
    return make_material(result, Placement(tile_size_of(result.recipe, TILE_SIZE), False, metres_per_uv=1.0))


def _remove_material(material: bpy.types.Material) -> None:
    images = [node.image for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"]
    bpy.data.materials.remove(material)
    for image in images:
        bpy.data.images.remove(image)


def write_blend(entries: list[Entry], output: Path) -> None:
    """Every complete entry's material, marked as an asset, in one file."""
    materials = []
    complete = {entry.folder: entry for entry in entries if not entry.error}  # a recipe may stand there twice
    for entry in complete.values():
        material = _make_asset(output / entry.folder)
        material.asset_mark()
        _describe(material.asset_data, entry.request)
        set_asset_preview(material, output / entry.folder / PREVIEW)
        materials.append(material)
    if not materials:
        return  # Blender 4.2 aborts at exit after writing nothing
    part = output / f".{BLEND}.part"
    bpy.data.libraries.write(str(part), set(materials), fake_user=True)
    part.replace(output / BLEND)
    for material in materials:
        _remove_material(material)


def _describe(asset: bpy.types.AssetMetaData, request: Request) -> None:
    if isinstance(request, GenerateTexture):
        asset.description = f"Made by ArtML: {request.category}, seed {request.seed}"
        asset.tags.new(request.category)
    elif isinstance(request, SampleFamily):
        asset.description = f"Made by ArtML: {request.family}, seed {request.seed}"
        for tag in FAMILIES[request.family].tags:
            asset.tags.new(tag, skip_if_exists=True)
    elif isinstance(request, PhotoRequest):
        asset.description = f"Made by ArtML from the photo {photo_name(request.photo)}"
        asset.tags.new(request.category or "photo")
    else:
        asset.description = f"Baked by ArtML from the material {request.graph.name}"
        asset.tags.new("baked")


def write_manifest(entries: list[Entry], output: Path) -> None:
    """What the batch holds, for other programs."""
    rows: list[dict[str, Any]] = []
    for entry in entries:
        row: dict[str, Any] = {entry.kind: entry.name, "status": "failed" if entry.error else "complete"}
        if entry.error:
            row["error"] = entry.error
        else:
            row |= {"folder": entry.folder, "preview": f"{entry.folder}/{PREVIEW}", "was_there": entry.skipped}
            row["recipe"] = json.loads((output / entry.folder / "recipe.json").read_text())
        rows.append(row)
    part = output / f".{MANIFEST}.part"
    blend = BLEND if (output / BLEND).exists() else None
    part.write_text(json.dumps({"blend": blend, "recipes": rows}, indent=2) + "\n")
    os.replace(part, output / MANIFEST)


def _reporter(position: int, count: int) -> Callable[[Entry, float, str], None]:
    """A progress bar on a terminal; one line per recipe elsewhere."""

    def report(entry: Entry, fraction: float, text: str) -> None:
        label = f"[{position}/{count}] {entry.folder or f'{entry.kind} {entry.name}'}"
        if sys.stdout.isatty():
            bar = "█" * round(fraction * 20)
            print(f"\r\033[K{label} |{bar:<20}| {text}", end="\n" if fraction == 1.0 else "", flush=True)
        elif fraction == 1.0:
            print(f"{label} {text}", flush=True)

    return report
