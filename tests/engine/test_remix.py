"""Laying and healing latents: what fits is left alone, what does not is mended, and large areas do not just repeat."""

import numpy as np
import pytest

pytest.importorskip("array_api_compat")

from artml_blender.engine.runtime import palettes, remix
from artml_blender.engine.runtime.latents import restyle, smooth_noise, style
from artml_blender.engine.runtime.library import Library
from artml_blender.engine.runtime.palettes import Palettes


def white(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.RandomState(seed).standard_normal(shape).astype(np.float32)


def silent(share: float) -> None:
    pass


def stripes(period: int) -> np.ndarray:
    """A latent [1, 8, 16, 16] of horizontal courses, with a little grain."""
    rows = np.sin(np.arange(16, dtype=np.float32) * 2 * np.pi / period)[None, None, :, None]
    return np.broadcast_to(rows, (1, 8, 16, 16)) + 0.05 * white(1, 8, 16, 16, seed=9)


def library() -> Library:
    latents = np.concatenate([stripes(4), np.roll(stripes(4), 1, 2), stripes(8), white(2, 8, 16, 16)])
    palette = Palettes(np.zeros((5, 3), np.float32), np.ones((5, 3), np.float32))
    return Library(latents, palette, ["brick"] * 5, ["a", "b", "c", "d", "e"])


def test_what_fits_already_is_not_changed_by_healing():
    source = white(1, 8, 16, 16)

    healed = remix._heal(np.tile(source, (1, 1, 2, 2)), source, silent)

    np.testing.assert_allclose(healed, np.tile(source, (1, 1, 2, 2)), atol=1e-5)


def test_a_hole_is_filled_from_the_sources():
    source = stripes(4)
    broken = source.copy()
    broken[:, :, 5:8, 5:8] = 3.0

    healed = remix._heal(broken, source, silent)

    assert np.abs(healed - source).max() < 0.3
    assert np.abs(broken - source).max() > 2.0


@pytest.mark.parametrize("grid", [(16, 16), (32, 16), (25, 15), (8, 8), (40, 9)])
def test_the_latent_has_the_grid_and_repeats_by_seed(grid):
    ingredients = ("a", "b", "c")

    first, again, other = (
        remix.remix(library(), ingredients, grid, remix.make_generator(seed), silent) for seed in (1, 1, 2)
    )  # fmt: skip

    assert first.shape == (1, 8, *grid)
    assert first.dtype == np.float32
    np.testing.assert_array_equal(first, again)
    assert np.any(first != other)


def test_courses_stay_whole():
    """A lattice of four cells on a grid that holds it: every row keeps its own phase across the whole width."""
    mixed = remix.remix(library(), ("a", "b", "a"), (32, 32), remix.make_generator(3), silent)

    assert mixed.mean(axis=1)[0].std(axis=1).max() < 0.25


def test_a_large_grainy_area_is_not_one_tile_again_and_again():
    mixed = remix.remix(library(), ("d", "e", "d"), (64, 64), remix.make_generator(1), silent)

    centred = mixed - mixed.mean()
    repeat = (centred * np.roll(centred, 16, 3)).mean() / (centred**2).mean()
    assert repeat < 0.5


def test_the_partner_is_alike_or_the_texture_itself():
    descriptors = remix.describe(library().latents)

    assert remix._choose_partner(descriptors, 0, remix.make_generator(0)) == 1
    distances = np.linalg.norm(descriptors[:, None] - descriptors[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    lonely = int(distances.min(axis=1).argmax())
    assert remix._choose_partner(descriptors, lonely, remix.make_generator(0)) == lonely


def test_a_cut_is_made_where_the_tile_meets_itself():
    """Eight lines of a period of eight: the seam is no stronger than the steps inside."""
    assert np.abs(np.roll(stripes(8), -8, 2) - stripes(8)).mean() < 0.2
    start = remix._best_start(stripes(8), 8, axis=2)

    covered = remix._cover(stripes(8), (8, 16), (start, 0), cuts=(0, 0))

    step = np.abs(covered[:, :, 0] - covered[:, :, -1]).mean()
    inside = np.abs(np.diff(covered, axis=2)).mean(axis=(0, 1, 3)).max()
    assert step <= 1.1 * inside


def test_a_palette_is_taken_over_and_its_contrast_is_bounded():
    color = 0.1 * white(1, 3, 32, 32)
    target = palettes.measure(0.12 * white(1, 3, 32, 32, seed=1) + 0.3)

    recolored = palettes.measure(palettes.recolor(color, target))

    np.testing.assert_allclose(recolored.mean, target.mean, atol=1e-3)
    np.testing.assert_allclose(recolored.std, target.std, atol=1e-3)
    loud = Palettes(target.mean, target.std * 50)
    assert palettes.measure(palettes.recolor(color, loud)).std.max() < 0.2


def test_restyling_keeps_the_layout_and_bounds_the_stretch():
    latent = white(1, 8, 16, 16)
    mean, std = np.full((1, 8, 1, 1), 2.0, np.float32), np.full((1, 8, 1, 1), 100.0, np.float32)

    restyled = restyle(latent, mean, std)

    np.testing.assert_allclose(style(restyled)[0], mean, rtol=1e-5)
    assert style(restyled)[1].max() < 2.0


def test_noise_wraps_around():
    noise = smooth_noise(white(1, 1, 24, 40), 8.0)

    inside = np.abs(np.diff(noise, axis=3)).mean()
    assert np.abs(noise[..., 0] - noise[..., -1]).mean() < 3 * inside
