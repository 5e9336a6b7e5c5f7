"""A training on photos: it may stop anywhere and goes on as if it had not, loses nothing, and its model generates."""

import csv
import errno
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

from example_photos import cobbles

from artml_blender.contract.messages import GenerateTexture
from artml_blender.contract.training import TrainFromPhotos
from artml_blender.engine.errors import CancelledByUser, EngineFailure
from artml_blender.engine.runtime.blocks import shift_blocks_inside
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.onnx_networks import OnnxNetworks
from artml_blender.engine.runtime.personal_model import load_personal_model
from artml_blender.engine.runtime.remix import lay, make_generator
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.tasks.generate_texture import generate_texture
from artml_blender.engine.training import fine_tuning, latents, records
from artml_blender.engine.training import train as training
from artml_blender.engine.training.photo_stacks import read_photos
from artml_blender.setup import places

NETWORKS = load_networks("cpu")


def silent(*args: object) -> None:
    pass


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Two that are unlike each other: grey cobbles, and green noise in another format, shape and folder."""
    folder = tmp_path_factory.mktemp("photos")
    (folder / "more").mkdir()
    paths = folder / "ground.png", folder / "more" / "ground.jpg"
    Image.fromarray((cobbles(300, 400) * 255).astype(np.uint8)).save(paths[0])
    green = np.random.RandomState(1).uniform(0, 255, (700, 600, 3)) * (0.2, 0.8, 0.1)
    Image.fromarray(green.astype(np.uint8)).save(paths[1])
    return tuple(map(str, paths))


@pytest.fixture(scope="module", autouse=True)
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "CHECK_STEPS", 4)
        patch.setattr(latents, "EVERY", 64)
        patch.setattr(fine_tuning, "BATCH", 1)
        yield


def request(photos: tuple[str, ...], seed: int = 4) -> TrainFromPhotos:
    return TrainFromPhotos(photos, "walls", "ground", seed=seed)


def train(photos: tuple[str, ...], folder: Path, steps: int, seed: int = 4) -> Path:
    """So many steps more."""
    left = iter([False] * steps + [True])
    return training.train(request(photos, seed), folder, NETWORKS, silent, lambda: next(left))


@pytest.fixture(scope="module")
def trained(photos: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training that was stopped after five steps and went on for two."""
    folder = tmp_path_factory.mktemp("trained")
    train(photos, folder, 5)
    train(photos, folder, 2)
    return folder


def same(first: object, second: object) -> bool:
    if isinstance(first, torch.Tensor):
        return torch.equal(first, second)
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(map(same, first, second))
    return first == second


def test_a_training_that_was_stopped_goes_on_as_if_it_had_not(photos, trained, tmp_path):
    train(photos, tmp_path, 7)

    whole, stopped = (records.load_checkpoint(folder) for folder in (tmp_path, trained))
    assert whole["tuning"]["steps"] == 7
    assert same(whole["tuning"], stopped["tuning"])
    assert whole["seconds"] > 0.0


def test_a_training_that_was_cancelled_goes_on_too(photos, trained, tmp_path):
    def cancel(fraction: float, text: str) -> None:
        if text.startswith("Training"):
            raise CancelledByUser

    with pytest.raises(CancelledByUser):
        training.train(request(photos), tmp_path, NETWORKS, cancel, lambda: False)
    assert not (tmp_path / "walls.json").exists()
    train(photos, tmp_path, 6)

    whole, stopped = (records.load_checkpoint(folder) for folder in (trained, tmp_path))
    assert same(whole["tuning"], stopped["tuning"])


def test_the_folder_shows_how_it_goes(trained):
    rows = list(csv.DictReader((trained / records.LOSSES).read_text().splitlines()))

    steps = [float(row["steps"]) for row in rows]
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert steps[-1] == 7
    assert float(rows[-1]["color"]) > 0.0
    with Image.open(trained / records.SAMPLES) as sheet:
        assert sheet.size == (640, 3 * 256 + 240)
        photos, curve = np.asarray(sheet)[:256, :512], np.asarray(sheet)[3 * 256 :]
    assert photos[:, 256:, 1].mean() > 1.5 * photos[:, 256:, 0].mean()
    assert 0.005 < (curve.max(axis=2) < 100).mean() < 0.2


