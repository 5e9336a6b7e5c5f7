"""What the active Material Output depends on: against the links, through groups and muted nodes."""

from .graph import Graph, Node, Tree, active_output

GROUP, GROUP_INPUT, GROUP_OUTPUT = "ShaderNodeGroup", "NodeGroupInput", "NodeGroupOutput"


def reached(graph: Graph) -> list[tuple[Node, str]]:
    """Every node whose output (identifier) matters, once for each such output, those next to the end first."""
    output = active_output(graph.tree)
    if output is None:
        return []
    walk = _Walk(graph)
    walk.follow(graph.tree, output, None)
    return list(walk.found.values())


class _Walk:
    def __init__(self, graph: Graph) -> None:
        self.groups = graph.groups
        self.found: dict[tuple[int, str], tuple[Node, str]] = {}  # nodes by identity: names repeat between trees
        self._inputs: dict[tuple[str, str], list[str]] = {}  # what an output of a group needs
        self._sources: dict[int, dict[str, list[tuple[str, Node, str]]]] = {}

    def follow(self, tree: Tree, end: Node, socket: str | None) -> list[str]:
        """Walk up from an input of a node (None: from all); returns the inputs of the group that this led to."""
        sources = self._linked(tree)
        group_inputs: dict[str, None] = {}
        seen: set[tuple[str, str]] = set()
        pending = _arriving(sources, end, None if socket is None else [socket])
        while pending:
            node, output = pending.pop()
            if (node.name, output) in seen:
                continue
            seen.add((node.name, output))
            if node.idname == GROUP_INPUT:
                group_inputs[output] = None
                continue
            if node.mute:
                needed: list[str] | None = [into for into, out in node.passes if out == output]
            else:
                self.found.setdefault((id(node), output), (node, output))
                needed = self._needed(node, output)
            pending += _arriving(sources, node, needed)
        return list(group_inputs)

    def _needed(self, node: Node, output: str) -> list[str] | None:
        """The inputs that an output depends on; None for all of them."""
        name = str(node.settings.get("node_tree"))
        tree = self.groups.get(name) if node.idname == GROUP else None
        if tree is None:
            return None
        if (name, output) not in self._inputs:
            end = group_end(tree)
            self._inputs[name, output] = [] if end is None else self.follow(tree, end, output)
        return self._inputs[name, output]

    def _linked(self, tree: Tree) -> dict[str, list[tuple[str, Node, str]]]:
        """By node: the inputs that are linked, each with the node and output that it is linked to."""
        if id(tree) not in self._sources:
            nodes = {node.name: node for node in tree.nodes}
            sources = self._sources.setdefault(id(tree), {})
            for link in tree.links:
                source = (link.to_socket, nodes[link.from_node], link.from_socket)
                sources.setdefault(link.to_node, []).append(source)
        return self._sources[id(tree)]


def group_end(tree: Tree) -> Node | None:
    """The Group Output that counts: the active one, else the first."""
    ends = [node for node in tree.nodes if node.idname == GROUP_OUTPUT]
    return max(ends, key=lambda node: bool(node.settings.get("is_active_output", False)), default=None)


def _arriving(
    sources: dict[str, list[tuple[str, Node, str]]], node: Node, inputs: list[str] | None
) -> list[tuple[Node, str]]:
    """What is linked to these inputs, the first link last: it is taken from the end."""
    links = sources.get(node.name, ())
    return [(source, output) for into, source, output in reversed(links) if inputs is None or into in inputs]
