"""The task generate_texture: same request, same pixels; tiles by construction; every size; what it refuses."""

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.maps import MAPS
from artml_blender.contract.messages import GenerateTexture
from artml_blender.engine.errors import CancelledByUser, EngineFailure
from artml_blender.engine.runtime import pbr_maps
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.onnx_networks import OnnxNetworks
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
    assert len(first.request.ingredients) == 2
    assert replayed.request == first.request
    np.testing.assert_array_equal(first.maps["base_color"], replayed.maps["base_color"])


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_makes_something(category):
    base_color = generate(category=category, seed=1).maps["base_color"]

    assert 2 < base_color.mean() < 253


def test_without_variation_every_seed_has_the_same_scan_in_its_own_colours():
    made = [generate(seed=seed, variation=0.0, size=(256, 256)) for seed in range(4)]

    assert len({result.request.ingredients[0] for result in made}) == 1
    assert (
        max(result.maps["base_color"].mean() for result in made)
        - min(result.maps["base_color"].mean() for result in made)
        < 12
    )


@pytest.mark.parametrize("size", [(64, 64), (200, 120), (300, 500), (97, 131), (256, 1024)])
@pytest.mark.parametrize("category", ["brick", "wood", "ground"])
def test_no_size_shows_a_seam(size, category):
    maps = generate(category=category, seed=3, size=size).maps

    for name, array in maps.items():
        assert array.shape[:2] == size[::-1]
        assert seam_ratio(array) <= 1.1, name


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
        ({"ingredients": ("acg_Bricks059",)}, "has 2 ingredients"),
        ({"structure": "cobbles", "ingredients": ("acg_Bricks059", "acg_Bricks059")}, "has 3 ingredients"),
        ({"category": "wood", "ingredients": ("acg_Bricks059", "acg_Bricks059")}, "is not of the category wood"),
        ({"ingredients": ("no", "such")}, "is not in this version's library"),
        ({"structure": "no_such.png"}, "The structure no_such.png cannot be read"),
        ({"structure": "/"}, "The structure / is no file"),
        ({"structure": "cobble"}, "Unknown structure 'cobble'; choose a picture, or one of .*cobbles"),
        ({"structure": "a\0b.png"}, "cannot be read"),
        ({"structure": __file__}, "The structure .* is in no format that ArtML reads"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(fields, words):
    with pytest.raises(EngineFailure, match=words):
        generate(**fields)


def test_grain_is_fine_detail_and_can_be_turned_down():
    """Of asphalt, whatever the seed chooses: with grain the steps between neighbours are larger, and means stay."""
    fields = {"category": "ground", "size": (256, 256), "ingredients": ("ph_asphalt_02", "ph_asphalt_02")}
    smooth, half, full = (generate(grain=grain, **fields).maps for grain in (0.0, 0.5, 1.0))

    for name in ("base_color", "normal"):
        steps = [np.abs(np.diff(maps[name].astype(float), axis=1)).mean() for maps in (smooth, half, full)]
        assert 1.15 * steps[0] < steps[1] < 0.87 * steps[2], name
    assert abs(smooth["base_color"].mean() - full["base_color"].mean()) < 3.0


def test_ingredients_may_be_chosen():
    chosen = generate(category="wood", seed=1).request.ingredients

    mixed = generate(category="wood", seed=2, ingredients=chosen)

    assert mixed.request.ingredients == chosen
    assert mixed.request.ingredients != generate(category="wood", seed=2, size=(64, 64)).request.ingredients


STRUCTURES = ("brick_wall", "sand_ripples")


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("size", [(512, 512), (700, 300), (97, 131)])
def test_a_structure_tiles_at_any_size(structure, size):
    maps = generate(category="stone-rock", seed=3, size=size, structure=structure).maps

    for name, array in maps.items():
        assert array.shape[:2] == size[::-1]
        assert seam_ratio(array) <= 1.1, name


def test_a_structure_replays_with_its_joints_and_its_family():
    first = generate(category="stone-rock", seed=9, structure="cobbles")

    replayed = task.generate_texture(first.request, NETWORKS, silent)

    assert len(first.request.ingredients) == 3
    assert first.request.structure_hash == ""
    assert replayed.request == first.request
    np.testing.assert_array_equal(first.maps["height"], replayed.maps["height"])


def checker(path, side=256, count=4):
    rows, columns = np.indices((side, side)) * count // side
    Image.fromarray((((rows + columns) % 2) * 255).astype(np.uint8)).save(path)
    return str(path)


def test_a_picture_says_where_it_is_high(tmp_path):
    made = generate(
        category="stone-rock", seed=1, size=(512, 512), structure=checker(tmp_path / "checker.png"), structure_depth=1.0
    )
    height = made.maps["height"][..., 0].astype(float)
    rows, columns = np.indices((512, 512)) // 128
    wanted = (rows + columns) % 2

    overlap = np.fft.irfft2(np.fft.rfft2(height - height.mean()) * np.fft.rfft2(wanted - wanted.mean()).conj())
    assert overlap.max() / (512**2 * height.std() * wanted.std()) > 0.8  # wherever the tile begins
    assert made.request.structure_hash
    assert made.report["warnings"] == []


def test_a_changed_picture_is_not_what_the_recipe_was_made_with(tmp_path):
    path = checker(tmp_path / "checker.png")
    request = generate(category="stone-rock", structure=path, size=(64, 64)).request
    checker(path, count=8)

    with pytest.raises(EngineFailure, match="clear its field 'structure_hash'"):
        task.generate_texture(request, NETWORKS, silent)


def test_a_picture_that_does_not_tile_is_said_to(tmp_path):
    slope = np.broadcast_to(np.linspace(0, 255, 200).astype(np.uint8), (200, 200))
    Image.fromarray(slope).save(tmp_path / "slope.png")

    made = generate(category="metal", structure=str(tmp_path / "slope.png"), size=(64, 64))

    assert "does not tile" in made.report["warnings"][0]


def test_depth_deepens_the_relief():
    flat, deep = (
        generate(category="plastic-rubber", structure="cobbles", size=(512, 512), structure_depth=depth).maps["height"]
        for depth in (0.0, 1.0)
    )

    assert deep.astype(float).std() > 2.0 * flat.astype(float).std()
