"""Places of a picture blended on a torus, keeping its colours: for what has no structure (sand, noise, plaster).

After Heitz and Neyret 2018, "High-Performance By-Example Noise using a Histogram-Preserving Blending Operator"
(https://doi.org/10.1145/3233304). Random places of the example, one for each vertex of a grid of triangles that closes
around the torus, are blended in a space in which the example's colours are independent and normally distributed: there
the sum of independent values, divided by its weights' norm, is distributed as they are.
"""

from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from ..runtime.arrays import Numpy

CELL = 0.25  # of the example's shorter side: from vertex to vertex
SHARPNESS = 2.0  # power of the weights: a narrower blend shows less of two places at once
LEVELS = 1024  # of a channel's distribution
SAMPLES = 2**18  # pixels, at least, from which that is measured
TABLE = 2**13  # values of what is looked up
STRIP = 2**18  # pixels blended at once, about


class _Colors(NamedTuple):
    """What takes colours to independent normal ones and back."""

    mean: Numpy  # [C]
    directions: Numpy  # [C, C], columns
    levels: Numpy  # [C, LEVELS]: what of each channel is less than the normal's levels are less


class _Grid(NamedTuple):
    """Triangles around a torus of `size`: rows of vertices, every second one shifted by half a cell."""

    size: tuple[int, int]
    rows: int
    columns: int

    @property
    def cell(self) -> tuple[float, float]:
        return self.size[0] / self.rows, self.size[1] / self.columns


def blend(
    example: Numpy, size: tuple[int, int], generator: np.random.RandomState, progress: Callable[[float], None]
) -> Numpy:
    """A torus of `size` (rows, columns), float32 [H, W, C] in sRGB 0..1, in the manner of an example [h, w, C].

    `progress` gets the share done, and may raise.
    """
    colors = _measure(example)
    normal = _to_normal(example, colors)
    progress(0.3)
    grid = _make_grid(example.shape[:2], size)
    reach = [int(np.ceil(cell)) + 1 for cell in grid.cell]
    centres = np.stack(
        [
            generator.randint(near, length - near, (grid.rows, grid.columns))
            for near, length in zip(reach, example.shape[:2], strict=True)
        ],
        axis=-1,
    )
    blended = np.empty((*size, example.shape[2]), np.float32)
    step = max(1, STRIP // size[1])
    for start in range(0, size[0], step):
        rows = np.arange(start, min(start + step, size[0]))
        blended[rows] = _from_normal(_blend_rows(normal, grid, centres, rows), colors)
        progress(0.3 + 0.7 * (rows[-1] + 1) / size[0])
    return blended


def strongest_normal(example: Numpy) -> Numpy:
    """The colour direction in which the example [h, w, C] differs most, made normally distributed: [h, w, 1]."""
    normal: Numpy = _to_normal(example, _measure(example))[..., -1:]
    return normal


def _make_grid(example: tuple[int, ...], size: tuple[int, int]) -> _Grid:
    """Cells about equilateral; an even number of rows, so that the last row's shift is the first one's."""
    cell = CELL * min(example)
    rows = 2 * max(1, round(size[0] / (2.0 * cell * 0.75**0.5)))
    columns = max(2, round(size[1] / cell))
    while size[0] / rows > 0.4 * min(example):
        rows += 2
    while size[1] / columns > 0.4 * min(example):
        columns += 1
    return _Grid(size, rows, columns)


def _blend_rows(normal: Numpy, grid: _Grid, centres: Numpy, rows: Numpy) -> Numpy:
    """Some rows of the torus, in normal colours: [len(rows), W, C]."""
    places = np.meshgrid(rows, np.arange(grid.size[1]), indexing="ij")
    total = np.zeros((*places[0].shape, normal.shape[2]), np.float32)
    squares = np.zeros((*places[0].shape, 1), np.float32)
    flat = normal.reshape(-1, normal.shape[2])
    for down, across, weight in _corners(grid, *places):
        turns, row = np.divmod(down, grid.rows)
        centre = centres[row, (across + turns * (grid.rows // 2)) % grid.columns]
        top = places[0] - np.rint(down * grid.cell[0]).astype(np.int64) + centre[..., 0]
        left = places[1] - np.rint((across + 0.5 * down) * grid.cell[1]).astype(np.int64) + centre[..., 1]
        weight = weight[..., None] ** SHARPNESS
        total += weight * flat[top * normal.shape[1] + left]
        squares += weight**2
    blended: Numpy = total / np.sqrt(squares)
    return blended


def _corners(grid: _Grid, row: Numpy, column: Numpy) -> list[tuple[Numpy, Numpy, Numpy]]:
    """Of the triangle around each pixel: the three vertices (row, and column before the shift), and their weights."""
    down = row / grid.cell[0]
    across = column / grid.cell[1] - 0.5 * down
    first_down, first_across = np.floor(down).astype(np.int64), np.floor(across).astype(np.int64)
    down, across = (down - first_down).astype(np.float32), (across - first_across).astype(np.float32)
    is_far = (down + across > 1.0).astype(np.int64)
    rest = np.abs(1.0 - down - across)
    return [
        (first_down + is_far, first_across + is_far, rest),
        (first_down + 1, first_across, np.where(is_far, 1.0 - across, down)),
        (first_down, first_across + 1, np.where(is_far, 1.0 - down, across)),
    ]


def _normal_levels() -> Numpy:
    normal = NormalDist()
    return np.array([normal.inv_cdf((level + 0.5) / LEVELS) for level in range(LEVELS)])


def _measure(example: Numpy) -> _Colors:
    pixels = example.reshape(-1, example.shape[2])
    pixels = pixels[:: max(1, len(pixels) // SAMPLES)].astype(np.float64)
    mean = pixels.mean(axis=0)
    centred = pixels - mean
    _, directions = np.linalg.eigh(centred.T @ centred)
    ordered = np.sort((centred @ directions).T, axis=1)
    chosen = ((np.arange(LEVELS) + 0.5) / LEVELS * len(pixels)).astype(int)
    return _Colors(mean, directions, ordered[:, chosen])


def _to_normal(picture: Numpy, colors: _Colors) -> Numpy:
    """Colours [h, w, C] to independent normal ones; those that fill more than one level go to the middle of them."""
    independent = (picture - colors.mean.astype(np.float32)) @ colors.directions.astype(np.float32)
    normal = np.empty(picture.shape, np.float32)
    for channel, levels in enumerate(colors.levels):
        known, group, counts = np.unique(levels, return_inverse=True, return_counts=True)
        normal[..., channel] = _look_up(independent[..., channel], known, np.bincount(group, _normal_levels()) / counts)
    return normal


def _from_normal(normal: Numpy, colors: _Colors) -> Numpy:
    """The inverse: [H, W, C] in float32."""
    levels = _normal_levels()
    channels = [_look_up(normal[..., channel], levels, known) for channel, known in enumerate(colors.levels)]
    found = np.stack(channels, axis=-1) @ colors.directions.T.astype(np.float32)
    return np.clip(found + colors.mean.astype(np.float32), 0.0, 1.0)


def _look_up(values: Numpy, known: Numpy, wanted: Numpy) -> Numpy:
    """`wanted` where `values` are `known`, and between: from a table of even steps, which is faster than a search."""
    table = np.interp(np.linspace(known[0], known[-1], TABLE), known, wanted).astype(np.float32)
    scale = (TABLE - 1) / max(float(known[-1] - known[0]), 1e-12)
    places = np.rint((values - np.float32(known[0])) * np.float32(scale))
    found: Numpy = table[np.clip(places, 0, TABLE - 1).astype(np.int32)]
    return found
