"""A material as nodes and links: what Blender's node editor holds, as plain values that travel as JSON.

Names are Blender's own: nodes by their `bl_idname`, sockets by their `identifier`, settings by their property names.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from .errors import RequestError
from .json_values import flag, number, settings, socket_value, text

Value = float | tuple[float, ...] | str  # a socket's own value: a float, a vector or colour (RGBA), or a text

MAX_NODES = 20_000  # counted as often as their groups are used; more is not a material
MAX_NESTING = 64  # groups in groups


@dataclass(frozen=True)
class Node:
    """One node. What its sockets are linked to is in the tree's links."""

    name: str  # unique in its tree
    idname: str
    settings: Mapping[str, Any] = field(default_factory=dict)  # the node's properties, JSON values
    inputs: Mapping[str, Value] = field(default_factory=dict)  # by identifier; what an unlinked input is set to
    outputs: Mapping[str, Value] = field(default_factory=dict)  # of Value and RGB nodes
    mute: bool = False
    passes: tuple[tuple[str, str], ...] = ()  # of a muted node: which input (identifier) goes on as which output
    look: Mapping[str, Any] = field(default_factory=dict)  # where and how the editor draws it; no pixel depends on it


@dataclass(frozen=True)
class Link:
    """From an output to an input, each a node's name and a socket's identifier."""

    from_node: str
    from_socket: str
    to_node: str
    to_socket: str


@dataclass(frozen=True)
class Socket:
    """An input or output of a node group, in the order of its interface."""

    name: str
    identifier: str
    in_out: str  # INPUT or OUTPUT
    socket_type: str  # NodeSocketFloat, NodeSocketColor, …
    default: Value | None = None
    minimum: float | None = None
    maximum: float | None = None
    look: Mapping[str, Any] = field(default_factory=dict)  # how the group's node draws it


@dataclass(frozen=True)
class Tree:
    """The nodes of a material or of a node group."""

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    interface: tuple[Socket, ...] = ()  # of a node group


@dataclass(frozen=True)
class ImageFile:
    """A picture that Image Texture nodes use."""

    path: str  # absolute, or relative to the graph's file
    color_space: str = "sRGB"  # Blender's name for it
    alpha_mode: str = "STRAIGHT"


@dataclass(frozen=True)
class Graph:
    """A material: its own tree, the node groups in it by name, and the pictures it uses by name."""

    name: str
    blender: tuple[int, int, int]  # the version whose nodes these are
    tree: Tree
    groups: Mapping[str, Tree] = field(default_factory=dict)
    images: Mapping[str, ImageFile] = field(default_factory=dict)


class GraphError(RequestError):
    """A graph that cannot be read or evaluated; its text is one sentence for the user."""


def active_output(tree: Tree, target: str = "CYCLES") -> Node | None:
    """The Material Output that Blender renders with: one for this renderer first, then the one last chosen."""
    found, best = None, (-1, False)
    for node in tree.nodes:
        aim = node.settings.get("target", "ALL")
        if node.idname == "ShaderNodeOutputMaterial" and aim in ("ALL", target):
            rank = (int(aim == target), bool(node.settings.get("is_active_output", False)))
            if rank > best:
                found, best = node, rank
    return found


