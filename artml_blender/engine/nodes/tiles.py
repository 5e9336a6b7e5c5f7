"""Samples grouped into tiles that lie within one cell of a lattice, so that what a cell decides is decided once a tile.

A pixel of a tile stands in a tensor [rows, columns, tiles]: the tiles come last, so that the innermost loop is long.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .values import Position

LONGEST = 16  # pixels along a side of a tile
TILE_COST = 4  # what a side of a tile costs besides its pixels, in pixels
FAR = 2**30  # cells further out than this count as this far
SMALLEST = 16  # pixels in a tile; below, the pixels are better off each for itself
AT_ONCE = 2**20  # numbers per tensor of what is worked out per tile


class Tiles(NamedTuple):
    """Some tiles, each within one cell."""

    cells: tuple[Tensor, ...]  # the cell along each axis, int32 [tiles] or [1]
    within: tuple[Tensor, ...]  # the way into the cell along each axis, [rows or 1, columns or 1, tiles or 1], 0 to 1
    settings: tuple[Tensor, ...]  # each [] or [tiles]

    def some(self, tiles: Tensor) -> "Tiles":
        """Some of the tiles, by their numbers."""
        cells, within, settings = (tuple(_take(value, tiles) for value in group) for group in self)
        return Tiles(cells, within, settings)


Evaluate = Callable[[Tiles], tuple[tuple[Tensor, ...], Tensor]]


def by_tiles(position: Position, settings: Sequence[Tensor], weight: int, evaluate: Evaluate) -> tuple[Tensor, ...]:
    """What `evaluate` gives for every sample of the position.

    `evaluate` takes tiles and returns values that broadcast to [rows, columns, tiles], and the numbers of the tiles in
    the order in which they stand there. It works out `weight` numbers per tile. A
    setting is one number, or one for each sample. Then, and where tiles would be too small or reach over several
    cells, a tile is a single sample.
    """
    given = (*position, *settings)
    shape = np.broadcast_shapes(*(value.shape for value in given))
    if any(setting.numel() > 1 for setting in settings):
        samples = [value.broadcast_to(shape).flatten() for value in given]
        found = _single(samples[: len(position)], samples[len(position) :], weight, evaluate)
        return tuple(value.view(shape) for value in found)
    scalars = [setting.reshape(()) for setting in settings]
    if len(shape) > 2:
        layers = [
            by_tiles(tuple(_layer(axis, number, len(shape)) for axis in position), scalars, weight, evaluate)
            for number in range(shape[0])
        ]
        return tuple(torch.stack([part.expand(shape[1:]) for part in parts]) for parts in zip(*layers, strict=True))
    sides = (*(1,) * (2 - len(shape)), *shape)
    grid = [axis.reshape((1,) * (2 - axis.ndim) + axis.shape) for axis in position]
    return tuple(value.view(shape) for value in _grid(grid, sides, scalars, weight, evaluate))


def _layer(value: Tensor, number: int, dimensions: int) -> Tensor:
    value = value.reshape((1,) * (dimensions - value.ndim) + value.shape)
    return value[number if len(value) > 1 else 0]


class _Cut(NamedTuple):
    """One side of a grid, cut into stretches of one cell and some length."""

    pixels: Tensor  # [length, stretches]: a shorter stretch repeats its last
    stretch: Tensor  # [pixels]: the stretch of each pixel
    place: Tensor  # [pixels]: and its place in there


def _cut(cells: list[Tensor], pixels: int, device: torch.device) -> _Cut:
    change = torch.zeros(pixels, dtype=torch.bool, device=device)
    change[0] = True
    for cell in cells:
        change[1:] |= cell[1:] != cell[:-1]
    starts = change.nonzero().flatten()
    lengths = torch.diff(starts, append=starts.new_tensor([pixels]))
    sizes = torch.arange(1, LONGEST + 1, device=device)[:, None]
    length = int((((lengths + sizes - 1) // sizes) * (sizes + TILE_COST)).sum(1).argmin()) + 1
    numbers = torch.arange(pixels, device=device)
    place = (numbers - starts[change.cumsum(0) - 1]) % length
    begins = (place == 0).nonzero().flatten()
    last = torch.diff(begins, append=begins.new_tensor([pixels])) - 1
    index = begins + torch.minimum(torch.arange(length, device=device)[:, None], last)
    return _Cut(index, (place == 0).cumsum(0) - 1, place)


def _grid(
    position: list[Tensor], sides: tuple[int, ...], settings: list[Tensor], weight: int, evaluate: Evaluate
) -> tuple[Tensor, ...]:
    """Axes that vary only along the rows or the columns say where to cut; tiles that others vary in may be no good."""
    cells = [cell_of(axis) for axis in position]
    device = position[0].device
    rows = _cut([cell[:, 0] for cell in cells if cell.shape[1] == 1 < cell.shape[0]], sides[0], device)
    columns = _cut([cell[0] for cell in cells if cell.shape[0] == 1 < cell.shape[1]], sides[1], device)
    if rows.pixels.shape[0] * columns.pixels.shape[0] < SMALLEST:
        samples = [axis.broadcast_to(sides).flatten() for axis in position]
        return _single(samples, settings, weight, evaluate)
    tiled = [_tile(axis, rows.pixels, columns.pixels) for axis in position]
    low, high = zip(*((cell_of(axis.amin((0, 1))), cell_of(axis.amax((0, 1)))) for axis in tiled), strict=True)
    whole = torch.ones(rows.pixels.shape[1] * columns.pixels.shape[1], dtype=torch.bool, device=device)
    for least, most in zip(low, high, strict=True):
        whole = whole & (least == most)
    tiles = Tiles(low, tuple(a - cell.to(a.dtype) for a, cell in zip(tiled, low, strict=True)), tuple(settings))
    found, order = _in_turns(tiles, whole.nonzero().flatten(), weight, evaluate)
    standing = torch.zeros(len(whole), dtype=torch.int64, device=device)
    standing[order] = torch.arange(len(order), device=device)
    tile = standing.view(-1, columns.pixels.shape[1]).index_select(0, rows.stretch).index_select(1, columns.stretch)
    across = len(columns.pixels)
    slot = ((rows.place * across)[:, None] + columns.place) * len(order) + tile
    if len(order) < len(whole):
        broken = ~whole.view(-1, columns.pixels.shape[1])[rows.stretch][:, columns.stretch]
        rest = broken.flatten().nonzero().flatten()
        samples = [axis.broadcast_to(sides).flatten()[rest] for axis in position]
        slot.view(-1)[rest] = len(rows.pixels) * across * len(order) + torch.arange(len(rest), device=device)
        more = _single(samples, settings, weight, evaluate)
        found = tuple(torch.cat([a.flatten(), b]) for a, b in zip(found, more, strict=True)) if len(order) else more
    return tuple(value.flatten().index_select(0, slot.flatten()) for value in found)


def _single(samples: list[Tensor], settings: list[Tensor], weight: int, evaluate: Evaluate) -> tuple[Tensor, ...]:
    """Each sample is a tile."""
    cells = tuple(cell_of(axis) for axis in samples)
    within = tuple((axis - cell.to(axis.dtype))[None, None] for axis, cell in zip(samples, cells, strict=True))
    numbers = torch.arange(len(samples[0]), device=samples[0].device)
    found, order = _in_turns(Tiles(cells, within, tuple(settings)), numbers, weight, evaluate)
    back = torch.empty_like(order)
    back[order] = numbers
    return tuple(value.flatten().index_select(0, back) for value in found)


def _in_turns(tiles: Tiles, numbers: Tensor, weight: int, evaluate: Evaluate) -> tuple[tuple[Tensor, ...], Tensor]:
    """What `evaluate` gives for the tiles with these numbers, a part of them at a time, and their order."""
    found, orders = [], []
    rows, columns = (max(axis.shape[side] for axis in tiles.within) for side in (0, 1))
    for part in torch.split(numbers, AT_ONCE // weight):
        if not len(part):
            return (), part
        values, order = evaluate(tiles.some(part))
        found.append([value.broadcast_to((rows, columns, len(part))) for value in values])
        orders.append(part[order])
    joined = (parts[0] if len(parts) == 1 else torch.cat(parts, -1) for parts in zip(*found, strict=True))
    return tuple(joined), torch.cat(orders)


def cell_of(position: Tensor) -> Tensor:
    """The number of the cell, int32; what has no place or is too far out gets one as well."""
    return position.detach().floor().to(torch.int32).clamp(-FAR, FAR)


def _take(value: Tensor, tiles: Tensor) -> Tensor:
    return value if value.ndim == 0 or value.shape[-1] == 1 else value.index_select(-1, tiles)


def _tile(axis: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """An axis of a grid, [rows or 1, columns or 1, tiles or 1]."""
    if axis.numel() == 1:
        return axis[..., None]
    down = rows if axis.shape[0] > 1 else torch.zeros_like(rows[:1])
    along = columns if axis.shape[1] > 1 else torch.zeros_like(columns[:1])
    index = down[:, None, :, None] * axis.shape[1] + along[:, None, :]
    tiled = axis.flatten().index_select(0, index.flatten()).view(index.shape)
    return tiled.flatten(2)
