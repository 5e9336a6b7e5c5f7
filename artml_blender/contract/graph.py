"""A material as nodes and links: what Blender's node editor holds, as plain values that travel as JSON.

Names are Blender's own: nodes by their `bl_idname`, sockets by their `identifier`, settings by their property names.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import RequestError

Value = float | tuple[float, ...] | str  # a socket's own value: a float, a vector or colour (RGBA), or a text

MAX_NODES = 20_000  # in all trees together; more is not a material


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


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as JSON-ready values."""
    return dataclasses.asdict(graph)


def from_json(data: Any) -> Graph:
    """The graph that `to_json` wrote; raises GraphError for anything that is not one."""
    try:
        graph = Graph(
            name=_text(data["name"]),
            blender=_version(data["blender"]),
            tree=_tree(data["tree"]),
            groups={_text(name): _tree(tree) for name, tree in data.get("groups", {}).items()},
            images={_text(name): _image(image) for name, image in data.get("images", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GraphError(f"The graph is not one that ArtML wrote ({_short(error)}).") from None
    count = len(graph.tree.nodes) + sum(len(tree.nodes) for tree in graph.groups.values())
    if count > MAX_NODES:
        raise GraphError(f"The material has {count} nodes; ArtML reads up to {MAX_NODES}.")
    return graph


def _tree(data: Any) -> Tree:
    nodes = tuple(_node(node) for node in data["nodes"])
    names = {node.name for node in nodes}
    links = tuple(Link(**{key: _text(value) for key, value in link.items()}) for link in data["links"])
    if len(names) != len(nodes) or not all(link.from_node in names and link.to_node in names for link in links):
        raise ValueError("its nodes and links do not fit")
    return Tree(nodes, links, tuple(_socket(socket) for socket in data.get("interface", ())))


def _node(data: Any) -> Node:
    return Node(
        name=_text(data["name"]),
        idname=_text(data["idname"]),
        settings=dict(data.get("settings", {})),
        inputs={_text(name): _value(value) for name, value in data.get("inputs", {}).items()},
        outputs={_text(name): _value(value) for name, value in data.get("outputs", {}).items()},
        mute=bool(data.get("mute", False)),
        passes=tuple((_text(a), _text(b)) for a, b in data.get("passes", ())),
        look=dict(data.get("look", {})),
    )


def _socket(data: Any) -> Socket:
    default = data.get("default")
    return Socket(**{**data, "default": None if default is None else _value(default)})


def _image(data: Any) -> ImageFile:
    return ImageFile(**{key: _text(value) for key, value in data.items()})


def _version(data: Any) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in data)
    return major, minor, patch


def _value(data: Any) -> Value:
    if isinstance(data, str):
        return data
    if isinstance(data, int | float):
        return float(data)
    return tuple(float(part) for part in data)


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise TypeError(f"{_short(data)} where a text should be")
    return data


def _short(value: Any) -> str:
    return ascii(str(value))[1:-1][:80]
