"""Graphs as JSON: what comes back, and what is refused with one sentence."""

import copy
import json
from itertools import pairwise

import pytest

from artml_blender.contract.graph import (
    MAX_NODES,
    Graph,
    GraphError,
    ImageFile,
    Link,
    Node,
    Socket,
    Tree,
    active_output,
    from_json,
    group_order,
    to_json,
)

NOISE = Node(
    "Noise",
    "ShaderNodeTexNoise",
    {"noise_dimensions": "3D", "normalize": True, "points": [[0.0, [1.0, 2.0]], [1.0, []]], "object": None},
    {"Scale": 5.0, "Vector": (0.0, 1.0, 2.0), "Menu": "Red"},
    mute=True,
    passes=(("Vector", "Color"),),
    look={"location": [10.0, 20.0], "label": "Körner"},
)
SOCKET = Socket("Scale", "Socket_1", "INPUT", "NodeSocketFloat", 1.5, 0.0, 10.0, {"subtype": "FACTOR"})
GRAPH = Graph(
    "Wall",
    (5, 0, 1),
    Tree(
        (NOISE, Node("Group", "ShaderNodeGroup", {"node_tree": "Inner"})), (Link("Noise", "Fac", "Group", "Socket_1"),)
    ),
    {"Inner": Tree((Node("Input", "NodeGroupInput"),), (), (SOCKET,))},
    {"wood.png": ImageFile("/pictures/wood.png", "Non-Color", "NONE")},
)


def text_of(graph: Graph) -> str:
    return json.dumps(to_json(graph))


def group(name: str) -> Node:
    return Node(f"use of {name}", "ShaderNodeGroup", {"node_tree": name})


def refusal(data) -> str:
    """The one sentence that it is refused with."""
    with pytest.raises(GraphError) as caught:
        from_json(data)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 200
    return sentence


def changed(path: str, value) -> dict:
    """The graph's JSON with one thing in it replaced."""
    data = copy.deepcopy(json.loads(text_of(GRAPH)))
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    target = data
    for step in steps:
        target = target[step]
    target[last] = value
    return data


def test_a_graph_comes_back_from_its_text():
    assert from_json(json.loads(text_of(GRAPH))) == GRAPH


def test_what_may_be_left_out_is_left_out():
    data = {"name": "A", "blender": [4, 2, 0], "tree": {"nodes": [{"name": "N", "idname": "X"}], "links": []}}

    assert from_json(data) == Graph("A", (4, 2, 0), Tree((Node("N", "X"),)))


@pytest.mark.parametrize("data", [None, 3, "graph", [], {}, {"name": 3}, [[[]]], {"name": "A", "tree": {}}])
def test_what_is_no_graph_is_refused(data):
    assert "The graph is not one that ArtML wrote" in refusal(data)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("name", 3, "a number where a text should be"),
        ("name", "\ud800", "surrogates"),
        ("blender", [5, 0], "not enough values"),
        ("blender", "5.0.1", "where a number should be"),
        ("tree", None, "not one that ArtML wrote"),
        ("tree/nodes", None, "not one that ArtML wrote"),
        ("tree/nodes", "abc", "not one that ArtML wrote"),
        ("tree/nodes/0", {"name": "Noise"}, "'idname' is missing"),
        ("tree/nodes/0/name", "Group", "two nodes have one name"),
        ("tree/nodes/0/mute", "no", "a text where yes or no should be"),
        ("tree/nodes/0/settings", [1], "not one that ArtML wrote"),
        ("tree/nodes/0/settings/x", float("nan"), "a number that is not finite"),
        ("tree/nodes/0/settings/x", [1.0, [float("inf")]], "a number that is not finite"),
        ("tree/nodes/0/settings/x", 10**400, "too large"),
        ("tree/nodes/0/settings/node_tree", ["Inner"], "a list where a text should be"),
        ("tree/nodes/0/inputs", [], "not one that ArtML wrote"),
        ("tree/nodes/0/inputs/Scale", float("nan"), "a number that is not finite"),
        ("tree/nodes/0/inputs/Scale", 10**400, "too large"),
        ("tree/nodes/0/inputs/Scale", {}, "names and values where a number should be"),
        ("tree/nodes/0/inputs/Vector", [[1.0]], "a list where a number should be"),
        ("tree/nodes/0/inputs/Vector", [1.0, float("-inf")], "a number that is not finite"),
        ("tree/nodes/0/passes", [["A"]], "not enough values"),
        ("tree/nodes/0/look", 3, "a number where settings should be"),
        ("tree/links/0/from_node", "Nobody", "a link leads to a node that is not there"),
        ("tree/links/0", {"from_node": "Noise"}, "missing 3 required"),
        ("tree/links/0/extra", "x", "unexpected keyword"),
        ("groups", [], "not one that ArtML wrote"),
        ("groups/Inner", {}, "'nodes' is missing"),
        ("groups/Inner/interface/0/in_out", "BOTH", "neither input nor output"),
        ("groups/Inner/interface/0/minimum", "0", "a text where a number should be"),
        ("images/wood.png/path", None, "nothing where a text should be"),
        ("images/wood.png", [], "not one that ArtML wrote"),
    ],
)
def test_hostile_values_are_refused(path, value, words):
    assert words in refusal(changed(path, value))


