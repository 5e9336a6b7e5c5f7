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
    the order in which they stand there. It works out `weight` numbers per tile. A setting is one number, or one for
    each sample. Then, and where tiles would be too small or reach over several cells, a tile is a single sample.
    """
    given = (*position, *settings)
    shape = np.broadcast_shapes(*(value.shape for value in given))
    work = _Work(weight, evaluate)
    if any(setting.numel() > 1 for setting in settings):
        samples = [value.broadcast_to(shape).flatten() for value in given]
        found = work.samples([axis[None, None] for axis in samples[: len(position)]], samples[len(position) :])
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
    return tuple(value.view(shape) for value in _grid(grid, sides, scalars, work))


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
    return _Cut(index, (place == 0).cumsum(0) - 1, place.to(torch.int32))


def _grid(position: list[Tensor], sides: tuple[int, ...], settings: list[Tensor], work: "_Work") -> list[Tensor]:
    """Axes that vary only along the rows or the columns say where to cut."""
    cells = [cell_of(axis) for axis in position]
    device = position[0].device
    rows = _cut([cell[:, 0] for cell in cells if cell.shape[1] == 1 < cell.shape[0]], sides[0], device)
    columns = _cut([cell[0] for cell in cells if cell.shape[0] == 1 < cell.shape[1]], sides[1], device)
    (down, tiles_down), (across, tiles_across) = rows.pixels.shape, columns.pixels.shape
    if down * across < SMALLEST:
        return work.samples([axis.broadcast_to(sides).reshape(1, 1, -1) for axis in position], settings)
    tiled = [_tile(axis, rows.pixels, columns.pixels) for axis in position]
    found, first, stride = work.tiles(tiled, settings)

    def spread(values: Tensor) -> Tensor:
        """From the tiles to their pixels."""
        return values.view(tiles_down, tiles_across).index_select(0, rows.stretch).index_select(1, columns.stretch)

    if len(stride) > 1:
        slots = spread(first) + spread(stride) * ((rows.place * across)[:, None] + columns.place)
    else:
        slots = spread(first) + ((rows.place * (across * stride))[:, None] + columns.place * stride)
    return [value.index_select(0, slots.flatten()) for value in found]


class _Work(NamedTuple):
    weight: int
    evaluate: Evaluate

    def samples(self, axes: list[Tensor], settings: Sequence[Tensor]) -> list[Tensor]:
        """The values for samples [1, 1, samples]."""
        found, first, _ = self.tiles(axes, settings)
        return [value.index_select(0, first) for value in found]

    def tiles(self, axes: list[Tensor], settings: Sequence[Tensor]) -> tuple[list[Tensor], Tensor, Tensor]:
        """The values for tiles of positions, each flat; where among them a tile's first pixel stands, and how far apart
        its pixels are, int32 [tiles] or [1].

        A tile that reaches over several cells is split, if need be into single pixels.
        """
        sides, device = np.broadcast_shapes(*(axis.shape for axis in axes)), axes[0].device
        ends = [(cell_of(axis.amin((0, 1))), cell_of(axis.amax((0, 1)))) for axis in axes]
        whole = torch.ones(sides[2], dtype=torch.bool, device=device)
        for low, high in ends:
            whole = whole & (low == high)
        cells = tuple(low for low, _ in ends)
        within = tuple(axis - cell.to(axis.dtype) for axis, cell in zip(axes, cells, strict=True))
        found, order = self._in_turns(Tiles(cells, within, tuple(settings)), whole.nonzero().flatten(), sides)
        first = torch.empty(sides[2], dtype=torch.int32, device=device)
        first[order] = torch.arange(len(order), dtype=torch.int32, device=device)
        if len(order) == sides[2]:
            return found, first, first.new_tensor([len(order)])
        broken = (~whole).nonzero().flatten()
        rest = self._split([_take(axis, broken) for axis in axes], settings, (*sides[:2], len(broken)))
        pixels = sides[0] * sides[1]
        first[broken] = torch.arange(len(broken), dtype=torch.int32, device=device) + pixels * len(order)
        stride = torch.where(whole, len(order), len(broken)).to(torch.int32)
        return ([torch.cat(pair) for pair in zip(found, rest, strict=True)] if found else rest), first, stride

    def _split(self, axes: list[Tensor], settings: Sequence[Tensor], sides: tuple[int, ...]) -> list[Tensor]:
        """The values for tiles, each [pixels, tiles] but flat, by splitting them."""
        rows, columns, tiles = sides
        down, across = (4 if side % 4 == 0 else side for side in (rows, columns))  # parts
        inner = (rows // down, columns // across)
        parts = [axis.expand(sides).reshape(down, inner[0], across, inner[1], tiles) for axis in axes]
        found, first, stride = self.tiles([part.permute(1, 3, 0, 2, 4).flatten(2) for part in parts], settings)
        pixel = torch.arange(inner[0] * inner[1], dtype=torch.int32, device=first.device)
        slots = (first + pixel[:, None] * stride).view(*inner, down, across, tiles).permute(2, 0, 3, 1, 4).flatten()
        return [value.index_select(0, slots) for value in found]

    def _in_turns(self, tiles: Tiles, numbers: Tensor, sides: tuple[int, ...]) -> tuple[list[Tensor], Tensor]:
        """The values for the tiles with these numbers, a part of them at a time, and the order of the tiles."""
        found, orders = [], [numbers[:0]]
        for part in torch.split(numbers, AT_ONCE // self.weight) if len(numbers) else ():
            values, order = self.evaluate(tiles.some(part))
            found.append([value.broadcast_to((*sides[:2], len(part))) for value in values])
            orders.append(part[order])
        joined = (parts[0] if len(parts) == 1 else torch.cat(parts, -1) for parts in zip(*found, strict=True))
        return [value.flatten() for value in joined], torch.cat(orders)


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
