"""The photo U-Net: any size, the torus, its pictures of materials, its training step and the shipped weights."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from example_materials import make_materials
from export_weights import export
from photo_materials import CLASSES, UNKNOWN_CLASS, Materials, cut, load_materials
from photo_shots import develop, shadow, shoot, shots, turn
from PIL import Image
from train_photo_unet import Training

from artml_blender.engine.runtime.relief import integrate, slopes_to_normal
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.models.photo_unet import DOWNSCALE, PhotoUNet


def lively_unet() -> PhotoUNet:
    """A U-Net whose residual branches and last layer, zero at the start, have random weights."""
    torch.manual_seed(0)
    model = PhotoUNet(UNKNOWN_CLASS).eval()
    for name, weight in model.named_parameters():
        if name.endswith(("second.weight", "last.weight")):
            torch.nn.init.normal_(weight, std=0.05)
    return model


def random_picture(height: int, width: int) -> "torch.Tensor":
    return torch.rand(2, 3, height, width, generator=torch.Generator().manual_seed(0)) * 2.0 - 1.0


@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 160), (32, 256)])
@torch.no_grad()
def test_rolling_the_picture_by_cells_rolls_every_map(height: int, width: int) -> None:
    model, picture, category = lively_unet(), random_picture(height, width), torch.tensor([0, UNKNOWN_CLASS])
    way = (DOWNSCALE, -3 * DOWNSCALE)
    maps, rolled = model(picture, category), model(picture.roll(way, (2, 3)), category)
    assert [tuple(m.shape) for m in maps] == [(2, channels, height, width) for channels in (3, 2, 1, 1)]
    for before, after in zip(maps, rolled, strict=True):
        assert (before.roll(way, (2, 3)) - after).abs().max() < 1e-3


@torch.no_grad()
def test_features_do_not_depend_on_the_size() -> None:
    model, picture, category = lively_unet(), random_picture(64, 64), torch.tensor([0, 1])
    for small, large in zip(model(picture, category), model(picture.repeat(1, 1, 2, 1), category), strict=True):
        assert (small.repeat(1, 1, 2, 1) - large).abs().max() < 1e-3


@pytest.fixture(scope="module")
def stacks(tmp_path_factory) -> Materials:
    return make_materials(tmp_path_factory.mktemp("stacks"))


@pytest.fixture(scope="module")
def folder(stacks, tmp_path_factory) -> Path:
    """A folder of materials with SOURCES.csv: two with all maps, one without normals, and one without roughness."""
    folder = tmp_path_factory.mktemp("materials")
    truth = cut(stacks, torch.arange(8), 128, 2, (0, 0))
    maps = {
        "basecolor": truth.color * 0.5 + 0.5,
        "normal": slopes_to_normal(truth.slopes),
        "roughness": truth.roughness,
    }
    rows = []
    for index in range(8):
        kept = dict(maps)
        if index in (2, 3):
            del kept[("normal", "roughness")[index - 2]]
        (folder / f"m{index}").mkdir()
        for name, values in kept.items():
            array = (values[index] * 255.0).round().byte().movedim(0, -1).numpy()
            Image.fromarray(array.squeeze()).save(folder / f"m{index}" / f"{name}.png")
        rows.append((f"m{index}", "metal" if index == 4 else "brick", "ambientCG", f"Asset{index}", "GL"))
    with open(folder / "SOURCES.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "category", "upstream", "upstream_asset_id", "normal_convention"))
        writer.writerows(rows)
    return folder


def test_a_folder_of_materials_is_read_and_split(folder: Path, stacks: Materials) -> None:
    training, validation = load_materials(folder)
    assert sorted(training.names + validation.names) == [f"m{index}" for index in range(8)]
    known = dict(zip(training.names + validation.names, torch.cat([training.known, validation.known]), strict=True))
    assert known["m2"].tolist() == [False, True, True]
    assert known["m3"].tolist() == [True, False, True]
    assert known["m4"].tolist() == [True, True, False]  # a metal whose map was not shipped
    first = training.names.index("m0")
    read = cut(training, torch.tensor([first]), 128, 1, (0, 0))
    true = cut(stacks, torch.tensor([0]), 128, 2, (0, 0))
    assert (read.slopes - true.slopes).abs().max() < 0.05  # 8 bits
    assert torch.cosine_similarity(read.height.flatten(), true.height.flatten(), dim=0) > 0.95


def test_turning_keeps_slopes_and_surface_together(stacks: Materials) -> None:
    truth = cut(stacks, torch.arange(4), 128, 2, (0, 0))
    generator = torch.Generator().manual_seed(3)
    for _ in range(12):
        turned = turn(truth, generator)
        surfaces = integrate(turned.slopes).flatten(1), turned.height.flatten(1)
        assert torch.cosine_similarity(*surfaces).min() > 0.97


def test_made_smaller_a_material_has_the_same_slopes(stacks: Materials) -> None:
    whole, half = (cut(stacks, torch.tensor([2]), 256 // shrink, shrink, (0, 0)) for shrink in (1, 2))
    assert float(half.height.std()) == pytest.approx(float(whole.height.std()) / 2.0, rel=0.1)  # in pixels
    assert 0.4 * whole.slopes.std() < half.slopes.std() <= whole.slopes.std()


def test_relief_throws_its_shadow_away_from_the_light() -> None:
    height = torch.zeros(1, 1, 32, 32)
    height[..., 16] = 4.0  # a wall, its sun 37 degrees up
    from_the_left = torch.tensor([-0.8, 0.0, 0.6])[None, :, None, None]
    lit = shadow(height, from_the_left, torch.full((1, 1, 1, 1), 0.3))[0, 0]
    assert lit[:, 18].max() < 0.1
    assert lit[:, 10].min() == 1.0
    assert lit[:, 28].min() == 1.0


def test_pictures_differ_from_the_paint_by_the_light_alone(stacks: Materials) -> None:
    truth = cut(stacks, torch.arange(8), 128, 2, (0, 0))
    picture, color = shoot(truth, torch.Generator().manual_seed(0))
    assert (picture - color).abs().mean() > 0.02
    assert 0.0 < (develop(picture, torch.Generator().manual_seed(0)) - picture).abs().mean() < 0.1


def test_batches_are_full_and_know_their_maps(folder: Path, stacks: Materials) -> None:
    training, _ = load_materials(folder)
    stream = shots(training, stacks, torch.Generator().manual_seed(0))
    for picture, truth in (next(stream) for _ in range(6)):
        assert picture.shape == truth.color.shape
        assert truth.known.shape == (len(picture), 3)
        assert truth.category.max() <= UNKNOWN_CLASS
        assert picture.abs().max() <= 1.0


def test_a_missing_map_is_not_punished(stacks: Materials) -> None:
    truth = cut(stacks, torch.tensor([0, 2]), 128, 2, (0, 0))
    truth.known = torch.tensor([True, True, False]).expand(2, 3)
    losses = Training(100, "cpu").step(truth.color, truth)
    assert losses["metallic"] == 0.0
    assert losses["render"] == 0.0
    assert losses["normal"] > 0.0


def test_training_steps_lower_the_loss(stacks: Materials) -> None:
    torch.manual_seed(0)
    training = Training(10_000, "cpu")
    truth = cut(stacks, torch.tensor([0, 2]), 128, 2, (0, 0))
    picture, truth.color = shoot(truth, torch.Generator().manual_seed(0))
    totals = [sum(training.step(picture, truth).values()) for _ in range(40)]
    assert totals[-1] < 0.75 * totals[0]


def test_a_resumed_training_goes_on_as_if_never_stopped(stacks: Materials, tmp_path: Path) -> None:
    truth = cut(stacks, torch.tensor([0, 2]), 128, 2, (0, 0))
    torch.manual_seed(0)
    first = Training(10_000, "cpu")
    first.step(truth.color, truth)
    first.save(tmp_path / "checkpoint.pt")
    second = Training(10_000, "cpu")
    second.load(tmp_path / "checkpoint.pt")
    assert first.step(truth.color, truth) == second.step(truth.color, truth)
    assert second.seen == 4


def test_export_writes_the_card_of_these_weights(tmp_path: Path) -> None:
    export(lively_unet(), {"architecture": "PhotoUNet"}, tmp_path, "photo_unet")
    card = json.loads((tmp_path / "photo_unet.json").read_text())
    assert card["sha256"] == hashlib.sha256((tmp_path / "photo_unet.safetensors").read_bytes()).hexdigest()
    assert card["name"] == "photo_unet"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photo_unet.json", "photo_unet.safetensors"]


@pytest.mark.parametrize("joint_gray", [0.25, 0.85])
@torch.no_grad()
def test_the_shipped_weights_see_joints_lie_deeper_whatever_their_colour(joint_gray: float) -> None:
    """Stones stand out of joints that are darker, and of joints that are lighter."""
    model = load_into(PhotoUNet(len(CLASSES)), "photo_unet")
    line = torch.arange(128) % 32
    joint = (line < 4)[:, None] | (line < 4)[None, :]
    gray = torch.where(joint, joint_gray, 0.55) + 0.02 * torch.randn(
        128, 128, generator=torch.Generator().manual_seed(0)
    )
    picture = (gray.clamp(0, 1) * 2.0 - 1.0).expand(1, 3, -1, -1)
    surface = integrate(model(picture, torch.tensor([CLASSES.index("paving")])).slopes)[0, 0]
    assert surface[~joint].mean() > surface[joint].mean() + 0.1
