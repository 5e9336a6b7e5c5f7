"""The task generate_texture: same request, same pixels; tiles by construction; every size; what it refuses."""

import numpy as np
import pytest

pytest.importorskip("torch")

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.maps import MAPS
from artml_blender.contract.messages import GenerateTexture
from artml_blender.engine.errors import CancelledByUser, EngineFailure
from artml_blender.engine.runtime import pbr_maps
from artml_blender.engine.runtime.arrays import to_numpy
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.onnx_networks import OnnxNetworks
from artml_blender.engine.runtime.palettes import Palettes, recolor
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.runtime.strips import in_strips
from artml_blender.engine.tasks import generate_texture as task

NETWORKS = load_networks("cpu")


def silent(fraction: float, text: str) -> None:
    pass


def generate(**fields):
    return task.generate_texture(
        GenerateTexture(**{"category": "brick", "size": (128, 128), **fields}), NETWORKS, silent
    )


def test_every_map_has_its_shape_and_type():
    maps = generate(size=(192, 128)).maps

    assert maps.keys() == MAPS.keys()
    for name, array in maps.items():
        assert array.shape == (128, 192, MAPS[name].channels)
        assert array.dtype == (np.uint16 if MAPS[name].bits == 16 else np.uint8)


def test_the_same_request_gives_the_same_pixels_and_another_seed_others():
    first, again, other = generate(seed=4), generate(seed=4), generate(seed=5)

    for name in MAPS:
        np.testing.assert_array_equal(first.maps[name], again.maps[name])
    assert np.any(first.maps["base_color"] != other.maps["base_color"])


def test_the_completed_recipe_replays_and_names_weights_and_ingredients():
    first = generate(seed=9)

    replayed = task.generate_texture(first.request, NETWORKS, silent)

    assert len(first.request.weights) == 64
    assert len(first.request.ingredients) == 3
    assert replayed.request == first.request
    np.testing.assert_array_equal(first.maps["base_color"], replayed.maps["base_color"])


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_makes_something(category):
    base_color = generate(category=category, seed=1).maps["base_color"]

    assert 2 < base_color.mean() < 253


def test_without_variation_every_seed_has_the_same_ingredients_but_for_the_style():
    layouts = {generate(seed=seed, variation=0.0, size=(64, 64)).request.ingredients[0] for seed in range(4)}

    assert len(layouts) == 1


def test_rolling_the_latent_by_cells_rolls_every_map():
    request = task.complete(GenerateTexture("tiles", seed=2, size=(200, 136)))
    _, latent, palette = task.mix(request, task._library(), lambda share: None)

    def maps(field):
        color = recolor(NETWORKS.decode(NETWORKS.asarray(field)), Palettes(*map(NETWORKS.asarray, palette)))
        made = pbr_maps.derive_maps(color, "tiles", NETWORKS, lambda share: None)
        return {name: to_numpy(value) for name, value in made.items()}

    still, rolled = maps(latent), maps(np.roll(latent, (5, -3), (2, 3)))

    for name in MAPS:
        assert np.abs(np.roll(still[name], (40, -24), (2, 3)) - rolled[name]).max() < 1e-3, name


@pytest.mark.parametrize("size", [(64, 64), (200, 120), (300, 500), (97, 131), (256, 1024)])
@pytest.mark.parametrize("category", ["brick", "wood", "ground"])
def test_no_size_shows_a_seam(size, category):
    maps = generate(category=category, seed=3, size=size).maps

    for name, array in maps.items():
        assert array.shape[:2] == size[::-1]
        assert seam_ratio(array) <= 1.1, name


def test_strips_give_the_same_picture_as_the_whole():
    """In float32, which the light runtime always computes in."""
    networks, latent = OnnxNetworks(), np.random.RandomState(0).standard_normal((1, 8, 150, 16)).astype(np.float32)

    strips = in_strips(networks.decode, latent, 1, task.DECODER_HALO, task.DECODER_STRIP, lambda share: None)

    np.testing.assert_allclose(strips, networks.decode(latent), atol=1e-4)


def test_the_photo_net_in_strips_gives_the_same_maps_as_the_whole():
    networks, color = OnnxNetworks(), np.random.RandomState(0).uniform(-1, 1, (1, 3, 1280, 64)).astype(np.float32)

    def run(field):
        return networks.predict_maps(field, 0)

    strips = in_strips(run, color, pbr_maps.CELL, pbr_maps.HALO, pbr_maps.STRIP, lambda share: None)

    np.testing.assert_allclose(strips, run(color), atol=1e-4)


def test_progress_grows_and_a_cancellation_stops_the_task():
    shares = []
    task.generate_texture(GenerateTexture("brick", size=(128, 128)), NETWORKS, lambda share, text: shares.append(share))

    def cancel(fraction, text):
        raise CancelledByUser

    assert shares == sorted(shares)
    assert len(set(shares)) >= 4
    with pytest.raises(CancelledByUser):
        task.generate_texture(GenerateTexture("brick", size=(128, 128)), NETWORKS, cancel)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"model": "stylegan"}, "Unknown model 'stylegan'"),
        ({"weights": "0" * 64}, "made with other weights"),
        ({"ingredients": ("Bricks031",)}, "has 3 ingredients"),
        ({"category": "wood", "ingredients": ("Bricks031", "Bricks031", "Bricks031")}, "is not of the category wood"),
        ({"ingredients": ("no", "such", "asset")}, "is not in this version's library"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(fields, words):
    with pytest.raises(EngineFailure, match=words):
        generate(**fields)


def test_ingredients_may_be_chosen():
    chosen = generate(category="wood", seed=1).request.ingredients

    mixed = generate(category="wood", seed=2, ingredients=chosen)

    assert mixed.request.ingredients == chosen
    assert mixed.request.ingredients != generate(category="wood", seed=2, size=(64, 64)).request.ingredients
