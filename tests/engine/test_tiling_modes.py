"""The cheap ways to make a photo tile, and which of the three is chosen."""

import numpy as np
import pytest
from example_photos import cobbles

from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.synthesis.blend import blend
from artml_blender.engine.synthesis.choose_mode import choose, is_random
from artml_blender.engine.synthesis.cuts import least_path, least_ring
from artml_blender.engine.synthesis.min_cut import extended, needed, tiles, wrap
from artml_blender.engine.synthesis.neighbourhoods import REACH
from artml_blender.engine.synthesis.period import find_periods
from artml_blender.engine.synthesis.synthesize import take


def blended(example: np.ndarray, size: tuple[int, int], seed: int = 0) -> np.ndarray:
    return blend(example, size, np.random.RandomState(seed), lambda share: None)


def wrap_step(tile: np.ndarray) -> float:
    """The mean step across the wrap over that inside; the worse axis."""
    return max(
        float(np.abs(np.take(tile, 0, axis) - np.take(tile, -1, axis)).mean() / np.abs(np.diff(tile, axis=axis)).mean())
        for axis in (0, 1)
    )


def sand(height: int, width: int) -> np.ndarray:
    """Noise a few pixels wide in two colours, with grain: float32 [H, W, 3] in 0..1; it tiles nowhere."""
    generator = np.random.RandomState(5)
    noise = generator.standard_normal((height + 4, width + 4, 2))
    smooth = sum(noise[row : row + height, column : column + width] for row in range(5) for column in range(5)) / 5.0
    grain = 0.02 * generator.standard_normal((height, width, 1))
    color = (0.6, 0.5, 0.35) + smooth[..., :1] * (0.08, 0.08, 0.07) + smooth[..., 1:] * (0.02, -0.01, -0.02) + grain
    return np.clip(color, 0.0, 1.0).astype(np.float32)


