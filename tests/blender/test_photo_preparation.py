"""Preparing photos: what the Photo panels ask the engine for."""

from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

MODULE = "bl_ext.user_default.artml_blender"
SLANTED = (0.25, 0.125, 0.75, 0.25, 0.875, 0.75, 0.125, 1.0)
TURNED = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"  # orientation 6


@pytest.fixture
def photo(scene, tmp_path) -> Path:
    """A JPEG of 256 x 128 pixels, black at its left side, that the camera took upright."""
    image = bpy.data.images.new("wall", 256, 128)
    colors = np.ones((128, 256, 4), np.float32)
    colors[:, :64, :3] = 0.0
    image.pixels.foreach_set(colors.ravel())
    path = tmp_path / "Wand Süd.jpg"
    image.filepath_raw, image.file_format = str(path), "JPEG"
    image.save()
    bpy.data.images.remove(image)
    data = path.read_bytes()
    path.write_bytes(data[:2] + TURNED + data[2:])
    scene.artml.photo = str(path)
    return path


def test_unset_preparation_leaves_the_photo_as_it_is(scene, photo, asked, room):
    photos = room("contract.photos")

    tile = asked(bpy.ops.artml.tile_photo)
    material = asked(bpy.ops.artml.photo_to_material)

    assert tile == photos.TilePhoto(str(photo), seed=1, size=(128, 128))
    assert material == photos.PhotoToMaterial(str(photo), largest=1024)


def test_all_that_is_set_is_asked_for(scene, photo, asked):
    settings = scene.artml
    settings.photo_category, settings.photo_mode = "paving", "min_cut"
    settings.photo_gray, settings.photo_exposure, settings.even_light = (0.3, 0.2, 0.1), 1.1, 0.7
    settings.photo_tiles, settings.photo_largest = True, 2048
    settings.photo_corners, settings.use_photo_corners = SLANTED, True

    tile = asked(bpy.ops.artml.tile_photo)
    material = asked(bpy.ops.artml.photo_to_material)

    for request in (tile, material):
        assert (request.category, request.corners) == ("paving", SLANTED)
        assert (request.gray, request.exposure, request.even_light) == ((0.3, 0.2, 0.1), 1.1, 0.7)
    assert tile.mode == "min_cut"
    assert (material.tileable, material.largest) == (True, 2048)


def test_corners_that_are_not_used_are_not_asked_for(scene, photo, asked):
    scene.artml.photo_corners = SLANTED

    assert asked(bpy.ops.artml.tile_photo).corners == ()


def test_black_picked_as_grey_is_still_a_request(scene, photo, asked):
    scene.artml.photo_gray = (0.0, 0.0, 0.0)

    assert asked(bpy.ops.artml.tile_photo).gray == (0.001, 0.001, 0.001)


def test_a_turned_photo_with_corners_goes_as_blender_shows_it(scene, photo, asked):
    """Blender does not turn photos as the camera was held; the engine does."""
    scene.artml.use_photo_corners = True
    image = bpy.data.images.load(str(photo))

    of_file = asked(bpy.ops.artml.photo_to_material)
    with bpy.context.temp_override(edit_image=image):
        of_image = asked(bpy.ops.artml.image_to_material)

    assert of_file == of_image
    kept = Path(of_file.photo)
    assert kept.name == "Wand Süd.npy"
    shown = np.load(kept)
    assert shown.shape == (128, 256, 3)
    pixels = np.array(image.pixels[:]).reshape(128, 256, 4)[::-1, :, :3]
    np.testing.assert_allclose(shown / 255.0, pixels, atol=1e-3)
    assert [item for item in bpy.data.images if item.name.startswith(photo.name)] == [image]


def test_only_what_lies_within_the_corners_is_on_the_cube_and_replays(scene, photo, torch_python):
    """The black quarter at the photo's left is left out."""
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    scene.artml.photo_corners, scene.artml.use_photo_corners = (0.5, 0.0, 1.0, 0.0, 1.0, 1.0, 0.5, 1.0), True
    scene.artml.even_light = 0.0
    try:
        assert bpy.ops.artml.photo_to_material() == {"FINISHED"}
        made = bpy.data.objects["Cube"].active_material
        assert bpy.ops.artml.replay_recipe() == {"FINISHED"}
    finally:
        bpy.context.preferences.addons[MODULE].preferences.engine_python = ""

    again = bpy.data.objects["Cube"].active_material
    assert made.name == "ArtML Wand Süd"
    assert again != made
    assert base_color(made)[..., :3].min() > 0.8
    np.testing.assert_array_equal(base_color(again), base_color(made))