def test_two_links_into_one_socket_are_refused():
    links = json.loads(text_of(GRAPH))["tree"]["links"]

    assert "two links lead into one socket" in refusal(changed("tree/links", links * 2))


def test_two_group_sockets_with_one_identifier_are_refused():
    sockets = json.loads(text_of(GRAPH))["groups"]["Inner"]["interface"]

    assert "have one identifier" in refusal(changed("groups/Inner/interface", sockets * 2))


@pytest.mark.parametrize("path", ["tree", "tree/nodes", "tree/nodes/0", "tree/nodes/0/inputs/Scale", "images"])
@pytest.mark.parametrize("kind", ["lists", "mappings"])
def test_deep_nesting_is_refused(path, kind):
    deep: list | dict = []
    for _ in range(5000):
        deep = [deep] if kind == "lists" else {"x": deep}

    refusal(changed(path, deep))
    assert "nested too deep" in refusal(changed("tree/nodes/0/settings/x", deep))


def test_a_group_inside_itself_is_refused():
    circle = {"A": Tree((group("B"),)), "B": Tree((group("C"),)), "C": Tree((group("A"),))}

    sentence = refusal(to_json(Graph("M", (5, 0, 0), Tree((group("A"),)), circle)))

    assert sentence in {f"The node group '{name}' is inside itself." for name in "ABC"}
    assert "is inside itself" in refusal(to_json(Graph("M", (5, 0, 0), Tree(), {"A": Tree((group("A"),))})))


def test_a_missing_group_is_named():
    assert "uses the node group 'Inner'" in refusal(to_json(Graph("M", (5, 0, 0), Tree((group("Inner"),)))))


def test_groups_are_nested_only_so_deep():
    names = [f"G{index}" for index in range(3000)]
    chain = {name: Tree((group(after),)) for name, after in pairwise(names)} | {names[-1]: Tree()}

    assert "nested more than 64 deep" in refusal(to_json(Graph("M", (5, 0, 0), Tree((group("G0"),)), chain)))


def test_groups_that_multiply_are_refused():
    """Twenty groups that each hold the next one ten times."""
    names = [f"G{index}" for index in range(20)]
    groups = {names[-1]: Tree((Node("Value", "ShaderNodeValue"),))}
    for name, inner in pairwise(names):
        groups[name] = Tree(tuple(Node(str(i), "ShaderNodeGroup", {"node_tree": inner}) for i in range(10)))

    assert f"more than {MAX_NODES} nodes" in refusal(to_json(Graph("M", (5, 0, 0), Tree((group("G0"),)), groups)))


def test_thirty_thousand_nodes_are_refused():
    nodes = tuple(Node(str(index), "ShaderNodeValue") for index in range(30_000))

    assert f"more than {MAX_NODES} nodes" in refusal(to_json(Graph("M", (5, 0, 0), Tree(nodes))))
    assert len(from_json(to_json(Graph("M", (5, 0, 0), Tree(nodes[:MAX_NODES])))).tree.nodes) == MAX_NODES


def test_groups_come_after_those_inside_them():
    groups = {"A": Tree((group("B"), group("C"))), "B": Tree((group("C"),)), "C": Tree()}

    assert group_order(Graph("M", (5, 0, 0), Tree(), groups)) == ("C", "B", "A")


@pytest.mark.parametrize(
    ("outputs", "chosen"),
    [
        ([], None),
        ([("ALL", False), ("ALL", False)], 0),
        ([("ALL", False), ("ALL", True)], 1),
        ([("ALL", True), ("CYCLES", False)], 1),
        ([("CYCLES", False), ("CYCLES", True), ("ALL", True)], 1),
        ([("EEVEE", True)], None),
        ([("EEVEE", True), ("ALL", False)], 1),
    ],
)
def test_the_active_output_is_the_one_that_cycles_takes(outputs, chosen):
    nodes = tuple(
        Node(str(index), "ShaderNodeOutputMaterial", {"target": target, "is_active_output": active})
        for index, (target, active) in enumerate(outputs)
    )

    assert active_output(Tree(nodes)) == (None if chosen is None else nodes[chosen])