def test_the_model_is_of_the_best_and_says_of_what(trained):
    card = json.loads((trained / "walls.json").read_text())
    state = records.load_checkpoint(trained)

    assert card["asset_ids"] == ["ground_1", "ground_2"]
    assert [len(photo["sha256"]) for photo in card["photos"]] == [64, 64]
    assert card["figures"]["distance_after"] == min(row["distance"] for row in state["rows"])
    assert card["figures"]["distance_after"] <= card["figures"]["distance_before"]
    assert "own photos" in card["licence"]


@pytest.fixture
def at_home(trained, tmp_path, monkeypatch):
    """The model where an artist's models are."""
    monkeypatch.setenv("ARTML_HOME", str(tmp_path))
    folder = places.models() / "walls"
    folder.mkdir(parents=True)
    for kind in ("json", "safetensors"):
        shutil.copy(trained / f"walls.{kind}", folder)
    return folder


def generate(**fields):
    return generate_texture(GenerateTexture(**{"model": "walls", "size": (256, 192), **fields}), NETWORKS, silent)


def test_the_model_generates_tiles_in_the_manner_of_each_photo(at_home):
    grey, green = (generate(ingredients=(name, name)).maps for name in ("ground_1", "ground_2"))

    for maps in (grey, green):
        assert maps["base_color"].shape == (192, 256, 3)
        assert max(map(seam_ratio, maps.values())) <= 1.1
    assert green["base_color"][..., 1].mean() > 1.5 * green["base_color"][..., 0].mean()
    assert grey["base_color"][..., 1].mean() < 1.2 * grey["base_color"][..., 0].mean()


@pytest.mark.parametrize("fields", [{"structure": "cobbles"}, {"wear": 1.0, "regularity": 1.0}, {"category": "wood"}])
def test_what_the_model_makes_replays_and_tiles(at_home, fields):
    made = generate(seed=3, **fields)
    again = generate_texture(made.request, NETWORKS, silent)

    assert len(made.request.ingredients) == (3 if "structure" in fields else 2)
    assert again.request == made.request
    for name, array in made.maps.items():
        np.testing.assert_array_equal(again.maps[name], array)
        assert seam_ratio(array) <= 1.1, name


def test_a_recipe_of_the_model_before_it_was_trained_on_is_refused(at_home):
    with pytest.raises(EngineFailure, match="was trained on since this was made; press Vary a Little"):
        generate(weights="0" * 64)


@pytest.mark.parametrize("name", ["no such", "../walls", "walls/walls", ""])
def test_only_a_model_that_is_there_generates(at_home, name):
    with pytest.raises(EngineFailure, match="Unknown model"):
        generate(model=name)


def test_pieces_of_a_photo_do_not_lie_across_its_border(at_home):
    model = load_personal_model(at_home / "walls.json")
    latent = model.library.latent("ground_1")
    numbers = np.indices((40, 40)).sum(axis=0) // 8

    sources = lay(latent, (40, 40), make_generator(2), silent, wraps=False)
    shifted = shift_blocks_inside(sources, numbers, latent.shape[2:], make_generator(1))

    for field in (sources, shifted):
        assert field.min() >= 0
        assert (field.max(axis=(0, 1)) < latent.shape[2:]).all()
    inside = numbers[:, 1:] == numbers[:, :-1]
    unbroken = np.abs(np.diff(sources, axis=1)).max(axis=2) <= 1
    assert np.abs(np.diff(shifted, axis=1))[inside & unbroken].max() <= 1
    assert (shifted != sources).any()


def test_the_shipped_networks_stay_as_they_are(trained):
    model = load_personal_model(trained / "walls.json")
    latent = NETWORKS.asarray(model.library.latent("ground_1")[:, :, :8, :8])
    before = NETWORKS.draw(latent, 0.0)

    own = NETWORKS.with_decoder(model.decoder).draw(latent, 0.0)
    assert not torch.equal(before, own)
    assert torch.equal(before, NETWORKS.draw(latent, 0.0))


