"""Materials and graphs that cannot be read or built: one sentence each, and nothing stays behind."""

import bpy
import pytest

pytest.register_assert_rewrite("node_trees")  # else a helper that fails says little
from node_trees import painted, showing

pytest_plugins = ["node_trees"]


def test_a_material_without_nodes_is_refused(trees):
    material = bpy.data.materials.new("Plain")
    if material.node_tree is not None:
        material.node_tree.nodes.clear()

    with pytest.raises(trees.error, match="The material 'Plain' has no nodes: use nodes"):
        trees.read(material)


def everything() -> set[str]:
    return {
        f"{kind} {block.name}" for kind in ("materials", "node_groups", "images") for block in getattr(bpy.data, kind)
    }


def noise(**parts) -> dict:
    return {"name": "N", "idname": "ShaderNodeTexNoise", **parts}


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"name": "N", "idname": "ShaderNodeTexMusgrave"}, "This Blender has no shader node ShaderNodeTexMusgrave."),
        ({"name": "N", "idname": "GeometryNodeMeshCube"}, "This Blender has no shader node GeometryNodeMeshCube."),
        (noise(settings={"depth": 3}), "This Blender's node Noise Texture has no setting 'depth'."),
        (noise(settings={"name": "x"}), "This Blender's node Noise Texture has no setting 'name'."),
        (
            noise(settings={"noise_type": "PINK"}),
            "In this Blender the setting 'noise_type' of the node Noise Texture cannot be 'PINK'.",
        ),
        (
            noise(settings={"texture_mapping": {"scale": []}}),
            "In this Blender the setting 'texture_mapping' of the node Noise Texture cannot be what the graph says.",
        ),
        (
            {"name": "R", "idname": "ShaderNodeValToRGB", "settings": {"color_ramp": {"elements": []}}},
            "In this Blender the setting 'color_ramp' of the node Color Ramp cannot be what the graph says.",
        ),
        (noise(inputs={"Size": 2.0}), "This Blender's node Noise Texture has no socket 'Size' among its inputs."),
        (
            noise(inputs={"Scale": "big"}),
            "The socket 'Scale' of the node Noise Texture cannot be what the graph says.",
        ),
        (
            noise(inputs={"Vector": [1.0, 2.0]}),
            "The socket 'Vector' of the node Noise Texture cannot be what the graph says.",
        ),
        (noise(look={"parent": "Nobody"}), "The graph does not say how the node 'N' is to be drawn."),
    ],
)
def test_a_graph_that_does_not_fit_leaves_nothing_behind(trees, tmp_path, node, sentence):
    picture = painted("picture", True)
    graph = trees.contract.to_json(trees.read(showing(picture)))
    group = {
        "nodes": [{"name": "V", "idname": "ShaderNodeValue"}],
        "links": [],
        "interface": [
            {"name": "A", "identifier": "a", "in_out": "INPUT", "socket_type": "NodeSocketFloat"},
        ],
    }
    data = {**graph, "groups": {"G": group}, "tree": {"nodes": [node], "links": []}}
    before = everything()

    with pytest.raises(trees.error) as caught:
        trees.build(trees.contract.from_json(data))

    assert str(caught.value) == sentence
    assert everything() == before


def test_pictures_and_sockets_that_cannot_be_are_named(trees, tmp_path):
    contract = trees.contract
    cases = [
        ({"images": {"P": {"path": str(tmp_path / "no.png")}}}, "The image 'P' is missing"),
        ({"images": {"P": {"path": __file__, "color_space": "Mine"}}}, "no colour space 'Mine'"),
        (
            {
                "groups": {
                    "G": {
                        "nodes": [],
                        "links": [],
                        "interface": [
                            {"name": "S", "identifier": "s", "in_out": "INPUT", "socket_type": "NodeSocketSmell"}
                        ],
                    }
                }
            },
            "cannot make the socket 'S' of the node group 'G'",
        ),
    ]
    before = everything()
    for parts, words in cases:
        data = {"name": "M", "blender": [5, 0, 0], "tree": {"nodes": [], "links": []}, **parts}
        with pytest.raises(trees.error, match=words):
            trees.build(contract.from_json(data))
        assert everything() == before
