"""The families' thumbnails, rendered from their defaults: what the panel and the asset browser show.

PYTHONPATH=. .venv/bin/python scripts/make_thumbnails.py            (or only those named)
"""

import argparse
import math
import tempfile
from pathlib import Path

import bpy
from PIL import Image, ImageDraw

from artml_blender.blender import studio
from artml_blender.blender.procedural import make_procedural
from artml_blender.blender.thumbnails import FOLDER
from artml_blender.families import FAMILIES
from artml_blender.families.family import Family
from artml_blender.families.material import MAPPING

RENDERED, SIDE, COLORS, SAMPLES = 256, 128, 128, 32
COLUMNS, CELL, LABEL, BACKGROUND = 9, 170, 22, "#303030"
RADIUS = 0.5  # metres of the sphere, in tiles of one metre


def render(family: Family, path: Path) -> None:
    """A sphere that a tile and a half goes around, before the studio's light."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = studio.make_studio("ArtML Thumbnail", (RENDERED, RENDERED), SAMPLES)
    scene.render.film_transparent = True
    scene.render.image_settings.color_mode = "RGBA"
    sphere = studio.add_sphere(scene, (0.0, 0.0, 0.0), RADIUS)
    sphere.rotation_euler[2] = math.pi / 2.0
    studio.add_camera(scene, (0.0, -3.0, 0.9), (0.0, 0.0, 0.0))
    scene.camera.data.lens = 98.0
    material = make_procedural(family, {}, [])
    material.node_tree.nodes[MAPPING].inputs["Scale"].default_value = (1.0, 1.0, 1.0)
    sphere.data.materials.append(material)
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True, scene=scene.name)


def shrink(source: Path, target: Path) -> None:
    """To the size of an icon, in few colours: a few kilobytes each."""
    picture = Image.open(source).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    picture.quantize(COLORS, method=Image.Quantize.FASTOCTREE).save(target, optimize=True)


def sheet(folder: Path, target: Path) -> None:
    """All families that were rendered into the folder, each over its name."""
    names = [name for name in FAMILIES if (folder / f"{name}.png").is_file()]
    page = Image.new("RGB", (COLUMNS * CELL, -(-len(names) // COLUMNS) * (CELL + LABEL)), BACKGROUND)
    draw = ImageDraw.Draw(page)
    for place, name in enumerate(names):
        x, y = place % COLUMNS * CELL, place // COLUMNS * (CELL + LABEL)
        picture = Image.open(folder / f"{name}.png").convert("RGBA").resize((CELL, CELL), Image.Resampling.LANCZOS)
        page.paste(picture, (x, y), picture)
        draw.text((x + CELL / 2, y + CELL + LABEL / 2), FAMILIES[name].label, anchor="mm", fill="#c8c8c8")
    page.save(target, quality=88, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--large", type=Path, help="keep the pictures as rendered in this folder, too")
    parser.add_argument("--sheet", type=Path, help="and set those of that folder out in one picture")
    arguments = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        large = arguments.large or Path(folder)
        large.mkdir(parents=True, exist_ok=True)
        for name in arguments.families:
            render(FAMILIES[name], large / f"{name}.png")
            shrink(large / f"{name}.png", FOLDER / f"{name}.png")
        if arguments.sheet:
            sheet(large, arguments.sheet)


if __name__ == "__main__":
    main()
