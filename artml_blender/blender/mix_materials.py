"""Two picture materials as one, mixed by nodes: live in the viewport, with nothing for the engine to do."""

import bpy

from ..contract.errors import RequestError
from ..contract.graph import Graph, Tree
from ..families.layers import MASKS
from ..families.mix import MAPS, MIX_NAME, mix_tree
from .images import RECIPE_PROPERTY
from .procedural import find_or_build_groups

MORPH, PAINTED, IMAGE = "MORPH", "PAINTED", "IMAGE"
BY_NODES = ("LOW", "HIGH", "ABOVE", "PATCHES")  # of MASKS: those that need no more than coordinates and a height
ATTRIBUTE = "ArtML Mix"  # the colours that are painted: black is the one below, white the one over it
NEEDED_BY_EYE = 500  # corners of a mesh: with fewer, painting is coarse
DOWN, ACROSS = 1700.0, 350.0  # pixels of the node editor: to the second material, and to each node of the mix

Sockets = dict[str, bpy.types.NodeSocket]


def shown_maps(material: bpy.types.Material | None) -> Sockets | None:
    """The outputs whose maps a picture material of ours shows, by their names; None if it is none, or was rebuilt."""
    ends = _ends(material)
    if ends is None or not all(socket.is_linked for socket in ends.values()):
        return None
    return {name: socket.links[0].from_socket for name, socket in ends.items()}


def is_plain(material: bpy.types.Material | None) -> bool:
    """Whether it shows pictures by themselves, all through one Mapping node: such a one can be put over another."""
    mappings = {_mapping(socket.node) for socket in (shown_maps(material) or {}).values()}
    return len(mappings) == 1 and None not in mappings


def mix_materials(
    below: bpy.types.Material, over: bpy.types.Material, mask: str, image: bpy.types.Image | None
) -> bpy.types.Material:
    """A new material, of copies of both; `image` is the mask's where it is an image. Raises RequestError."""
    if shown_maps(below) is None:
        raise RequestError(f"The material '{below.name}' is no picture material of ArtML; choose an object with one.")
    if not is_plain(over):
        raise RequestError(f"The material '{over.name}' cannot be put over another; choose one that ArtML made.")
    if mask == IMAGE and image is None:
        raise RequestError("Choose an image for the mask first, or another mask.")
    mixed = below.copy()
    mixed.name = f"{below.name} + {over.name}"
    if RECIPE_PROPERTY in mixed:
        del mixed[RECIPE_PROPERTY]  # it is no longer what that recipe makes
    _add_mix(mixed, _copied_pictures(mixed.node_tree, over), mask, image)
    return mixed


