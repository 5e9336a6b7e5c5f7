"""Grain: noise with a material's spectrum and strength, on the torus, the same in strips as in one piece."""

import dataclasses

import numpy as np
import pytest

pytest.importorskip("array_api_compat")

from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.runtime.grain import (
    CHANNELS,
    LEAST_TILE,
    PAIRS,
    TILE,
    Grain,
    GrainLayer,
    grain_tile,
    load_grain,
    tile_side,
)
from artml_blender.engine.runtime.library import load_library

CELL = 8


class Arrays:
    """What grain asks of the networks."""

    def asarray(self, values: np.ndarray) -> np.ndarray:
        return values.astype(np.float32)


def grain(surface_strength: float = 1.0) -> Grain:
    """Red and green are the same stripes of three rows, roughness is white, the surface follows red."""
    taps = np.zeros((len(PAIRS), 5, 5), np.float32)
    taps[PAIRS.index((0, 0))][1:4, 2] = 3**-0.5
    taps[PAIRS.index((0, 1))][1:4, 2] = 3**-0.5
    taps[PAIRS.index((0, 3))][2, 3] = 1.0
    taps[PAIRS.index((4, 4))][2, 2] = 1.0
    strength = np.ones((2, 32, 32), np.float32)
    strength[0, :, :16] = 0.0
    strength[1] = surface_strength
    amplitude = np.array([0.1, 0.1, 0.1, 2.0, 0.05], np.float32)
    return Grain(taps, amplitude, strength, trust=np.ones(2, np.float32), middle=np.array([0.5], np.float32))


def layer_of(grain: Grain, rows: int, columns: int, seed: int = 1) -> GrainLayer:
    sources = np.indices((rows, columns)).transpose(1, 2, 0) % 64
    return GrainLayer(grain, sources, CELL, np.random.RandomState(seed), Arrays())


def layer(rows: int, columns: int, seed: int = 1, **changes: float) -> GrainLayer:
    return layer_of(grain(**changes), rows, columns, seed)


def test_what_is_not_in_the_scan_is_taken_away() -> None:
    half = dataclasses.replace(grain(), amplitude=np.zeros(5, np.float32), trust=np.array([0.0, 0.5], np.float32))
    drawn = np.random.RandomState(0).random_sample((1, 6, 64, 64)).astype(np.float32)
    made = layer_of(half, 8, 8)(drawn, np.arange(64), 1.0)

    np.testing.assert_array_equal(made[:, [0, 1, 2, 5]], drawn[:, [0, 1, 2, 5]])
    assert (made[:, 3] == 0.0).all()
    np.testing.assert_allclose(made[:, 4], 0.5 + 0.5 * (drawn[:, 4] - 0.5), atol=1e-6)


def test_noise_has_the_filters_spectrum() -> None:
    noise = grain_tile(grain(), (128, 96), np.random.RandomState(1))[0]

    assert noise.shape == (CHANNELS, 128, 96)
    assert noise[4].std() == pytest.approx(0.05, rel=0.02)
    assert noise[1].std() == pytest.approx(0.1, rel=0.02)
    assert noise[2].std() == 0.0
    repeated = [(noise[1] * np.roll(noise[1], shift, 0)).mean() / noise[1].var() for shift in (1, 2, 3)]
    assert repeated == pytest.approx([2 / 3, 1 / 3, 0.0], abs=0.03)
    assert abs((noise[1] * np.roll(noise[1], 1, 1)).mean() / noise[1].var()) < 0.03


def test_one_noise_drives_several_channels_and_turned_filters_lead_back() -> None:
    """The filter from the surface's noise to red looks one column to the left, that from red's to the surface right."""
    noise = grain_tile(grain(), (128, 96), np.random.RandomState(1))[0]
    red, surface = noise[0] / noise[0].std(), noise[3] / noise[3].std()

    along = [float((red * np.roll(surface, shift, 1)).mean()) for shift in (-1, 0, 1)]
    assert np.argmax(np.abs(along)) == 2
    assert abs(along[2]) > 0.3


