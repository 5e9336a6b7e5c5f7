"""A finished job as a Principled material, and the material on objects."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from ..contract.categories import CATEGORIES
from ..contract.maps import HEIGHT_MIDLEVEL, HEIGHT_PER_TILE, MAPS
from ..contract.messages import Finished
from . import texel_density
from .images import RECIPE_PROPERTY, load_image, make_image

MAX_SUBDIVIDED_FACES = 500_000


@dataclass(frozen=True)
class Placement:
    """How a material lies on its objects: one native tile is `tile_size` metres wide.

    `metres_per_uv` is None for box projection (an object without a UV map).
    """

    tile_size: float
    use_true_displacement: bool
    metres_per_uv: float | None


def find_placement(targets: Sequence[bpy.types.Object], tile_size: float, use_true_displacement: bool) -> Placement:
    """UV coordinates when every target has a UV map, else box projection; the first target sets the UV scale."""
    if targets and all(map(texel_density.has_uv_map, targets)):
        return Placement(tile_size, use_true_displacement, texel_density.metres_per_uv(targets[0]))
    return Placement(tile_size, use_true_displacement, None)


def material_from_result(result: Finished, placement: Placement) -> bpy.types.Material:
    """A new material with packed images; the recipe is a custom property of it and of every image."""
    name, recipe = _name(result.recipe), json.dumps(result.recipe)
    images = {key: make_image(f"{name} {key}", key, array, recipe) for key, array in result.maps.items()}
    return _make_material(name, recipe, images, placement, result.report["native_size"])


def material_from_folder(folder: Path, placement: Placement) -> bpy.types.Material:
    """As `material_from_result`, from the files that the engine wrote."""
    stored, report = (json.loads((folder / name).read_text()) for name in ("recipe.json", "report.json"))
    name, recipe = _name(stored), json.dumps(stored)
    images = {key: load_image(folder / f"{key}.png", f"{name} {key}", key, recipe) for key in MAPS}
    return _make_material(name, recipe, images, placement, report["native_size"])


def _name(recipe: dict[str, Any]) -> str:
    return f"ArtML {CATEGORIES[recipe['category']]} {recipe['seed']}"


def _make_material(
    name: str, recipe: str, images: dict[str, bpy.types.Image], placement: Placement, native_size: int
) -> bpy.types.Material:
    material = bpy.data.materials.new(name)
    material[RECIPE_PROPERTY] = recipe
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True  # always on, and deprecated, from 5.0
    _build_nodes(material, images, placement, native_size)
    return material


def assign(material: bpy.types.Material, targets: Sequence[bpy.types.Object]) -> list[str]:
    """Put the material into the active slot of each target; returns the names of those that cannot be changed."""
    refused = []
    for target in targets:
        if target.data.library is None or (target.material_slots and target.material_slots[0].link == "OBJECT"):
            target.active_material = material
        else:
            refused.append(target.name)
    return refused


def subdivide(targets: Sequence[bpy.types.Object]) -> None:
    """Give every mesh a simple subdivision, fine enough to show relief and bounded in faces."""
    for target in targets:
        if target.type != "MESH" or any(modifier.type == "SUBSURF" for modifier in target.modifiers):
            continue
        faces = max(1, len(target.data.polygons))
        levels = max(0, min(6, int(math.log(MAX_SUBDIVIDED_FACES / faces, 4))))
        modifier = target.modifiers.new("ArtML Subdivision", "SUBSURF")
        modifier.subdivision_type = "SIMPLE"
        modifier.levels, modifier.render_levels = max(0, levels - 1), levels


def _build_nodes(
    material: bpy.types.Material, images: dict[str, bpy.types.Image], placement: Placement, native_size: int
) -> None:
    tree = material.node_tree
    tree.nodes.clear()
    output = _node(tree, "ShaderNodeOutputMaterial", (700, 0))
    principled = _node(tree, "ShaderNodeBsdfPrincipled", (300, 0))
    tree.links.new(principled.outputs["BSDF"], output.inputs["Surface"])
    mapping = _mapping(tree, placement, images["base_color"].size, native_size)
    textures = {}
    for row, (name, image) in enumerate(images.items()):
        texture = _node(tree, "ShaderNodeTexImage", (-500, 500 - 290 * row))
        texture.image, texture.label = image, name
        if placement.metres_per_uv is None:
            texture.projection, texture.projection_blend = "BOX", 0.2
        tree.links.new(mapping.outputs["Vector"], texture.inputs["Vector"])
        textures[name] = texture.outputs["Color"]
    tree.links.new(textures["base_color"], principled.inputs["Base Color"])
    tree.links.new(textures["roughness"], principled.inputs["Roughness"])
    tree.links.new(textures["metallic"], principled.inputs["Metallic"])
    _add_relief(material, textures, principled, output, placement)


def _mapping(
    tree: bpy.types.NodeTree, placement: Placement, size: Sequence[int], native_size: int
) -> bpy.types.ShaderNode:
    """Coordinates and a Mapping node: features keep their size on the object whatever the picture's size is."""
    coordinates = _node(tree, "ShaderNodeTexCoord", (-950, 0))
    mapping = _node(tree, "ShaderNodeMapping", (-750, 0))
    uses_uv = placement.metres_per_uv is not None
    tree.links.new(coordinates.outputs["UV" if uses_uv else "Object"], mapping.inputs["Vector"])
    tiles = (placement.metres_per_uv or 1.0) / placement.tile_size
    width, height = size
    mapping.inputs["Scale"].default_value = (tiles * native_size / width, tiles * native_size / height, 1.0)
    if not uses_uv:  # box projection takes pairs of axes, so it knows one scale
        mapping.inputs["Scale"].default_value = (tiles * native_size / width,) * 3
    return mapping


def _add_relief(
    material: bpy.types.Material,
    textures: dict[str, bpy.types.NodeSocket],
    principled: bpy.types.ShaderNode,
    output: bpy.types.ShaderNode,
    placement: Placement,
) -> None:
    """Relief once: the normal map (and bump-only displacement), or true displacement without the normal map.

    In Cycles a linked normal goes before bump-only displacement, but EEVEE adds the two (measured), so EEVEE gets an
    output of its own without displacement.
    """
    tree = material.node_tree
    normal_map = _node(tree, "ShaderNodeNormalMap", (0, -400))
    tree.links.new(textures["normal"], normal_map.inputs["Color"])
    displacement = _node(tree, "ShaderNodeDisplacement", (300, -700))
    displacement.inputs["Midlevel"].default_value = HEIGHT_MIDLEVEL
    displacement.inputs["Scale"].default_value = HEIGHT_PER_TILE * placement.tile_size
    tree.links.new(textures["height"], displacement.inputs["Height"])
    tree.links.new(displacement.outputs["Displacement"], output.inputs["Displacement"])
    if placement.use_true_displacement:
        material.displacement_method = "DISPLACEMENT"
    else:
        material.displacement_method = "BUMP"
        tree.links.new(normal_map.outputs["Normal"], principled.inputs["Normal"])
        eevee_output = _node(tree, "ShaderNodeOutputMaterial", (700, 200))
        eevee_output.target, eevee_output.label = "EEVEE", "EEVEE: normal map only"
        tree.links.new(principled.outputs["BSDF"], eevee_output.inputs["Surface"])
        tree.nodes.active = output


def _node(tree: bpy.types.NodeTree, idname: str, location: tuple[float, float]) -> bpy.types.ShaderNode:
    node = tree.nodes.new(idname)
    node.location = location
    return node
