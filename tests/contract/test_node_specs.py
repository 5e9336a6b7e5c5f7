"""Which nodes of a material ArtML cannot evaluate, in an artist's words."""

import pytest

from artml_blender.contract.graph import Graph, Link, Node, Tree
from artml_blender.contract.node_specs import SUPPORTED, label, unsupported

OUTPUT = Node("Output", "ShaderNodeOutputMaterial", {"target": "ALL", "is_active_output": True})


def graph_of(nodes, links, groups=None) -> Graph:
    return Graph("M", (5, 0, 1), Tree((*nodes, OUTPUT), tuple(Link(*link.split(">")) for link in links)), groups or {})


def shown(*nodes: Node, output: str = "Color") -> Graph:
    """Each of the nodes linked to the Material Output, through an input of its own."""
    return graph_of(nodes, [f"{node.name}>{output}>Output>{index}" for index, node in enumerate(nodes)])


@pytest.mark.parametrize(
    ("node", "output", "name"),
    [
        (Node("N", "ShaderNodeTexMusgrave"), "Fac", "Musgrave Texture (Blender 4.0 and older)"),
        (Node("N", "ShaderNodeAttribute", {"attribute_name": "Col"}), "Color", "Attribute 'Col'"),
        (Node("N", "ShaderNodeAttribute", {"attribute_name": ""}), "Color", "Attribute"),
        (Node("N", "ShaderNodeVertexColor", {"layer_name": "Paint"}), "Color", "Color Attribute 'Paint'"),
        (Node("N", "ShaderNodeAmbientOcclusion"), "AO", "Ambient Occlusion"),
        (Node("N", "ShaderNodeTexCoord"), "Camera", "Texture Coordinate (Camera)"),
        (Node("N", "ShaderNodeTexCoord", {"object": "Empty"}), "Object", "Texture Coordinate (Object 'Empty')"),
        (Node("N", "ShaderNodeUVMap", {"from_instancer": True}), "UV", "UV Map (From Instancer)"),
        (Node("N", "ShaderNodeBsdfAnisotropic"), "BSDF", "Glossy BSDF"),
        (Node("N", "ShaderNodeBsdfRayPortal"), "BSDF", "Ray Portal BSDF"),
        (Node("N", "ShaderNodeTexSky"), "Color", "Sky Texture"),
        (Node("N", "ShaderNodeScript"), "Out", "Script"),
        (Node("N", "ShaderNodeNewGeometry"), "Position", "Geometry (Position)"),
        (Node("N", "NodeEvaluateClosure"), "Out", "Evaluate Closure"),
        (Node("N", "NodeUndefined"), "Out", "Undefined"),
        (Node("N", "SomeAddonNode"), "Out", "Some Addon Node"),
        (Node("N", "käse"), "Out", "käse"),
        (Node("N", "ShaderNodeVectorMath", {"operation": "SMOOTH_CROSS"}), "Vector", "Vector Math (Smooth Cross)"),
        (Node("N", "ShaderNodeTexNoise", {"texture_mapping": {}}), "Color", "Noise Texture (Texture Mapping)"),
    ],
)
def test_a_node_is_named_as_artists_know_it(node, output, name):
    assert unsupported(shown(node, output=output)) == [name]


@pytest.mark.parametrize("output", ["Generated", "Normal", "UV", "Object"])
def test_these_coordinates_are_supported(output):
    assert unsupported(shown(Node("N", "ShaderNodeTexCoord", {"from_instancer": False}), output=output)) == []


def test_every_supported_node_is_supported():
    nodes = [Node(idname, idname) for idname in SUPPORTED if idname != OUTPUT.idname]
    assert unsupported(shown(*nodes, output="Normal")) == []  # which is among a Geometry node's few that are
    assert all(label(idname) == spec.label for idname, spec in SUPPORTED.items())


def test_names_come_once_and_in_the_order_of_the_inputs():
    nodes = [Node("A", "ShaderNodeWireframe"), Node("B", "ShaderNodeBevel"), Node("C", "ShaderNodeWireframe")]

    assert unsupported(shown(*nodes)) == ["Wireframe", "Bevel"]


