"""Morphs to judge: ten pairs of generated materials, one to a row, in nine steps, flat under Blender's studio HDRI.

.venv/bin/python scripts/show_morphs.py --output build/morphs.png
"""

import argparse
import importlib
from pathlib import Path

from demo import MODULE, install
from show_mix import mix, select

STEPS = 9
SPACING = 1.04  # metres between the squares, which are a metre wide
# Category, seed and structure of the first and of the last
PAIRS = (
    (("brick", 5, ""), ("concrete-plaster", 1, "")),
    (("stone-rock", 3, "stone_wall"), ("nature", 1, "")),
    (("wood", 2, ""), ("metal", 3, "")),
    (("ground", 2, ""), ("nature", 6, "")),
    (("marble-onyx", 3, ""), ("marble-onyx", 7, "")),
    (("fabric", 4, ""), ("paper", 2, "")),
    (("roof", 8, ""), ("nature", 11, "")),
    (("paving", 7, ""), ("ground", 9, "")),
    (("tiles", 5, ""), ("brick", 3, "")),
    (("plastic-rubber", 2, ""), ("stone-rock", 9, "")),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("build/morphs.png"))
    output = parser.parse_args().output.absolute()
    from build_zip import build

    install(build(Path("dist").absolute()))
    import bpy

    studio = importlib.import_module(f"{MODULE}.blender.studio")
    scene = studio.make_studio("ArtML Morphs", (1440, 1600), samples=16)
    bpy.context.window.scene = scene
    scene.artml.size, scene.artml.tile_size = (512, 512), 1.0
    for row, pair in enumerate(PAIRS):
        for step in range(STEPS):
            bpy.ops.mesh.primitive_plane_add(size=1.0, location=(step * SPACING, -row * SPACING, 0.0))
            square = bpy.context.object
            select(square)
            if step == 0:
                group, _ = mix(square, pair, "MORPH")
                mixed = square.active_material
            else:
                square.active_material = mixed.copy()
                group = square.active_material.node_tree.nodes.active
            group.inputs["Amount"].default_value = step / (STEPS - 1)
    middle = ((STEPS - 1) * SPACING / 2.0, -(len(PAIRS) - 1) * SPACING / 2.0)
    studio.add_camera(scene, (*middle, 20.0), (*middle, 0.0))
    scene.camera.data.type, scene.camera.data.ortho_scale = "ORTHO", len(PAIRS) * SPACING
    studio.render(scene, output)
    print(output)


if __name__ == "__main__":
    main()
