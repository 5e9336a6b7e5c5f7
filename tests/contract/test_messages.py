"""Requests and recipes: what is refused, and that a recipe replays its request."""

import json

import pytest

from artml_blender.contract.adjustments import NEUTRAL
from artml_blender.contract.errors import RequestError
from artml_blender.contract.graph import Graph, GraphError, ImageFile, Link, Node, Tree, to_json
from artml_blender.contract.messages import BakeGraph, GenerateTexture
from artml_blender.contract.recipes import from_recipe, recipe_from_text, to_recipe

GRAPH = Graph(
    "Rust",
    (5, 0, 1),
    Tree(
        nodes=(
            Node("Image", "ShaderNodeTexImage", {"image": "scratches"}),
            Node("Shader", "ShaderNodeBsdfPrincipled", inputs={"Roughness": 0.25, "Base Color": (0.5, 0.1, 0.0, 1.0)}),
            Node("Output", "ShaderNodeOutputMaterial", {"target": "ALL"}),
        ),
        links=(Link("Image", "Color", "Shader", "Base Color"), Link("Shader", "BSDF", "Output", "Surface")),
    ),
    images={"scratches": ImageFile("pictures/scratches.png", "Non-Color")},
)


def test_a_recipe_comes_back_as_the_same_request():
    request = GenerateTexture(
        "brick",
        seed=7,
        size=(8192, 640),
        variation=0.25,
        grain=0.5,
        structure="brick_wall",
        structure_depth=0.75,
        ingredients=("a", "b", "c"),
    )

    assert from_recipe(json.loads(json.dumps(to_recipe(request)))) == request


def test_a_graph_comes_back_as_the_same_request():
    request = BakeGraph(GRAPH, size=(8192, 64), extent=(0.5, 4.0))

    assert from_recipe(json.loads(json.dumps(to_recipe(request)))) == request


def test_a_recipe_names_every_field():
    assert set(to_recipe(GenerateTexture("wood"))) == {
        "task", "category", "seed", "size", "model", "variation", "grain", "weights", "ingredients",
        "structure", "structure_depth", "structure_hash", "origin", *NEUTRAL,
    }  # fmt: skip


