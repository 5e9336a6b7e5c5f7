"""Tiles laid from an example: whether pieces fit, heal and repeat as they should."""

import numpy as np
import pytest
from example_photos import cobbles

from artml_blender.engine.photos.resize import resized
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.synthesis.heal import heal
from artml_blender.engine.synthesis.neighbourhoods import REACH, describe, describe_torus, principal_directions
from artml_blender.engine.synthesis.period import find_periods, fitted
from artml_blender.engine.synthesis.quilt import quilt
from artml_blender.engine.synthesis.synthesize import synthesize, take


@pytest.fixture(scope="module")
def laid() -> tuple[np.ndarray, np.ndarray]:
    example = cobbles(256, 300)
    return example, synthesize(example, (256, 384), np.random.RandomState(0), lambda share: None)


def seam_strength(example: np.ndarray, sources: np.ndarray) -> float:
    """How large the steps are where neighbours come from elsewhere, over those where they come from neighbours."""
    tile = example[sources[..., 0], sources[..., 1]].mean(axis=2)
    steps, is_seam = [], []
    for axis in (0, 1):
        steps.append(np.abs(np.roll(tile, -1, axis) - tile))
        is_seam.append((np.roll(sources, -1, axis) - sources != np.eye(2, dtype=int)[axis]).any(axis=2))
    found, seams = np.stack(steps), np.stack(is_seam)
    return float(found[seams].mean() / found[~seams].mean())