def group_order(graph: Graph) -> tuple[str, ...]:
    """The names of the node groups, each after the groups in it; raises GraphError where one is in itself."""
    inside = {name: set(_uses(tree)) for name, tree in graph.groups.items()}
    try:
        return tuple(TopologicalSorter(inside).static_order())
    except CycleError as error:
        raise GraphError(f"The node group {_quoted(error.args[1][0])} is inside itself.") from None


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as JSON-ready values."""
    return dataclasses.asdict(graph)


def from_json(data: Any) -> Graph:
    """The graph that `to_json` wrote; raises GraphError for anything that is not one."""
    try:
        graph = Graph(
            name=text(data["name"]),
            blender=_version(data["blender"]),
            tree=_tree(data["tree"]),
            groups={text(name): _tree(tree) for name, tree in data.get("groups", {}).items()},
            images={text(name): _image(image) for name, image in data.get("images", {}).items()},
        )
    except KeyError as error:
        raise GraphError(f"The graph is not one that ArtML wrote ({_short(error)} is missing).") from None
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise GraphError(f"The graph is not one that ArtML wrote ({_short(error)}).") from None
    check(graph)
    return graph


def check(graph: Graph) -> None:
    """Raise GraphError for node groups that are missing, inside themselves or too deep, and for too many nodes."""
    for tree in (graph.tree, *graph.groups.values()):
        for name in _uses(tree):
            if name not in graph.groups:
                raise GraphError(f"The material uses the node group {_quoted(name)}, which its graph does not hold.")
    counts: dict[str, int] = {}
    depths: dict[str, int] = {}
    for name in group_order(graph):
        tree = graph.groups[name]
        counts[name] = min(MAX_NODES + 1, len(tree.nodes) + sum(counts[used] for used in _uses(tree)))
        depths[name] = 1 + max((depths[used] for used in _uses(tree)), default=0)
    if max(depths.values(), default=0) > MAX_NESTING:
        raise GraphError(f"The material's node groups are nested more than {MAX_NESTING} deep.")
    stored = len(graph.tree.nodes) + sum(len(tree.nodes) for tree in graph.groups.values())
    if max(stored, len(graph.tree.nodes) + sum(counts[used] for used in _uses(graph.tree))) > MAX_NODES:
        raise GraphError(f"The material has more than {MAX_NODES} nodes, counted in every use of its groups.")


def _uses(tree: Tree) -> list[str]:
    """The groups that its nodes show, as often as they do."""
    return [str(node.settings["node_tree"]) for node in tree.nodes if node.settings.get("node_tree") is not None]


def _tree(data: Any) -> Tree:
    nodes = tuple(_node(node) for node in data["nodes"])
    names = {node.name for node in nodes}
    links = tuple(Link(**{key: text(value) for key, value in link.items()}) for link in data["links"])
    interface = tuple(_socket(socket) for socket in data.get("interface", ()))
    if len(names) != len(nodes):
        raise ValueError("two nodes have one name")
    if not all(link.from_node in names and link.to_node in names for link in links):
        raise ValueError("a link leads to a node that is not there")
    if len({(link.to_node, link.to_socket) for link in links}) != len(links):
        raise ValueError("two links lead into one socket")
    if len({socket.identifier for socket in interface}) != len(interface):
        raise ValueError("two sockets of a group have one identifier")
    return Tree(nodes, links, interface)


def _node(data: Any) -> Node:
    if (group := data.get("settings", {}).get("node_tree")) is not None:
        text(group)
    return Node(
        name=text(data["name"]),
        idname=text(data["idname"]),
        settings=settings(data.get("settings", {})),
        inputs={text(name): socket_value(value) for name, value in data.get("inputs", {}).items()},
        outputs={text(name): socket_value(value) for name, value in data.get("outputs", {}).items()},
        mute=flag(data.get("mute", False)),
        passes=tuple((text(a), text(b)) for a, b in data.get("passes", ())),
        look=settings(data.get("look", {})),
    )


def _socket(data: Any) -> Socket:
    numbers = {name: data.get(name) for name in ("default", "minimum", "maximum")}
    if data["in_out"] not in ("INPUT", "OUTPUT"):
        raise ValueError("a group's socket is neither input nor output")
    return Socket(
        **{name: text(data[name]) for name in ("name", "identifier", "in_out", "socket_type")},
        default=None if numbers["default"] is None else socket_value(numbers["default"]),
        minimum=None if numbers["minimum"] is None else number(numbers["minimum"]),
        maximum=None if numbers["maximum"] is None else number(numbers["maximum"]),
        look=settings(data.get("look", {})),
    )


def _image(data: Any) -> ImageFile:
    return ImageFile(**{key: text(value) for key, value in data.items()})


def _version(data: Any) -> tuple[int, int, int]:
    major, minor, patch = (int(number(part)) for part in data)
    return major, minor, patch


def _quoted(text: str) -> str:
    return f"'{text[:60]}'"


def _short(error: Exception) -> str:
    return ascii(str(error))[1:-1][:80]
