"""A material, and its maps as Cycles bakes them."""

from typing import NamedTuple

import bpy
import cycles_bake
import numpy as np

Socket = bpy.types.NodeSocket

MAPS = {"base_color": "Base Color", "roughness": "Roughness", "metallic": "Metallic"}


class Case(NamedTuple):
    """A material, and where Cycles finds its maps: a socket whose value is baked, or a type of bake."""

    material: bpy.types.Material
    sources: dict[str, Socket | str]


def cycles_maps(case: Case, side: int) -> dict[str, np.ndarray]:
    """[side, side, 3] each, the top row first; normals -1..1. The plane to bake on is the active object."""
    plane = bpy.context.object
    plane.data.materials.clear()
    plane.data.materials.append(case.material)
    case.material.cycles.use_bump_map_correction = False  # it bends steep normals towards who looks at them
    found = {}
    for name, source in case.sources.items():
        if isinstance(source, str):
            pixels = cycles_bake.bake_pass(case.material, source, side).pixels
        else:
            pixels = cycles_bake.bake_value(case.material, source, side).pixels
        found[name] = pixels * 2.0 - 1.0 if name == "normal" else pixels
    return found


def of_principled(material: bpy.types.Material) -> Case:
    """The case of all that is linked to the material's only Principled BSDF, and of its normals."""
    shader = next(node for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    linked = {name: shader.inputs[socket].links for name, socket in MAPS.items() if shader.inputs[socket].is_linked}
    return Case(material, {name: links[0].from_socket for name, links in linked.items()} | {"normal": "NORMAL"})
