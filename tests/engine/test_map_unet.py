"""The map U-Net: any size, the torus, its training step, its augmentation and the shipped weights."""

import hashlib
import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from export_weights import export
from layout_materials import layout_material
from material_batches import Materials, batches, degrade, move
from train_map_unet import Training

from artml_blender import models
from artml_blender.contract.categories import CATEGORIES
from artml_blender.engine.runtime.relief import integrate
from artml_blender.models.map_unet import MapUNet

CLASSES = len(CATEGORIES)
WEIGHTS = Path(models.__file__).parent / "weights"


def lively_unet() -> MapUNet:
    """A U-Net whose residual branches, zero at the start, have random weights."""
    torch.manual_seed(0)
    model = MapUNet(CLASSES).eval()
    for name, weight in model.named_parameters():
        if name.endswith("second.weight"):
            torch.nn.init.normal_(weight, std=0.05)
    return model


def random_color(height: int, width: int) -> "torch.Tensor":
    return torch.rand(2, 3, height, width, generator=torch.Generator().manual_seed(0)) * 2.0 - 1.0


@pytest.mark.parametrize(("height", "width"), [(64, 64), (40, 72), (8, 104)])
@torch.no_grad()
def test_rolling_the_color_rolls_every_map(height: int, width: int) -> None:
    model, color, category = lively_unet(), random_color(height, width), torch.tensor([0, CLASSES])
    maps = model(color, category)
    rolled = model(color.roll((8, -24), (2, 3)), category)
    assert [tuple(m.shape) for m in maps] == [(2, channels, height, width) for channels in (2, 1, 1)]
    for before, after in zip(maps, rolled, strict=True):
        assert (before.roll((8, -24), (2, 3)) - after).abs().max() < 1e-3


@torch.no_grad()
def test_features_do_not_depend_on_the_size() -> None:
    model, color, category = lively_unet(), random_color(64, 64), torch.tensor([0, 1])
    for small, large in zip(model(color, category), model(color.repeat(1, 1, 2, 1), category), strict=True):
        assert (small.repeat(1, 1, 2, 1) - large).abs().max() < 1e-3


def hills(count: int) -> Materials:
    """Materials whose colour is the height of a smooth relief, as a pack holds them."""
    noise = torch.randn(count, 1, 64, 64, generator=torch.Generator().manual_seed(0))
    for _ in range(6):
        noise = (noise + noise.roll(1, 2) + noise.roll(1, 3) + noise.roll((1, 1), (2, 3))) / 4.0
    height = noise / noise.std() * 2.0
    slopes = torch.cat([height.roll(-1, 3) - height.roll(1, 3), height.roll(1, 2) - height.roll(-1, 2)], 1) / 2.0
    normal = torch.nn.functional.normalize(torch.cat([-slopes, torch.ones_like(height)], 1)) * 0.5 + 0.5
    gray = (height * 0.1 + 0.5).clamp(0, 1)
    maps = torch.cat([gray.expand(-1, 3, -1, -1), normal, gray, torch.zeros_like(gray)], 1)
    stack = (maps * 255.0).round().byte()
    known = torch.ones(count, 3, dtype=torch.bool)
    category, names = torch.arange(count) % CLASSES, [str(index) for index in range(count)]
    return Materials({128: stack, 256: stack}, known, category, list(CATEGORIES), names, names)


def test_move_turns_the_slopes_with_the_surface() -> None:
    batch = hills(4).batch(torch.arange(4), 128)
    batch = batch._replace(roughness=integrate(batch.slopes))  # the surface itself rides along
    generator = torch.Generator().manual_seed(3)
    for _ in range(12):
        moved = move(batch, generator)
        assert (integrate(moved.slopes) - moved.roughness).abs().max() < 1e-3


def test_batches_are_full_and_know_their_maps() -> None:
    stream = batches(hills(8), torch.Generator().manual_seed(0))
    for batch in (next(stream) for _ in range(4)):
        assert batch.seen.shape == batch.color.shape
        assert batch.known.shape == (len(batch.seen), 3)
        assert batch.category.max() <= CLASSES


def test_made_up_layouts_tile() -> None:
    generator = torch.Generator().manual_seed(0)
    for _ in range(6):
        color, height, name = layout_material(128, generator)
        assert color.shape == (3, 128, 128)
        assert name in CATEGORIES
        for dim in (0, 1):
            steps = (height - height.roll(1, dim)).abs().mean(1 - dim)
            assert steps[0] <= 1.1 * steps[1:].max()


def test_degrade_keeps_the_picture() -> None:
    color = hills(8).batch(torch.arange(8), 128).color
    seen = degrade(color, torch.Generator().manual_seed(0))
    assert seen.shape == color.shape
    assert 0.0 < (seen - color).abs().mean() < 0.1


def test_a_missing_map_is_not_punished() -> None:
    batch = hills(2).batch(torch.arange(2), 128)
    wrong = batch._replace(metallic=batch.metallic + 1.0, known=batch.known & torch.tensor([True, True, False]))
    losses = Training(CLASSES, 100, "cpu").step(wrong)
    assert losses["metallic"] == 0.0
    assert losses["render"] == 0.0


def test_training_steps_lower_the_loss() -> None:
    torch.manual_seed(0)
    training = Training(CLASSES, 10_000, "cpu")
    batch = hills(2).batch(torch.arange(2), 128)
    totals = [sum(training.step(batch).values()) for _ in range(50)]
    assert totals[-1] < 0.75 * totals[0]


def test_export_writes_the_card_of_these_weights(tmp_path: Path) -> None:
    model = lively_unet()
    export(model, {"architecture": "MapUNet"}, tmp_path, "map_unet")
    card = json.loads((tmp_path / "map_unet.json").read_text())
    assert card["sha256"] == hashlib.sha256((tmp_path / "map_unet.safetensors").read_bytes()).hexdigest()
    assert card["name"] == "map_unet"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map_unet.json", "map_unet.safetensors"]


@torch.no_grad()
def test_the_shipped_weights_see_bumps_not_pits() -> None:
    """Light stones in dark joints stand out: the height the shipped network sees rises with them."""
    from safetensors.torch import load_file

    card = json.loads((WEIGHTS / "map_unet.json").read_text())
    assert card["sha256"] == hashlib.sha256((WEIGHTS / "map_unet.safetensors").read_bytes()).hexdigest()
    model = MapUNet(len(card["classes"])).eval()
    model.load_state_dict(load_file(WEIGHTS / "map_unet.safetensors"))
    line = torch.arange(128) % 32
    joint = (line < 4)[:, None] | (line < 4)[None, :]
    gray = torch.where(joint, 0.25, 0.6) + 0.02 * torch.randn(128, 128, generator=torch.Generator().manual_seed(0))
    color = (gray.clamp(0, 1) * 2.0 - 1.0).expand(1, 3, -1, -1)
    surface = integrate(model(color, torch.tensor([card["classes"].index("paving")])).slopes)[0, 0]
    assert surface[~joint].mean() > surface[joint].mean() + 0.1
