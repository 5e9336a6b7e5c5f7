"""A small scene to look at materials in: Blender's own studio HDRI, a camera, and objects of known size."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
from mathutils import Vector

from ..contract.provenance import mark_png

Position = Callable[[float, float], tuple[float, float, float]]

HDRI = "studiolights/world/studio.exr"  # ships inside Blender


def make_studio(name: str, resolution: tuple[int, int], samples: int) -> bpy.types.Scene:
    """A new scene lit by the HDRI, set up to render with Cycles on the CPU; it has no objects yet."""
    scene = bpy.data.scenes.new(name)
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y = resolution
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "PNG"
    scene.cycles.device = "CPU"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = _has_denoiser()
    scene.view_settings.view_transform = "AgX"
    scene.world = _world()
    return scene


def add_camera(
    scene: bpy.types.Scene, location: tuple[float, float, float], target: tuple[float, float, float]
) -> None:
    """A camera at `location` that looks at `target`, both in metres."""
    camera = bpy.data.objects.new("ArtML Camera", bpy.data.cameras.new("ArtML Camera"))
    camera.data.lens = 70.0
    camera.location = location
    camera.rotation_euler = (Vector(target) - Vector(location)).to_track_quat("-Z", "Y").to_euler()
    scene.collection.objects.link(camera)
    scene.camera = camera


def add_sphere(scene: bpy.types.Scene, center: tuple[float, float, float], radius: float) -> bpy.types.Object:
    """A smooth sphere with a UV map of 2 x 1 units, square at the equator; its seam is at the back (+Y)."""
    return _add_grid(scene, "ArtML Sphere", (96, 48), (2.0, 1.0), lambda u, v: _on_sphere(u, v, center, radius))


def render(scene: bpy.types.Scene, path: Path, *recipes: dict[str, Any]) -> None:
    """Render a PNG marked as generated, with the recipes of what it shows. It takes its name only when it is whole."""
    part = path.with_name(f".{path.stem}.part.png")
    scene.render.filepath = str(part)
    bpy.ops.render.render(write_still=True, scene=scene.name)
    part.write_bytes(mark_png(part.read_bytes(), *recipes))
    part.replace(path)


def remove(scene: bpy.types.Scene) -> None:
    """The scene and what was made for it; the world stays, for the next one."""
    made = [item.data for item in scene.collection.objects]
    bpy.data.batch_remove([*scene.collection.objects, *made])
    bpy.data.scenes.remove(scene)


def _world() -> bpy.types.World:
    world = bpy.data.worlds.get("ArtML Studio")
    if world is not None:
        return world
    world = bpy.data.worlds.new("ArtML Studio")
    if bpy.app.version < (5, 0, 0):
        world.use_nodes = True
    tree = world.node_tree
    tree.nodes.clear()
    environment = tree.nodes.new("ShaderNodeTexEnvironment")
    environment.image = bpy.data.images.load(str(Path(bpy.utils.system_resource("DATAFILES")) / HDRI))
    background = tree.nodes.new("ShaderNodeBackground")
    output = tree.nodes.new("ShaderNodeOutputWorld")
    tree.links.new(environment.outputs["Color"], background.inputs["Color"])
    tree.links.new(background.outputs["Background"], output.inputs["Surface"])
    return world


def _add_grid(
    scene: bpy.types.Scene, name: str, quads: tuple[int, int], uv_size: tuple[float, float], position: Position
) -> bpy.types.Object:
    """A grid of quads, linked into the scene; the corner at (u, v), both 0..1, lies at `position(u, v)`."""
    columns, rows = quads
    corners = [(column / columns, row / rows) for row in range(rows + 1) for column in range(columns + 1)]
    firsts = [row * (columns + 1) + column for row in range(rows) for column in range(columns)]
    faces = [(first, first + 1, first + columns + 2, first + columns + 1) for first in firsts]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([position(u, v) for u, v in corners], [], faces)
    layer = mesh.uv_layers.new(name="UVMap")
    for loop in mesh.loops:
        u, v = corners[loop.vertex_index]
        layer.data[loop.index].uv = (u * uv_size[0], v * uv_size[1])
    mesh.shade_smooth()
    item = bpy.data.objects.new(name, mesh)
    scene.collection.objects.link(item)
    return item


def _on_sphere(u: float, v: float, center: tuple[float, float, float], radius: float) -> tuple[float, float, float]:
    longitude, latitude = 2.0 * math.pi * u, math.pi * (v - 0.5)
    x, y, z = center
    ring = radius * math.cos(latitude)
    return x - ring * math.sin(longitude), y + ring * math.cos(longitude), z + radius * math.sin(latitude)


def _has_denoiser() -> bool:
    """Some builds (Debian's) have none, and asking for it there fails or gives black pictures."""
    import _cycles

    return bool(getattr(_cycles, "with_openimagedenoise", False))
