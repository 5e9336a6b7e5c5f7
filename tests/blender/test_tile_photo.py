"""The Photo panel: a picture's file becomes a material on the selected objects."""

import json
import subprocess
import sys
from pathlib import Path

import bpy
import numpy as np
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "batch.py"
# A JPEG's piece that says EXIF orientation 6
HELD_UPRIGHT = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
MODULE = "bl_ext.user_default.artml_blender"


@pytest.fixture
def photo(scene, tmp_path, torch_python):
    """A wall in a folder with a name of other letters than ours, chosen in the panel; an engine with Pillow."""
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    path = tmp_path / "照片" / "Wand Süd.png"
    path.parent.mkdir()
    rows, columns = np.mgrid[0:96, 0:160]
    brick = (rows % 24 > 3) & ((columns + rows // 24 * 20) % 40 > 3)
    colors = np.where(brick[..., None], (0.6, 0.3, 0.2, 1.0), (0.7, 0.7, 0.65, 1.0)).astype(np.float32)
    image = bpy.data.images.new("wall", 160, 96)
    image.pixels.foreach_set(colors.ravel())
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()
    bpy.data.images.remove(image)
    scene.artml.photo = str(path)
    yield path
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""


def test_the_cube_shows_the_photo_and_the_recipe_makes_it_again(scene, photo):
    scene.artml.tile_size = 3.0
    assert bpy.ops.artml.tile_photo() == {"FINISHED"}

    material = bpy.data.objects["Cube"].active_material
    assert material.name == "ArtML Wand Süd 1"
    recipe = json.loads(material["artml_recipe"])
    assert recipe["photo"] == str(photo)
    assert recipe["photo_hash"]
    color = base_color(material)
    assert 0.3 < (color[..., 0] > 1.6 * color[..., 2]).mean() < 0.95  # bricks, and joints
    scale = next(node for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeMapping").inputs["Scale"]
    width_shown = (
        3.0 * 128 / 96
    )  # metres: the photo's 96 pixels are 3 m, the tile has 128; it may be stretched for whole bricks
    assert 8.0 / scale.default_value[0] == pytest.approx(width_shown, rel=0.12)  # the cube's UV square is 8 m wide

    assert bpy.ops.artml.replay_recipe() == {"FINISHED"}
    again = bpy.data.objects["Cube"].active_material
    assert again != material
    np.testing.assert_array_equal(base_color(again), color)


def test_a_batch_makes_materials_of_photos(photo, tmp_path, torch_python):
    """Run beside the photo, as a user would, who then takes the recipe elsewhere."""
    good = {"task": "tile_photo", "photo": photo.name, "category": "brick", "size": [64, 64]}
    (photo.parent / "recipes.jsonl").write_text("\n".join(map(json.dumps, (good, {**good, "photo": "gone.jpg"}))))
    command = [sys.executable, str(SCRIPT), "--recipes", "recipes.jsonl", "--output", "out"]
    ended = subprocess.run(
        [*command, "--engine-python", torch_python], cwd=photo.parent, capture_output=True, text=True
    )
    rows = json.loads((photo.parent / "out" / "manifest.json").read_text())["recipes"]

    assert "1 of 2 recipes are complete" in ended.stdout, ended.stdout + ended.stderr
    assert "gone.jpg cannot be read: No such file" in rows[1]["error"]
    assert rows[0]["recipe"]["photo"] == str(photo)
    assert (photo.parent / "out" / rows[0]["preview"]).is_file()


def test_without_a_photo_it_says_where_to_choose_one(scene):
    with pytest.raises(RuntimeError, match="Choose a photo first"):
        bpy.ops.artml.tile_photo()


def test_from_the_zip_alone_blender_reads_the_photo(scene, photo):
    """Turned as the camera was held, which Blender itself does not."""
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""
    image = bpy.data.images.load(str(photo))
    scene.render.image_settings.file_format = "JPEG"
    image.save_render(str(photo.with_suffix(".jpg")), scene=scene)
    jpeg = photo.with_suffix(".jpg").read_bytes()
    photo.with_suffix(".jpg").write_bytes(jpeg[:2] + HELD_UPRIGHT + jpeg[2:])
    scene.artml.photo = str(photo.with_suffix(".jpg"))
    assert bpy.ops.artml.photo_to_material() == {"FINISHED"}

    material = bpy.data.objects["Cube"].active_material
    assert material.name == "ArtML Wand Süd"
    color = base_color(material)
    assert color.shape[:2] == (96, 160)  # wide and high
    assert json.loads(material["artml_recipe"])["photo"].endswith("Wand Süd.npy")
    assert bpy.ops.artml.replay_recipe() == {"FINISHED"}
    np.testing.assert_array_equal(base_color(bpy.data.objects["Cube"].active_material), color)


def test_from_the_zip_alone_what_is_no_photo_is_named(scene, photo):
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""
    photo.write_bytes(b"no picture at all")
    with pytest.raises(RuntimeError, match=r"Wand Süd\.png cannot be read"):
        bpy.ops.artml.tile_photo()
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\0\0\0\0"  # of 65536 x 65536 pixels
    photo.write_bytes(bomb + bytes(40))
    with pytest.raises(RuntimeError, match="more pixels than ArtML reads"):
        bpy.ops.artml.tile_photo()
    for place in (photo.parent, photo.parent / ("a" * 300 + ".png")):
        scene.artml.photo = str(place)
        with pytest.raises(RuntimeError, match="no such file"):
            bpy.ops.artml.tile_photo()


def test_from_the_zip_alone_a_float_picture_without_numbers_is_named(scene, photo):
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""
    image = bpy.data.images.new("nothing", 64, 64, float_buffer=True)
    image.pixels.foreach_set(np.full(64 * 64 * 4, np.nan, np.float32))
    image.filepath_raw, image.file_format = str(photo.with_suffix(".exr")), "OPEN_EXR"
    image.save()
    scene.artml.photo = image.filepath_raw
    with pytest.raises(RuntimeError, match="values that are no numbers"):
        bpy.ops.artml.tile_photo()


def test_a_photo_that_is_kept_is_read_once(scene, photo, room):
    keep_file, folder = room("blender.photo_files").keep_file, photo.parent / "kept"
    first = keep_file(str(photo), folder, is_upright=True)
    written = Path(first).stat().st_mtime_ns
    assert keep_file(str(photo), folder, is_upright=True) == first
    assert Path(first).stat().st_mtime_ns == written
    photo.write_bytes(photo.read_bytes() + b" ")  # another file under the name
    assert keep_file(str(photo), folder, is_upright=True) != first


def test_a_photo_that_is_gone_is_named(scene, photo):
    photo.unlink()
    with pytest.raises(RuntimeError, match=r"Wand Süd\.png cannot be read: No such file"):
        bpy.ops.artml.tile_photo()


@pytest.mark.parametrize("is_float", [False, True])
def test_an_image_of_the_file_is_a_photo_too(scene, photo, is_float):
    """Packed, and of floats: linear, as an OpenEXR file is."""
    scene.artml.even_light = 0.0
    image = bpy.data.images.new("old wall", 96, 64, float_buffer=is_float)
    colors = np.tile(np.array((0.5, 0.25, 0.1, 1.0), np.float32), (64, 96, 1))
    colors[:12] = (0.05, 0.05, 0.05, 1.0)
    image.pixels.foreach_set(colors.ravel())
    image.pack()
    with bpy.context.temp_override(edit_image=image):
        assert bpy.ops.artml.tile_image() == {"FINISHED"}

    material = bpy.data.objects["Cube"].active_material
    assert material.name == "ArtML old_wall 1"
    red = float(np.median(base_color(material)[..., 0]))
    encoded = 1.055 * 0.5 ** (1 / 2.4) - 0.055  # what 0.5 of linear red is in sRGB
    assert red == pytest.approx(encoded if is_float else 0.5, abs=0.03)


def test_an_image_of_floats_without_numbers_is_named(scene, photo):
    image = bpy.data.images.new("nothing", 64, 64, float_buffer=True)
    image.pixels.foreach_set(np.full(64 * 64 * 4, np.nan, np.float32))
    image.pack()
    with bpy.context.temp_override(edit_image=image), pytest.raises(RuntimeError, match="values that are no numbers"):
        bpy.ops.artml.tile_image()


def test_without_an_image_the_button_is_grey(scene):
    assert not bpy.ops.artml.tile_image.poll()


def base_color(material) -> np.ndarray:
    nodes = material.node_tree.nodes
    image = next(node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage" and node.label == "base_color")
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(*image.size, 4)
