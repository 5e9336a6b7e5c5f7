"""Structures: where a tile has blocks and where joints, as a grey picture that is white where they stand high."""

import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy

from .arrays import Array, Numpy
from .layouts import blur, layout_of
from .pbr_maps import resize, sample
from .weights import WEIGHTS, parse, read_card, read_verified

NAME = "structures"
SIDE = 512  # pixels of a tile
CELLS = 64  # of the latent of a tile, a side
BLOCK_FROM = 0.0  # of the layout
SMOOTHING = 1.5 / SIDE  # of the side (sigma): so that the picture's own pixels do not show
LEAST = 0.03  # the range of a picture, in shares of white, that is hardly a structure
EXTREMES = (0.005, 0.995)  # of its pixels: what becomes black and white


@dataclass(frozen=True)
class Structure:
    """Of a tile of 512 x 512 pixels: how high it stands, [1, 1, 512, 512] in 0..1, and its layout, in -1..1."""

    height: Numpy
    layout: Numpy


def of_picture(grey: Numpy) -> Structure:
    """Of a picture [H, W] in 0..1 that tiles; what it has of greys is stretched to black and white."""
    low, high = np.quantile(grey, EXTREMES)
    stretched = (grey - low) / max(high - low, LEAST)
    picture = np.ascontiguousarray(stretched.clip(0.0, 1.0), np.float32)[None, None]
    height = blur(resize(picture, (SIDE, SIDE)), SMOOTHING)
    return Structure(height, layout_of(height, LEAST))


def of_family(name: str, generator: np.random.RandomState) -> Structure:
    """Of one of a family's shipped pictures, rolled and mirrored by chance."""
    families, heights = _shipped()
    members = [index for index, family in enumerate(families) if family == name]
    picture = heights[members[generator.randint(len(members))]].astype(np.float32) / 255.0
    picture = np.roll(picture, (generator.randint(picture.shape[0]), generator.randint(picture.shape[1])), (0, 1))
    return of_picture(picture[:, ::-1] if generator.randint(2) else picture)


def families() -> list[str]:
    """The families that have pictures here."""
    return list(dict.fromkeys(_shipped()[0]))


def lines(tile: Array, axis: int, numbers: Numpy, count: int) -> Array:
    """Rows (axis 2) or columns (axis 3) of a field of `count` of them, in which as many whole tiles lie as fit best.

    `tile` is [1, C, h, w], as large as it is to be but for a little; `numbers` are those of the lines.
    """
    side = tile.shape[axis]
    per_line = max(1, round(count / side)) * side / count
    return sample(tile, axis, (numbers + 0.5) * per_line - 0.5)


def blocks(structure: Structure, grid: tuple[int, int]) -> Numpy:
    """Which cells, of a latent of that many rows and columns, lie in blocks."""
    cells = structure.layout.reshape(1, 1, CELLS, SIDE // CELLS, CELLS, SIDE // CELLS).mean((3, 5))
    for axis, count in zip((2, 3), grid, strict=True):
        cells = lines(cells, axis, np.arange(count), count)
    found: Numpy = cells[0, 0] > BLOCK_FROM
    return found


@functools.cache
def _shipped(folder: Path = WEIGHTS) -> tuple[list[str], Numpy]:
    card = read_card(NAME, folder)
    tensors = parse(NAME, read_verified(f"{NAME}.safetensors", card["sha256"], folder), safetensors.numpy.load)
    return card["families"], tensors["heights"]
