"""How large one unit of an object's UV map is in the world, so that a material keeps its size from object to object."""

import math

import bpy
import numpy as np


def has_uv_map(target: bpy.types.Object) -> bool:
    return target.type == "MESH" and len(target.data.uv_layers) > 0


def metres_per_uv(target: bpy.types.Object) -> float:
    """The root of surface over UV area of a mesh with a UV map; 1 when either is empty."""
    target.update_from_editmode()
    mesh = target.data
    mesh.calc_loop_triangles()
    triangles = len(mesh.loop_triangles)
    corners, vertices = np.empty(triangles * 3, np.int32), np.empty(triangles * 3, np.int32)
    mesh.loop_triangles.foreach_get("loops", corners)
    mesh.loop_triangles.foreach_get("vertices", vertices)
    positions = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", positions)
    layer = mesh.uv_layers.active
    uvs = np.empty(len(layer.data) * 2, np.float32)
    layer.data.foreach_get("uv", uvs)
    if triangles == 0 or len(uvs) == 0:
        return 1.0
    world = positions.reshape(-1, 3) * np.array(target.matrix_world.to_scale(), np.float32)
    surface = _area(world[vertices].reshape(-1, 3, 3))
    uv_plane = np.pad(uvs.reshape(-1, 2), ((0, 0), (0, 1)))
    uv_area = _area(uv_plane[corners].reshape(-1, 3, 3))
    return math.sqrt(surface / uv_area) if surface > 0.0 and uv_area > 0.0 else 1.0


def _area(triangles: np.ndarray) -> float:
    """Total area of triangles [N, 3, 3]."""
    sides = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    return float(np.linalg.norm(sides, axis=1).sum() / 2)
