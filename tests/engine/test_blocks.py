"""Blocks of a structure: found around the torus, each shown another part of the material."""

import numpy as np
import pytest

pytest.importorskip("array_api_compat")

from artml_blender.engine.runtime.blocks import block_tones, label, shift_blocks


def bricks() -> np.ndarray:
    """Courses of bricks on 24 x 24 cells: joints one cell wide, every second course shifted, all around the torus."""
    rows, columns = np.indices((24, 24))
    shifted = (columns + 4 * (rows // 6 % 2)) % 8
    return (rows % 6 != 0) & (shifted != 0)


def test_every_brick_has_its_number_and_joints_have_none():
    numbers = label(bricks())

    assert (numbers[~bricks()] == 0).all()
    assert set(numbers[bricks()]) == set(range(1, 4 * 3 + 1))
    _, sizes = np.unique(numbers[bricks()], return_counts=True)
    assert (sizes == 5 * 7).all()


def test_blocks_go_on_around_the_torus():
    rolled = label(np.roll(bricks(), (3, 2), (0, 1)))

    assert rolled.max() == 12
    assert rolled[0, 3] == rolled[-1, 3] > 0


@pytest.mark.parametrize("is_block", [np.zeros((4, 6), bool), np.ones((4, 6), bool)])
def test_there_may_be_no_block_or_one(is_block):
    assert (label(is_block) == is_block).all()


def test_a_long_winding_block_is_one():
    snake = np.ones((40, 40), bool)
    snake[::2] = False
    snake[2:39:4, 1] = True
    snake[4:39:4, 38] = True
    snake[:, 0] = False

    assert label(snake).max() == 1


def test_a_block_is_shifted_as_a_whole_and_joints_stay():
    sources = np.indices((24, 24)).transpose(1, 2, 0)

    moved = shift_blocks(sources, label(bricks()), (24, 24), np.random.RandomState(0))

    shifts = (moved - sources) % 24
    numbers = label(bricks())
    assert (shifts[numbers == 0] == 0).all()
    found = [np.unique(shifts[numbers == number], axis=0) for number in range(1, 13)]
    assert all(len(each) == 1 for each in found)
    assert len(np.unique(np.concatenate(found), axis=0)) > 8


def test_blocks_differ_in_brightness_and_joints_do_not():
    numbers = label(bricks())

    tones = block_tones(numbers, np.random.RandomState(0))

    assert (tones[numbers == 0] == 1.0).all()
    assert all(np.ptp(tones[numbers == number]) == 0.0 for number in range(1, 13))
    assert 0.02 < np.log(tones[numbers > 0]).std() < 0.2
