"""Adjustments: each does what its name says, tiles, replays, and its preview is the final picture."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from artml_blender.contract.adjustments import NEUTRAL, RANGES
from artml_blender.contract.errors import RequestError
from artml_blender.contract.maps import MAPS
from artml_blender.contract.messages import GenerateTexture
from artml_blender.contract.recipes import from_recipe, to_recipe
from artml_blender.engine.runtime import drawn_maps
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.tasks.generate_texture import generate_texture
from artml_blender.engine.texture import previews
from artml_blender.engine.texture.previews import Previews

NETWORKS = load_networks("cpu")
ORIGIN = (0, 0)  # so that pixels can be compared
WORN = {"category": "metal", "seed": 8, "structure": "metal_panels"}


def silent(fraction, text):
    pass


def maps_of(**fields):
    """Each map of a texture in 0..1."""
    request = GenerateTexture(**{"category": "brick", "seed": 3, "size": (256, 256), "origin": ORIGIN, **fields})
    made = generate_texture(request, NETWORKS, silent).maps
    return {name: array / np.iinfo(array.dtype).max for name, array in made.items()}


def changed(**adjustments):
    """The maps before and after."""
    fields = {name: value for name, value in adjustments.items() if name not in RANGES}
    return maps_of(**fields), maps_of(**adjustments)


def test_hue_turns_colors_and_leaves_everything_else():
    before, after = changed(hue=0.5)

    warmth = [float((maps["base_color"][..., 0] - maps["base_color"][..., 2]).mean()) for maps in (before, after)]
    assert warmth[0] > 0.05
    assert warmth[1] < -0.05
    assert abs(after["base_color"].mean() - before["base_color"].mean()) < 0.05
    for name in set(MAPS) - {"base_color"}:
        np.testing.assert_array_equal(after[name], before[name])


def test_a_whole_turn_of_hue_is_none():
    np.testing.assert_allclose(maps_of(hue=0.5)["base_color"], maps_of(hue=-0.5)["base_color"], atol=0.005)


def test_no_saturation_is_gray():
    assert np.ptp(maps_of(saturation=0.0)["base_color"], axis=2).max() <= 1.01 / 255.0


@pytest.mark.parametrize(("brightness", "color"), [(-1.0, 0.0), (1.0, 1.0)])
def test_brightness_ends_at_black_and_white(brightness, color):
    assert (maps_of(brightness=brightness)["base_color"] == color).all()


def test_contrast_goes_about_the_mean_color():
    before, flat = changed(contrast=0.0)
    strong = maps_of(contrast=1.5)["base_color"]

    assert np.ptp(flat["base_color"], axis=(0, 1)).max() <= 1.01 / 255.0
    np.testing.assert_allclose(flat["base_color"].mean((0, 1)), before["base_color"].mean((0, 1)), atol=0.06)
    assert strong.std() > 1.2 * before["base_color"].std()


@pytest.mark.parametrize(("roughness", "made"), [(-1.0, 0.0), (1.0, 1.0)])
def test_roughness_ends_at_a_mirror_and_at_matt(roughness, made):
    assert (maps_of(roughness=roughness)["roughness"] == made).all()


def test_relief_is_in_normals_height_and_occlusion():
    before, flat = changed(relief=0.0)
    deep = maps_of(relief=2.0)

    assert np.abs(flat["normal"] - (0.5, 0.5, 1.0)).max() < 0.01
    assert np.ptp(flat["height"]) == 0.0
    assert (flat["ambient_occlusion"] == 1.0).all()
    assert deep["normal"][..., :2].std() > 1.5 * before["normal"][..., :2].std()
    assert deep["height"].std() > 1.5 * before["height"].std()
    assert deep["ambient_occlusion"].mean() < before["ambient_occlusion"].mean()


def test_wear_makes_edges_pale_and_polished_and_hollows_dirty():
    before, worn = changed(**WORN, wear=1.0)

    lighter, darker = (sign * (worn["base_color"] - before["base_color"]).mean(2) > 0.05 for sign in (1.0, -1.0))
    assert 0.01 < lighter.mean() < 0.4
    assert 0.01 < darker.mean() < 0.4
    assert before["height"][lighter].mean() > before["height"].mean() > before["height"][darker].mean()
    assert worn["roughness"][lighter].mean() < before["roughness"][lighter].mean()
    assert worn["roughness"][darker].mean() > before["roughness"][darker].mean()


def test_half_the_wear_is_less_of_the_same():
    before, worn = changed(**WORN, wear=1.0)
    half = maps_of(**WORN, wear=0.5)

    change = [(maps["base_color"] - before["base_color"]).ravel() for maps in (half, worn)]
    assert 0.3 < np.linalg.norm(change[0]) / np.linalg.norm(change[1]) < 0.7
    assert np.corrcoef(*change)[0, 1] > 0.9


def patchiness(maps):
    """How much the means of sixteenths of the side differ."""
    color = maps["base_color"].mean(2)
    return color.reshape(8, color.shape[0] // 8, 8, -1).mean((1, 3)).std()


def test_regularity_takes_patches_away():
    fields = {"category": "ground", "seed": 4, "size": (512, 512)}
    before, even = changed(**fields, regularity=1.0)

    assert patchiness(even) < 0.6 * patchiness(before)
    assert even["base_color"].std() > 0.6 * before["base_color"].std()


EXTREMES = {name: ends.most for name, ends in RANGES.items()}


@pytest.mark.parametrize("size", [(512, 512), (300, 500), (97, 131)])
@pytest.mark.parametrize("adjustments", [{"wear": 1.0}, {"regularity": 1.0}, {**EXTREMES, "brightness": 0.2}])
def test_what_is_adjusted_tiles(size, adjustments):
    request = GenerateTexture("stone-rock", seed=3, size=size, structure="cobbles", **adjustments)

    for name, array in generate_texture(request, NETWORKS, silent).maps.items():
        assert array.shape[:2] == size[::-1]
        assert seam_ratio(array) <= 1.1, name


def test_the_origin_stays_when_a_made_material_is_adjusted():
    first = generate_texture(GenerateTexture("brick", seed=3, size=(128, 128)), NETWORKS, silent)
    adjusted = generate_texture(replace(first.request, brightness=-0.5), NETWORKS, silent)

    assert first.request.origin != ()
    assert adjusted.request.origin == first.request.origin
    np.testing.assert_allclose(adjusted.maps["base_color"], first.maps["base_color"] * 0.5, atol=1.01)


def test_adjustments_are_in_the_recipe_and_default_to_none():
    request = GenerateTexture("brick", hue=0.25, wear=0.5)

    assert from_recipe(to_recipe(request)) == request
    assert from_recipe({"task": "generate_texture", "category": "brick"}).is_neutral
    assert not request.is_neutral
    assert request.unadjusted() == GenerateTexture("brick")


@pytest.mark.parametrize("name", RANGES)
def test_what_is_out_of_range_is_refused(name):
    for value in (RANGES[name].least - 0.1, RANGES[name].most + 0.1, float("nan")):
        with pytest.raises(RequestError, match=f"{name.capitalize()} must be between"):
            GenerateTexture("brick", **{name: value})


@pytest.mark.parametrize("origin", [(0,), (0, 0, 0), (-1, 0), (128, 0), (0, 512)])
def test_an_origin_outside_the_picture_is_refused(origin):
    with pytest.raises(RequestError, match="The origin must be a row and a column"):
        GenerateTexture("brick", size=(512, 128), origin=origin)


@pytest.mark.parametrize("structure", ["", "cobbles"])
def test_a_preview_is_the_final_picture(structure):
    request = GenerateTexture("stone-rock", seed=3, size=(300, 200), structure=structure, **EXTREMES, grain=0.7)
    request = replace(request, brightness=0.1, structure_depth=0.8)
    final = generate_texture(request, NETWORKS, silent)

    maps = Previews().maps(final.request, NETWORKS, silent)

    for name, array in final.maps.items():
        assert maps[name].dtype == array.dtype
        np.testing.assert_allclose(
            maps[name] / np.iinfo(array.dtype).max, array / np.iinfo(array.dtype).max, atol=0.006
        )


def test_a_preview_of_a_large_picture_is_that_made_smaller(monkeypatch):
    monkeypatch.setattr(previews, "LARGEST", 128)
    fields = {"structure": "cobbles", "wear": 0.8, "hue": 0.2, "origin": ORIGIN}
    request = GenerateTexture("stone-rock", seed=3, size=(512, 256), **fields)
    final = generate_texture(request, NETWORKS, silent).maps

    maps = Previews().maps(request, NETWORKS, silent)

    for name in ("base_color", "roughness", "height"):
        whole = np.iinfo(final[name].dtype).max
        smaller = final[name].reshape(64, 4, 128, 4, -1).mean((1, 3))
        assert maps[name].shape[:2] == (64, 128)
        assert np.abs(maps[name] - smaller).mean() < 0.03 * whole, name


class Counting:
    """The networks, and how often they were asked to draw."""

    def __init__(self):
        self.count = 0

    def __getattr__(self, name):
        return getattr(NETWORKS, name)

    def draw(self, latent, density):
        self.count += 1
        return NETWORKS.draw(latent, density)


def test_nothing_is_drawn_again_for_what_is_only_finished():
    networks, drawer = Counting(), Previews()
    request = GenerateTexture("stone-rock", seed=3, size=(128, 128), structure="cobbles")
    drawer.maps(request, networks, silent)
    first = networks.count

    for values in ({"hue": 0.3}, {"wear": 1.0}, {"relief": 0.5}, {"grain": 0.2}, {"structure_depth": 0.9}, NEUTRAL):
        drawer.maps(replace(request, **values), networks, silent)
    assert networks.count == first > 0

    drawer.maps(replace(request, regularity=0.5), networks, silent)
    assert networks.count > first


def test_another_material_gets_its_own_preview():
    drawer = Previews()
    first, second = (GenerateTexture("brick", seed=seed, size=(64, 64)) for seed in (1, 2))

    made = [drawer.maps(request, NETWORKS, silent)["base_color"] for request in (first, second, first)]

    assert np.any(made[0] != made[1])
    np.testing.assert_array_equal(made[0], made[2])


def test_a_tall_picture_is_worn_in_strips_as_in_one_piece(monkeypatch):
    fields = {
        "category": "stone-rock",
        "seed": 3,
        "size": (128, 1024),
        "structure": "cobbles",
        "wear": 1.0,
        "relief": 1.5,
    }
    in_strips = maps_of(**fields)
    monkeypatch.setattr(drawn_maps, "STRIP", 1000)
    whole = maps_of(**fields)

    for name, array in whole.items():
        np.testing.assert_allclose(in_strips[name], array, atol=0.012, err_msg=name)
