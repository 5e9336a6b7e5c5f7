"""A finished job as a Principled material, and the material on objects."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from ..contract.categories import CATEGORIES
from ..contract.maps import HEIGHT_MIDLEVEL, HEIGHT_PER_TILE, MAPS
from ..contract.messages import BakeGraph, Finished, GenerateTexture, SampleFamily
from ..contract.photos import PhotoToMaterial, TilePhoto, photo_name
from ..families import FAMILIES
from . import texel_density
from .images import RECIPE_PROPERTY, pack_image

MAX_SUBDIVIDED_FACES = 500_000
TILE_SIZE = 1.0  # metres that a tile is wide where nothing else is said


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


def place_baked(recipe: Mapping[str, Any], targets: Sequence[bpy.types.Object]) -> Placement:
    """A baked tile fills the UV square, or its own extent where a target has no UV map."""
    extent = recipe["extent"][0]
    return Placement(extent, False, extent if all(map(texel_density.has_uv_map, targets)) else None)


def tile_size_of(recipe: Mapping[str, Any], chosen: float) -> float:
    """Metres that a tile (of a photo: its shorter side) is wide: as chosen, or as its features need for a family's."""
    return FAMILIES[recipe["family"]].tile_size if recipe["task"] == SampleFamily.task else chosen


def make_material(result: Finished, placement: Placement) -> bpy.types.Material:
    """A new material with packed images; the recipe is a custom property of it and of every image."""
    name = material_name(result.recipe)
    recipe = json.dumps(result.recipe)
    material = bpy.data.materials.new(name)
    material[RECIPE_PROPERTY] = recipe
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True  # always on, and deprecated, from 5.0
    images = {key: pack_image(f"{name} {key}", key, png, recipe) for key, png in result.maps.items()}
    _build_nodes(material, images, placement, _tiles_shown(result))
    return material


def material_name(recipe: Mapping[str, Any]) -> str:
    """What a recipe's material is called."""
    if recipe["task"] == BakeGraph.task:
        return f"{recipe['graph']['name']} (baked)"
    if recipe["task"] == SampleFamily.task:
        return f"ArtML {FAMILIES[recipe['family']].label} {recipe['seed']}"
    if recipe["task"] == TilePhoto.task:
        return f"ArtML {photo_name(recipe['photo'])} {recipe['seed']}"
    if recipe["task"] == PhotoToMaterial.task:
        return f"ArtML {photo_name(recipe['photo'])}"
    return f"ArtML {CATEGORIES.get(recipe['category'], recipe['model'])} {recipe['seed']}"


def _tiles_shown(result: Finished) -> tuple[float, float]:
    """How many tiles, or how many times the photo's width, the pictures show: by their size, or one of all others."""
    if result.recipe["task"] not in (GenerateTexture.task, TilePhoto.task, PhotoToMaterial.task):
        return 1.0, 1.0
    width, height = result.report["size"] if result.recipe["task"] == PhotoToMaterial.task else result.recipe["size"]
    native_size = result.report["native_size"]
    return width / native_size, height / native_size


def read_result(folder: Path) -> Finished:
    """A result as the engine wrote it into a folder."""
    recipe, report = (json.loads((folder / name).read_text()) for name in ("recipe.json", "report.json"))
    return Finished(recipe, report, {name: (folder / f"{name}.png").read_bytes() for name in MAPS})


def assign(material: bpy.types.Material, targets: Sequence[bpy.types.Object]) -> list[str]:
    """Put the material into the active slot of each target; returns the names of those that cannot be changed."""
    refused = []
    for target in targets:
        slots = target.material_slots
        in_object = bool(slots) and slots[target.active_material_index].link == "OBJECT"
        if _can_change(target, in_object):
            target.active_material = material
        else:
            refused.append(target.name)
    return refused


def replace(old: int, material: bpy.types.Material, target: bpy.types.Object) -> bool:
    """Put the material into the target's slots that show the old one (a session_uid); False if there are none to."""
    slots = [
        slot
        for slot in target.material_slots
        if slot.material and slot.material.session_uid == old and _can_change(target, slot.link == "OBJECT")
    ]
    for slot in slots:
        slot.material = material
    return bool(slots)


def _can_change(target: bpy.types.Object, in_object: bool) -> bool:
    """Whether a material slot is in this file, and not linked from another."""
    return target.library is None and (in_object or target.data.library is None)


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
    material: bpy.types.Material, images: dict[str, bpy.types.Image], placement: Placement, area: tuple[float, float]
) -> None:
    """`area` is how many tiles the pictures show, across and down."""
    tree = material.node_tree
    tree.nodes.clear()
    output = _node(tree, "ShaderNodeOutputMaterial", (700, 0))
    principled = _node(tree, "ShaderNodeBsdfPrincipled", (300, 0))
    tree.links.new(principled.outputs["BSDF"], output.inputs["Surface"])
    mapping = _mapping(tree, placement, area)
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


def _mapping(tree: bpy.types.NodeTree, placement: Placement, area: tuple[float, float]) -> bpy.types.ShaderNode:
    """Coordinates and a Mapping node: features keep their size on the object whatever the picture's size is."""
    coordinates = _node(tree, "ShaderNodeTexCoord", (-950, 0))
    mapping = _node(tree, "ShaderNodeMapping", (-750, 0))
    across, down = area
    if placement.metres_per_uv is None:
        tree.links.new(coordinates.outputs["Object"], mapping.inputs["Vector"])
        scale = 1.0 / placement.tile_size / across  # box projection takes pairs of axes, so it knows one scale
        mapping.inputs["Scale"].default_value = (scale, scale, scale)
    else:
        tree.links.new(coordinates.outputs["UV"], mapping.inputs["Vector"])
        tiles = placement.metres_per_uv / placement.tile_size
        mapping.inputs["Scale"].default_value = (tiles / across, tiles / down, 1.0)
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
