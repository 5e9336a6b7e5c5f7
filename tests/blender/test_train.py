"""Train from Photos: a folder of pictures becomes a model that generates; what is refused; what is never deleted."""

import json

import bpy
import numpy as np
import pytest

MODULE = "bl_ext.user_default.artml_blender"
NAME = "My Walls"


@pytest.fixture
def photos(scene, tmp_path):
    """A folder with two walls and a file that is no picture, chosen in the panel."""
    folder = tmp_path / "Fotos für Wände"
    folder.mkdir()
    rows, columns = np.mgrid[0:300, 0:400]
    for index, color in enumerate(((0.6, 0.3, 0.2), (0.5, 0.35, 0.25))):
        brick = (rows % 40 > 5) & ((columns + rows // 40 * 45) % 90 > 5)
        noise = np.random.RandomState(index).normal(0.0, 0.04, (300, 400, 1))
        colors = np.where(brick[..., None], color, (0.7, 0.7, 0.65)) + noise
        image = bpy.data.images.new("wall", 400, 300)
        image.pixels.foreach_set(np.dstack([colors, np.ones((300, 400))]).astype(np.float32).ravel())
        image.filepath_raw, image.file_format = str(folder / f"wall {index}.png"), "PNG"
        image.save()
        bpy.data.images.remove(image)
    (folder / "notes.txt").write_text("no picture")
    settings = scene.artml
    settings.photos_folder, settings.model_name, settings.training_minutes = str(folder), NAME, 0.5
    settings.training_category = "brick"
    return folder


@pytest.fixture
def with_torch(torch_python):
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    yield
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""


def test_photos_become_a_model_that_generates_and_can_be_removed(scene, photos, with_torch, room):
    assert bpy.ops.artml.train_from_photos() == {"FINISHED"}

    status = bpy.context.window_manager.artml_training.status
    assert status.startswith(f"Choose {NAME} as the Model"), status
    assert room("blender.personal_models").names() == [NAME]
    figures = room("blender.personal_models").card_of(NAME)["figures"]
    assert figures["distance_after"] <= figures["distance_before"]
    assert bpy.ops.artml.show_samples.poll()
    assert bpy.ops.artml.show_samples() == {"FINISHED"}
    assert min(bpy.data.images[f"{NAME} samples"].size) > 100

    scene.artml.model = NAME
    generate_and_adjust()
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""  # what an artist without PyTorch has
    generate_and_adjust()

    assert bpy.ops.artml.remove_model() == {"FINISHED"}
    assert room("blender.personal_models").names() == []
    assert scene.artml.model == "material_vae"


def generate_and_adjust() -> None:
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
    material = bpy.context.object.active_material
    recipe = json.loads(material["artml_recipe"])
    assert material.name.startswith(f"ArtML {NAME}")
    assert (recipe["model"], recipe["category"]) == (NAME, "")
    assert recipe["ingredients"][0].startswith("wall")
    material.artml.brightness = -1.0
    image = next(node.image for node in material.node_tree.nodes if node.label == "base_color")
    assert max(image.pixels[:3]) == 0.0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("photos_folder", "", "Choose the folder with your photos first"),
        ("photos_folder", "/no/such/folder", "cannot be read"),
        ("model_name", "", "must have 1 to 60 letters"),
        ("model_name", "../walls", "must have none of"),
    ],
)
def test_what_cannot_be_trained_is_said(scene, photos, with_torch, name, value, words):
    setattr(scene.artml, name, value)

    with pytest.raises(RuntimeError, match=words):
        bpy.ops.artml.train_from_photos()
    assert words in bpy.context.window_manager.artml_training.status


def test_a_folder_without_pictures_is_said(scene, photos, with_torch):
    for file in photos.glob("*.png"):
        file.unlink()

    with pytest.raises(RuntimeError, match="has no pictures"):
        bpy.ops.artml.train_from_photos()


def test_the_light_runtime_cannot_train_and_says_what_can(photos):
    with pytest.raises(RuntimeError, match="press Set Up PyTorch in ArtML's Preferences"):
        bpy.ops.artml.train_from_photos()


@pytest.mark.parametrize("name", ["", ".", "..", "../models", "no such"])
def test_only_models_are_removed(scene, room, name):
    room("setup.places").models().mkdir(parents=True, exist_ok=True)
    scene.artml.model_name = name

    assert not bpy.ops.artml.remove_model.poll()
    assert not bpy.ops.artml.show_samples.poll()


def test_a_model_that_is_gone_is_said(scene, room, with_torch):
    folder = room("blender.personal_models").folder_of("Ghost")
    folder.mkdir(parents=True)
    for kind in ("json", "safetensors"):
        (folder / f"Ghost.{kind}").write_text("{}")
    scene.artml.model = "Ghost"

    with pytest.raises(RuntimeError, match=r"The personal model .*Ghost\.json cannot be read"):
        bpy.ops.artml.generate_texture()
    (folder / "Ghost.json").unlink()
    with pytest.raises(RuntimeError, match="no longer there; choose another"):
        bpy.ops.artml.generate_texture()
