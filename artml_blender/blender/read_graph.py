"""A material's node tree as a graph."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bpy

from ..contract.graph import Graph, GraphError, ImageFile, Link, Node, Socket, Tree, Value, check
from ..contract.graph_walk import reached
from .image_files import read_image
from .node_settings import read_settings

SET_AT_THEIR_OUTPUT = ("ShaderNodeValue", "ShaderNodeRGB", "ShaderNodeNormal")


def read_graph(material: bpy.types.Material, image_folder: Path) -> Graph:
    """All nodes, groups and pictures; pictures that have no file of their own are written into the folder.

    A picture that cannot be read matters only where the active Material Output depends on it; elsewhere it is left out.
    """
    has_nodes = bpy.app.version >= (5, 0, 0) or material.use_nodes  # always on, and deprecated, from 5.0
    if not has_nodes or material.node_tree is None or not material.node_tree.nodes:
        raise GraphError(f"The material '{material.name}' has no nodes: use nodes and add some in the Shader Editor.")
    trees = _trees(material.node_tree)
    main, *groups = ((name, read_tree(tree)) for name, tree in trees.items())
    graph = Graph(material.name, tuple(bpy.app.version), main[1], dict(groups))
    check(graph)
    needed = {node.settings["image"] for node, _ in reached(graph) if "image" in node.settings}
    return Graph(graph.name, graph.blender, graph.tree, graph.groups, _images(trees.values(), needed, image_folder))


def _trees(main: bpy.types.NodeTree) -> dict[str | None, bpy.types.NodeTree]:
    """The material's own tree (under None) and the groups in it, however deep, by name."""
    found: dict[str | None, bpy.types.NodeTree] = {None: main}
    pending = [main]
    while pending:
        for node in pending.pop().nodes:
            group = getattr(node, "node_tree", None)
            if group is not None and group.name_full not in found:
                found[group.name_full] = group
                pending.append(group)
    return found


def _images(trees: Iterable[bpy.types.NodeTree], needed: set[str], folder: Path) -> dict[str, ImageFile]:
    found = {}
    for node in (node for tree in trees for node in tree.nodes):
        image = getattr(node, "image", None)
        if isinstance(image, bpy.types.Image) and image.name_full not in found:
            try:
                found[image.name_full] = read_image(
                    image, f"The image '{image.name}' of the node '{node.label or node.name}'", folder
                )
            except GraphError:
                if image.name_full in needed:
                    raise
    return found


def read_tree(tree: bpy.types.NodeTree) -> Tree:
    """The nodes, links and sockets of one tree."""
    interface = [item for item in tree.interface.items_tree if item.item_type == "SOCKET"]
    return Tree(
        nodes=tuple(_read_node(node) for node in tree.nodes),
        links=tuple(
            Link(link.from_node.name, link.from_socket.identifier, link.to_node.name, link.to_socket.identifier)
            for link in tree.links
            if _carries(link)
        ),
        interface=tuple(_read_interface_socket(item) for item in interface),
    )


def _carries(link: bpy.types.NodeLink) -> bool:
    """Whether anything comes through: Blender keeps muted links, loops, and links of sockets that a setting hides."""
    return link.is_valid and not link.is_muted and link.from_socket.enabled and link.to_socket.enabled


def _read_node(node: bpy.types.Node) -> Node:
    outputs = node.outputs if node.bl_idname in SET_AT_THEIR_OUTPUT else ()
    passes = ((link.from_socket.identifier, link.to_socket.identifier) for link in node.internal_links)
    return Node(
        name=node.name,
        idname=node.bl_idname,
        settings=read_settings(node),
        inputs=dict(_values(node.inputs)),
        outputs=dict(_values(outputs)),
        mute=node.mute,
        passes=tuple(passes) if node.mute else (),
        look=_look(node),
    )


def _look(node: bpy.types.Node) -> dict[str, Any]:
    look: dict[str, Any] = {"location": [round(part, 1) for part in node.location], "width": node.width}
    if node.bl_idname == "NodeFrame":
        look["height"] = node.height
    if node.label:
        look["label"] = node.label
    if node.parent is not None:
        look["parent"] = node.parent.name
    if node.use_custom_color:
        look["color"] = [float(part) for part in node.color]
    if node.hide:
        look["hide"] = True
    if hidden := [socket.identifier for socket in node.outputs if socket.hide]:
        look["hidden"] = hidden
    return look


def _read_interface_socket(item: bpy.types.NodeTreeInterfaceSocket) -> Socket:
    panels, parent = [], item.parent
    while parent is not None and parent.index >= 0:  # the interface itself is a panel, of no index
        panels.insert(0, parent.name)
        parent = parent.parent
    look = {"description": item.description, "hide_value": item.hide_value, "panels": panels}
    if hasattr(item, "subtype"):
        look["subtype"] = item.subtype
    return Socket(
        name=item.name,
        identifier=item.identifier,
        in_out=item.in_out,
        socket_type=item.socket_type,
        default=_value(item),
        minimum=float(item.min_value) if hasattr(item, "min_value") else None,
        maximum=float(item.max_value) if hasattr(item, "max_value") else None,
        look={name: value for name, value in look.items() if value},
    )


def _values(sockets: Iterable[bpy.types.NodeSocket]) -> Iterator[tuple[str, Value]]:
    for socket in sockets:
        value = _value(socket)
        if value is not None:
            yield socket.identifier, value


def _value(socket: Any) -> Value | None:
    """What a socket is set to; None for shaders, and for what points to an object or picture."""
    value = getattr(socket, "default_value", None)
    if value is None or isinstance(value, bpy.types.ID):
        return None
    if isinstance(value, str):
        return value
    return float(value) if isinstance(value, int | float) else tuple(float(part) for part in value)
