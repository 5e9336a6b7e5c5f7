"""scripts/batch.py as a user runs it: a process of its own, killed and resumed, with bad recipes among good ones."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import bpy
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "batch.py"
GOOD = [
    {"task": "generate_texture", "category": category, "seed": seed, "size": [128, 128]}
    for seed, category in enumerate(("brick", "wood", "metal"))
]


def batch(recipes: Path, output: Path, **options):
    command = [sys.executable, str(SCRIPT), "--recipes", str(recipes), "--output", str(output)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


def write(path: Path, lines) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A finished batch with two bad lines: the process and its folder."""
    folder = tmp_path_factory.mktemp("batch")
    lines = ["\ufeff" + json.dumps(GOOD[0]), *GOOD[1:], "not json", {**GOOD[0], "category": "cheese"}, "", GOOD[0]]
    return batch(write(folder / "recipes.jsonl", lines), folder / "out"), folder / "out"


def test_good_recipes_are_made_and_bad_ones_reported(done):
    process, output = done
    manifest = json.loads((output / "manifest.json").read_text())

    assert process.returncode == 1
    assert "4 of 6 recipes are complete" in process.stdout
    assert "Traceback" not in process.stdout + process.stderr
    assert [row["status"] for row in manifest["recipes"]] == ["complete"] * 3 + ["failed"] * 2 + ["complete"]
    assert "not valid JSON" in manifest["recipes"][3]["error"]
    assert "cheese" in manifest["recipes"][4]["error"]


def test_every_recipe_has_its_maps_and_a_preview(done):
    _, output = done
    for row in json.loads((output / "manifest.json").read_text())["recipes"][:3]:
        names = {path.name for path in (output / row["folder"]).iterdir()}

        assert {"base_color.png", "height.png", "recipe.json", "report.json", "preview.png"} <= names
        assert (output / row["preview"]).stat().st_size > 10_000
        assert b"digitalsourcetype/trainedAlgorithmicMedia" in (output / row["preview"]).read_bytes()
        assert row["recipe"]["ingredients"]


def test_the_blend_holds_the_materials_as_assets(done):
    _, output = done
    with bpy.data.libraries.load(str(output / "materials.blend"), assets_only=True) as (source, target):
        names = list(source.materials)
        target.materials = list(names)  # Blender replaces these names by the materials

    assert sorted(names) == ["ArtML Brick 0", "ArtML Metal 2", "ArtML Wood 1"]
    for material in target.materials:
        images = [node.image for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"]
        assert len(images) == 6
        assert all(image.packed_file for image in images)
        assert json.loads(material["artml_recipe"])["seed"] in (0, 1, 2)


def test_nothing_is_left_half_written(done):
    _, output = done

    assert [path for path in output.rglob(".*")] == []


def test_a_second_run_makes_nothing_again(done, tmp_path):
    _, output = done
    before = {path: path.stat().st_mtime_ns for path in output.glob("*/*")}

    again = batch(write(tmp_path / "recipes.jsonl", GOOD), output)

    assert again.returncode == 0
    assert again.stdout.count("is there already") == 3
    assert {path: path.stat().st_mtime_ns for path in output.glob("*/*")} == before


def test_a_killed_batch_goes_on_where_it_was(tmp_path):
    recipes, output = write(tmp_path / "recipes.jsonl", GOOD), tmp_path / "out"
    command = [sys.executable, str(SCRIPT), "--recipes", str(recipes), "--output", str(output)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(output.glob("*/preview.png")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()

    resumed = batch(recipes, output)

    assert resumed.returncode == 0
    assert 1 <= resumed.stdout.count("is there already") < 3
    assert "3 of 3 recipes are complete" in resumed.stdout
    assert (output / "materials.blend").exists()
    assert list(output.rglob(".*")) == []


def test_a_damaged_folder_is_made_again(done, tmp_path):
    _, output = done
    folder = next(output.glob("wood_*"))
    (folder / "recipe.json").write_text("{")

    again = batch(write(tmp_path / "recipes.jsonl", GOOD), output)

    assert again.returncode == 0
    assert again.stdout.count("is there already") == 2
    assert json.loads((folder / "recipe.json").read_text())["category"] == "wood"


@pytest.mark.parametrize("runtime", ["light", "torch"])
def test_structures_of_recipes_are_used_and_bad_ones_reported(installed, tmp_path, runtime, torch_python):
    joints = bpy.data.images.new("joints", 64, 64)
    joints.pixels.foreach_set([float(row % 16 > 2) for row in range(64) for _ in range(256)])
    joints.filepath_raw, joints.file_format = str(tmp_path / "joints.png"), "PNG"
    joints.save()
    (tmp_path / "notes.txt").write_text("no picture")
    structures = ("cobbles", "joints.png", "none.png", "cobble", ".", "notes.txt")
    recipes = [{**GOOD[0], "structure": structure} for structure in structures]
    options = {"env": {**os.environ, "ARTML_ENGINE_PYTHON": torch_python}} if runtime == "torch" else {}

    process = batch(write(tmp_path / "recipes.jsonl", recipes), tmp_path / "out", **options)
    rows = json.loads((tmp_path / "out" / "manifest.json").read_text())["recipes"]

    assert "2 of 6 recipes are complete" in process.stdout, process.stdout + process.stderr
    assert "Traceback" not in process.stdout + process.stderr
    assert rows[0]["recipe"]["structure"] == "cobbles"
    assert rows[1]["recipe"]["structure_hash"]
    assert len(rows[1]["recipe"]["ingredients"]) == 3
    for row, name in zip(rows[2:], ("none.png", "cobble", tmp_path.name, "notes.txt"), strict=True):
        assert name in row["error"]
        assert "\n" not in row["error"]


@pytest.mark.parametrize("missing", ["recipes", "output"])
def test_paths_that_cannot_be_used_are_one_sentence(tmp_path, missing):
    recipes = write(tmp_path / "recipes.jsonl", GOOD) if missing != "recipes" else tmp_path / "none.jsonl"
    output = tmp_path / "out"
    if missing == "output":
        output.write_text("a file in the way")

    stopped = batch(recipes, output)

    assert stopped.returncode == 1
    assert stopped.stderr.startswith("The batch stopped: ")
    assert "Traceback" not in stopped.stderr


def test_with_an_engine_python_that_is_not_there_every_recipe_says_so(tmp_path):
    environment = {**os.environ, "ARTML_ENGINE_PYTHON": str(tmp_path / "none")}

    stopped = batch(write(tmp_path / "recipes.jsonl", GOOD[:1]), tmp_path / "out", env=environment)

    assert stopped.returncode == 1
    assert "which is not a file; clear it" in stopped.stdout
