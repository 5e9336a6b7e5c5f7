"""Requests and recipes: what is refused, and that a recipe replays its request."""

import json

import pytest

from artml_blender.contract.errors import RequestError
from artml_blender.contract.messages import GenerateTexture, from_recipe, recipe_from_text, to_recipe


def test_a_recipe_comes_back_as_the_same_request():
    request = GenerateTexture("brick", seed=7, size=(640, 128), variation=0.25, ingredients=("a", "b", "c"))

    assert from_recipe(json.loads(json.dumps(to_recipe(request)))) == request


def test_a_recipe_names_every_field():
    assert set(to_recipe(GenerateTexture("wood"))) == {
        "task", "category", "seed", "size", "model", "variation", "weights", "ingredients",
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
        (recipe(size=[100_000, 512]), "Width and height must be"),
        (recipe(size=["512", 512]), "'size' must be a whole number, not text"),
        (recipe(variation=1.5), "Variation must be between 0 and 1"),
        (recipe(variation=10**400), "'variation' must be a number, not a whole number"),
        (recipe(**{"a\nb\ud800": 1}), "does not know: 'a\\nb"),
        (recipe(category="x" * 10_000), "Unknown category 'xxx"),
        (recipe(variation=float("nan")), "Variation must be between 0 and 1"),
        (recipe(ingredients=["a", 1]), "'ingredients' must be text"),
        (recipe(colour="red"), "does not know: 'colour'"),
        ({"task": "generate_texture"}, "lacks the field 'category'"),
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


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff\xfe\x00", "nul"])
def test_text_that_is_no_json_is_refused(text):
    with pytest.raises(RequestError, match=r"not valid JSON|is a JSON object"):
        recipe_from_text(text)


def test_a_whole_number_may_stand_for_variation():
    assert from_recipe(recipe(variation=1)).variation == 1.0
