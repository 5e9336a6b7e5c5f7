"""Adjustments of a generated material, in background mode, where each waits for its pictures."""

import json
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

NAMES = ("base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion")


@pytest.fixture
def material(scene):
    scene.artml.category, scene.artml.seed = "stone-rock", 3
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
    return bpy.context.object.active_material


def recipe(data_block) -> dict:
    return json.loads(data_block["artml_recipe"])


def pictures(material) -> dict[str, bpy.types.Image]:
    return {node.label: node.image for node in material.node_tree.nodes if node.label in NAMES}


def pixels(material, name: str = "base_color") -> np.ndarray:
    image = pictures(material)[name]
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(image.size[1], image.size[0], -1)[..., :3]


def test_the_sliders_of_a_new_material_are_neutral(material):
    sliders = material.artml

    assert (sliders.hue, sliders.saturation, sliders.wear, sliders.relief) == (0.0, 1.0, 0.0, 1.0)


def test_a_slider_changes_the_pictures_in_place_and_their_recipe(material):
    before, images = pixels(material), set(pictures(material).values())

    material.artml.brightness = -0.5

    assert set(pictures(material).values()) == images
    np.testing.assert_allclose(pixels(material), before * 0.5, atol=0.01)
    assert recipe(material)["brightness"] == -0.5
    assert all(recipe(image) == recipe(material) for image in images)
    assert not any(image.is_dirty for image in images)


def test_what_is_adjusted_is_what_a_recipe_with_those_adjustments_makes(material):
    material.artml.hue, material.artml.wear = 0.3, 0.8
    adjusted = pixels(material)

    assert bpy.ops.artml.replay_recipe() == {"FINISHED"}

    replayed = bpy.context.object.active_material
    assert replayed != material
    assert replayed.artml.hue == pytest.approx(0.3)
    np.testing.assert_array_equal(pixels(replayed), adjusted)


def test_reset_gives_the_same_pixels_as_before(material):
    before = {name: pixels(material, name) for name in NAMES}
    material.artml.contrast, material.artml.relief, material.artml.regularity = 1.5, 0.2, 1.0
    assert np.abs(pixels(material, "normal") - before["normal"]).max() > 0.05

    assert bpy.ops.artml.reset_adjustments() == {"FINISHED"}

    for name in NAMES:
        np.testing.assert_array_equal(pixels(material, name), before[name])


def test_a_copy_of_a_material_keeps_its_pictures(material):
    copy, before = material.copy(), pixels(material)

    copy.artml.brightness = 0.5

    np.testing.assert_array_equal(pixels(material), before)
    assert pixels(copy).mean() > before.mean() + 0.1
    assert material.artml.brightness == 0.0


def test_values_out_of_range_are_cut_off(material):
    material.artml.brightness = -7.0
    assert material.artml.brightness == -1.0
    assert pixels(material).max() == 0.0


def test_a_little_variation_is_the_same_scan_laid_anew(material):
    material.artml.hue = 0.25
    first, before = recipe(material), pixels(material)

    assert bpy.ops.artml.vary_material(amount="LITTLE") == {"FINISHED"}

    second = recipe(material)
    assert second["ingredients"] == first["ingredients"]
    assert second["seed"] != first["seed"]
    assert second["hue"] == material.artml.hue == 0.25
    assert np.abs(pixels(material) - before).mean() > 0.01


def test_a_lot_of_variation_is_another_material_of_the_category(material):
    names = {tuple(recipe(material)["ingredients"])}

    for _ in range(4):
        assert bpy.ops.artml.vary_material(amount="LOT") == {"FINISHED"}
        names.add(tuple(recipe(material)["ingredients"]))

    assert recipe(material)["category"] == "stone-rock"
    assert len(names) > 2


def test_what_the_engine_refuses_is_said_and_changes_nothing(material, room, capsys):
    made = recipe(material)
    changed = json.dumps({**made, "weights": "0" * 64})
    for data_block in (material, *pictures(material).values()):
        data_block["artml_recipe"] = changed
    before = pixels(material)

    material.artml.hue = 0.2

    assert "made with other weights" in room("blender.live").problem(material)
    assert "made with other weights" in capsys.readouterr().out
    np.testing.assert_array_equal(pixels(material), before)
    assert material.artml.hue == pytest.approx(0.2)


def test_only_generated_materials_can_be_adjusted(scene):
    other = bpy.data.materials.new("Other")
    bpy.context.object.active_material = other

    other.artml.hue = 0.3

    assert other.artml.hue == 0.0
    assert not bpy.ops.artml.vary_material.poll()
    assert not bpy.ops.artml.reset_adjustments.poll()


def test_sliders_and_pictures_are_in_the_file(material, tmp_path):
    material.artml.saturation = 0.25
    before, name = pixels(material), material.name
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "scene.blend"))

    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "scene.blend"))

    loaded = bpy.data.materials[name]
    assert loaded.artml.saturation == 0.25
    np.testing.assert_array_equal(pixels(loaded), before)


@pytest.mark.parametrize(("amount", "words"), [("LITTLE", "laid anew"), ("LOT", "Another material")])
def test_the_variations_say_what_they_do(scene, amount, words):
    described = bpy.types.ARTML_OT_vary_material.description(bpy.context, SimpleNamespace(amount=amount))

    assert words in described
