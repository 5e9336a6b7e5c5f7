"""Colour statistics of a texture, and giving a texture those of another.

Source: Reinhard et al. 2001, "Color Transfer between Images"; here in YCoCg instead of their l-alpha-beta.
"""

from typing import NamedTuple

import numpy as np
from array_api_compat import array_namespace

from .arrays import Array, Numpy

MAX_STRETCH = 1.6  # more contrast than this amplifies noise into colour


class Palettes(NamedTuple):
    """Mean and standard deviation in YCoCg of sRGB colours in -1..1, each [N, 3]."""

    mean: Array
    std: Array


def measure(color: Array) -> Palettes:
    """The palettes of textures [N, 3, H, W] in -1..1."""
    return _measure(_to_ycocg(color))


def mix(first: Palettes, second: Palettes, share: float) -> Palettes:
    """A palette between two: 0 gives the first, 1 the second."""
    return Palettes(*(a + (b - a) * share for a, b in zip(first, second, strict=True)))


def mean_color(palette: Palettes) -> Numpy:
    """Of one texture, sRGB in -1..1, [3]."""
    color: Numpy = np.asarray(_to_rgb(palette.mean[:, :, None, None]), np.float64)[0, :, 0, 0]
    return color


def recolor(color: Array, own: Palettes, wanted: Palettes) -> Array:
    """Textures [N, 3, H, W] in -1..1, whose palettes are `own`, with others; the spread of a channel grows at most by
    MAX_STRETCH."""
    xp = array_namespace(color)
    stretch = xp.clip(wanted.std / xp.clip(own.std, min=1e-4), max=MAX_STRETCH)
    moved = (_to_ycocg(color) - own.mean[:, :, None, None]) * stretch[:, :, None, None] + wanted.mean[:, :, None, None]
    return xp.clip(_to_rgb(moved), min=-1.0, max=1.0)


def _measure(ycocg: Array) -> Palettes:
    xp = array_namespace(ycocg)
    return Palettes(xp.mean(ycocg, axis=(2, 3)), xp.std(ycocg, axis=(2, 3), correction=1))


def _to_ycocg(color: Array) -> Array:
    """Source: Malvar and Sullivan 2003, "YCoCg-R: a color space with RGB reversibility" (its lossy form)."""
    xp = array_namespace(color)
    red, green, blue = (color[:, channel : channel + 1] for channel in range(3))
    mean = 0.5 * (red + blue)
    return xp.concat([0.5 * (green + mean), 0.5 * (red - blue), 0.5 * (green - mean)], axis=1)


def _to_rgb(ycocg: Array) -> Array:
    xp = array_namespace(ycocg)
    luma, orange, green = (ycocg[:, channel : channel + 1] for channel in range(3))
    return xp.concat([luma - green + orange, luma + green, luma - green - orange], axis=1)
