"""A photo laid around a torus of any size, in the way that suits it."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..photos.resize import resized
from ..runtime.arrays import Numpy
from .blend import blend
from .choose_mode import choose
from .min_cut import extended, tiles, wrap
from .period import find_periods, fitted
from .synthesize import synthesize, take

STEP = 32  # pixels: tiles are made in multiples of it, and made smaller where others are wanted

Periods = tuple[float | None, float | None]


class Laid(NamedTuple):
    """The tile, float32 [H, W, 3] in 0..1, sRGB, whose sides are the wanted ones or a little more; in which mode it was
    made; the photo's periods in pixels; and how many pixels of the wanted tile the photo's shorter side has."""

    tile: Numpy
    mode: str
    periods: Periods
    native_size: float


class _Fitted(NamedTuple):
    """The photo as large as on the tile, the tile's rows and columns, and how many pixels of the wanted tile the
    photo's shorter side has."""

    example: Numpy
    size: tuple[int, int]
    native_size: float


def lay(
    photo: Numpy,
    wanted: tuple[int, int],
    mode: str,
    generator: np.random.RandomState,
    progress: Callable[[float], None],
) -> Laid:
    """A tile of `wanted` (width, height) pixels of a photo [h, w, 3] in 0..1, sRGB, in one of `contract.photos.MODES`.

    `progress` gets the share done, and may raise.
    """
    periods = find_periods(photo)
    ready = _fit(photo, periods, wanted)
    if mode == "auto":
        mode = choose(ready.example, ready.size, periods)
        if all(tiles(photo)):
            whole = _fit(photo, (float(photo.shape[0]), float(photo.shape[1])), wanted)
            if choose(whole.example, whole.size, periods) == "min_cut":
                mode, ready = "min_cut", whole
    if mode == "blend":
        tile = blend(ready.example, ready.size, generator, progress)
    elif mode == "min_cut":
        progress(0.0)
        example = extended(ready.example)
        tile = take(example, wrap(example, ready.size))
        progress(1.0)
    else:
        tile = take(ready.example, synthesize(ready.example, ready.size, generator, progress))
    return Laid(tile, mode, periods, ready.native_size)


def _fit(photo: Numpy, periods: Periods, wanted: tuple[int, int]) -> _Fitted:
    """The photo is stretched to hold whole periods, and with the tile where that is made larger than wanted."""
    sides = wanted[::-1]
    size = tuple(STEP * math.ceil(side / STEP) for side in sides)
    lengths = [fitted(*axis) for axis in zip(photo.shape, periods, sides, strict=False)]
    rows, columns = (round(length * made / side) for length, made, side in zip(lengths, size, sides, strict=True))
    return _Fitted(resized(photo, (rows, columns)), (size[0], size[1]), min(lengths))
