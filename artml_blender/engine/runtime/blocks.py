"""The blocks of a structure: which cells belong together, and what part of the material each of them shows."""

import numpy as np

from .arrays import Numpy

TONE_SPREAD = 0.09


def label(is_block: Numpy) -> Numpy:
    """Blocks numbered from 1 on, and 0 between them: int64 [rows, columns], on the torus; neighbours share a side.

    Every cell takes the least number around it, and the number of the cell that has this number, until none changes.
    """
    shape = is_block.shape
    numbers = np.arange(is_block.size).reshape(shape)
    while True:
        least = numbers
        for axis in (0, 1):
            for step in (1, -1):
                is_joined = is_block & np.roll(is_block, step, axis)
                least = np.where(is_joined, np.minimum(least, np.roll(least, step, axis)), least)
        least = least.ravel()[least]
        if (least == numbers).all():
            break
        numbers = least
    found = np.zeros(shape, np.int64)
    found[is_block] = np.unique(numbers[is_block], return_inverse=True)[1].ravel() + 1
    return found


def shift_blocks(sources: Numpy, blocks: Numpy, sides: tuple[int, int], generator: np.random.RandomState) -> Numpy:
    """A source field int64 [rows, columns, 2] in which each block, by its number, shows another part of the source, a
    torus of `sides` (rows, columns)."""
    shifts = generator.randint(0, 2**16, (blocks.max() + 1, 2))
    shifts[0] = 0
    moved: Numpy = (sources + shifts[blocks]) % np.array(sides)
    return moved


def shift_blocks_inside(
    sources: Numpy, blocks: Numpy, sides: tuple[int, int], generator: np.random.RandomState
) -> Numpy:
    """As `shift_blocks`, of a source that is no torus: no block is shifted beyond its border."""
    lowest = np.full((blocks.max() + 1, 2), max(sides))
    highest = np.zeros_like(lowest)
    np.minimum.at(lowest, blocks, sources)
    np.maximum.at(highest, blocks, sources)
    room = np.array(sides) - highest + lowest
    shifts = np.floor(generator.random_sample(lowest.shape) * room).astype(np.int64) - lowest
    shifts[0] = 0
    moved: Numpy = sources + shifts[blocks]
    return moved


def block_tones(blocks: Numpy, generator: np.random.RandomState) -> Numpy:
    """How bright each block is, by its number, beside the others: float32 [rows, columns], 1 in the middle."""
    tones = np.exp(TONE_SPREAD * generator.standard_normal(blocks.max() + 1))
    tones[0] = 1.0
    found: Numpy = tones[blocks].astype(np.float32)
    return found
