"""Layouts: the same at any brightness, contrast and place on the torus, and faint where there is none."""

import numpy as np
import pytest

from artml_blender.engine.runtime.layouts import layout_of


def checker(side: int = 64) -> np.ndarray:
    rows, columns = np.indices((side, side)) // 8
    return ((rows + columns) % 2).astype(np.float32)[None, None]


def test_brightness_and_contrast_do_not_count():
    layout = layout_of(checker(), 0.01)
    assert layout.dtype == np.float32
    assert np.abs(layout_of(0.3 * checker() + 0.5, 0.01) - layout).max() < 0.01
    assert layout.min() == pytest.approx(-layout.max(), abs=0.01)
    assert layout.max() > 0.7


def test_high_stays_high():
    assert np.corrcoef(layout_of(checker(), 0.01).ravel(), checker().ravel())[0, 1] > 0.99


def test_rolling_the_field_rolls_the_layout():
    noise = np.random.RandomState(0).standard_normal((1, 1, 48, 64)).astype(np.float32)
    rolled = layout_of(np.roll(noise, (5, -9), (2, 3)), 0.01)
    assert np.abs(np.roll(layout_of(noise, 0.01), (5, -9), (2, 3)) - rolled).max() < 1e-4


def test_a_slow_slope_over_the_tile_is_no_layout():
    wave = np.sin(np.arange(64) / 64 * 2 * np.pi).astype(np.float32) * np.ones((1, 1, 64, 1), np.float32)
    assert np.abs(layout_of(checker() + 0.5 * wave, 0.01) - layout_of(checker(), 0.01)).max() < 0.3


def test_a_flat_field_has_a_faint_layout():
    assert np.abs(layout_of(np.full((1, 1, 32, 32), 0.7, np.float32), 0.01)).max() < 1e-3
    faint = layout_of(0.002 * checker(), 0.01)
    assert 0.05 < faint.max() < 0.2


def test_pytorch_and_numpy_agree():
    torch = pytest.importorskip("torch")
    field = np.random.RandomState(1).standard_normal((2, 1, 32, 32)).astype(np.float32)
    assert np.abs(layout_of(torch.from_numpy(field), 0.01).numpy() - layout_of(field, 0.01)).max() < 1e-4
