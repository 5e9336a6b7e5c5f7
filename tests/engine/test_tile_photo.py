"""The task tile_photo on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from example_photos import cobbles
from PIL import Image

from artml_blender.engine.synthesis.period import find_periods

ROOT = Path(__file__).resolve().parents[2]
MAPS = ("base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion")


def save(path: Path, pixels: np.ndarray, **options) -> Path:
    Image.fromarray((pixels * 255.0 + 0.5).astype(np.uint8)).save(path, **options)
    return path


def run(folder: Path, **recipe) -> subprocess.CompletedProcess:
    (folder / "recipe.json").write_text(json.dumps({"task": "tile_photo", "category": "paving", **recipe}))
    command = [sys.executable, "-m", "artml_blender.engine", "run", str(folder / "recipe.json"), "--output"]
    return subprocess.run([*command, str(folder / "out")], cwd=ROOT, capture_output=True, text=True)


def base_color(folder: Path) -> np.ndarray:
    with Image.open(folder / "out" / "base_color.png") as picture:
        return np.asarray(picture)


def test_a_photo_gives_maps_that_tile_and_a_recipe_that_replays_them(tmp_path):
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    for folder in (first, again, other):
        folder.mkdir()
    photo = save(first / "cobbles.jpg", cobbles(150, 190), quality=95)
    ended = run(first, photo="cobbles.jpg", seed=4, size=[200, 128])
    assert ended.returncode == 0, ended.stderr
    recipe = json.loads((first / "out" / "recipe.json").read_text())
    report = json.loads((first / "out" / "report.json").read_text())

    assert Path(recipe["photo"]) == photo
    assert max(report["seam_ratio"].values()) <= 1.1
    assert report["native_size"] == pytest.approx(128, rel=0.12)  # made as small as the tile, and fitted to it
    for name in MAPS:
        with Image.open(first / "out" / f"{name}.png") as picture:
            assert picture.size == (200, 128)
            assert json.loads(picture.text["artml_recipe"])["photo"] == "cobbles.jpg"  # its folder is no one's business
    assert run(again, **recipe).returncode == 0
    np.testing.assert_array_equal(base_color(first), base_color(again))
    assert run(other, **{**recipe, "seed": 5}).returncode == 0
    assert (base_color(first) != base_color(other)).mean() > 0.5


def test_a_tile_of_any_size_keeps_the_photos_scale(tmp_path):
    rows, columns = np.mgrid[0:130, 0:130]
    stripes = ((rows // 9 + columns // 9) % 2).astype(np.float32)[..., None] * (0.5, 0.5, 0.5) + 0.2
    save(tmp_path / "checks.png", stripes)
    assert run(tmp_path, photo="checks.png", size=[130, 100]).returncode == 0
    down, across = find_periods(np.tile(base_color(tmp_path).astype(np.float32), (2, 2, 1)))
    expected = 18.0 * 100 / 130  # the photo is made as small as the tile's shorter side
    assert down == pytest.approx(expected, rel=0.1)
    assert across == pytest.approx(expected, rel=0.1)


def test_a_folder_is_no_photo(tmp_path):
    (tmp_path / "folder").mkdir()
    ended = run(tmp_path, photo="folder")
    assert "is no file" in ended.stderr.splitlines()[-1]


def test_another_photo_under_the_same_name_is_refused(tmp_path):
    photo = save(tmp_path / "wall.png", cobbles(64, 64))
    ended = run(tmp_path, photo=str(photo), photo_hash="0" * 64)
    assert ended.returncode == 1
    assert "is not the one that the recipe was made with" in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "cannot be read: No such file"),
        (b"", "in no format that ArtML reads"),
        (b"no picture at all", "in no format that ArtML reads"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "in no format that ArtML reads"),
    ],
)
def test_what_is_no_photo_is_one_sentence(tmp_path, data, words):
    photo = tmp_path / "写真.png"
    if data is not None:
        photo.write_bytes(data)
    ended = run(tmp_path, photo=str(photo))
    assert ended.returncode == 1
    assert words in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("mode", ["synthesis", "min_cut", "blend"])
def test_every_mode_tiles_and_is_named(tmp_path, mode):
    save(tmp_path / "wall.png", cobbles(140, 180))
    ended = run(tmp_path, photo="wall.png", size=[96, 128], mode=mode)
    assert ended.returncode == 0, ended.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["mode"] == mode
    assert max(report["seam_ratio"].values()) <= 1.1


def test_left_to_itself_it_keeps_a_picture_that_tiles_already(tmp_path):
    rows, columns = np.mgrid[0:128, 0:128] / 128.0 * 2.0 * np.pi
    bricks = 0.5 + 0.2 * np.sin(3 * rows + np.sin(columns)) + 0.2 * np.sin(2 * columns + np.sin(rows))
    tile = np.repeat(bricks[..., None], 3, axis=2)
    save(tmp_path / "tile.png", tile)
    assert run(tmp_path, photo="tile.png", size=[128, 128]).returncode == 0
    assert json.loads((tmp_path / "out" / "report.json").read_text())["mode"] == "min_cut"
    made = base_color(tmp_path).astype(np.float32)
    spectra = [np.abs(np.fft.fft2(values)) for values in (made[..., 0], tile[..., 0] * 255.0)]  # wherever it begins
    difference = np.abs(spectra[0] - spectra[1]).ravel()[1:]  # but for the mean
    assert difference.max() < 0.2 * spectra[1].ravel()[1:].max()


def test_an_unknown_mode_is_refused(tmp_path):
    save(tmp_path / "wall.png", cobbles(64, 64))
    ended = run(tmp_path, photo="wall.png", mode="magic")
    assert "Unknown mode 'magic'; choose one of auto, synthesis" in ended.stderr.splitlines()[-1]