def recipe(**changes):
    return {"task": "generate_texture", "category": "brick", **changes}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (recipe(category="bricks"), "Unknown category 'bricks'"),
        (recipe(category=3), "'category' must be text, not a whole number"),
        (recipe(seed=-1), "The seed must be between"),
        (recipe(seed=2**31), "The seed must be between"),
        (recipe(seed=True), "'seed' must be a whole number, not true/false"),
        (recipe(seed=1.5), "'seed' must be a whole number, not a float"),
        (recipe(seed=None), "not nothing"),
        (recipe(size=512), "'size' must be a list"),
        (recipe(size=[512]), "'size' must have 2 entries"),
        (recipe(size=[0, 512]), "Width and height must be"),
        (recipe(size=[512, -8]), "Width and height must be"),
        (recipe(size=[8193, 512]), "Width and height must be 64 to 8192 pixels, not 8193 x 512"),
        ({"task": "tile_photo", "photo": "a.jpg", "size": [4097, 512]}, "must be 64 to 4096 pixels, not 4097 x 512"),
        (recipe(size=["512", 512]), "'size' must be a whole number, not text"),
        (recipe(variation=1.5), "Variation must be between 0 and 1"),
        (recipe(grain=-0.1), "Grain must be between 0 and 1"),
        (recipe(variation=10**400), "'variation' must be a number, not a whole number"),
        (recipe(**{"a\nb\ud800": 1}), "does not know: 'a\\nb"),
        (recipe(category="x" * 10_000), "Unknown category 'xxx"),
        (recipe(variation=float("nan")), "Variation must be between 0 and 1"),
        (recipe(structure=["brick_wall"]), "'structure' must be text, not a list"),
        (recipe(structure=None), "'structure' must be text, not nothing"),
        (recipe(structure_depth=1.01), "The structure's depth must be between 0 and 1, not 1.01"),
        (recipe(structure_depth=-0.1), "The structure's depth must be between 0 and 1"),
        (recipe(structure_depth=float("nan")), "The structure's depth must be between 0 and 1"),
        (recipe(structure_depth="deep"), "'structure_depth' must be a number, not text"),
        (recipe(ingredients=["a", 1]), "'ingredients' must be text"),
        (recipe(colour="red"), "does not know: 'colour'"),
        ({"task": "generate_texture"}, "The category is missing; choose one of brick"),
        ({"task": "paint_ball", "category": "brick"}, "The recipe's task is 'paint_ball'"),
        ({"task": ["generate_texture"]}, "The recipe's task is"),
        ({"category": "brick"}, "The recipe's task is None"),
        ([], "A recipe is a JSON object, not a list"),
        ("brick", "A recipe is a JSON object, not text"),
        (None, "A recipe is a JSON object, not nothing"),
    ],
)
def test_what_is_no_recipe_is_refused_with_one_sentence(value, words):
    with pytest.raises(RequestError) as refused:
        from_recipe(value)

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": [32, 512]}, "Width and height must be 64 to 8192 pixels, not 32 x 512"),
        ({"size": [512, 8193]}, "Width and height must be"),
        ({"size": [512.0, 512]}, "'size' must be a whole number, not a float"),
        ({"size": [512, 512, 3]}, "'size' must have 2 entries"),
        ({"extent": [0, 1]}, "The extent must be 0.0001 to 100000 metres"),
        ({"extent": [1.0, float("nan")]}, "The extent must be"),
        ({"extent": [1.0, float("inf")]}, "The extent must be"),
        ({"extent": [1.0, -2.0]}, "The extent must be"),
        ({"extent": 2.0}, "'extent' must be a list"),
        ({"extent": ["1 m", 1]}, "'extent' must be a number, not text"),
        ({"graph": None}, "The graph is not one that ArtML wrote"),
        ({"graph": {"name": "x"}}, "'blender' is missing"),
        ({"graph": "graph.json"}, "The graph is not one that ArtML wrote"),
        ({"tileable": True}, "does not know: 'tileable'"),
    ],
)
def test_what_is_no_bake_is_refused_with_one_sentence(changes, words):
    with pytest.raises(RequestError) as refused:
        from_recipe({"task": "bake_graph", "graph": to_json(GRAPH), **changes})

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_graph_may_be_a_file_beside_the_recipe_and_pictures_beside_that(tmp_path):
    (tmp_path / "rust").mkdir()
    (tmp_path / "rust" / "graph.json").write_text(json.dumps(to_json(GRAPH)))
    text = json.dumps({"task": "bake_graph", "graph": "rust/graph.json"})

    request = recipe_from_text(text, tmp_path)

    assert request.graph.tree == GRAPH.tree
    assert request.graph.images["scratches"].path == str(tmp_path / "rust" / "pictures" / "scratches.png")
    with pytest.raises(GraphError):  # from Blender's pipe, no file is read
        recipe_from_text(text)


@pytest.mark.parametrize("structure", ["joints.png", "../joints", "maps/height", "joints", "none.png"])
def test_a_structure_may_be_a_picture_beside_the_recipe(tmp_path, structure):
    (tmp_path / "joints").write_bytes(b"")
    text = json.dumps(recipe(structure=structure))

    assert recipe_from_text(text, tmp_path).structure == str(tmp_path / structure)
    assert recipe_from_text(text).structure == structure  # without a folder it is what it says


@pytest.mark.parametrize("structure", ["", "brick_wall", "brick wall", "a\0b", "a\ud800b", "x" * 5000])
def test_a_structure_that_is_no_path_stays_a_family_s_name(tmp_path, structure):
    (tmp_path / "brick_wall").mkdir()  # as a batch's folders are called

    assert recipe_from_text(json.dumps(recipe(structure=structure)), tmp_path).structure == structure


def test_a_structure_s_path_that_is_absolute_stays(tmp_path):
    path = str(tmp_path / "joints.png")

    assert recipe_from_text(json.dumps(recipe(structure=path)), tmp_path / "recipes").structure == path


@pytest.mark.parametrize("path", ["none.json", ".", "", "a\0b", "a\ud800b", "recipe.json/graph.json"])
def test_a_graph_that_cannot_be_read_is_one_sentence(tmp_path, path):
    (tmp_path / "recipe.json").write_text("{}")

    with pytest.raises(RequestError) as refused:
        recipe_from_text(json.dumps({"task": "bake_graph", "graph": path}), tmp_path)

    assert "cannot be read" in str(refused.value)
    assert len(str(refused.value)) < 400
    assert "\0" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff\xfe\x00", "nul"])
def test_text_that_is_no_json_is_refused(text):
    with pytest.raises(RequestError, match=r"not valid JSON|is a JSON object"):
        recipe_from_text(text)


def test_a_whole_number_may_stand_for_variation():
    assert from_recipe(recipe(variation=1)).variation == 1.0
