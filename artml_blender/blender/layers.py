"""Another family over a procedural material: its node, a mask, and the node that mixes them."""

import bpy

from ..contract.graph import Graph, Tree
from ..contract.graph_walk import GROUP_INPUT, GROUP_OUTPUT
from ..families.family import Family
from ..families.layers import LAYER_NAME, MAPS, Mask, layer_tree
from ..families.material import MAPPING, OUTPUT, PRINCIPLED, RELIEF
from .procedural import FAMILY_PROPERTY, family_nodes, family_of, find_or_build_groups

ENDS = {"Base Color": PRINCIPLED, "Roughness": PRINCIPLED, "Metallic": PRINCIPLED, "Height": RELIEF}
STEP, MASK_STEP, MASK_DOWN, MAPPING_STEP = 680.0, 330.0, 420.0, 200.0  # pixels of the node editor
HEADER, SOCKET = 120.0, 23.0  # about how high a group's node is: it tells only when it is on the screen


def top_node(material: bpy.types.Material) -> bpy.types.Node | None:
    """The node whose maps the material shows: its family, or its last layer; None if it was rebuilt otherwise."""
    nodes = material.node_tree.nodes
    if not all(name in nodes for name in (MAPPING, PRINCIPLED, RELIEF)):
        return None
    sources = {name: nodes[end].inputs[name].links for name, end in ENDS.items()}
    tops = {links[0].from_node if links else None for links in sources.values()}
    top = tops.pop()
    return top if not tops and top is not None and all(name in top.outputs for name in MAPS) else None


def add_layer(material: bpy.types.Material, top: bpy.types.Node, family: Family, mask: Mask) -> bpy.types.Node:
    """Put the family over what `top` shows, where the mask says; returns its node. Raises GraphError."""
    tree = material.node_tree
    groups = _groups(family, mask)
    x, y = float(top.location[0]), float(top.location[1])
    down = HEADER + SOCKET * (len(top.inputs) + len(top.outputs))
    above = _add(tree, groups[family.group_name], family.label, (x, y - down))
    where = _add(tree, groups[mask.group_name], f"{family.label}: {mask.label}", (x + MASK_STEP, y - MASK_DOWN))
    layer = _add(tree, groups[LAYER_NAME], f"{family.label} Layer", (x + STEP, y))
    vector = tree.nodes[MAPPING].outputs["Vector"]
    tree.links.new(vector, where.inputs["Vector"])
    mapping = tree.nodes.new("ShaderNodeMapping")
    mapping.label, mapping.location = f"{family.label} Tiles", (x - MAPPING_STEP, y - down)
    mapping.inputs["Scale"].default_value = (*[_tiles_in_a_tile(material, family)] * 2, 1.0)
    tree.links.new(vector, mapping.inputs["Vector"])
    tree.links.new(mapping.outputs["Vector"], above.inputs["Vector"])
    for name in mask.reads:
        tree.links.new(top.outputs[name], where.inputs[name])
    tree.links.new(where.outputs["Mask"], layer.inputs["Mask"])
    for name in MAPS:
        tree.links.new(top.outputs[name], layer.inputs[f"A {name}"])
        tree.links.new(above.outputs[name], layer.inputs[f"B {name}"])
    for name, end in ENDS.items():
        tree.links.new(layer.outputs[name], tree.nodes[end].inputs[name])
    for name in (PRINCIPLED, RELIEF, OUTPUT):
        if name in tree.nodes:
            tree.nodes[name].location.x += STEP
    tree.nodes.active = above
    return above


def _tiles_in_a_tile(material: bpy.types.Material, family: Family) -> float:
    """How many tiles of the family go into one of the material's first: whole ones, so that both tile together."""
    first = next((found for node in family_nodes(material) if (found := family_of(node))), family)
    return float(max(1, round(first.tile_size / family.tile_size)))


def count_nodes(tree: bpy.types.NodeTree) -> int:
    """How many nodes compute something: each use of a group counted anew."""
    shown = (node for node in tree.nodes if node.bl_idname not in ("NodeFrame", GROUP_INPUT, GROUP_OUTPUT))
    return sum(count_nodes(node.node_tree) if getattr(node, "node_tree", None) else 1 for node in shown)


def _groups(family: Family, mask: Mask) -> dict[str, bpy.types.ShaderNodeTree]:
    mask_tree, inside = mask.built
    trees = {**family.groups, family.group_name: family.tree, **inside, mask.group_name: mask_tree}
    graph = Graph(family.label, tuple(bpy.app.version), Tree(), {**trees, LAYER_NAME: layer_tree()})
    groups = find_or_build_groups(graph)
    groups[family.group_name][FAMILY_PROPERTY] = family.name
    return groups


def _add(
    tree: bpy.types.NodeTree, group: bpy.types.ShaderNodeTree, label: str, location: tuple[float, float]
) -> bpy.types.ShaderNodeGroup:
    node = tree.nodes.new("ShaderNodeGroup")
    node.node_tree, node.label, node.location, node.width = group, label, location, 280.0
    return node
