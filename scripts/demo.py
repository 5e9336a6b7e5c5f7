"""The whole way of an artist, without a window: build the zip, install it into Blender, make six materials, render.

make demo            (or: .venv/bin/python scripts/demo.py --output build/demo)
"""

import argparse
import atexit
import importlib
import json
import os
import shutil
import tempfile
from pathlib import Path

MODULE = "bl_ext.user_default.artml_blender"
# Category, seed and structure, chosen by eye; see docs/textures.md
MATERIALS = (
    ("stone-rock", 3, "stone_wall"),
    ("marble-onyx", 5, "hexagon_tiles"),
    ("nature", 5, "cobbles"),
    ("brick", 9, ""),
    ("metal", 12, ""),
    ("wood", 5, "planks"),
)
SPACING = 1.15  # metres between the spheres


def install(archive: Path) -> None:
    """Into a home folder of its own, so that the user's own Blender set-up is neither used nor changed."""
    home = tempfile.mkdtemp(prefix="artml-demo-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["BLENDER_USER_RESOURCES"] = home
    os.environ["ARTML_HOME"] = home  # so that it shows what a first user gets
    import bpy

    bpy.ops.extensions.package_install_files(filepath=str(archive), repo="user_default", enable_on_install=True)
    print(f"Installed {archive.name} into Blender {bpy.app.version_string}", flush=True)


def make_scene():
    """Six spheres in two rows, each with a material of its own made by the Generate operator."""
    import bpy

    studio = importlib.import_module(f"{MODULE}.blender.studio")
    scene = studio.make_studio("ArtML Demo", (1080, 620), samples=32)
    bpy.context.window.scene = scene
    settings = scene.artml
    settings.size, settings.tile_size = (512, 512), 0.8
    for position, (category, seed, structure) in enumerate(MATERIALS):
        x, row = (position % 3 - 1) * SPACING, position // 3
        ball = studio.add_sphere(scene, (x, 1.5 * row * SPACING, 0.5 + 0.55 * row), 0.5)
        bpy.ops.object.select_all(action="DESELECT")
        ball.select_set(True)
        bpy.context.view_layer.objects.active = ball
        settings.category, settings.seed = category, seed
        settings.structure = "FAMILY" if structure else "NONE"
        if structure:
            settings.structure_family = structure
        bpy.ops.artml.generate_texture()
        print(f"Made {ball.active_material.name}", flush=True)
    studio.add_camera(scene, (0.0, -6.6, 2.1), (0.0, 0.6, 0.78))
    return studio, scene


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("build/demo"))
    output = parser.parse_args().output.absolute()
    output.mkdir(parents=True, exist_ok=True)
    from build_zip import build

    install(build(Path("dist").absolute()))
    studio, scene = make_scene()
    print("Rendering (about a minute) ...", flush=True)
    import bpy

    recipes = [json.loads(item["artml_recipe"]) for item in bpy.data.materials if "artml_recipe" in item]
    studio.render(scene, output / "demo.png", *recipes)

    bpy.ops.wm.save_as_mainfile(filepath=str(output / "demo.blend"))
    bpy.ops.preferences.addon_disable(module=MODULE)
    print("These categories, seeds and structures were chosen by eye; docs/textures.md shows all categories.")
    print(f"The picture is {output / 'demo.png'}; the scene is {output / 'demo.blend'}")


if __name__ == "__main__":
    main()