def random_pieces(example: np.ndarray, side: int, piece: int) -> np.ndarray:
    """A source field of squares from anywhere."""
    generator = np.random.RandomState(0)
    corners = [generator.randint(0, length - piece, (side // piece,) * 2) for length in example.shape[:2]]
    within = np.indices((side, side)) % piece
    return np.stack([corner.repeat(piece, 0).repeat(piece, 1) for corner in corners], axis=-1) + within.transpose(
        1, 2, 0
    )


def misfit(example: np.ndarray, sources: np.ndarray, directions: np.ndarray) -> float:
    """How unlike a pixel's surroundings on the tile are to those of its source."""
    known = describe(example, directions)[sources[..., 0] - REACH, sources[..., 1] - REACH]
    return float(((describe_torus(take(example, sources), directions) - known) ** 2).sum(axis=2).mean())


def test_pieces_fit_each_other_and_healing_makes_them_fit_better():
    example = cobbles(128, 150)
    inside = example[REACH:-REACH, REACH:-REACH]
    pieces = quilt(inside, (128, 160), np.random.RandomState(0), lambda share: None) + REACH
    directions = principal_directions(example, np.random.RandomState(0))
    healed = heal(example, describe(example, directions), directions, pieces, 1)

    by_chance = seam_strength(example, random_pieces(example, 128, 32))
    assert seam_strength(example, pieces) < 0.8 * by_chance
    assert misfit(example, healed, directions) < 0.9 * misfit(example, pieces, directions)


def test_strips_are_healed_as_the_whole_is(monkeypatch):
    example = cobbles(100, 120)
    inside = example[REACH:-REACH, REACH:-REACH]
    pieces = quilt(inside, (160, 96), np.random.RandomState(0), lambda share: None) + REACH
    directions = principal_directions(example, np.random.RandomState(0))
    known = describe(example, directions)
    whole = heal(example, known, directions, pieces, 1)
    monkeypatch.setattr("artml_blender.engine.synthesis.heal.STRIP", 40 * 96)
    np.testing.assert_array_equal(heal(example, known, directions, pieces, 1), whole)


def test_a_tile_is_as_rough_and_bright_as_the_photo_and_has_no_seam(laid):
    example, sources = laid
    tile = take(example, sources)
    assert sources.min() >= REACH
    assert (sources < np.array(example.shape[:2]) - REACH).all()
    assert seam_ratio(tile) <= 1.1
    assert np.abs(tile.mean(axis=(0, 1)) - example.mean(axis=(0, 1))).max() < 0.05
    assert 0.85 < tile.std() / example.std() < 1.15


def test_no_piece_is_a_copy_of_much_of_the_photo(laid):
    example, sources = laid
    shifts = (sources - np.indices(sources.shape[:2]).transpose(1, 2, 0)) % sources.shape[:2]
    _, counts = np.unique(shifts.reshape(-1, 2), axis=0, return_counts=True)
    assert counts.max() <= 0.4 * example.shape[0] * example.shape[1]
    assert counts.max() >= 0.01 * example.shape[0] * example.shape[1]  # but pieces they are


def test_laying_can_be_cancelled():
    class Cancelled(Exception):
        pass

    def cancel(share: float) -> None:
        if share > 0.05:
            raise Cancelled

    with pytest.raises(Cancelled):
        synthesize(cobbles(64, 64), (512, 512), np.random.RandomState(0), cancel)


@pytest.mark.parametrize(("photo", "size"), [((48, 48), (96, 64)), ((60, 120), (32, 512)), ((300, 200), (96, 96))])
def test_any_photo_makes_any_tile(photo, size):
    example = cobbles(*photo)
    tile = take(example, synthesize(example, size, np.random.RandomState(0), lambda share: None))
    assert tile.shape == (*size, 3)
    assert np.isfinite(tile).all()


def waves(down: float, across: float) -> np.ndarray:
    rows, columns = np.mgrid[0:240, 0:300]
    grey = (np.sin(2.0 * np.pi * rows / down) > 0.3) * 0.3 + (np.sin(2.0 * np.pi * columns / across) > 0.6) * 0.3
    grey = grey + 0.05 * np.random.RandomState(1).standard_normal(grey.shape) + columns / 600.0
    return np.repeat(grey[..., None], 3, axis=2).astype(np.float32)


def test_periods_are_found_to_a_fraction_of_a_pixel():
    down, across = find_periods(waves(21.4, 37.3))
    assert down == pytest.approx(21.4, abs=0.05)
    assert across == pytest.approx(37.3, abs=0.05)


def test_noise_and_light_that_falls_off_have_no_period():
    noise = np.random.RandomState(2).standard_normal((200, 200, 3)).astype(np.float32) * 0.1
    noise += np.linspace(0.0, 1.0, 200, dtype=np.float32)[:, None, None]
    assert find_periods(noise) == (None, None)


def test_stripes_repeat_across_and_not_along():
    stripes = np.tile((np.arange(256) % 40 < 18).astype(np.float32), (200, 1))
    for noise in (0.0, 0.05):
        picture = stripes + noise * np.random.RandomState(3).standard_normal(stripes.shape)
        down, across = find_periods(np.repeat(picture[..., None], 3, axis=2).astype(np.float32))
        assert down is None
        assert across == pytest.approx(40.0, abs=0.1)


def test_large_pictures_have_the_periods_of_small_ones():
    large = np.kron(waves(21.4, 37.3), np.ones((5, 5, 1), np.float32))
    assert find_periods(large) == (pytest.approx(107.0, abs=1.0), pytest.approx(186.5, abs=1.0))


def test_a_photo_is_stretched_a_little_to_hold_whole_periods_and_no_more():
    assert fitted(300, 37.3, 256) == round(300 * 256 / (7 * 37.3))
    assert fitted(300, 100.0, 256) == 300  # two or three periods: it would be stretched by a sixth
    assert fitted(300, None, 256) == 300


def test_a_regular_picture_is_regular_across_the_edge():
    wall = waves(24.0, 40.0)
    lengths = [fitted(length, period, 256) for length, period in zip(wall.shape, find_periods(wall), strict=False)]
    example = resized(np.clip(wall, 0.0, 1.0), (lengths[0], lengths[1]))
    tile = take(example, synthesize(example, (256, 256), np.random.RandomState(0), lambda share: None))
    tiled = find_periods(np.tile(tile, (2, 2, 1)))
    assert tiled[0] == pytest.approx(256 / round(256 / 24.0), rel=0.01)
    assert tiled[1] == pytest.approx(256 / round(256 / 40.0), rel=0.01)


def test_a_picture_of_one_colour_gives_a_tile_of_it():
    example = np.full((64, 64, 3), 0.25, np.float32)
    tile = take(example, synthesize(example, (64, 64), np.random.RandomState(0), lambda share: None))
    np.testing.assert_allclose(tile, 0.25)
