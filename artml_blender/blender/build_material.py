"""A graph as a material in Blender."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import bpy

from ..contract.graph import Graph, GraphError, Link, Node, Socket, Tree, Value, group_order
from ..contract.graph_walk import GROUP_INPUT, GROUP_OUTPUT
from .image_files import load_image
from .node_settings import write_settings

Built = TypeVar("Built")
Renamed = dict[str, str]  # identifiers of a group's sockets: the graph's to Blender's
Groups = Mapping[str, bpy.types.ShaderNodeTree]  # by their names in the graph
NOTHING_KNOWN: Groups = {}
OTHER_DATA = {"Object": "objects", "Text": "texts"}  # what nodes may point to besides groups and pictures


def build_material(
    graph: Graph,
    name: str | None = None,
    folder: Path = Path(),
    known: Groups = NOTHING_KNOWN,
) -> bpy.types.Material:
    """A new material; nothing new stays behind where the graph does not fit this Blender (GraphError).

    `folder` is where relative paths of pictures begin. Objects and texts that this file does not have are left empty.
    `known` are groups of the graph, by name, that this file has already.
    """
    builder = _Builder(graph, known)
    return builder.build(lambda: builder.build_material(name or graph.name, folder))


def build_groups(graph: Graph, known: Groups = NOTHING_KNOWN) -> dict[str, bpy.types.ShaderNodeTree]:
    """The node groups of a graph by name: those known, and new ones for the others, of which none stays behind where
    one does not fit this Blender (GraphError). The graph has no pictures.
    """
    builder = _Builder(graph, known)
    return builder.build(builder.build_groups)


class _Builder:
    def __init__(self, graph: Graph, known: Groups) -> None:
        self.graph, self.known = graph, known
        self.made: list[bpy.types.ID] = []
        self.data: dict[tuple[str, str], bpy.types.ID] = {}  # what was made, by type and by name in the graph
        self.renamed: dict[str, Renamed] = {}  # by group

    def build(self, make: Callable[[], Built]) -> Built:
        """What `make` makes; after an error nothing new is left."""
        try:
            return make()
        except GraphError:
            bpy.data.batch_remove(self.made)
            raise

    def build_material(self, name: str, folder: Path) -> bpy.types.Material:
        for image_name, file in self.graph.images.items():
            self._keep(load_image(image_name, file, folder), "Image", image_name)
        self.build_groups()
        material = bpy.data.materials.new(name)
        self.made.append(material)
        if bpy.app.version < (5, 0, 0):
            material.use_nodes = True  # always on, and deprecated, from 5.0
        material.node_tree.nodes.clear()
        self._fill(material.node_tree, self.graph.tree, {})
        return material

    def build_groups(self) -> dict[str, bpy.types.ShaderNodeTree]:
        for name in group_order(self.graph):
            if name not in self.graph.groups:
                raise GraphError(f"The graph does not hold its node group '{name[:60]}'.")
            self._add_group(name, self.graph.groups[name])
        return {name: self.data["NodeTree", name] for name in self.graph.groups}

    def _add_group(self, name: str, plan: Tree) -> None:
        if name in self.known:
            self.data["NodeTree", name] = self.known[name]
            self.renamed[name] = _match_interface(self.known[name], plan.interface)
            return
        tree = bpy.data.node_groups.new(name, "ShaderNodeTree")
        self._keep(tree, "NodeTree", name)
        self.renamed[name] = _build_interface(tree, plan.interface)
        self._fill(tree, plan, self.renamed[name])

    def _keep(self, block: bpy.types.ID, kind: str, name: str) -> None:
        self.made.append(block)
        self.data[kind, name] = block

    def _find(self, kind: str, name: str) -> bpy.types.ID | None:
        if kind in OTHER_DATA:
            return getattr(bpy.data, OTHER_DATA[kind]).get(name)
        return self.data.get((kind, name))

    def _fill(self, tree: bpy.types.NodeTree, plan: Tree, own: Renamed) -> None:
        """Links before values: what a reroute holds depends on what is linked to it."""
        nodes = {node.name: _new_node(tree, node) for node in plan.nodes}
        for node in plan.nodes:
            write_settings(nodes[node.name], node.settings, self._find)
            if node.mute:
                nodes[node.name].mute = True
        renamed = {node.name: self._renames(node, own) for node in plan.nodes}
        for link in plan.links:
            _link(tree, link, nodes, renamed)
        for node in plan.nodes:
            _set_values(nodes[node.name], "inputs", node.inputs, renamed[node.name])
            _set_values(nodes[node.name], "outputs", node.outputs, {})
        _place(plan, nodes)
        for node in plan.nodes:
            for identifier in node.look.get("hidden", ()):
                _socket(nodes[node.name], "outputs", identifier, renamed[node.name]).hide = True

    def _renames(self, node: Node, own: Renamed) -> Renamed:
        if node.idname in (GROUP_INPUT, GROUP_OUTPUT):
            return own
        return self.renamed.get(node.settings.get("node_tree", ""), {})


def _new_node(tree: bpy.types.NodeTree, node: Node) -> bpy.types.Node:
    try:
        made = tree.nodes.new(node.idname)
    except RuntimeError:
        raise GraphError(f"This Blender has no shader node {node.idname[:60]}.") from None
    made.name = node.name
    return made


def _build_interface(tree: bpy.types.NodeTree, sockets: Iterable[Socket]) -> Renamed:
    """The group's sockets in order, in their panels; Blender gives them identifiers of its own."""
    panels: dict[tuple[str, ...], Any] = {(): None}
    renamed = {}
    for socket in sockets:
        try:
            path = tuple(socket.look.get("panels", ()))
            for depth in range(1, len(path) + 1):
                if path[:depth] not in panels:
                    panels[path[:depth]] = _new_panel(tree, path[depth - 1], panels[path[: depth - 1]])
            item = tree.interface.new_socket(
                socket.name, in_out=socket.in_out, socket_type=socket.socket_type, parent=panels[path]
            )
            _describe(item, socket)
        except (TypeError, ValueError, AttributeError, RuntimeError):
            raise GraphError(
                f"This Blender cannot make the socket '{socket.name[:60]}' of the node group '{tree.name}'."
            ) from None
        renamed[socket.identifier] = item.identifier
    return renamed


