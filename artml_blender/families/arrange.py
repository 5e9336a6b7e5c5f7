"""Where the nodes of a tree are drawn: in columns from left to right, each frame a block of its own."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

from ..contract.graph import Link, Node
from ..contract.graph_walk import GROUP_INPUT, GROUP_OUTPUT

COLUMN, GAP, MARGIN = 190.0, 25.0, 60.0  # pixels of the node editor
HEADER, SOCKET, SETTING = 40.0, 22.0, 24.0
WIDTHS = {"ShaderNodeValToRGB": 240.0}


def arrange(nodes: Sequence[Node], links: Sequence[Link], inputs: Iterable[str]) -> tuple[Node, ...]:
    """The nodes with a `location` each (in its frame, if it has one); of the group's inputs, each Group Input node
    shows only those that are used there.

    Within a frame a node stands right of all it reads; frames stand right of those they read, one under the other where
    they do not depend on each other. What is in no frame is a block of its own.
    """
    drawn = [node for node in nodes if node.idname != "NodeFrame"]
    frame_of = {node.name: _frame(node) for node in drawn}
    places: dict[str, tuple[float, float]] = {}
    sizes = {}
    for frame in dict.fromkeys(frame_of.values()):
        members = [node for node in drawn if frame_of[node.name] == frame]
        sizes[frame], inside = _block(members, links)
        places |= inside
    corners = _blocks(sizes, {(frame_of[link.from_node], frame_of[link.to_node]) for link in links})
    used: dict[str, set[str]] = {}
    for link in links:
        used.setdefault(link.from_node, set()).add(link.from_socket)
    arranged = []
    for node in nodes:
        if node.idname == "NodeFrame":
            if node.name not in corners:
                continue  # nothing is in it
            location = corners[node.name]
        elif frame_of[node.name]:
            location = places[node.name]
        else:
            location = tuple(a + b for a, b in zip(places[node.name], corners[""], strict=True))  # type: ignore[assignment]
        look: dict[str, Any] = {**node.look, "location": list(location)}
        if node.idname == GROUP_INPUT:
            look["hidden"] = [name for name in inputs if name not in used.get(node.name, ())]
        arranged.append(dataclasses.replace(node, look=look))
    return tuple(arranged)


def _frame(node: Node) -> str:
    """The block a node is in: its frame's name; the group's output is a block by itself, as it ends the group."""
    return GROUP_OUTPUT if node.idname == GROUP_OUTPUT else str(node.look.get("parent", ""))


def _block(nodes: Sequence[Node], links: Iterable[Link]) -> tuple[tuple[float, float], dict[str, tuple[float, float]]]:
    """The width and height of a block, and where its nodes are in it, the top left corner at (0, 0)."""
    names = {node.name for node in nodes}
    within = {(link.from_node, link.to_node) for link in links if link.from_node in names and link.to_node in names}
    columns = _levels(names, within)
    heights: dict[int, float] = {}
    places = {}
    for node in nodes:
        column = columns[node.name]
        top = heights.get(column, 0.0)
        places[node.name] = (column * COLUMN, -top)
        heights[column] = top + _height(node, sum(link.to_node == node.name for link in links)) + GAP
    return ((max(heights) + 1) * COLUMN, max(heights.values())), places


def _blocks(
    sizes: Mapping[str, tuple[float, float]], links: Iterable[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """The top left corner of each block."""
    levels = _levels(sizes, {(a, b) for a, b in links if a != b})
    corners, left = {}, 0.0
    for level in range(max(levels.values(), default=-1) + 1):
        top, widest = 0.0, 0.0
        for name in (name for name in sizes if levels[name] == level):
            width, height = sizes[name]
            corners[name] = (left, -top)
            top += height + MARGIN
            widest = max(widest, width)
        left += widest + MARGIN
    return corners


def _levels(names: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many others each one comes after, along the longest way; raises CycleError."""
    before: dict[str, set[str]] = {name: set() for name in names}
    for a, b in links:
        before[b].add(a)
    levels: dict[str, int] = {}
    for name in TopologicalSorter(before).static_order():
        levels[name] = 1 + max((levels[other] for other in before[name]), default=-1)
    return levels


def _height(node: Node, linked: int) -> float:
    """About how high the editor draws a node; it tells only when the node is on the screen."""
    if node.idname == "ShaderNodeValToRGB":
        return 230.0
    shown = [value for name, value in node.settings.items() if isinstance(value, str)]
    return HEADER + SOCKET * (1 + len(node.inputs) + linked) + SETTING * len(shown) + 22.0
