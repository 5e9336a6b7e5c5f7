"""Procedural families as Blender's own nodes: materials of them, and the sliders of a material."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import bpy

from ..contract.graph import Graph, group_order
from ..contract.graph_walk import GROUP
from ..families import FAMILIES
from ..families.family import Family, Setting
from ..families.material import MAPPING, bumped_graph, displaced_graph
from . import texel_density
from .build_material import build_groups, build_material
from .read_graph import read_tree

FAMILY_PROPERTY = "artml_family"  # on a node group: the family's name
DIGEST_PROPERTY = "artml_digest"  # on a node group: what it was built from
STATE_PROPERTY = "artml_state"  # and what it was then


def make_procedural(
    family: Family, settings: Mapping[str, Setting], targets: Sequence[bpy.types.Object]
) -> bpy.types.Material:
    """A new material of the family for these objects, its tiles as large as the family's features need.

    Node groups that the file has already are used again. Raises GraphError.
    """
    return _make(bumped_graph(family, settings, tuple(bpy.app.version), family.tile_size), family, targets)


def make_displaced(
    family: Family, settings: Mapping[str, Setting], targets: Sequence[bpy.types.Object]
) -> bpy.types.Material:
    """The same, but it moves the surface itself, which must be fine enough for that."""
    graph = displaced_graph(family, settings, tuple(bpy.app.version), family.tile_size)
    material = _make(graph, family, targets)
    material.displacement_method = "DISPLACEMENT"
    return material


def _make(graph: Graph, family: Family, targets: Sequence[bpy.types.Object]) -> bpy.types.Material:
    groups = find_or_build_groups(graph)
    groups[family.group_name][FAMILY_PROPERTY] = family.name
    material = build_material(graph, f"ArtML {family.label}", known=groups)
    _lay_out(material, family, targets)
    return material


def find_or_build_groups(graph: Graph) -> dict[str, bpy.types.ShaderNodeTree]:
    """The node groups of a graph, by their names in it; those that this file has, built from the same, are used."""
    digests = _digests(graph)
    wanted = set(digests.values())
    ours = (tree for tree in bpy.data.node_groups if tree.get(DIGEST_PROPERTY) in wanted)
    built = {tree[DIGEST_PROPERTY]: tree for tree in ours if _is_unchanged(tree)}
    known = {name: built[digest] for name, digest in digests.items() if digest in built}
    groups = build_groups(graph, known)
    for name in digests.keys() - known.keys():
        groups[name][DIGEST_PROPERTY], groups[name][STATE_PROPERTY] = digests[name], _state(groups[name])
    return groups


def active_family_node(context: bpy.types.Context, name: str = "") -> bpy.types.ShaderNodeGroup | None:
    """The family's node of that name in the active object's active material; the one last chosen, else the first."""
    material = context.object and context.object.active_material
    nodes = list(family_nodes(material))
    wanted = material.node_tree.nodes.get(name, material.node_tree.nodes.active) if nodes else None
    return wanted if wanted in nodes else next(iter(nodes), None)


def mapping_of(node: bpy.types.ShaderNodeGroup) -> bpy.types.Node | None:
    """The Mapping node that a family's coordinates come from."""
    links = node.inputs["Vector"].links
    return links[0].from_node if links and links[0].from_node.bl_idname == "ShaderNodeMapping" else None


def family_nodes(material: bpy.types.Material | None) -> Iterator[bpy.types.ShaderNodeGroup]:
    """The nodes of a material that show a family, in the order in which they were added."""
    yield from (node for node in adjustable_nodes(material) if family_of(node) is not None)


def adjustable_nodes(material: bpy.types.Material | None) -> Iterator[bpy.types.ShaderNodeGroup]:
    """The nodes of a material that show a family, a mask or a layer of ours."""
    tree = material.node_tree if material is not None else None
    for node in tree.nodes if tree is not None else ():
        if node.bl_idname == "ShaderNodeGroup" and node.node_tree is not None and DIGEST_PROPERTY in node.node_tree:
            yield node


def family_of(node: bpy.types.ShaderNodeGroup) -> Family | None:
    """The family that a node shows; None if it is none that this ArtML knows."""
    return FAMILIES.get(node.node_tree.get(FAMILY_PROPERTY, "")) if node.node_tree is not None else None


def read_sliders(node: bpy.types.ShaderNodeGroup, family: Family) -> dict[str, Setting]:
    """What the sliders of a family's node are set to."""
    sockets = {name: node.inputs[name].default_value for name in family.sliders if name in node.inputs}
    return {
        name: tuple(value)[:3] if family.sliders[name].is_color else float(value) for name, value in sockets.items()
    }


def write_sliders(node: bpy.types.ShaderNodeGroup, settings: Mapping[str, Setting]) -> None:
    """Set those sliders that the node has."""
    for name, value in settings.items():
        if name in node.inputs:
            node.inputs[name].default_value = (*value, 1.0) if isinstance(value, tuple) else value


def _is_unchanged(tree: bpy.types.ShaderNodeTree) -> bool:
    """Whether a group, and all in it, is still as it was built: an artist's changes are his alone."""
    inside = (node.node_tree for node in tree.nodes if node.bl_idname == GROUP)
    return (
        tree.library is None
        and tree.get(STATE_PROPERTY) == _state(tree)
        and all(group is not None and _is_unchanged(group) for group in inside)
    )


def _state(tree: bpy.types.ShaderNodeTree) -> str:
    """A hash of a group's nodes, links and sockets; not of where they are drawn."""
    now = read_tree(tree)
    nodes = [[node.idname, node.settings, node.inputs, node.mute] for node in now.nodes]
    sockets = [[socket.name, socket.socket_type, socket.default] for socket in now.interface]
    text = json.dumps([nodes, [asdict(link) for link in now.links], sockets], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _digests(graph: Graph) -> dict[str, str]:
    """Of each group, a hash of its nodes and of the groups in it."""
    digests: dict[str, str] = {}
    for name in group_order(graph):
        tree = graph.groups[name]
        inside = [digests[str(node.settings["node_tree"])] for node in tree.nodes if node.idname == GROUP]
        text = json.dumps([name, asdict(tree), inside], sort_keys=True)
        digests[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return digests


def _lay_out(material: bpy.types.Material, family: Family, targets: Sequence[bpy.types.Object]) -> None:
    """Tiles of about the family's size on the first object with a UV map: whole ones, so that its UV square tiles.

    On what is smaller than a tile it shows a part of one.
    """
    unwrapped = next(filter(texel_density.has_uv_map, targets), None)
    tiles = (texel_density.metres_per_uv(unwrapped) if unwrapped else 1.0) / family.tile_size
    scale = float(round(tiles)) if tiles > 1.0 else tiles
    material.node_tree.nodes[MAPPING].inputs["Scale"].default_value = (scale, scale, 1.0)