def _match_interface(tree: bpy.types.NodeTree, sockets: Iterable[Socket]) -> Renamed:
    """The sockets of a group that is there already, by their names."""
    items = (item for item in tree.interface.items_tree if item.item_type == "SOCKET")
    found = {(item.in_out, item.name): item.identifier for item in items}
    return {socket.identifier: found.get((socket.in_out, socket.name), "") for socket in sockets}


def _new_panel(tree: bpy.types.NodeTree, name: str, parent: Any) -> Any:
    panel = tree.interface.new_panel(name)
    if parent is not None:
        tree.interface.move_to_parent(panel, parent, len(parent.interface_items))
    return panel


def _describe(item: bpy.types.NodeTreeInterfaceSocket, socket: Socket) -> None:
    """Limits before the default, which they bound."""
    if hasattr(item, "dimensions") and isinstance(socket.default, tuple):
        item.dimensions = len(socket.default)
    for name in ("subtype", "description", "hide_value"):
        if name in socket.look:
            setattr(item, name, socket.look[name])
    for name, value in (
        ("min_value", socket.minimum),
        ("max_value", socket.maximum),
        ("default_value", socket.default),
    ):
        if value is not None:
            setattr(item, name, _as_kind_of(getattr(item, name), value))


def _socket(node: bpy.types.Node, side: str, identifier: str, renamed: Renamed) -> bpy.types.NodeSocket:
    """One of a node's inputs or outputs, by what the graph calls it."""
    wanted = renamed.get(identifier, identifier)
    for socket in getattr(node, side):
        if socket.identifier == wanted:
            return socket
    raise GraphError(f"This Blender's node {node.bl_label} has no socket '{identifier[:60]}' among its {side}.")


def _link(
    tree: bpy.types.NodeTree, link: Link, nodes: Mapping[str, bpy.types.Node], renamed: Mapping[str, Renamed]
) -> None:
    source = _socket(nodes[link.from_node], "outputs", link.from_socket, renamed[link.from_node])
    target = _socket(nodes[link.to_node], "inputs", link.to_socket, renamed[link.to_node])
    tree.links.new(source, target)


def _set_values(node: bpy.types.Node, side: str, values: Mapping[str, Value], renamed: Renamed) -> None:
    for identifier, value in values.items():
        socket = _socket(node, side, identifier, renamed)
        try:
            current = socket.default_value
            if value != (current if isinstance(current, str | bool | int | float) else tuple(current)):
                socket.default_value = _as_kind_of(current, value)  # goes through the whole tree each time
        except (TypeError, ValueError, AttributeError, OverflowError):
            raise GraphError(
                f"The socket '{socket.name}' of the node {node.bl_label} cannot be what the graph says."
            ) from None


def _as_kind_of(current: Any, value: Value) -> Any:
    """The graph's numbers are floats; sockets may hold whole numbers or yes and no."""
    return type(current)(value) if isinstance(current, bool | int) and isinstance(value, float) else value


def _place(plan: Tree, nodes: Mapping[str, bpy.types.Node]) -> None:
    """How the editor draws the nodes: frames first, since what is in one is placed from it."""
    parents = {node.name: node.look.get("parent") for node in plan.nodes}
    for node in sorted(plan.nodes, key=lambda node: _depth(node.name, parents)):
        made, look = nodes[node.name], node.look
        try:
            if parents[node.name] is not None:
                made.parent = nodes[parents[node.name]]
            for name in ("location", "width", "height", "label", "hide", "color"):
                if name in look:
                    setattr(made, name, look[name])
            made.use_custom_color = "color" in look
        except (TypeError, ValueError, KeyError, RuntimeError):
            raise GraphError(f"The graph does not say how the node '{node.name[:60]}' is to be drawn.") from None


def _depth(name: str, parents: Mapping[str, str | None]) -> int:
    """How many frames are around a node."""
    seen = {name}
    parent = parents[name]
    while parent is not None and parent in parents and parent not in seen:
        seen.add(parent)
        parent = parents[parent]
    return len(seen)
