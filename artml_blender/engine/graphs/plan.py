"""Which nodes a result needs, in which order: through links, reroutes, muted nodes and node groups."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ...contract.graph import Graph, GraphError, Link, Node, Tree, Value, active_output
from ...contract.graph_walk import group_end
from .spreads import bump_spread, displacement_spread

MAX_STEPS = 20_000  # nodes to evaluate, each use of a group counted anew
MAX_GROUP_DEPTH = 64
GROUPS_INLINED_SINCE = (5, 0, 0)


class Origin(NamedTuple):
    """What an input gets: an output of a step, or a value of its own; and the socket types it goes through to there."""

    step: int  # -1: the input is not linked
    output: str
    value: Value | None
    casts: tuple[str, ...]  # the kinds (VALUE, VECTOR, RGBA, SHADER) of group sockets that convert it, the first first
    here: bool  # the step is spread to the sides of each pixel, too, and the input is not


@dataclass(frozen=True)
class Step:
    """One node to evaluate, when all it gets is known."""

    node: Node
    spread: float | None  # pixels: evaluated so far to both sides of each pixel, too, for a Bump
    inputs: Mapping[str, Origin]  # by socket identifier
    wanted: set[str] = field(default_factory=set)  # the outputs that others read
    finished: list[int] = field(default_factory=list)  # the steps that nobody reads after this one


@dataclass(frozen=True)
class ValuePlan:
    """Steps in an order in which each comes after those it reads; and what the inputs of a node get, by identifier."""

    steps: tuple[Step, ...]
    values: Mapping[str, Origin]


@dataclass(frozen=True)
class Plan:
    """Steps in an order in which each comes after those it reads; and what the material's output gets."""

    steps: tuple[Step, ...]
    displacement: Origin | None  # spread; None if nothing is linked, as below
    surface: Origin | None


class _Scope:
    """A tree in one of its uses: a material's own, or that of a group node in another scope."""

    def __init__(self, graph: Graph, tree: Tree, parents: tuple[tuple["_Scope", Node], ...] = ()) -> None:
        self.graph, self.tree, self.parents = graph, tree, parents
        self.nodes = {node.name: node for node in tree.nodes}
        self.incoming: dict[str, dict[str, Link]] = {node.name: {} for node in tree.nodes}
        for link in tree.links:
            self.incoming[link.to_node][link.to_socket] = link
        self.kinds = {socket.identifier: _kind(socket.socket_type) for socket in tree.interface}
        self.inside: dict[str, _Scope] = {}

    def enter(self, node: Node) -> "_Scope":
        """The scope of a group node; raises GraphError for a group that is missing, or in itself."""
        if node.name not in self.inside:
            tree = self.graph.groups.get(str(node.settings.get("node_tree")))
            if tree is None:
                raise GraphError(f"The node group of the node {node.name!r} is missing.")
            if len(self.parents) >= MAX_GROUP_DEPTH:
                raise GraphError(f"The node group {node.settings['node_tree']!r} contains itself.")
            self.inside[node.name] = _Scope(self.graph, tree, (*self.parents, (self, node)))
        return self.inside[node.name]


class _Found(NamedTuple):
    """Where an input's value comes from: a node's output, or (with no node) the value itself."""

    scope: _Scope
    node: Node | None
    output: str
    value: Value | None
    casts: tuple[str, ...]


def make_plan(graph: Graph) -> Plan:
    """The steps to the active Material Output; raises GraphError if it has none, or goes in circles."""
    root = _Scope(graph, graph.tree)
    first = _Planner(graph, {}, root)
    first.plan()
    spread = {(scope, name): width for scope, name, width in first.numbers if width is not None}
    return _Planner(graph, spread, root).plan()


def plan_values(graph: Graph, node: Node, sockets: Iterable[str]) -> ValuePlan:
    """The steps to what a node of the graph's own tree gets in these inputs, seen flat: Bump does not bend it."""
    return _Planner(graph, {}, _Scope(graph, graph.tree)).plan_values(node, sockets)


Key = tuple[_Scope, str, float | None]  # a node in a scope, and its spread


