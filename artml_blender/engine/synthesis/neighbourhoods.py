"""What surrounds a pixel, in few numbers, and pictures put together again from overlapping surroundings.

Pictures are float32 [H, W, C]; a *source field* is int64 [H, W, 2]: the row and column of the example that each pixel
of the result is taken from.
"""

import numpy as np

from ..runtime.arrays import Numpy

SIDE = 7  # pixels of a neighbourhood
REACH = SIDE // 2
NUMBERS = 24  # that describe one
SAMPLES = 4000  # neighbourhoods from which those are chosen
BLOCK = 2_000_000  # numbers unfolded at once


def halve(picture: Numpy) -> Numpy:
    """Half as large: each pixel the mean of four; an odd line at the end is left out."""
    rows, columns = (side // 2 * 2 for side in picture.shape[:2])
    even = picture[:rows, :columns]
    halved: Numpy = (even[0::2, 0::2] + even[1::2, 0::2] + even[0::2, 1::2] + even[1::2, 1::2]) * 0.25
    return halved


def principal_directions(picture: Numpy, generator: np.random.RandomState) -> Numpy:
    """The directions in which the picture's neighbourhoods differ most, [C * SIDE * SIDE, NUMBERS] (PCA)."""
    windows = _windows(picture)
    rows, columns = windows.shape[:2]
    chosen = generator.randint(rows * columns, size=min(rows * columns, SAMPLES))
    samples = windows[chosen // columns, chosen % columns].reshape(len(chosen), -1)
    centred = samples - samples.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    return np.ascontiguousarray(vectors[:, ::-1][:, :NUMBERS])


def describe(picture: Numpy, directions: Numpy) -> Numpy:
    """Each neighbourhood that lies within the picture: [H - 2 REACH, W - 2 REACH, NUMBERS]."""
    windows = _windows(picture)
    rows, columns = windows.shape[:2]
    found = np.empty((rows, columns, directions.shape[1]), np.float32)
    step = max(1, BLOCK // (columns * len(directions)))
    for start in range(0, rows, step):
        block = windows[start : start + step]
        found[start : start + step] = (block.reshape(-1, len(directions)) @ directions).reshape(*block.shape[:2], -1)
    return found


def describe_torus(picture: Numpy, directions: Numpy) -> Numpy:
    """Each pixel's neighbourhood around the torus: [H, W, NUMBERS]."""
    return describe(np.pad(picture, ((REACH, REACH), (REACH, REACH), (0, 0)), mode="wrap"), directions)


def assemble(example: Numpy, sources: Numpy, reach: int) -> Numpy:
    """The mean of what all neighbourhoods of that reach say of a pixel; [H, W, C].

    Where neighbours come from neighbours, that is the example's own pixel; across a seam it goes from one to the other.
    Every source must be at least `reach` pixels within the example.
    """
    width = example.shape[1]
    flat, places = example.reshape(-1, example.shape[2]), sources[..., 0] * width + sources[..., 1]
    total = np.zeros((*sources.shape[:2], example.shape[2]), np.float32)
    for row in range(-reach, reach + 1):
        for column in range(-reach, reach + 1):
            total += flat[np.roll(places, (row, column), (0, 1)) + (row * width + column)]
    return total / (2 * reach + 1) ** 2


def _windows(picture: Numpy) -> Numpy:
    """[H - 2 REACH, W - 2 REACH, C, SIDE, SIDE], a view."""
    return np.lib.stride_tricks.sliding_window_view(picture, (SIDE, SIDE), (0, 1))  # type: ignore[call-overload, no-any-return]
