"""In which order a graph's nodes are evaluated, and what an input gets through reroutes, mutes and node groups."""

import pytest

torch = pytest.importorskip("torch")

from artml_blender.contract.graph import Graph, GraphError, Link, Node, Socket, Tree
from artml_blender.engine.graphs.evaluate import evaluate
from artml_blender.engine.graphs.plan import make_plan
from artml_blender.engine.graphs.surface import tile_rows

OUTPUT = Node("Output", "ShaderNodeOutputMaterial", {"is_active_output": True, "target": "ALL"})
PRINCIPLED = Node("Principled", "ShaderNodeBsdfPrincipled", inputs={"Base Color": (0.1, 0.2, 0.3, 1.0)})
SHADER = Link("Principled", "BSDF", "Output", "Surface")


def graph_of(nodes: list[Node], links: list[Link], groups: dict[str, Tree] | None = None) -> Graph:
    return Graph("Test", (5, 0, 1), Tree((*nodes, PRINCIPLED, OUTPUT), (*links, SHADER)), groups or {})


def roughness(graph: Graph) -> float:
    """What the Principled BSDF's Roughness gets on one pixel at UV 0.5, 0.5."""
    surface = tile_rows((1, 1), range(1), (2.0, 2.0))
    shader = evaluate(graph, make_plan(graph), surface, lambda name: None).shader
    return float(shader.roughness)


def value(name: str, number: float) -> Node:
    return Node(name, "ShaderNodeValue", outputs={"Value": number})


def add(name: str, **settings: object) -> Node:
    return Node(name, "ShaderNodeMath", {"operation": "ADD"}, {"Value": 0.0, "Value_001": 0.125}, **settings)


def test_an_input_without_a_link_keeps_its_own_value():
    assert roughness(graph_of([add("Add")], [Link("Add", "Value", "Principled", "Roughness")])) == 0.125


def test_reroutes_lead_on():
    nodes = [value("Value", 0.25), Node("A", "NodeReroute"), Node("B", "NodeReroute")]
    links = [Link("Value", "Value", "A", "Input"), Link("A", "Output", "B", "Input")]
    assert roughness(graph_of(nodes, [*links, Link("B", "Output", "Principled", "Roughness")])) == 0.25


def test_a_muted_node_passes_on_what_it_gets():
    nodes = [value("Value", 0.25), add("Add", mute=True, passes=(("Value", "Value"),))]
    links = [Link("Value", "Value", "Add", "Value"), Link("Add", "Value", "Principled", "Roughness")]
    assert roughness(graph_of(nodes, links)) == 0.25


def group(socket_type: str) -> Tree:
    """A group that adds 0.125 to its input."""
    return Tree(
        (Node("In", "NodeGroupInput"), add("Add"), Node("Out", "NodeGroupOutput")),
        (Link("In", "Input_1", "Add", "Value"), Link("Add", "Value", "Out", "Output_1")),
        (Socket("In", "Input_1", "INPUT", socket_type), Socket("Out", "Output_1", "OUTPUT", "NodeSocketFloat")),
    )


def test_a_group_is_evaluated_for_each_of_its_nodes():
    nodes = [
        Node("First", "ShaderNodeGroup", {"node_tree": "Group"}, {"Input_1": 0.25}),
        Node("Second", "ShaderNodeGroup", {"node_tree": "Group"}, {"Input_1": 0.0}),
    ]
    links = [
        Link("First", "Output_1", "Second", "Input_1"),
        Link("Second", "Output_1", "Principled", "Roughness"),
    ]
    assert roughness(graph_of(nodes, links, {"Group": group("NodeSocketFloat")})) == 0.5


def test_a_group_socket_converts():
    """Green becomes its luminance at a float socket."""
    nodes = [
        Node("Green", "ShaderNodeRGB", outputs={"Color": (0.0, 0.5, 0.0, 1.0)}),
        Node("Group", "ShaderNodeGroup", {"node_tree": "Group"}),
    ]
    links = [Link("Green", "Color", "Group", "Input_1"), Link("Group", "Output_1", "Principled", "Roughness")]
    graph = graph_of(nodes, links, {"Group": group("NodeSocketFloat")})
    assert roughness(graph) == pytest.approx(0.125 + 0.5 * 0.7152, abs=1e-4)


def test_a_vector_on_a_float_socket_is_its_mean():
    nodes = [Node("Place", "ShaderNodeCombineXYZ", inputs={"X": 0.3, "Y": 0.6, "Z": 0.0})]
    assert roughness(graph_of(nodes, [Link("Place", "Vector", "Principled", "Roughness")])) == pytest.approx(0.3)


