"""What to ask the engine for to bake a material."""

from collections.abc import Iterable

import bpy

from ..contract.errors import RequestError
from ..contract.graph import Graph, GraphError
from ..contract.messages import MAX_EXTENT, MIN_EXTENT, BakeGraph
from ..contract.node_specs import unsupported
from ..setup.places import pictures
from . import texel_density
from .read_graph import read_graph

DEFAULT_EXTENT = 2.0  # metres: Blender's own plane


def make_bake_request(
    material: bpy.types.Material, targets: Iterable[bpy.types.Object], size: tuple[int, int]
) -> BakeGraph:
    """The material on a tile as large as the UV square of the first target. Raises RequestError."""
    if not has_surface(material):
        raise GraphError(f"The material '{material.name}' is not one of a surface; choose one of a mesh.")
    graph = _read(material)
    if names := unsupported(graph):
        raise GraphError(f"ArtML cannot bake these nodes of '{material.name}' yet: {', '.join(names)}.")
    extent = min(max(next(map(_extent, targets), DEFAULT_EXTENT), MIN_EXTENT), MAX_EXTENT)
    return BakeGraph(graph, size, (extent, extent))


def _read(material: bpy.types.Material) -> Graph:
    folder = pictures()
    try:
        return read_graph(material, folder)
    except OSError as error:
        raise RequestError(f"The material's pictures cannot be kept in {folder}: {error.strerror or error}.") from None


def _extent(target: bpy.types.Object) -> float:
    """Metres: of the UV square on the surface, or of the object where it has no UV map."""
    if texel_density.has_uv_map(target):
        return round(texel_density.metres_per_uv(target), 6)
    return round(max(tuple(target.dimensions)), 6) or DEFAULT_EXTENT


def has_surface(material: bpy.types.Material) -> bool:
    """Not one of those that Blender keeps for Grease Pencil strokes and for dots in the viewport."""
    return not material.is_grease_pencil and material.name != "Dots Stroke"
