"""The task photo_to_material: maps of a photo as it lies, at its own size."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from example_photos import cobbles
from PIL import Image

from artml_blender.contract.photos import PhotoToMaterial
from artml_blender.engine.errors import CancelledByUser
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.tasks.photo_to_material import photo_to_material

ROOT = Path(__file__).resolve().parents[2]
WHOLE_WAVES = np.sin(np.arange(96) / 96.0 * 2.0 * np.pi * 3.0)


def save(path: Path, pixels: np.ndarray) -> str:
    Image.fromarray((pixels * 255.0 + 0.5).astype(np.uint8)).save(path)
    return str(path)


def make(photo: str, **fields):
    return photo_to_material(PhotoToMaterial(photo, **fields), load_networks("cpu"), lambda share, text: None)


def test_the_maps_lie_as_the_photo_does_and_have_its_size(tmp_path):
    photo = cobbles(90, 130)
    made = make(save(tmp_path / "wall.png", photo), even_light=0.0)
    assert made.report["size"] == [130, 90]
    for name, array in made.maps.items():
        assert array.shape[:2] == (90, 130), name
    color = made.maps["base_color"].astype(np.float32) / 255.0
    here = np.corrcoef(color.ravel(), photo.ravel())[0, 1]
    elsewhere = np.corrcoef(np.roll(color, 7, axis=1).ravel(), photo.ravel())[0, 1]
    assert here > 0.8
    assert here > elsewhere + 0.2


def test_a_photo_that_tiles_gets_maps_that_do(tmp_path):
    tile = 0.5 + 0.2 * WHOLE_WAVES[:, None, None] + 0.15 * WHOLE_WAVES[None, :, None] * np.ones((1, 1, 3))
    photo = save(tmp_path / "tile.png", tile)
    for name, array in make(photo, tileable=True).maps.items():
        assert seam_ratio(array) <= 1.1, name


def test_a_large_photo_is_made_as_large_as_asked(tmp_path):
    made = make(save(tmp_path / "wall.png", cobbles(200, 300)), largest=150)
    assert made.maps["height"].shape == (100, 150, 1)
    assert made.maps["height"].dtype == np.uint16


def test_a_photo_smaller_than_its_margin_works(tmp_path):
    assert make(save(tmp_path / "small.png", cobbles(48, 60))).maps["normal"].shape == (48, 60, 3)


def test_one_colour_gives_a_flat_surface(tmp_path):
    made = make(save(tmp_path / "grey.png", np.full((64, 64, 3), 0.5)))
    assert np.abs(made.maps["normal"].astype(int) - (128, 128, 255)).max() < 40


def test_it_can_be_cancelled(tmp_path):
    def cancel(share, text):
        raise CancelledByUser

    request = PhotoToMaterial(save(tmp_path / "wall.png", cobbles(64, 64)))
    with pytest.raises(CancelledByUser):
        photo_to_material(request, load_networks("cpu"), cancel)


def test_the_command_line_writes_maps_and_a_recipe_that_replays_them(tmp_path):
    save(tmp_path / "wall.jpg", cobbles(80, 100))
    fields = {"photo": "wall.jpg", "corners": [0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9], "gray": [0.6, 0.5, 0.4]}
    (tmp_path / "recipe.json").write_text(json.dumps({"task": "photo_to_material", "exposure": 0.5, **fields}))
    first, again = tmp_path / "first", tmp_path / "again"
    for recipe, output in ((tmp_path / "recipe.json", first), (first / "recipe.json", again)):
        command = [sys.executable, "-m", "artml_blender.engine", "run", str(recipe), "--output", str(output)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr
    for name in ("base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion"):
        with Image.open(first / f"{name}.png") as one, Image.open(again / f"{name}.png") as other:
            assert one.size == (80, 64)
            np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"corners": [0, 0, 1, 1]}, "four corners"),
        ({"corners": "whole"}, "must be a list"),
        ({"gray": [0.0, 0.5, 0.5]}, "must be over 0"),
        ({"exposure": 40}, "within 8 stops"),
        ({"tileable": 1}, "must be true or false"),
        ({"largest": 9000}, "64 to 4096 pixels"),
        ({"category": "cheese"}, "Unknown category 'cheese'"),
    ],
)
def test_what_cannot_be_is_one_sentence(tmp_path, fields, words):
    save(tmp_path / "wall.png", cobbles(64, 64))
    (tmp_path / "recipe.json").write_text(json.dumps({"task": "photo_to_material", "photo": "wall.png", **fields}))
    command = [sys.executable, "-m", "artml_blender.engine", "run", str(tmp_path / "recipe.json")]
    ended = subprocess.run([*command, "--output", str(tmp_path / "out")], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert words in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