def test_a_strip_of_one_row_shows_what_the_whole_shows():
    """Its v does not vary, and must not change how the noise is laid out."""
    inputs = {"Scale": 40.0, "Detail": 3.0, "Roughness": 0.5, "Lacunarity": 2.0, "Distortion": 0.5}
    nodes = [Node("Noise", "ShaderNodeTexNoise", inputs=inputs)]
    graph = graph_of(nodes, [Link("Noise", "Fac", "Principled", "Roughness")])
    whole, row = (
        evaluate(graph, make_plan(graph), tile_rows((64, 64), rows, (2.0, 2.0)), lambda name: None).shader.roughness
        for rows in (range(64), range(31, 32))
    )
    assert row.shape == (1, 64)
    torch.testing.assert_close(whole[31:32], row)


def test_two_thousand_nodes_in_a_row_are_no_trouble():
    nodes = [add(f"Add {number}") for number in range(2000)]
    links = [Link(f"Add {number}", "Value", f"Add {number + 1}", "Value") for number in range(1999)]
    nodes[0] = value("Add 0", 0.0)
    plan = make_plan(graph_of(nodes, [*links, Link("Add 1999", "Value", "Principled", "Roughness")]))
    assert len(plan.steps) == 2001


def test_a_value_is_kept_no_longer_than_it_is_needed():
    nodes = [value("Value", 0.25), add("Add")]
    links = [Link("Value", "Value", "Add", "Value"), Link("Add", "Value", "Principled", "Roughness")]
    steps = make_plan(graph_of(nodes, links)).steps
    assert [step.node.name for step in steps] == ["Value", "Add", "Principled"]
    assert [step.finished for step in steps] == [[], [0], [1]]


def test_nodes_in_a_circle_are_refused():
    nodes = [add("A"), add("B")]
    links = [
        Link("A", "Value", "B", "Value"),
        Link("B", "Value", "A", "Value"),
        Link("B", "Value", "Principled", "Roughness"),
    ]
    with pytest.raises(GraphError, match="depends on itself"):
        make_plan(graph_of(nodes, links))


def test_reroutes_in_a_circle_are_refused():
    nodes = [Node("A", "NodeReroute"), Node("B", "NodeReroute")]
    links = [
        Link("A", "Output", "B", "Input"),
        Link("B", "Output", "A", "Input"),
        Link("B", "Output", "Principled", "Roughness"),
    ]
    with pytest.raises(GraphError, match="depends on itself"):
        make_plan(graph_of(nodes, links))


def test_a_group_within_itself_is_refused():
    inner = group("NodeSocketFloat")
    node = Node("Again", "ShaderNodeGroup", {"node_tree": "Group"})
    links = (Link("Again", "Output_1", "Out", "Output_1"), Link("In", "Input_1", "Again", "Input_1"))
    tree = Tree((*inner.nodes, node), links, inner.interface)
    graph = graph_of(
        [Node("First", "ShaderNodeGroup", {"node_tree": "Group"})],
        [Link("First", "Output_1", "Principled", "Roughness")],
        {"Group": tree},
    )
    with pytest.raises(GraphError, match="contains itself"):
        make_plan(graph)


def test_groups_that_multiply_are_refused():
    """Thirty groups, each with two of the next: a billion nodes."""
    groups = {}
    for depth in range(30):
        both = tuple(Node(name, "ShaderNodeGroup", {"node_tree": f"Group {depth + 1}"}) for name in ("A", "B"))
        links = (
            Link("In", "Input_1", "A", "Input_1"),
            Link("A", "Output_1", "B", "Input_1"),
            Link("B", "Output_1", "Out", "Output_1"),
        )
        ends = (Node("In", "NodeGroupInput"), Node("Out", "NodeGroupOutput"))
        groups[f"Group {depth}"] = Tree((*both, *ends), links, group("NodeSocketFloat").interface)
    groups["Group 30"] = group("NodeSocketFloat")
    graph = graph_of(
        [Node("First", "ShaderNodeGroup", {"node_tree": "Group 0"})],
        [Link("First", "Output_1", "Principled", "Roughness")],
        groups,
    )
    with pytest.raises(GraphError, match="more than"):
        make_plan(graph)


def test_a_material_without_an_output_is_refused():
    with pytest.raises(GraphError, match="Material Output"):
        make_plan(Graph("Test", (5, 0, 1), Tree((PRINCIPLED,), ())))
