"""The task sample_family on the command line, as its user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from PIL import Image

from artml_blender.contract.checks import MAX_SEED
from artml_blender.contract.errors import RequestError
from artml_blender.contract.graph import from_json
from artml_blender.contract.recipes import from_recipe
from artml_blender.families import FAMILIES

ROOT = Path(__file__).resolve().parents[2]
MAPS = ("base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion")


def run(recipe: dict, folder: Path) -> subprocess.CompletedProcess:
    (folder / "recipe.json").write_text(json.dumps(recipe))
    command = [sys.executable, "-m", "artml_blender.engine", "run", str(folder / "recipe.json"), "--output"]
    return subprocess.run([*command, str(folder / "out")], cwd=ROOT, capture_output=True, text=True)


def pixels(folder: Path) -> dict[str, np.ndarray]:
    return {name: np.asarray(Image.open(folder / f"{name}.png")) for name in MAPS}


def test_a_seed_gives_a_graph_maps_that_tile_and_a_recipe_that_replays_them(tmp_path):
    first, again = tmp_path / "first", tmp_path / "again"
    first.mkdir()
    again.mkdir()
    ended = run({"task": "sample_family", "family": "brick_wall", "seed": 5, "size": [128, 128]}, first)
    assert ended.returncode == 0, ended.stderr
    recipe = json.loads((first / "out" / "recipe.json").read_text())
    report = json.loads((first / "out" / "report.json").read_text())

    assert set(recipe["settings"]) == set(FAMILIES["brick_wall"].sliders)
    assert max(report["seam_ratio"].values()) <= 1.1
    assert from_json(json.loads((first / "out" / "graph.json").read_text())).name == "Brick Wall"
    assert run(recipe, again).returncode == 0
    for name, map_ in pixels(first / "out").items():
        np.testing.assert_array_equal(map_, pixels(again / "out")[name])
    assert pixels(first / "out")["base_color"].std() > 4.0


def test_its_graph_bakes_to_the_same_maps(tmp_path):
    made, baked = tmp_path / "made", tmp_path / "baked"
    made.mkdir()
    baked.mkdir()
    assert run({"task": "sample_family", "family": "brick_wall", "seed": 5, "size": [96, 96]}, made).returncode == 0
    recipe = {"task": "bake_graph", "graph": str(made / "out" / "graph.json"), "size": [96, 96], "extent": [1.0, 1.0]}
    assert run(recipe, baked).returncode == 0

    for name, map_ in pixels(made / "out").items():
        np.testing.assert_array_equal(map_, pixels(baked / "out")[name])


def test_a_setting_goes_before_chance(tmp_path):
    asked = {"task": "sample_family", "family": "brick_wall", "size": [64, 64], "settings": {"Rows": 4, "Columns": 2}}
    assert run(asked, tmp_path).returncode == 0
    settings = json.loads((tmp_path / "out" / "recipe.json").read_text())["settings"]
    assert (settings["Rows"], settings["Columns"]) == (4.0, 2.0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"family": "cheese"}, "Unknown family 'cheese'"),
        ({"settings": {"Cheese": 1.0}}, "no slider 'Cheese'"),
        ({"settings": {"Rows": [1.0, 2.0, 3.0]}}, "must be a number"),
        ({"settings": {"Brick Color": 3.0}}, "must be a colour of three numbers"),
        ({"settings": {"Brick Color": [1.0, 2.0]}}, "must be a colour of three numbers"),
    ],
)
def test_what_is_no_family_or_slider_is_named(tmp_path, change, sentence):
    ended = run({"task": "sample_family", "family": "brick_wall", "size": [64, 64], **change}, tmp_path)
    assert ended.returncode == 1
    assert sentence in ended.stderr.splitlines()[-1]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seed": MAX_SEED + 1}, "seed must be between"),
        ({"settings": []}, "must be an object"),
        ({"settings": {"Rows": "many"}}, "'Rows' must be a number"),
        ({"size": [1, 1]}, "Width and height"),
    ],
)
def test_a_recipe_that_is_none_is_refused_before_the_engine_starts(change, sentence):
    with pytest.raises(RequestError, match=sentence):
        from_recipe({"task": "sample_family", "family": "brick_wall", **change})