@pytest.mark.parametrize("sides", [(6, 50), (34, 64), (192, 140), (66, 38)])
def test_it_tiles_and_is_the_same_in_strips(sides: tuple[int, int]) -> None:
    rows, columns = (CELL * side for side in sides)
    flat = np.full((1, 6, rows, columns), 0.5, np.float32)
    whole = layer(*sides)(flat, np.arange(rows), 1.0)
    strip = np.arange(-24, 40) % rows

    np.testing.assert_allclose(layer(*sides)(flat[:, :, strip], strip, 1.0), whole[:, :, strip], atol=1e-6)
    striped = whole[0, [1], :, 256:]  # where it is strong; its left border is no seam of the picture's
    assert largest_step(striped, 1) > 0.0
    across = np.abs(striped[:, 0] - striped[:, -1]).mean()
    assert across < 1.1 * largest_step(striped, 1)
    np.testing.assert_array_equal(whole[:, 5], flat[:, 5])


def test_it_is_as_strong_as_the_material_is_grainy_there() -> None:
    drawn = layer(64, 64)(np.zeros((1, 6, 512, 512), np.float32), np.arange(512), 1.0)

    assert drawn[0, 0, :, 16:240].std() == 0.0
    assert drawn[0, 0, :, 272:496].std() == pytest.approx(0.1 * 3**0.5, rel=0.05)
    half = layer(64, 64)(np.zeros((1, 6, 512, 512), np.float32), np.arange(512), 0.5)
    np.testing.assert_allclose(half[0, :4], 0.5 * drawn[0, :4], atol=1e-6)
    without = layer(64, 64, surface_strength=0.0)(np.zeros((1, 6, 512, 512), np.float32), np.arange(512), 1.0)
    assert without[0, 3].std() == 0.0
    np.testing.assert_array_equal(without[0, 0], drawn[0, 0])


def largest_step(field: np.ndarray, axis: int) -> float:
    """The largest mean step between neighbouring lines."""
    steps = np.abs(np.diff(field, axis=axis))
    return float(steps.mean(axis=tuple(each for each in range(steps.ndim) if each != axis)).max())


def test_whole_tiles_of_noise_fill_every_size_and_none_is_small() -> None:
    for side in range(16, 8193, 16):
        part = tile_side(side)
        assert side % part == 0
        assert part >= min(side, LEAST_TILE)
        assert part <= 2 * TILE, side


def test_large_pictures_repeat_noise_that_fits() -> None:
    drawn = layer(192, 140)(np.zeros((1, 6, 1536, 1120), np.float32), np.arange(1536), 1.0)
    np.testing.assert_array_equal(drawn[:, 3, :512], drawn[:, 3, TILE : 2 * TILE])


def test_a_seed_gives_its_grain() -> None:
    first, again, other = (
        layer(16, 16, seed)(np.zeros((1, 6, 128, 128), np.float32), np.arange(128), 1.0) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_every_material_of_the_library_has_grain_that_is_measured_as_it_says() -> None:
    strengths = []
    for asset_id in load_library().asset_ids:
        each = load_grain(asset_id)
        assert each.taps.shape == (len(PAIRS), 13, 13)
        assert np.isfinite(each.taps).all()
        assert (each.amplitude >= 0.0).all()
        assert each.amplitude[[0, 1, 2, 4]].max() < 0.5
        assert ((each.trust >= 0.0) & (each.trust <= 1.0)).all()
        strengths += list(np.square(each.strength).mean((1, 2)))
    is_grainy = np.array(strengths) > 0.01
    assert is_grainy.mean() > 0.5
    assert np.array(strengths)[is_grainy] == pytest.approx(1.0, abs=0.15)


def test_a_material_that_is_not_there_is_named() -> None:
    with pytest.raises(EngineFailure, match="The grain of 'other' is not in this version"):
        load_grain("other")
