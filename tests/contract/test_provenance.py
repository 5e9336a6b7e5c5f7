"""What a picture says of itself: its recipe, and how it came about."""

import json
import zlib

import pytest

from artml_blender.contract.provenance import ALGORITHMIC, PNG_SIGNATURE, TRAINED, mark_png, png_chunk

EMPTY = PNG_SIGNATURE + png_chunk(b"IHDR", bytes(13)) + png_chunk(b"IDAT", zlib.compress(b"")) + png_chunk(b"IEND", b"")


def recipe_in(png: bytes) -> dict:
    start = png.index(b"artml_recipe") + len(b"artml_recipe\0\0\0\0\0")
    return json.JSONDecoder().raw_decode(png[start : png.index(b"XML:com")].decode(errors="replace"))[0]


def test_a_generated_picture_says_that_a_trained_model_made_it():
    recipe = {"task": "generate_texture", "category": "brick"}
    marked = mark_png(EMPTY, recipe)
    assert TRAINED.encode() in marked
    assert recipe_in(marked) == recipe


def test_a_baked_picture_says_that_an_algorithm_made_it_and_not_where_files_lie():
    paths = {"a": "/home/jane/secret/brick.png", "b": r"C:\Users\Jane\wood.png", "c": "stone.png"}
    graph = {"images": {name: {"path": path} for name, path in paths.items()}}
    recipe = {"task": "bake_graph", "graph": graph}

    marked = mark_png(EMPTY, recipe)

    assert ALGORITHMIC.encode() in marked
    assert TRAINED.encode() not in marked
    found = recipe_in(marked)["graph"]["images"]
    assert [image["path"] for image in found.values()] == ["brick.png", "wood.png", "stone.png"]
    assert graph["images"]["a"]["path"] == paths["a"]


@pytest.mark.parametrize(
    ("structure", "told"),
    [("/home/jane/secret/joints.png", "joints.png"), (r"C:\Users\Jane\joints.tif", "joints.tif"), ("brick_wall",) * 2],
)
def test_a_generated_picture_does_not_say_where_its_structure_lies(structure, told):
    recipe = {"task": "generate_texture", "category": "brick", "structure": structure}

    assert recipe_in(mark_png(EMPTY, recipe)) == {**recipe, "structure": told}


def test_a_picture_of_several_materials_has_every_recipe_and_says_if_a_model_was_among_them():
    generated = {"task": "generate_texture", "category": "brick"}
    baked = {"task": "bake_graph", "graph": {"images": {}}}

    marked = mark_png(EMPTY, baked, generated)

    assert recipe_in(marked) == [baked, generated]
    assert TRAINED.encode() in marked
    assert ALGORITHMIC.encode() in mark_png(EMPTY, baked, baked)
