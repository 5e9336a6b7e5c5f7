"""`engine train` as a program: it is interrupted, left alone, told to stop, and refuses with a sentence."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from example_photos import cobbles
from PIL import Image

pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


@pytest.fixture
def recipe(tmp_path):
    Image.fromarray((cobbles(300, 400) * 255).astype(np.uint8)).save(tmp_path / "wall.png")
    fields = {"task": "train_from_photos", "photos": ["wall.png"], "name": "walls", "minutes": 60.0}
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps(fields))
    return path


def start(recipe, *options, stdin=subprocess.PIPE):
    command = [sys.executable, "-m", "artml_blender.engine", "train", str(recipe), "--device", "cpu", *options]
    return subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def wait_for_training(process):
    """Until it has made a step or two."""
    for line in process.stdout:
        if "Training" in json.loads(line).get("text", ""):
            return
    raise AssertionError(f"it ended with {process.wait()}")


def check_model(recipe):
    assert {"walls.json", "walls.safetensors", "checkpoint.pt"} <= {path.name for path in recipe.parent.iterdir()}
    assert json.loads((recipe.parent / "walls.json").read_text())["asset_ids"] == ["wall"]
    assert json.loads(recipe.read_text())["name"] == "walls"


def test_without_a_terminal_it_trains_until_it_is_interrupted(recipe):
    with start(recipe, stdin=subprocess.DEVNULL) as process:
        wait_for_training(process)
        wait_for_training(process)

        process.send_signal(signal.SIGINT)

        *_, last = process.stdout
        assert json.loads(last) == {"trained": str(recipe.parent / "walls.json")}
        assert process.wait(SECONDS) == 0
    check_model(recipe)


def test_when_blender_dies_what_was_learned_is_saved(recipe):
    process = start(recipe, "--until-input-ends")
    wait_for_training(process)

    process.stdin.close()
    process.stdout.close()

    process.wait(SECONDS)
    check_model(recipe)


def test_a_line_stops_it(recipe):
    process = start(recipe, "--until-input-ends")
    wait_for_training(process)

    out, _ = process.communicate(b"stop\n", SECONDS)

    assert "trained" in json.loads(out.splitlines()[-1])
    check_model(recipe)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"photos": ["gone.png"]}, "gone.png cannot be read"),
        ({"photos": []}, "Training takes 1 to 50 photos, not 0"),
        ({"photos": ["wall.png", "wall.png"]}, "is chosen twice"),
        ({"name": "recipe"}, "cannot be called 'recipe'"),
        ({"name": "material_vae"}, "cannot be called 'material_vae'"),
        ({"name": "NUL"}, "cannot be called 'NUL'"),
        ({"minutes": 0.0}, "Training takes 0.5 to 1440 minutes"),
        ({"task": "generate_texture"}, "is none of the task train_from_photos"),
        ({"epochs": 3}, "does not know: 'epochs'"),
    ],
)
def test_what_cannot_be_trained_is_one_sentence(recipe, fields, words):
    recipe.write_text(json.dumps({**json.loads(recipe.read_text()), **fields}))

    out, _ = start(recipe).communicate(timeout=SECONDS)

    answer = json.loads(out.splitlines()[-1])
    assert words in answer["error"]
    assert "\n" not in answer["error"]


def test_a_card_does_not_take_the_recipes_place(recipe):
    renamed = recipe.rename(recipe.parent / "walls.json")

    out, _ = start(renamed).communicate(timeout=SECONDS)

    assert "take the place of the recipe walls.json" in json.loads(out)["error"]
    assert json.loads(renamed.read_text())["minutes"] == 60.0
