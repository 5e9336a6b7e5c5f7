"""Figures of maps must put damage in order before they count: a ladder of ever worse maps."""

import pytest

torch = pytest.importorskip("torch")

from example_materials import make_materials
from photo_materials import Materials, Truth, cut
from photo_metrics import Baselines, figures

from artml_blender.models.photo_unet import Maps


@pytest.fixture(scope="module")
def stacks(tmp_path_factory) -> Materials:
    return make_materials(tmp_path_factory.mktemp("stacks"))


def as_maps(truth: Truth) -> Maps:
    return Maps(truth.color, truth.slopes, truth.roughness, truth.metallic)


def blurred(maps: Maps, passes: int) -> Maps:
    def soft(values):
        for _ in range(passes):
            values = (values + values.roll(1, 2) + values.roll(1, 3) + values.roll((1, 1), (2, 3))) / 4.0
            values = (values + values.roll(-1, 2) + values.roll(-1, 3) + values.roll((-1, -1), (2, 3))) / 4.0
        return values

    return Maps(*map(soft, maps))


def scrambled(maps: Maps) -> Maps:
    """Every map with the same spectrum, and random phases."""
    generator = torch.Generator().manual_seed(5)

    def mixed(values):
        noise = torch.fft.rfft2(torch.randn(values.shape[-2:], generator=generator))
        mean = values.mean((2, 3), keepdim=True)
        spectrum = torch.fft.rfft2(values - mean) * noise / noise.abs()
        return torch.fft.irfft2(spectrum, s=values.shape[-2:]) + mean

    return Maps(*map(mixed, maps))


def shuffled(maps: Maps) -> Maps:
    order = torch.randperm(64, generator=torch.Generator().manual_seed(6))

    def mixed(values):
        n, c, h, w = values.shape
        blocks = values.reshape(n, c, 8, h // 8, 8, w // 8).permute(0, 1, 3, 5, 2, 4).flatten(4)[..., order]
        return blocks.reshape(n, c, h // 8, w // 8, 8, 8).permute(0, 1, 4, 2, 5, 3).reshape(n, c, h, w)

    return Maps(*map(mixed, maps))


@pytest.mark.parametrize(
    "figure", ["normal_angle", "relief_mismatch", "base_color_rmse", "roughness_rmse", "metallic_rmse", "render_rmse"]
)
def test_a_figure_ranks_damage_in_order(stacks: Materials, figure: str) -> None:
    truth = cut(stacks, torch.tensor([0, 2, 4, 6]), 128, 2, (0, 0))
    true = as_maps(truth)
    noise = Maps(*(m + 0.02 * torch.randn(m.shape, generator=torch.Generator().manual_seed(1)) for m in true))

    def error(maps: Maps) -> float:
        return figures(maps, truth)[figure]

    wrong = [scrambled(true), shuffled(true), Maps(*(maps.roll(1, 0) for maps in true))]
    assert error(true) == pytest.approx(0.0, abs=0.05)
    assert error(true) < error(noise) < min(map(error, wrong))
    assert error(true) < error(blurred(true, 1)) < error(blurred(true, 6)) < min(map(error, wrong))


def test_the_simple_rules_are_fitted(stacks: Materials) -> None:
    truth = cut(stacks, torch.arange(8), 128, 2, (0, 0))
    truth.slopes = as_maps(truth).slopes
    rules = Baselines(truth.color, truth)
    best = figures(rules.constant(truth.color), truth)["roughness_rmse"]
    assert best == pytest.approx(float(truth.roughness.std(correction=0)), rel=1e-3)
    steps = [rules.luminance(truth.color).slopes * factor - truth.slopes for factor in (0.9, 1.0, 1.1)]
    squares = [float(step.square().mean()) for step in steps]
    assert squares[1] == min(squares)
