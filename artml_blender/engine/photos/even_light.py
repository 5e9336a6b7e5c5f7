"""Light that falls off across a photo, taken out: a lens's vignette, a window at one side."""

import numpy as np

from ...contract.srgb import decoded, encoded
from ..runtime.arrays import Numpy

BLOCKS = 48  # a side: of each the mean brightness counts
DARKEST = 1e-3  # of white: what is darker tells nothing of the light
GREYS = (0.2126, 0.7152, 0.0722)  # of linear red, green and blue (IEC 61966-2-1)


def even_light(photo: Numpy, amount: float) -> Numpy:
    """The photo, [H, W, 3] in 0..1, sRGB, with the light's fall-off taken out by an amount 0..1.

    The light is the parabola over the picture that fits the logarithm of its brightness best: it follows a vignette and
    a light from one side, and cannot follow the material's own spots and colours.
    """
    if amount == 0.0:
        return photo
    linear = decoded(photo)
    light = _parabola(np.log(np.maximum(_block_means(linear @ np.array(GREYS, np.float32)), DARKEST)), photo.shape[:2])
    gain = np.exp(amount * (light.mean() - light))[..., None].astype(np.float32)
    return encoded(np.clip(linear * gain, 0.0, 1.0)).astype(np.float32)


def _block_means(values: Numpy) -> Numpy:
    rows, columns = (np.arange(min(BLOCKS, side)) * side // min(BLOCKS, side) for side in values.shape)
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0, dtype=np.float64), columns, axis=1)
    counts = np.outer(np.diff(np.append(rows, values.shape[0])), np.diff(np.append(columns, values.shape[1])))
    means: Numpy = sums / counts
    return means


def _parabola(values: Numpy, size: tuple[int, ...]) -> Numpy:
    """The polynomial of second degree in x and y that fits the values best, on a grid of `size`."""
    terms = np.stack([np.broadcast_to(term, values.shape).ravel() for term in _terms(values.shape)], axis=1)
    weights, *_ = np.linalg.lstsq(terms, values.ravel(), rcond=None)
    fitted: Numpy = np.zeros(size, np.float32)
    for weight, term in zip(weights, _terms(size), strict=True):
        fitted += np.float32(weight) * term
    return fitted


def _terms(size: tuple[int, ...]) -> tuple[Numpy, ...]:
    """1, x, y, x squared, x y and y squared at the middles of a grid's cells, x and y from -1 to 1."""
    y, x = (((2.0 * np.arange(side) + 1.0) / side - 1.0).astype(np.float32) for side in size)
    y, x = y[:, None], x[None]
    return np.ones((1, 1), np.float32), x, y, x * x, x * y, y * y