def is_painted(material: bpy.types.Material) -> bool:
    """Whether a painted mask is among its nodes."""
    nodes = (node for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeAttribute")
    return any(node.attribute_name == ATTRIBUTE for node in nodes)


def make_paintable(mesh: bpy.types.Mesh) -> bool:
    """Give the mesh the colours to paint, black at first, where it has none; returns whether it is fine enough."""
    if ATTRIBUTE not in mesh.color_attributes:
        colors = mesh.color_attributes.new(name=ATTRIBUTE, type="BYTE_COLOR", domain="CORNER")
        colors.data.foreach_set("color", [0.0, 0.0, 0.0, 1.0] * len(colors.data))
    mesh.color_attributes.active_color = mesh.color_attributes[ATTRIBUTE]
    return len(mesh.loops) >= NEEDED_BY_EYE


def _ends(material: bpy.types.Material | None) -> Sockets | None:
    """The inputs that the maps of a picture material go to."""
    nodes = material.node_tree.nodes if material is not None and material.node_tree is not None else ()
    found = {node.bl_idname: node for node in nodes}
    principled, normal_map, displacement = (
        found.get(f"ShaderNode{kind}") for kind in ("BsdfPrincipled", "NormalMap", "Displacement")
    )
    if None in (principled, normal_map, displacement):
        return None
    ends = {name: principled.inputs[name] for name in ("Base Color", "Roughness", "Metallic")}
    return {**ends, "Normal": normal_map.inputs["Color"], "Height": displacement.inputs["Height"]}


def _mapping(node: bpy.types.Node) -> bpy.types.Node | None:
    """The Mapping node behind a picture, fed by texture coordinates; None where it is otherwise."""
    mapping = _source(node, "ShaderNodeTexImage")
    coordinates = _source(mapping, "ShaderNodeMapping")
    return mapping if coordinates is not None and coordinates.bl_idname == "ShaderNodeTexCoord" else None


def _source(node: bpy.types.Node | None, idname: str) -> bpy.types.Node | None:
    """Where a node of this kind has its vector from; None for others, and where it has none."""
    links = node.inputs["Vector"].links if node is not None and node.bl_idname == idname else ()
    return links[0].from_node if links else None


def _copied_pictures(tree: bpy.types.NodeTree, over: bpy.types.Material) -> Sockets:
    """Pictures like those of another material, and their own coordinates, in this tree."""
    shown = shown_maps(over)
    given = _mapping(shown["Base Color"].node)
    mapping = _copy(tree, given)
    for name in ("Location", "Rotation", "Scale"):
        mapping.inputs[name].default_value = given.inputs[name].default_value
    source = given.inputs["Vector"].links[0].from_socket
    tree.links.new(_copy(tree, source.node).outputs[source.name], mapping.inputs["Vector"])
    copied = {}
    for name, socket in shown.items():
        picture = _copy(tree, socket.node)
        picture.image = socket.node.image
        for setting in ("projection", "projection_blend", "interpolation", "extension"):
            setattr(picture, setting, getattr(socket.node, setting))
        tree.links.new(mapping.outputs["Vector"], picture.inputs["Vector"])
        copied[name] = picture.outputs["Color"]
    return copied


def _copy(tree: bpy.types.NodeTree, given: bpy.types.Node) -> bpy.types.Node:
    """A node of the same kind, below where the other stands."""
    node = tree.nodes.new(given.bl_idname)
    node.label, node.location = given.label, (given.location.x, given.location.y - DOWN)
    return node


def _add_mix(material: bpy.types.Material, over: Sockets, mask: str, image: bpy.types.Image | None) -> None:
    """The group between what the material shows and where that goes, and the mask."""
    tree, below, ends = material.node_tree, shown_maps(material), _ends(material)
    mix = _group(tree, MIX_NAME, {MIX_NAME: mix_tree()})
    mix.location = (below["Base Color"].node.location.x + ACROSS, 300.0)
    for name in MAPS:
        tree.links.new(below[name], mix.inputs[f"A {name}"])
        tree.links.new(over[name], mix.inputs[f"B {name}"])
        tree.links.new(mix.outputs[name], ends[name])
    if mask != MORPH:
        mix.inputs["Amount"].default_value = 1.0
        where = _mask(tree, mask, below["Height"], image)
        where.node.location = (mix.location.x, mix.location.y - 500.0)
        tree.links.new(where, mix.inputs["Mask"])
    for node in tree.nodes:
        if node != mix and node.location.x >= mix.location.x and node.bl_idname != "ShaderNodeGroup":
            node.location.x += ACROSS
    tree.nodes.active = mix


def _mask(
    tree: bpy.types.NodeTree, mask: str, height: bpy.types.NodeSocket, image: bpy.types.Image | None
) -> bpy.types.NodeSocket:
    """The output that says where the second material is."""
    if mask == PAINTED:
        painted = tree.nodes.new("ShaderNodeAttribute")
        painted.attribute_name, painted.label = ATTRIBUTE, "Painted Mask"
        return painted.outputs["Fac"]
    if mask == IMAGE:
        picture = tree.nodes.new("ShaderNodeTexImage")
        picture.image, picture.label = image, "Mask"
        return picture.outputs["Color"]
    chosen = MASKS[mask]
    mask_tree, inside = chosen.built
    node = _group(tree, chosen.group_name, {**inside, chosen.group_name: mask_tree})
    mapping = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeMapping")
    tree.links.new(mapping.outputs["Vector"], node.inputs["Vector"])
    for name in chosen.reads:
        tree.links.new(height, node.inputs[name])
    return node.outputs["Mask"]


def _group(tree: bpy.types.NodeTree, name: str, groups: dict[str, Tree]) -> bpy.types.Node:
    """A node that shows one of the groups, which the file may have already."""
    built = find_or_build_groups(Graph(name, tuple(bpy.app.version), Tree(), groups))
    node = tree.nodes.new("ShaderNodeGroup")
    node.node_tree, node.label, node.width = built[name], name.removeprefix("ArtML "), 220.0
    return node
