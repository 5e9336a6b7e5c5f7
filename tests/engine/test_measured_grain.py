"""Measuring grain: what is random and missing is found with its spectrum; edges, and what is drawn, are left alone."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
F = torch.nn.functional

from artml_blender.engine.runtime.grain import PAIRS, STRONGEST, Grain, grain_tile
from artml_blender.engine.training.measured_grain import SHARE, measure, stored, trust
from artml_blender.models.photo_unet import slopes_of

SIDE = 512


def white(seed: int) -> "torch.Tensor":
    return torch.randn(1, 1, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))


def smooth(seed: int) -> "torch.Tensor":
    """All five channels without fine detail."""
    coarse = torch.randn(1, 5, 16, 16, generator=torch.Generator().manual_seed(seed))
    return F.interpolate(F.pad(coarse, (1,) * 4, mode="circular"), scale_factor=32, mode="bicubic")[
        :, :, 32:-32, 32:-32
    ]


def true_slopes(surface: "torch.Tensor") -> "torch.Tensor":
    """The inverse of `relief.integrate`: the derivative, [1, 2, H, W]."""
    turns = 2.0 * np.pi * torch.fft.fftfreq(SIDE)
    spectrum = torch.fft.fft2(surface) * 1j
    return torch.cat([torch.fft.ifft2(spectrum * turns).real, torch.fft.ifft2(-spectrum * turns[:, None]).real], dim=1)


def made(grain: dict[str, "torch.Tensor"]) -> np.ndarray:
    """As the engine makes it from what is stored."""
    parts = {key: value.numpy() for key, value in stored(grain).items()}
    taps = parts["taps"].astype(np.float32) * parts["scale"].astype(np.float32)[:, None, None]
    strength = parts["strength"].astype(np.float32) * STRONGEST / 255.0
    as_drawn = np.ones(2, np.float32), np.zeros(1, np.float32)
    layer = Grain(taps, parts["amplitude"].astype(np.float32), strength, *as_drawn)
    return grain_tile(layer, (SIDE, SIDE), np.random.RandomState(1))[0]


def test_grain_that_is_missing_comes_back_with_its_spectrum_and_its_channels_together() -> None:
    base = smooth(1)
    speckles = 0.1 * white(2)
    streaks = 0.05 * F.avg_pool2d(F.pad(white(3), (1, 1, 0, 0), mode="circular"), (1, 3), 1) * 3**0.5
    noise = torch.cat([speckles + streaks, speckles, speckles, 2.0 * speckles, streaks], dim=1)

    found = made(measure(base + noise, base))

    wanted = noise[0].numpy()
    for channel in (0, 1, 2, 4):
        assert found[channel].std() == pytest.approx(SHARE * wanted[channel].std(), rel=0.12)
    slopes = [slopes_of(torch.from_numpy(found[3:4])).std().item(), true_slopes(noise[:, 3:4]).std().item()]
    assert 0.65 * SHARE * slopes[1] < slopes[0] < 1.05 * SHARE * slopes[1]
    correlations = np.corrcoef(found.reshape(5, -1)) - np.corrcoef(wanted.reshape(5, -1))
    assert np.abs(correlations).max() < 0.15
    for shift, axis in ((1, 0), (1, 1), (2, 1)):
        ours, theirs = ((each[4] * np.roll(each[4], shift, axis)).mean() / each[4].var() for each in (found, wanted))
        assert ours == pytest.approx(theirs, abs=0.15)


def test_grain_is_strong_where_it_is_missing() -> None:
    base, where = smooth(1), torch.where(torch.arange(SIDE) < SIDE // 2, 0.5, 1.0)
    strength = measure(base + 0.1 * where * white(2), base)["strength"]

    assert strength.shape == (2, 32, 32)
    assert strength.square().mean().item() == pytest.approx(1.0, abs=0.02)
    assert (strength[0, :, :15].mean() / strength[0, :, 17:].mean()).item() == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("case", ["drawn", "edges"])
def test_what_is_drawn_and_edges_are_no_grain(case: str) -> None:
    if case == "drawn":
        true, drawn = smooth(1) + 0.1 * white(2), smooth(1) + 0.085 * white(2)
    else:
        stripes = (torch.arange(SIDE) % 128 < 64).float()
        true = smooth(1) + stripes
        drawn = smooth(1) + F.avg_pool2d(stripes.expand(1, 5, SIDE, SIDE), 5, 1, 2)

    assert measure(true, drawn)["amplitude"].abs().max() < 0.01


def test_smooth_materials_get_none() -> None:
    amplitude = measure(smooth(1), smooth(1))["amplitude"]
    assert torch.isfinite(amplitude).all()
    assert amplitude.max() < 1e-3
    assert len(PAIRS) == 15


def test_a_drawn_map_is_trusted_as_far_as_it_is_true() -> None:
    true, weave = smooth(1)[:, :1], torch.sin(torch.arange(SIDE) * 2.0 * np.pi / 8.0).expand(1, 1, SIDE, SIDE)
    assert trust(true, true + 0.001 * weave).item() == pytest.approx(1.0, abs=0.01)
    assert trust(true, weave).item() == pytest.approx(0.0, abs=0.01)
    noisy = true + true.std() / weave.std() * weave
    assert trust(true, noisy).item() == pytest.approx(0.5, abs=0.02)
