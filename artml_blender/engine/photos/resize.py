"""Pictures at another size, in NumPy alone: the light runtime has no Pillow."""

import math

import numpy as np

from ..runtime.arrays import Numpy

LOBES = 3  # of the Lanczos window, to each side


def resized(picture: Numpy, size: tuple[int, int]) -> Numpy:
    """A picture [h, w, C], float32 in 0..1, at `size` (rows, columns), by Lanczos' windowed sinc (Duchon 1979)."""
    for axis, length in enumerate(size):
        if picture.shape[axis] != length:
            picture = _resized_axis(picture, axis, length)
    return picture


def _resized_axis(picture: Numpy, axis: int, length: int) -> Numpy:
    given = picture.shape[axis]
    stretch = max(1.0, given / length)  # the window grows where the picture shrinks, so that nothing aliases
    centers = (np.arange(length) + 0.5) * (given / length) - 0.5
    first = np.floor(centers - LOBES * stretch).astype(np.int64) + 1
    taps = first[:, None] + np.arange(math.ceil(2 * LOBES * stretch))
    weights = _lanczos((taps - centers[:, None]) / stretch)
    weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    shape = [length if index == axis else 1 for index in range(3)]
    total = np.zeros([length if index == axis else side for index, side in enumerate(picture.shape)], np.float32)
    for tap, weight in zip(taps.T, weights.T, strict=True):
        total += np.take(picture, tap.clip(0, given - 1), axis=axis) * weight.reshape(shape)
    return total.clip(0.0, 1.0)


def _lanczos(way: Numpy) -> Numpy:
    window: Numpy = np.where(np.abs(way) < LOBES, np.sinc(way) * np.sinc(way / LOBES), 0.0)
    return window
