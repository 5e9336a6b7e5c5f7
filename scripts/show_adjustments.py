"""The picture of adjustments: one slider to a row, from one end to the other, on spheres under Blender's studio HDRI.

.venv/bin/python scripts/show_adjustments.py --output docs/images/adjust.jpg
"""

import argparse
import importlib
import json
import tempfile
from pathlib import Path

from demo import MODULE, install
from PIL import Image
from show_mix import SPACING, make, select

# Category, seed and structure; the slider, and its values from left to right
ROWS = (
    (("brick", 5, ""), "hue", (-0.3, -0.12, 0.0, 0.12, 0.3)),
    (("metal", 8, "metal_panels"), "wear", (0.0, 0.25, 0.5, 0.75, 1.0)),
    (("marble-onyx", 3, "hexagon_tiles"), "roughness", (-0.8, -0.4, 0.0, 0.4, 0.8)),
    (("stone-rock", 9, "cobbles"), "relief", (0.0, 0.5, 1.0, 1.5, 2.0)),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("docs/images/adjust.jpg"))
    output = parser.parse_args().output.absolute()
    from build_zip import build

    install(build(Path("dist").absolute()))
    import bpy

    studio = importlib.import_module(f"{MODULE}.blender.studio")
    scene = studio.make_studio("ArtML Adjust", (1500, 1220), samples=32)
    bpy.context.window.scene = scene
    scene.artml.size, scene.artml.tile_size = (512, 512), 0.8
    for row, (material, slider, values) in enumerate(ROWS):
        for column, value in enumerate(values):
            ball = studio.add_sphere(scene, ((column - 2) * SPACING, 0.0, 0.5 + (3 - row) * SPACING), 0.5)
            select(ball)
            setattr(make(ball, *material).artml, slider, value)
    middle = 0.5 + 1.5 * SPACING
    studio.add_camera(scene, (0.0, -11.0, middle + 0.3), (0.0, 0.0, middle))
    recipes = [json.loads(item["artml_recipe"]) for item in bpy.data.materials if "artml_recipe" in item]
    with tempfile.TemporaryDirectory() as folder:
        studio.render(scene, Path(folder) / "adjust.png", *recipes)
        Image.open(Path(folder) / "adjust.png").convert("RGB").save(output, quality=88)
    print(output)


if __name__ == "__main__":
    main()
