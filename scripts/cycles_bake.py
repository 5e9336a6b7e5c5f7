"""A material's maps as Cycles bakes them, one by one at one sample: what ArtML's are compared with."""

import time
from typing import NamedTuple

import bpy
import numpy as np

EXTENT = 2.0  # metres: Blender's own plane


class Baked(NamedTuple):
    """A map, float32 [H, W, 3], top row first, linear; normals are 0..1, in the tangent frame."""

    pixels: np.ndarray
    seconds: float


def make_scene() -> bpy.types.Object:
    """An empty file with Blender's own plane, ready to bake; returns the plane."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 1
    scene.render.bake.margin = 0
    bpy.ops.mesh.primitive_plane_add(size=EXTENT)
    return bpy.context.object


def bake_maps(plane: bpy.types.Object, material: bpy.types.Material, side: int) -> dict[str, Baked]:
    """Those of base_color, roughness, metallic, normal and height that the material has nodes for."""
    plane.data.materials.clear()
    plane.data.materials.append(material)
    material.cycles.use_bump_map_correction = False  # it bends steep normals towards who looks at them
    tree = material.node_tree
    principled = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    sources = {
        name: principled.inputs[socket].links[0].from_socket
        for name, socket in (("base_color", "Base Color"), ("roughness", "Roughness"), ("metallic", "Metallic"))
        if principled.inputs[socket].is_linked
    }
    maps = {name: bake_value(material, source, side) for name, source in sources.items()}
    if principled.inputs["Normal"].is_linked:
        maps["normal"] = bake_pass(material, "NORMAL", side)
        bump = principled.inputs["Normal"].links[0].from_node
        maps["height"] = bake_value(material, bump.inputs["Height"].links[0].from_socket, side)
    return maps


def bake_value(material: bpy.types.Material, source: bpy.types.NodeSocket, side: int) -> Baked:
    """Whatever a socket gives, as light that the surface emits."""
    tree = material.node_tree
    before = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeOutputMaterial")
    emission, output = tree.nodes.new("ShaderNodeEmission"), tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(source, emission.inputs["Color"])
    tree.links.new(emission.outputs["Emission"], output.inputs["Surface"])
    output.is_active_output = True
    baked = bake_pass(material, "EMIT", side)
    for node in (emission, output):
        tree.nodes.remove(node)
    before.is_active_output = True
    return baked


def bake_pass(material: bpy.types.Material, kind: str, side: int) -> Baked:
    """Blender's bake of this type, EMIT or NORMAL."""
    tree = material.node_tree
    image = bpy.data.images.new("Bake", side, side, float_buffer=True, is_data=True)
    target = tree.nodes.new("ShaderNodeTexImage")
    target.image = image
    tree.nodes.active = target
    start = time.perf_counter()
    bpy.ops.object.bake(type=kind)
    seconds = time.perf_counter() - start
    pixels = np.empty(side * side * 4, np.float32)
    image.pixels.foreach_get(pixels)
    tree.nodes.remove(target)
    bpy.data.images.remove(image)
    return Baked(pixels.reshape(side, side, 4)[::-1, :, :3], seconds)