def test_without_corners_the_file_itself_goes(scene, photo, asked):
    image = bpy.data.images.load(str(photo))
    with bpy.context.temp_override(edit_image=image):
        assert asked(bpy.ops.artml.tile_image).photo == str(photo)


def test_a_picture_of_floats_with_corners_goes_in_srgb(scene, asked):
    scene.artml.use_photo_corners = True
    image = bpy.data.images.new("light wall", 64, 64, float_buffer=True)
    image.pixels.foreach_set(np.tile(np.array((0.5, 2.0, 0.0, 1.0), np.float32), 64 * 64))
    image.pack()
    with bpy.context.temp_override(edit_image=image):
        request = asked(bpy.ops.artml.image_to_material)

    assert Path(request.photo).name == "light_wall.npy"
    assert np.load(request.photo)[0, 0] / 255.0 == pytest.approx((0.735, 1.0, 0.0), abs=0.003)


def test_a_missing_photo_is_named_with_corners_too(scene, photo):
    photo.unlink()
    scene.artml.use_photo_corners = True
    with pytest.raises(RuntimeError, match=r"Wand Süd\.jpg cannot be read: there is no such file"):
        bpy.ops.artml.tile_photo()


def test_what_is_no_picture_is_named_with_corners_too(scene, photo):
    photo.write_text("no picture")
    scene.artml.use_photo_corners = True
    with pytest.raises(RuntimeError, match=r"Wand Süd\.jpg cannot be read"):
        bpy.ops.artml.tile_photo()


def test_every_mode_of_the_contract_is_described(installed, room):
    modes = room("contract.photos").MODES
    about = room("blender.photo_properties").ABOUT_MODES

    assert list(about) == list(modes)


def test_without_an_image_the_buttons_are_grey(scene):
    for name in ("image_to_material", "mark_corners", "paste_photo"):
        assert not getattr(bpy.ops.artml, name).poll()


def test_marking_a_file_asks_for_a_photo_and_an_image_editor(scene, photo):
    with pytest.raises(RuntimeError, match="Open an Image Editor"):
        bpy.ops.artml.mark_photo_corners()
    area = bpy.context.screen.areas[0]
    area.type = "IMAGE_EDITOR"

    assert bpy.ops.artml.mark_photo_corners() == {"FINISHED"}
    assert Path(bpy.path.abspath(area.spaces.active.image.filepath)) == photo

    scene.artml.photo = ""
    with pytest.raises(RuntimeError, match="Choose a photo first"):
        bpy.ops.artml.mark_photo_corners()


def test_an_empty_clipboard_is_named(scene):
    area = bpy.context.screen.areas[0]
    area.type = "IMAGE_EDITOR"
    with bpy.context.temp_override(area=area), pytest.raises(RuntimeError, match="no picture on the clipboard"):
        bpy.ops.artml.paste_photo()


def test_a_pasted_picture_stays_in_the_file(scene, room, monkeypatch):
    area = bpy.context.screen.areas[0]
    area.type = "IMAGE_EDITOR"

    def paste():
        image = bpy.data.images.new("Clipboard", 8, 4)
        image.generated_color = (0.5, 0.25, 0.0, 1.0)
        area.spaces.active.image = image
        return {"FINISHED"}

    paste.poll = lambda: True
    clipboard = SimpleNamespace(ops=SimpleNamespace(image=SimpleNamespace(clipboard_paste=paste)))
    monkeypatch.setattr(room("blender.operators.paste_photo"), "bpy", clipboard)
    with bpy.context.temp_override(area=area):
        assert bpy.ops.artml.paste_photo() == {"FINISHED"}

    image = area.spaces.active.image
    assert image.packed_file is not None
    image.reload()
    assert image.pixels[:4] == pytest.approx((0.5, 0.25, 0.0, 1.0), abs=0.01)


def base_color(material) -> np.ndarray:
    nodes = material.node_tree.nodes
    image = next(node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage" and node.label == "base_color")
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(image.size[1], image.size[0], 4)
