"""Structures: read from pictures and families, tiled in whole numbers, and carved where they say."""

import numpy as np
import pytest

pytest.importorskip("array_api_compat")

from artml_blender.engine.runtime.carving import DEEPEST, SHADE, Carving
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.runtime.structures import SIDE, blocks, families, lines, of_family, of_picture


class Arrays:
    """What carving asks of the networks."""

    def asarray(self, values: np.ndarray) -> np.ndarray:
        return values.astype(np.float32)


def checker(side: int = 128) -> np.ndarray:
    rows, columns = np.indices((side, side)) // (side // 8)
    return ((rows + columns) % 2).astype(np.float32)


@pytest.mark.parametrize("name", families())
def test_every_family_has_a_structure_that_tiles(name):
    structure = of_family(name, np.random.RandomState(1))

    assert structure.height.shape == structure.layout.shape == (1, 1, SIDE, SIDE)
    assert structure.layout.std() > 0.3
    assert seam_ratio(np.round(structure.height[0, 0, :, :, None] * 255.0).astype(np.uint8)) <= 1.1


def test_the_generator_draws_among_a_familys_structures():
    first, again, other = (of_family("brick_wall", np.random.RandomState(seed)) for seed in (1, 1, 2))

    assert (first.height == again.height).all()
    assert (first.height != other.height).any()


def test_white_stands_high_and_lies_in_blocks():
    structure = of_picture(checker())

    assert structure.height.min() < 0.05
    assert structure.height.max() > 0.95
    inside = blocks(structure, (64, 64))
    np.testing.assert_array_equal(inside, checker(64) > 0.5)


def test_faint_heights_are_as_good_as_strong_ones():
    """As those of ArtML's own materials, which stay near the middle."""
    np.testing.assert_allclose(of_picture(0.1 * checker() + 0.45).height, of_picture(checker()).height, atol=1e-5)


def test_a_plain_picture_is_hardly_a_structure():
    assert np.abs(of_picture(np.full((64, 64), 0.3)).layout).max() < 0.01


@pytest.mark.parametrize("count", [512, 700, 1024, 1500, 64])
def test_whole_tiles_lie_in_any_number_of_lines(count):
    wave = np.sin(np.arange(512) / 512 * 2 * np.pi).astype(np.float32).reshape(1, 1, 512, 1)

    laid = lines(wave, 2, np.arange(count), count)[0, 0, :, 0]

    whole = max(1, round(count / 512))
    spectrum = np.abs(np.fft.rfft(laid))
    assert spectrum.argmax() == whole
    assert (lines(wave, 2, np.arange(5, 9), count)[0, 0, :, 0] == laid[5:9]).all()


def carved(depth: float, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is drawn of a flat red material with blue joints, and where the blocks are."""
    structure = of_picture(checker())
    red, blue = (np.zeros((1, 6, 256, 256), np.float32) for _ in range(2))
    red[:, 0], blue[:, 2] = 1.0, 1.0
    carve = Carving(structure, np.ones((64, 64), np.float32), blue, depth, (512, 512), Arrays())
    drawn = np.tile(red, (1, 1, 2, 2))[:, :, rows]
    return carve(drawn, rows), structure.layout[0, 0, rows]


def test_blocks_show_the_material_and_joints_the_other():
    result, layout = carved(0.5, np.arange(512))

    assert (result[0, 0][layout > 0.5] > 0.99).all()
    np.testing.assert_allclose(result[0, 2][layout < -0.75], 2.0 * SHADE - 1.0, atol=1e-6)


def test_blocks_have_their_tone():
    tones = np.ones((64, 64), np.float32)
    tones[:, 32:] = 0.5
    grey = np.zeros((1, 6, 512, 512), np.float32)
    carve = Carving(of_picture(checker()), tones, grey, 0.5, (512, 512), Arrays())

    result = carve(grey, np.arange(512))[0, 0]

    inside = of_picture(checker()).layout[0, 0] > 0.5
    assert result[:, 100:240][inside[:, 100:240]].mean() == pytest.approx(0.0, abs=0.01)
    assert result[:, 300:500][inside[:, 300:500]].mean() == pytest.approx(-0.5, abs=0.01)


def test_relief_has_the_depth_in_shares_of_the_tile():
    result, _ = carved(0.5, np.arange(512))

    surface = result[0, 3]
    assert surface.max() - surface.min() == pytest.approx(0.5 * DEEPEST * SIDE, rel=0.1)
    assert abs(surface.mean()) < 0.1
    assert np.ptp(carved(0.0, np.arange(512))[0][0, 3]) == 0.0


def test_some_rows_are_as_in_the_whole():
    rows = np.arange(500, 530) % 512

    np.testing.assert_array_equal(carved(0.5, rows)[0], carved(0.5, np.arange(512))[0][:, :, rows])