def bricks(height: int, width: int) -> np.ndarray:
    """Bricks of random shades, 24 x 64 pixels, each row shifted: it tiles nowhere unless it is cut where it does."""
    generator = np.random.RandomState(7)
    rows, columns = np.mgrid[0:height, 0:width]
    row = rows // 24
    shifted = columns + 32 * (row % 2)
    shade = generator.uniform(0.3, 0.6, (height // 24 + 1, width // 64 + 2))[row, shifted // 64]
    grey = np.where((rows % 24 < 4) | (shifted % 64 < 4), 0.8, shade) + 0.01 * generator.standard_normal(rows.shape)
    return np.clip(grey[..., None] * (1.0, 0.6, 0.5), 0.0, 1.0).astype(np.float32)


def smooth_tile(height: int, width: int) -> np.ndarray:
    """A few waves that close around the torus, in a noise of their own."""
    generator = np.random.RandomState(9)
    rows, columns = np.mgrid[0:height, 0:width]
    grey = np.full((height, width), 0.5)
    for _ in range(12):
        turns = generator.randint(-6, 7, 2)
        grey += 0.05 * np.sin(
            2 * np.pi * (turns[0] * rows / height + turns[1] * columns / width + generator.random_sample())
        )
    return np.repeat(grey[..., None], 3, axis=2).astype(np.float32)


SIZES = [
    ((200, 260), (128, 192)),
    ((200, 200), (200, 200)),
    ((200, 160), (320, 512)),
    ((48, 48), (512, 512)),
    ((48, 80), (64, 512)),
    ((300, 300), (64, 64)),
    ((120, 96), (416, 96)),
]


@pytest.mark.parametrize(("photo", "size"), SIZES)
def test_a_cut_picture_tiles_and_keeps_within_the_photo(photo, size):
    example = sand(*photo)
    sources = wrap(example, size)
    assert sources.shape == (*size, 2)
    assert sources.dtype == np.int64
    assert sources.min() >= REACH
    assert (sources < np.array(photo) - REACH).all()
    tile = take(example, sources)
    assert wrap_step(tile) <= 1.3
    assert seam_ratio(tile) <= 1.1
    assert wrap_step(example[REACH : size[0] + REACH, REACH : size[1] + REACH]) > 1.5  # what it was


@pytest.mark.parametrize(("photo", "size"), SIZES)
def test_a_blended_picture_tiles(photo, size):
    tile = blended(sand(*photo), size)
    assert tile.shape == (*size, 3)
    assert tile.dtype == np.float32
    assert wrap_step(tile) <= 1.3
    assert seam_ratio(tile) <= 1.1


def test_the_photo_keeps_its_layout():
    example = cobbles(300, 300)
    side = 256
    assert needed(side) <= 300
    shifts = (wrap(example, (side, side)) - np.indices((side, side)).transpose(1, 2, 0)) % side
    assert len(np.unique(shifts.reshape(-1, 2), axis=0)) == 1  # modulo the tile, all lies where it did


def test_a_tile_about_as_large_as_the_photo_shows_most_of_it_once():
    for example in (sand(200, 200), cobbles(200, 200)):
        sources = wrap(example, (200, 200))
        assert len(np.unique(sources.reshape(-1, 2), axis=0)) > 0.6 * 200 * 200


def test_a_cut_goes_on_across_the_wrap():
    sources = wrap(sand(200, 200), (160, 160))
    elsewhere = (sources[0, :, 1] != sources[-1, :, 1]).sum()
    assert elsewhere <= 1


def test_bricks_are_cut_where_they_go_on():
    example = bricks(260, 340)
    tile = take(example, wrap(example, (192, 256)))
    joints = (tile[..., 1] > 0.4).mean(axis=1)  # of each row: of level joints all
    assert ((joints > 0.9).reshape(8, 24).sum(axis=1) == 4).all()


def test_a_picture_that_tiles_comes_back_as_it_is():
    example = smooth_tile(96, 128)
    assert tiles(example) == (True, True)
    longer = extended(example)
    sources = wrap(longer, (96, 256)) - REACH
    places = sources % (96, 128) - np.indices((96, 256)).transpose(1, 2, 0)
    assert len(np.unique((places % (96, 128)).reshape(-1, 2), axis=0)) == 1
    assert tiles(example[:-20]) == (False, True)
    assert extended(example[:-20]).shape == (76, longer.shape[1], 3)


def test_a_path_around_a_ring_closes_and_follows_what_is_cheap():
    costs = np.random.RandomState(0).random_sample((3, 60, 20))
    paths = least_ring(costs)
    assert (np.abs(np.diff(paths, axis=1)) <= 1).all()
    assert (np.abs(paths[:, 0] - paths[:, -1]) <= 1).all()
    for cost, path in zip(costs, paths, strict=True):
        np.testing.assert_array_equal(least_ring(cost), path)
        along = cost[np.arange(60), path].sum()
        assert cost[np.arange(60), least_path(cost)].sum() <= along < 0.6 * cost.sum() / 20


def test_blending_keeps_the_colours_and_how_much_they_differ():
    example = sand(220, 260)
    tile = blended(example, (384, 384))
    shares = np.linspace(0.02, 0.98, 25)
    found, wanted = (np.quantile(picture, shares, axis=(0, 1)) for picture in (tile, example))
    assert np.abs(found - wanted).max() < 0.03
    steps = [np.abs(np.diff(picture, axis=0)).mean() for picture in (tile, example)]
    assert steps[0] == pytest.approx(steps[1], rel=0.1)  # a mere mean of places is smoother


def test_blending_keeps_two_colours_two():
    is_light = sand(200, 200)[..., :1] > 0.6
    example = np.where(is_light, np.array((0.9, 0.8, 0.7)), np.array((0.1, 0.1, 0.3))).astype(np.float32)
    tile = blended(example, (256, 256))
    between = np.abs(tile[..., 0] - 0.5) < 0.35
    assert between.mean() < 0.02
    assert (tile[..., 0] > 0.5).mean() == pytest.approx(is_light.mean(), abs=0.05)


def test_a_seed_is_a_tile():
    example = sand(128, 128)
    first, again, other = (blended(example, (128, 192), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 0.02


def test_blending_takes_any_number_of_channels():
    example = np.concatenate([sand(96, 96), sand(96, 96)[:, :, 1:]], axis=2)
    assert blended(example, (64, 96)).shape == (64, 96, 5)
    assert blended(example[..., :1], (64, 96)).shape == (64, 96, 1)


def test_blending_can_be_cancelled():
    class Cancelled(Exception):
        pass

    def cancel(share: float) -> None:
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        blend(sand(64, 64), (1024, 512), np.random.RandomState(0), cancel)


def test_one_colour_stays_that_and_is_synthesized():
    example = np.full((150, 150, 3), 0.25, np.float32)
    np.testing.assert_allclose(take(example, wrap(example, (128, 128))), 0.25)
    np.testing.assert_allclose(blended(example, (128, 128)), 0.25, atol=1e-6)
    assert choose(example, (96, 96), (None, None)) in ("synthesis", "min_cut")


@pytest.mark.parametrize("size", [(256, 256), (192, 512)])
def test_noise_is_blended(size):
    example = sand(240, 300)
    assert choose(example, size, find_periods(example)) == "blend"


def test_what_repeats_is_not_blended():
    assert choose(sand(240, 300), (256, 256), (30.0, None)) == "synthesis"


def test_a_picture_that_tiles_is_kept_where_the_torus_holds_it_whole():
    example = smooth_tile(192, 256)
    for size in ((192, 256), (384, 256), (194, 512)):
        assert choose(example, size, (None, None)) == "min_cut"
    for size in ((288, 256), (96, 256), (192, 300)):
        assert choose(example, size, (None, None)) == "synthesis"


def test_what_has_structure_and_does_not_tile_is_synthesized():
    for example in (bricks(230, 300), cobbles(230, 300)):
        assert choose(example, example.shape[:2], find_periods(example)) == "synthesis"
        assert not is_random(example)


def test_patches_and_small_pictures_are_not_taken_for_noise():
    example = sand(240, 240)
    assert is_random(example)
    assert not is_random(example + smooth_tile(240, 240) - 0.5)
    assert not is_random(example[:100, :100])
