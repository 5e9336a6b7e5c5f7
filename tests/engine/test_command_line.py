"""`python -m artml_blender.engine run` and `doctor` as a user calls them: real processes, real files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
RECIPE = {"task": "generate_texture", "category": "wood", "seed": 5, "size": [192, 128]}


def engine(*arguments, **options):
    command = [sys.executable, "-m", "artml_blender.engine", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, **options)


def write_recipe(folder: Path, recipe) -> Path:
    path = folder / "recipe.json"
    path.write_text(recipe if isinstance(recipe, str) else json.dumps(recipe))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of one finished run."""
    folder = tmp_path_factory.mktemp("made")
    done = engine("run", write_recipe(folder, RECIPE), "--output", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


def test_run_writes_every_file(made):
    assert {path.name for path in made.iterdir()} == {
        "base_color.png", "normal.png", "roughness.png", "metallic.png", "ambient_occlusion.png", "height.png",
        "recipe.json", "report.json",
    }  # fmt: skip


def test_pictures_have_their_size_and_depth(made):
    modes = {}
    for path in made.glob("*.png"):
        with Image.open(path) as picture:
            modes[path.stem] = picture.mode
            assert picture.size == (192, 128)
    gray = dict.fromkeys(("roughness", "metallic", "ambient_occlusion"), "L")
    assert modes == {"base_color": "RGB", "normal": "RGB", "height": "I;16", **gray}
    with Image.open(made / "height.png") as height:
        assert len(np.unique(np.asarray(height))) > 256


def test_every_picture_carries_its_recipe_and_says_that_it_was_generated(made):
    recipe = json.loads((made / "recipe.json").read_text())

    for path in made.glob("*.png"):
        with Image.open(path) as picture:
            text = picture.text
        assert json.loads(text["artml_recipe"]) == recipe
        assert "digitalsourcetype/trainedAlgorithmicMedia" in text["XML:com.adobe.xmp"]


def test_the_report_says_what_it_took(made):
    report = json.loads((made / "report.json").read_text())

    assert report["native_size"] == 512
    assert report["device"]
    assert report["peak_memory_mb"] > 50
    assert report["seconds"]["total"] > 0
    assert all(0.0 <= ratio <= 1.1 for ratio in report["seam_ratio"].values())


def test_the_written_recipe_replays_to_the_same_pixels(made, tmp_path):
    assert engine("run", made / "recipe.json", "--output", tmp_path).returncode == 0

    for path in made.glob("*.png"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("not json", "not valid JSON"),
        ({**RECIPE, "category": "cheese"}, "Unknown category 'cheese'"),
        ({**RECIPE, "size": [0, 0]}, "Width and height must be"),
        ({**RECIPE, "size": [100_000, 100_000]}, "Width and height must be"),
        ({**RECIPE, "extra": 1}, "does not know: 'extra'"),
        ({**RECIPE, "model": "../../etc/passwd"}, "Unknown model"),
    ],
)
def test_a_bad_recipe_is_one_sentence_and_writes_nothing(tmp_path, recipe, words):
    done = engine("run", write_recipe(tmp_path, recipe), "--output", tmp_path / "out")

    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_recipe_is_one_sentence(tmp_path):
    done = engine("run", tmp_path / "none.json", "--output", tmp_path)

    assert (done.returncode, "cannot be read" in done.stderr) == (1, True)


def test_an_output_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "out").write_text("in the way")

    done = engine("run", write_recipe(tmp_path, RECIPE), "--output", tmp_path / "out")

    assert done.returncode == 1
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert (tmp_path / "out").read_text() == "in the way"


def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_written(tmp_path):
    """A file size limit stands in for the full disk: the write fails in the middle of the first picture."""
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000));"
    code = f"{limit} import runpy; runpy.run_module('artml_blender.engine', run_name='__main__', alter_sys=True)"
    arguments = ["run", write_recipe(tmp_path, RECIPE), "--output", tmp_path / "out"]

    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_device_that_is_not_there_is_one_sentence(tmp_path):
    done = engine("run", write_recipe(tmp_path, RECIPE), "--output", tmp_path / "out", "--device", "mps")

    assert done.returncode == 1
    assert "The device mps cannot be used" in done.stderr.splitlines()[-1]


def test_a_python_without_torch_is_one_sentence(tmp_path):
    """-S hides site-packages, as a Python without PyTorch would be."""
    command = [sys.executable, "-S", "-m", "artml_blender.engine", "run", "x.json", "--output", str(tmp_path)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert "lacks torch" in done.stderr
    assert "pip install" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_doctor_finds_this_machine_healthy():
    done = engine("doctor")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "PyTorch" in done.stdout
    assert "photo_unet is whole" in done.stdout
