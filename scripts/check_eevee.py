"""Whether EEVEE shows each family as Cycles does; run it in each Blender's own Python, with OpenGL (software will do).

PYTHONPATH=. PYTHON_WITH_BPY scripts/check_eevee.py --output DIR [FAMILY …]

A flat square gives off, on its left half, the family's base colour and, on its right, its roughness, metallic and
height: rendered by both engines, the numbers must be the same but at hard edges, where the two look at other points of
a pixel. A sphere of the material itself, lit, rendered by EEVEE, is for the eye. Prints a row for each family.
"""

import argparse
import time
from pathlib import Path

import bpy
import numpy as np

from artml_blender.blender import studio
from artml_blender.blender.procedural import find_or_build_groups, make_procedural
from artml_blender.families import FAMILIES
from artml_blender.families.family import Family
from artml_blender.families.material import bumped_graph

SIDE = 128  # pixels of a tile, and of the sphere
NEAR, SHARE = 0.02, 0.99  # of 0..1: a number that is the same to the eye; and of how many pixels that is asked
EEVEE = "BLENDER_EEVEE" if bpy.app.version >= (5, 0, 0) else "BLENDER_EEVEE_NEXT"


def check(family: Family, output: Path) -> bool:
    """Whether nearly all numbers are the same."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    flat = _flat_scene(family)
    cycles, _ = _numbers(flat, "CYCLES", output / "flat.exr")
    eevee, seconds = _numbers(flat, EEVEE, output / "flat.exr")
    apart = np.abs(cycles - eevee).max(axis=2)
    lit, path = _lit_scene(family), output / f"{family.name}.png"
    start = time.perf_counter()
    lit.render.filepath = str(path)
    bpy.ops.render.render(scene=lit.name, write_still=True)
    lit_seconds = time.perf_counter() - start
    version = bpy.app.version_string.split()[0]
    print(
        f"| {version} | {family.label} | {np.mean(apart < NEAR):.1%} | {np.median(apart):.1e} | {apart.mean():.1e} "
        f"| {seconds:.0f} s | {lit_seconds:.0f} s |",
        flush=True,
    )
    return bool(np.mean(apart < NEAR) >= SHARE)


def _flat_scene(family: Family) -> bpy.types.Scene:
    """Two tiles side by side, seen from straight above."""
    scene = studio.make_studio("Flat", (2 * SIDE, SIDE), 1)
    scene.view_settings.view_transform = "Raw"
    scene.render.filter_size = 0.0
    scene.cycles.pixel_filter_type = "BOX"
    scene.cycles.filter_width = 0.01
    scene.cycles.use_denoising = False
    scene.eevee.taa_render_samples = 1
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_depth = "32"
    mesh = bpy.data.meshes.new("Flat")
    mesh.from_pydata([(0, 0, 0), (2, 0, 0), (2, 1, 0), (0, 1, 0)], [], [(0, 1, 2, 3)])
    mesh.uv_layers.new(name="UVMap").data.foreach_set("uv", (0, 0, 2, 0, 2, 1, 0, 1))
    mesh.materials.append(_flat_material(family))
    scene.collection.objects.link(bpy.data.objects.new("Flat", mesh))
    studio.add_camera(scene, (1.0, 0.5, 2.0), (1.0, 0.5, 0.0))
    scene.camera.data.type = "ORTHO"
    scene.camera.data.ortho_scale = 2.0
    scene.camera.rotation_euler = (0.0, 0.0, 0.0)
    return scene


def _flat_material(family: Family) -> bpy.types.Material:
    groups = find_or_build_groups(bumped_graph(family, {}, tuple(bpy.app.version), 1.0))
    material = bpy.data.materials.new("Flat")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    add, link = tree.nodes.new, tree.links.new
    coordinates, group, split = (
        add(kind) for kind in ("ShaderNodeTexCoord", "ShaderNodeGroup", "ShaderNodeSeparateXYZ")
    )
    group.node_tree = groups[family.group_name]
    numbers, side, choice = (add(kind) for kind in ("ShaderNodeCombineXYZ", "ShaderNodeMath", "ShaderNodeMix"))
    side.operation, choice.data_type = "GREATER_THAN", "VECTOR"
    side.inputs[1].default_value = 1.0
    emission, output = add("ShaderNodeEmission"), add("ShaderNodeOutputMaterial")
    link(coordinates.outputs["UV"], group.inputs["Vector"])
    link(coordinates.outputs["UV"], split.inputs[0])
    for place, name in enumerate(("Roughness", "Metallic", "Height")):
        link(group.outputs[name], numbers.inputs[place])
    link(split.outputs["X"], side.inputs[0])
    vectors = [socket for socket in choice.inputs if socket.type == "VECTOR"]
    link(side.outputs[0], choice.inputs["Factor"])
    link(group.outputs["Base Color"], vectors[-2])
    link(numbers.outputs[0], vectors[-1])
    link(next(socket for socket in choice.outputs if socket.type == "VECTOR"), emission.inputs["Color"])
    link(emission.outputs[0], output.inputs["Surface"])
    return material


def _numbers(scene: bpy.types.Scene, engine: str, path: Path) -> tuple[np.ndarray, float]:
    """The rendered pixels, [SIDE, 2 SIDE, 3], and the seconds that took."""
    scene.render.engine = engine
    scene.render.filepath = str(path)
    start = time.perf_counter()
    bpy.ops.render.render(scene=scene.name, write_still=True)
    seconds = time.perf_counter() - start
    image = bpy.data.images.load(str(path))
    pixels = np.array(image.pixels[:], np.float32).reshape(SIDE, 2 * SIDE, 4)[..., :3]
    bpy.data.images.remove(image)
    return pixels, seconds


def _lit_scene(family: Family) -> bpy.types.Scene:
    scene = studio.make_studio("Lit", (SIDE, SIDE), 1)
    scene.render.engine = EEVEE
    scene.eevee.taa_render_samples = 4
    sphere = studio.add_sphere(scene, (0.0, 0.0, 0.0), 0.5)
    studio.add_camera(scene, (0.0, -3.0, 0.9), (0.0, 0.0, 0.0))
    sphere.data.materials.append(make_procedural(family, {}, []))
    return scene


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    print(f"| Blender | family | pixels within {NEAR} | median | mean | EEVEE, flat | EEVEE, sphere |")
    print("|---|---|---|---|---|---|---|")
    differing = [name for name in arguments.families if not check(FAMILIES[name], arguments.output)]
    if differing:
        raise SystemExit(f"EEVEE shows otherwise: {', '.join(differing)}")


if __name__ == "__main__":
    main()