def test_only_what_the_active_output_depends_on_counts():
    nodes = [Node("Loose", "ShaderNodeBevel"), Node("Mix", "ShaderNodeMix"), Node("Wire", "ShaderNodeWireframe")]

    assert unsupported(graph_of(nodes, ["Wire>Fac>Mix>A", "Loose>Normal>Wire>Size"])) == []
    assert unsupported(graph_of(nodes, ["Wire>Fac>Mix>A", "Mix>Result>Output>Surface"])) == ["Wireframe"]
    assert unsupported(Graph("M", (5, 0, 1), Tree((Node("Loose", "ShaderNodeBevel"),)))) == []


def test_loops_of_links_end():
    nodes = [Node("A", "NodeReroute"), Node("B", "NodeReroute")]

    assert unsupported(graph_of(nodes, ["A>O>B>I", "B>O>A>I", "A>O>Output>Surface"])) == []


def test_a_muted_node_counts_only_for_what_passes_through():
    muted = Node("Muted", "ShaderNodeBevel", mute=True, passes=(("Normal", "Normal"),))
    nodes = [muted, Node("Wire", "ShaderNodeWireframe"), Node("Tangent", "ShaderNodeTangent")]
    links = ["Wire>Fac>Muted>Radius", "Tangent>Tangent>Muted>Normal", "Muted>Normal>Output>Surface"]

    assert unsupported(graph_of(nodes, links)) == ["Tangent"]


def a_group() -> Tree:
    """Its output X is its input a; its output Y is a Bevel, and Z a group in it."""
    nodes = (
        Node("In", "NodeGroupInput"),
        Node("Other", "NodeGroupOutput", {"is_active_output": False}),
        Node("Out", "NodeGroupOutput", {"is_active_output": True}),
        Node("Bevel", "ShaderNodeBevel"),
        Node("Wire", "ShaderNodeWireframe"),
    )
    links = ("In>a>Out>X", "Bevel>Normal>Out>Y", "In>b>Out>Z", "Wire>Fac>Other>X")
    return Tree(nodes, tuple(Link(*link.split(">")) for link in links))


@pytest.mark.parametrize(
    ("output", "names"), [("X", ["Tangent"]), ("Y", ["Bevel"]), ("Z", ["Light Path"]), ("nothing", [])]
)
def test_through_a_group_only_what_its_output_needs_counts(output, names):
    nodes = [
        Node("Use", "ShaderNodeGroup", {"node_tree": "G"}),
        Node("Tangent", "ShaderNodeTangent"),
        Node("Path", "ShaderNodeLightPath"),
    ]
    links = ["Tangent>Tangent>Use>a", "Path>Ray>Use>b", f"Use>{output}>Output>Surface"]

    assert unsupported(graph_of(nodes, links, {"G": a_group()})) == names


def test_a_group_used_twice_is_followed_for_each_use():
    nodes = [
        Node("First", "ShaderNodeGroup", {"node_tree": "G"}),
        Node("Second", "ShaderNodeGroup", {"node_tree": "G"}),
        Node("Tangent", "ShaderNodeTangent"),
        Node("Path", "ShaderNodeLightPath"),
    ]
    links = [
        "Tangent>Tangent>First>a", "Path>Ray>First>b", "Tangent>Tangent>Second>a", "Path>Ray>Second>b",
        "First>Y>Output>Surface", "Second>X>Output>Displacement",
    ]  # fmt: skip

    assert unsupported(graph_of(nodes, links, {"G": a_group()})) == ["Bevel", "Tangent"]


def test_groups_in_groups_that_multiply_are_walked_once():
    groups = {"G0": a_group()}
    for depth in range(1, 60):
        uses = tuple(Node(str(use), "ShaderNodeGroup", {"node_tree": f"G{depth - 1}"}) for use in range(3))
        links = ("In>a>0>a", "0>X>1>a", "1>X>2>a", "2>X>Out>X")
        nodes = (Node("In", "NodeGroupInput"), Node("Out", "NodeGroupOutput"), *uses)
        groups[f"G{depth}"] = Tree(nodes, tuple(Link(*link.split(">")) for link in links))
    nodes = [Node("Use", "ShaderNodeGroup", {"node_tree": "G59"}), Node("Tangent", "ShaderNodeTangent")]

    assert unsupported(graph_of(nodes, ["Tangent>Tangent>Use>a", "Use>X>Output>Surface"], groups)) == ["Tangent"]