class _Planner:
    def __init__(self, graph: Graph, spread: Mapping[tuple[_Scope, str], float], root: _Scope) -> None:
        self.graph, self.spread, self.root = graph, spread, root
        self.numbers: dict[Key, int] = {}
        self.steps: list[Step] = []

    def plan(self) -> Plan:
        output = active_output(self.graph.tree)
        if output is None:
            raise GraphError("The material has no Material Output node; add one and link the shader to it.")
        linked = self.root.incoming[output.name]
        width = displacement_spread(self.graph.blender)
        displacement = self._settle(output, "Displacement", width) if "Displacement" in linked else None
        surface = self._settle(output, "Surface", None) if "Surface" in linked else None
        self._note_uses([origin for origin in (displacement, surface) if origin])
        return Plan(tuple(self.steps), displacement, surface)

    def plan_values(self, node: Node, sockets: Iterable[str]) -> ValuePlan:
        values = {socket: self._settle(node, socket, None) for socket in sockets}
        self._note_uses(values.values())
        return ValuePlan(tuple(self.steps), values)

    def _settle(self, output: Node, socket: str, spread: float | None) -> Origin:
        """What that input gets, after making a step of every node it depends on: depth first, without recursion."""
        found = _trace(self.root, output, socket)
        stack = [(found, spread, False)]
        entered: set[Key] = set()
        while stack:
            here, wanted, is_ready = stack.pop()
            if here.node is None or (key := self._key(here, wanted)) in self.numbers:
                continue
            needs = {name: (_trace(here.scope, here.node, name), to) for name, to in _reads(here, key[2])}
            if is_ready:
                self.numbers[key] = len(self.steps)
                self.steps.append(Step(here.node, key[2], {name: self._origin(*need) for name, need in needs.items()}))
                continue
            if key in entered:
                raise GraphError(f"The node {here.node.name!r} depends on itself.")
            if len(entered) >= MAX_STEPS:
                raise GraphError(f"The material needs more than {MAX_STEPS} nodes, counting each use of a group.")
            entered.add(key)
            stack.append((here, wanted, True))
            stack.extend((*need, False) for need in needs.values())
        return self._origin(found, spread)

    def _key(self, found: _Found, spread: float | None) -> Key:
        """The step that a node's value comes from: one that is spread anyway holds the pixel's own value, too."""
        assert found.node is not None
        place = found.scope, found.node.name
        return (*place, self.spread.get(place) if spread is None else spread)

    def _origin(self, found: _Found, spread: float | None) -> Origin:
        if found.node is None:
            return Origin(-1, found.output, found.value, found.casts, False)
        key = self._key(found, spread)
        return Origin(self.numbers[key], found.output, None, found.casts, spread != key[2])

    def _note_uses(self, results: Iterable[Origin]) -> None:
        """Tell each step which of its outputs are read, and which results nobody reads after it."""
        last: dict[int, int] = {}
        for number, step in enumerate(self.steps):
            for origin in step.inputs.values():
                if origin.step >= 0:
                    self.steps[origin.step].wanted.add(origin.output)
                    last[origin.step] = number
        for origin in results:
            if origin.step >= 0:
                self.steps[origin.step].wanted.add(origin.output)
                last.pop(origin.step, None)
        for number, reader in last.items():
            self.steps[reader].finished.append(number)


def _reads(found: _Found, spread: float | None) -> Iterator[tuple[str, float | None]]:
    """The linked inputs that a node reads, and how far they are to be spread; Bump within Bump is flat."""
    assert found.node is not None
    for name in found.scope.incoming[found.node.name]:
        if found.node.idname == "ShaderNodeBump" and name == "Height":
            if spread is None:
                yield name, bump_spread(found.node, found.scope.graph.blender)
        elif not _is_idle(found.node, name):
            yield name, spread


def _is_idle(node: Node, socket: str) -> bool:
    """A Mix node keeps the sockets, and links, of the data types it is not set to."""
    if node.idname != "ShaderNodeMix":
        return False
    kind = {"FLOAT": "_Float", "VECTOR": "_Vector", "RGBA": "_Color"}.get(str(node.settings.get("data_type")), "")
    return not socket.startswith("Factor") and not socket.endswith(kind)


def _trace(scope: _Scope, node: Node, socket: str) -> _Found:
    """Where an input's value comes from.

    Links that lead nowhere leave the value of the last socket on the way that keeps one: not a reroute's, nor a muted
    node's. Blender 5 leaves nothing of groups, so that their sockets convert no more than their own values. Before,
    each socket of a group was a node to Cycles, and so were reroutes and what muted nodes pass on, without a value (0).
    Source: Blender's shader_nodes_inline.cc; Cycles' blender/shader.cpp of 4.5 (`add_nodes`); measured.
    """
    is_inlined = scope.graph.blender >= GROUPS_INLINED_SINCE
    casts: list[str] = []
    own = _Found(scope, None, socket, node.inputs.get(socket), ())
    seen = set()
    while True:
        if (scope, node.name, socket) in seen:
            raise GraphError(f"The node {node.name!r} depends on itself.")
        seen.add((scope, node.name, socket))
        link = scope.incoming[node.name].get(socket)
        if link is None:
            return own
        node, output = scope.nodes[link.from_node], link.from_socket
        if node.idname == "NodeReroute" or (node.mute and node.idname != "NodeGroupInput"):
            passed = "Input" if node.idname == "NodeReroute" else _passed(node, output)
            if passed is None:
                return own
            socket = passed
            own = own if is_inlined else _Found(scope, None, socket, None, ())
            continue
        if node.idname == "NodeGroupInput" and scope.parents:
            casts.append(scope.kinds.get(output, ""))
            scope, node = scope.parents[-1]
        elif node.idname == "ShaderNodeGroup":
            scope = scope.enter(node)
            casts.append(scope.kinds.get(output, ""))
            end = group_end(scope.tree)
            if end is None:
                return _Found(scope, None, output, None, ())
            node = end
        else:
            return _Found(scope, node, output, None, () if is_inlined else tuple(reversed(casts)))
        socket = output
        own = _Found(scope, None, socket, node.inputs.get(socket), tuple(reversed(casts)))


def _passed(node: Node, output: str) -> str | None:
    """The input that a muted node passes on as this output."""
    return {to: source for source, to in node.passes}.get(output)


def _kind(socket_type: str) -> str:
    for ending, kind in (("Color", "RGBA"), ("Vector", "VECTOR"), ("Shader", "SHADER")):
        if socket_type.startswith("NodeSocket" + ending):
            return kind
    return "VALUE"