def test_the_light_runtime_draws_the_same(trained):
    model = load_personal_model(trained / "walls.json")
    latent = model.library.latent("ground_2")[:, :, :16, :16].copy()

    ours = NETWORKS.with_decoder(model.decoder).draw(NETWORKS.asarray(latent), 0.0).numpy()
    theirs = OnnxNetworks().with_decoder(model.decoder).draw(latent, 0.0)
    assert np.abs(ours - theirs)[:, :3].max() < 0.02


def test_a_damaged_model_is_refused(trained, tmp_path):
    shutil.copy(trained / "walls.json", tmp_path)
    (tmp_path / "walls.safetensors").write_bytes((trained / "walls.safetensors").read_bytes()[:-9])

    with pytest.raises(EngineFailure, match="cannot be read; choose another, or train it again"):
        load_personal_model(tmp_path / "walls.json")


def test_a_truncated_checkpoint_is_refused(photos, trained, tmp_path):
    data = (trained / records.CHECKPOINT).read_bytes()
    (tmp_path / records.CHECKPOINT).write_bytes(data[: len(data) // 2])

    with pytest.raises(EngineFailure, match=r"checkpoint\.pt is damaged; delete it to begin anew"):
        train(photos, tmp_path, 1)


def test_a_training_of_other_photos_is_not_gone_on_with(photos, trained):
    with pytest.raises(EngineFailure, match="is of other photos, another category or seed"):
        train(photos[:1], trained, 1)
    with pytest.raises(EngineFailure, match="is of other photos, another category or seed"):
        train(photos, trained, 1, seed=5)


def test_a_full_disk_loses_nothing(photos, trained, tmp_path, monkeypatch):
    shutil.copytree(trained, tmp_path, dirs_exist_ok=True)
    before = (tmp_path / records.CHECKPOINT).read_bytes()

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("artml_blender.engine.runtime.files.os.fsync", full)
        with pytest.raises(EngineFailure, match=r"cannot be written \(No space left on device\); make room"):
            train(photos, tmp_path, 1)
    assert (tmp_path / records.CHECKPOINT).read_bytes() == before
    assert not list(tmp_path.glob("*.part"))

    train(photos, tmp_path, 1)
    assert records.load_checkpoint(tmp_path)["tuning"]["steps"] == 8


def test_one_photo_is_enough(photos, tmp_path):
    model = load_personal_model(train(photos[:1], tmp_path, 1))

    assert model.library.asset_ids == ["ground"]
    assert model.library.codes.shape == (1, 16, 64, 64)


def test_a_huge_photo_is_made_small_and_a_narrow_one_sets_the_width(photos, tmp_path):
    huge = tmp_path / "huge.jpg"
    Image.new("RGB", (9000, 6000), (90, 120, 60)).save(huge)

    assert read_photos((str(huge),), "", NETWORKS, silent).maps.shape == (1, 7, 512, 640)
    stacks = read_photos((str(huge), photos[1]), "", NETWORKS, silent)
    assert stacks.trained.shape == (2, 7, 512, 384)
    assert stacks.held_out.shape == (2, 7, 512, 128)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no picture", "is in no format that ArtML reads"),
        (None, "cannot be read: No such file"),
        ("small", "has 300 x 200 pixels; training takes at least 256 x 256"),
    ],
)
def test_a_photo_that_will_not_do_is_named(photos, tmp_path, content, sentence):
    path = tmp_path / "wall.png"
    if content == "small":
        Image.new("RGB", (300, 200)).save(path)
    elif content is not None:
        path.write_bytes(content)

    with pytest.raises(EngineFailure, match=sentence) as caught:
        train((photos[0], str(path)), tmp_path / "training", 1)
    assert "wall.png" in str(caught.value)
    assert not (tmp_path / "training").exists()
