"""Laying latents anew: pieces go on as they do in the scan, large areas do not just repeat, palettes are bounded."""

import numpy as np
import pytest

pytest.importorskip("array_api_compat")

from artml_blender.engine.runtime import palettes, remix
from artml_blender.engine.runtime.library import Library
from artml_blender.engine.runtime.palettes import Palettes


def white(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.RandomState(seed).standard_normal(shape).astype(np.float32)


def silent(share: float) -> None:
    pass


def courses(side: int = 64) -> np.ndarray:
    """A latent [1, 16, side, side] of horizontal courses of eight cells, with some grain."""
    rows = np.sin(np.arange(side, dtype=np.float32) * 2 * np.pi / 8)[None, None, :, None]
    return np.broadcast_to(rows, (1, 16, side, side)) + 0.1 * white(1, 16, side, side, seed=9)


def laid(latent: np.ndarray, grid: tuple[int, int], seed: int = 1) -> np.ndarray:
    return remix.lay(latent, grid, remix.make_generator(seed), silent)


@pytest.mark.parametrize("grid", [(64, 64), (128, 64), (50, 30), (8, 8), (80, 18)])
def test_sources_fill_the_grid_and_repeat_by_seed(grid):
    sources = laid(courses(), grid)

    assert sources.shape == (*grid, 2)
    assert sources.min() >= 0
    assert sources.max() < 64
    np.testing.assert_array_equal(sources, laid(courses(), grid))
    assert (sources != laid(courses(), grid, seed=2)).any()


def test_most_cells_have_the_neighbours_that_they_have_in_the_scan():
    sources = laid(white(1, 16, 64, 64), (96, 96))

    goes_on = ((np.roll(sources, -1, 1) - sources) % 64 == (0, 1)).all(axis=2)
    assert goes_on.mean() > 0.85


def test_courses_stay_whole():
    """On a grid that holds them, every row keeps its own phase across the whole width."""
    taken = remix.take(courses(), laid(courses(), (64, 96)))

    assert taken.shape == (1, 16, 64, 96)
    assert taken.mean(axis=1)[0].std(axis=1).max() < 0.25


def test_no_piece_lies_across_the_border_of_a_photo():
    latent = white(1, 16, 64, 48)
    sources = remix.lay(latent, (96, 96), remix.make_generator(1), silent, wraps=False)

    assert sources.reshape(-1, 2).max(axis=0).tolist() <= [63, 47]
    rows, columns = ((np.roll(sources, -1, axis) - sources)[..., axis] for axis in (0, 1))
    assert (rows == -63).mean() < 0.003
    assert (columns == -47).mean() < 0.003


def test_pieces_come_from_over_the_scans_border_too():
    """A scan is a torus: what follows after its end is its beginning."""
    sources = laid(white(1, 16, 64, 64), (128, 128))

    across = (sources[:, :-1, 1] == 63) & (sources[:, 1:, 1] == 0)
    assert across.sum() > 20


def test_a_large_grainy_area_is_not_one_tile_again_and_again():
    grainy = white(1, 16, 64, 64)
    taken = remix.take(grainy, laid(grainy, (192, 192)))

    centred = taken - taken.mean()
    repeat = (centred * np.roll(centred, 64, 3)).mean() / (centred**2).mean()
    assert repeat < 0.5


def test_progress_may_stop_it():
    class Stopped(Exception):
        pass

    def stop(share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        remix.lay(courses(), (64, 64), remix.make_generator(1), stop)


def test_a_palette_is_taken_over_and_its_contrast_is_bounded():
    color = 0.1 * white(1, 3, 32, 32)
    own, target = palettes.measure(color), palettes.measure(0.12 * white(1, 3, 32, 32, seed=1) + 0.3)

    recolored = palettes.measure(palettes.recolor(color, own, target))

    np.testing.assert_allclose(recolored.mean, target.mean, atol=1e-3)
    np.testing.assert_allclose(recolored.std, target.std, atol=1e-3)
    loud = Palettes(target.mean, target.std * 50)
    assert palettes.measure(palettes.recolor(color, own, loud)).std.max() < 0.2


def ever_more_colourful(category: str) -> Library:
    palette = Palettes(np.linspace(0.0, 0.4, 10)[:, None] * np.ones(3), np.ones((10, 3)))
    ones = np.ones((10, 16))
    return Library(np.zeros((10, 16, 4, 4), np.int8), ones, ones, palette, [category] * 10, list("abcdefghij"))


def test_joints_are_chosen_among_what_has_little_colour():
    palette = Palettes(np.linspace(0.0, 0.4, 10)[:, None] * np.ones(3), np.ones((10, 3)))
    library = Library(
        np.zeros((10, 16, 4, 4), np.int8), *[np.ones((10, 16))] * 2, palette, ["ground"] * 10, list("abcdefghij")
    )

    chosen = [remix.choose_ingredients(library, "ground", 1.0, remix.make_generator(seed)) for seed in range(60)]

    assert {joints for _, _, joints in chosen} == set("abcd")
    assert {source for source, _, _ in chosen} == set("abcdefghij")


def test_palettes_are_taken_of_scans_alike():
    palette = Palettes(np.linspace(0.0, 0.4, 10)[:, None] * np.ones(3), np.ones((10, 3)))
    library = Library(
        np.zeros((10, 16, 4, 4), np.int8), *[np.ones((10, 16))] * 2, palette, ["wood"] * 10, list("abcdefghij")
    )

    for seed in range(30):
        source, other, joints = remix.choose_ingredients(library, "wood", 1.0, remix.make_generator(seed))
        assert abs(ord(source) - ord(other)) <= 5
        assert joints == source


def test_palettes_mix_nearer_the_scans_own():
    own, other = (Palettes(np.full((1, 3), value), np.ones((1, 3))) for value in (0.0, 1.0))
    means = [remix.mix_palettes(own, other, 1.0, np.random.RandomState(seed)).mean[0, 0] for seed in range(50)]

    assert 0.0 <= min(means)
    assert 0.4 < max(means) <= remix.PALETTE_SHARE
    assert remix.mix_palettes(own, other, 0.0, np.random.RandomState(0)).mean.max() == 0.0
