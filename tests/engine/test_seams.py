"""The seam ratio: what it calls a seam and what not; and where a torus is best cut."""

import numpy as np
import pytest

pytest.importorskip("torch")

from artml_blender.engine.runtime.seams import calmest_origin, seam_ratio


def waves(height: int, width: int, cycles: float) -> np.ndarray:
    x = np.arange(width) / width
    return np.tile(np.sin(2 * np.pi * cycles * x), (height, 1))[:, :, None]


def test_whole_waves_have_no_seam_and_half_waves_do():
    assert seam_ratio(waves(8, 64, 3.0)) <= 1.0
    assert seam_ratio(waves(8, 64, 3.25)) > 1.1
    assert seam_ratio(np.moveaxis(waves(8, 64, 3.25), 0, 1)) > 1.1


def test_a_constant_map_has_none():
    assert seam_ratio(np.full((4, 4, 1), 7, np.uint8)) == 0.0


def test_a_torus_is_cut_away_from_its_edges():
    """One tile joint, at the wrap: cutting there is the worst choice, so another line is taken."""
    joints = np.zeros((32, 48, 1), np.uint8)
    joints[0], joints[:, 0] = 200, 200
    noise = np.random.default_rng(0).integers(0, 20, (32, 48, 1), np.uint8)

    row, column = calmest_origin([joints + noise, noise])

    moved = np.roll(joints + noise, (-row, -column), (0, 1))
    assert seam_ratio(joints + noise) >= 0.9
    assert seam_ratio(moved) < 0.5
