"""The picture of mixed materials: a morph in five steps, and five masks, on spheres under Blender's studio HDRI.

.venv/bin/python scripts/show_mix.py --output docs/images/mix.jpg
"""

import argparse
import importlib
import json
import tempfile
from pathlib import Path

import numpy as np
from demo import MODULE, install
from PIL import Image

SPACING = 1.08  # metres between the spheres
STEPS = (0.0, 0.35, 0.5, 0.65, 1.0)
# Category, seed and structure of the material below and of the one over it; the mask, and its Amount where it has one
MORPHED = (("brick", 5, ""), ("concrete-plaster", 1, ""))
MASKED = (
    ((("stone-rock", 3, "stone_wall"), ("nature", 1, "")), "LOW", 0.45),
    ((("roof", 8, ""), ("nature", 11, "")), "ABOVE", 0.35),
    ((("metal", 8, ""), ("metal", 3, "")), "PATCHES", 0.5),
    ((("ground", 2, ""), ("nature", 6, "")), "PAINTED", 1.0),
    ((("paving", 7, ""), ("ground", 9, "")), "LOW", 0.5),
)


def make(ball, category: str, seed: int, structure: str):
    """A material by the Generate operator, on the ball."""
    import bpy

    settings = bpy.context.scene.artml
    settings.category, settings.seed, settings.structure = category, seed, "FAMILY" if structure else "NONE"
    if structure:
        settings.structure_family = structure
    bpy.ops.artml.generate_texture()
    return ball.active_material


def mix(ball, pair, mask: str):
    """The second material over the first, by the Mix operator; returns its group's node and that of its mask."""
    import bpy

    settings = bpy.context.scene.artml
    below = make(ball, *pair[0])
    settings.mix_material, settings.mix_mask = make(ball, *pair[1]), mask
    ball.active_material = below
    bpy.ops.artml.mix_materials()
    nodes = ball.active_material.node_tree.nodes
    group = nodes.active
    links = group.inputs["Mask"].links
    return group, links[0].from_node if links else group


def paint(ball) -> None:
    """White below a ragged line around the middle, as a brush would leave it."""
    colors, mesh = ball.data.color_attributes["ArtML Mix"], ball.data
    corners = np.array([mesh.vertices[index].co for index in (loop.vertex_index for loop in mesh.loops)])
    centered = corners - corners.mean(axis=0)
    line = 0.12 * np.sin(5.0 * np.arctan2(centered[:, 1], centered[:, 0]))
    white = np.clip(0.5 - 5.0 * (centered[:, 2] - line), 0.0, 1.0)
    colors.data.foreach_set("color", np.repeat(white, 4).astype(np.float32))


def select(ball) -> None:
    import bpy

    bpy.ops.object.select_all(action="DESELECT")
    ball.select_set(True)
    bpy.context.view_layer.objects.active = ball


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("docs/images/mix.jpg"))
    output = parser.parse_args().output.absolute()
    from build_zip import build

    install(build(Path("dist").absolute()))
    import bpy

    studio = importlib.import_module(f"{MODULE}.blender.studio")
    scene = studio.make_studio("ArtML Mix", (1500, 640), samples=32)
    bpy.context.window.scene = scene
    scene.artml.size, scene.artml.tile_size = (512, 512), 0.8
    for column, amount in enumerate(STEPS):
        ball = studio.add_sphere(scene, ((column - 2) * SPACING, 0.0, 1.6), 0.5)
        select(ball)
        mix(ball, MORPHED, "MORPH")[0].inputs["Amount"].default_value = amount
    for column, (pair, mask, amount) in enumerate(MASKED):
        ball = studio.add_sphere(scene, ((column - 2) * SPACING, 0.0, 0.5), 0.5)
        select(ball)
        _, where = mix(ball, pair, mask)
        if mask == "PAINTED":
            paint(ball)
        else:
            where.inputs["Amount"].default_value = amount
    studio.add_camera(scene, (0.0, -11.0, 1.3), (0.0, 0.0, 1.04))
    recipes = [json.loads(item["artml_recipe"]) for item in bpy.data.materials if "artml_recipe" in item]
    with tempfile.TemporaryDirectory() as folder:
        studio.render(scene, Path(folder) / "mix.png", *recipes)
        Image.open(Path(folder) / "mix.png").convert("RGB").save(output, quality=88)
    print(output)


if __name__ == "__main__":
    main()
