"""The points around a tile of pixels that may count for some of them, or around single samples.

Blender looks through the cells around the one of the position, x fastest, and a point must be strictly nearer than
those before it. Here a tile of pixels in one cell first rules out the points that none of its pixels can be nearest
to; so a pixel compares a few points and not all of them. Tiles are put in order of how many points they have left.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import Protocol

import torch
from torch import Tensor

from .lattice import cell_values
from .voronoi_points import Metric, cell_colors, cell_points
from .voronoi_tiles import Tiles

Counts = Callable[[Tensor, Tensor], Tensor]  # of least and most bounds [points, tiles]: which points may count


class Points(Protocol):
    """The points around some tiles, in ranks: a rank is for all tiles that have so many points left."""

    within: tuple[Tensor, ...]  # [rows or 1, columns or 1, tiles]: from the corner of the tile's cell to the pixels
    live: list[int]  # how many tiles a rank is for, the first tiles
    order: Tensor  # [tiles]: the numbers of the tiles in the order in which they stand here

    def way(self, rank: int, tiles: int) -> list[Tensor]:
        """From the pixels to the point of this rank, along each axis."""

    def colors(self, rank: int, tiles: int) -> Sequence[Tensor]:
        """The colours of those points."""

    def cells(self, ranks: Tensor) -> list[Tensor]:
        """The cells of the points with these ranks, uint8 [rows, columns, tiles]; int32."""

    def points(self, ranks: Tensor) -> list[Tensor]:
        """Where those points are, from the corner of the tile's cell."""


def _steps(axes: int, reach: int) -> list[tuple[int, ...]]:
    return [step[::-1] for step in product(range(-reach, reach + 1), repeat=axes)]


class SamplePoints:
    """Single samples, among which nothing is ruled out."""

    def __init__(self, tiles: Tiles, randomness: Tensor, reach: int, integer_hash: bool) -> None:
        self.within, self._own, self._randomness = tiles.within, tiles.cells, randomness
        self._steps = _steps(len(self._own), reach)
        self._integer_hash = integer_hash
        self._near = cell_values(self._random, self._own, (-reach, reach))
        self._near_colors = cell_values(lambda *at: cell_colors(at, integer_hash), self._own, (-reach, reach))
        self._shifted = [{step: axis - step for step in range(-reach, reach + 1)} for axis in self.within]
        count = self.within[0].shape[-1]
        self.live = [count] * len(self._steps)
        self.order = torch.arange(count, device=self.within[0].device)

    def _random(self, *cells: Tensor) -> tuple[Tensor, ...]:
        return tuple(value.to(self.within[0].dtype) for value in cell_points(cells, self._integer_hash))

    def way(self, rank: int, tiles: int) -> list[Tensor]:
        steps = self._steps[rank]
        return [
            value * self._randomness - shifted[step]
            for value, shifted, step in zip(self._near(steps), self._shifted, steps, strict=True)
        ]

    def colors(self, rank: int, tiles: int) -> Sequence[Tensor]:
        return self._near_colors(self._steps[rank])

    def _chosen(self, ranks: Tensor) -> Iterator[Tensor]:
        steps = torch.tensor(self._steps, dtype=torch.int32, device=ranks.device)
        index = ranks.to(torch.int32).flatten()
        return (axis.contiguous().index_select(0, index).view(ranks.shape) for axis in steps.T)

    def cells(self, ranks: Tensor) -> list[Tensor]:
        return [cell + step for cell, step in zip(self._own, self._chosen(ranks), strict=True)]

    def points(self, ranks: Tensor) -> list[Tensor]:
        random = cell_values(self._random, self.cells(ranks), (0, 0))((0,) * len(self._own))
        return [step + value * self._randomness for step, value in zip(self._chosen(ranks), random, strict=True)]


class TilePoints:
    """The points that may count for some pixel of a tile, by the least and the most that their bounds can be there."""

    def __init__(
        self, tiles: Tiles, randomness: Tensor, metric: Metric, reach: int, integer_hash: bool, counts: Counts
    ) -> None:
        self._integer_hash = integer_hash
        axes, dtype = len(tiles.cells), tiles.within[0].dtype
        steps = torch.tensor(_steps(axes, reach), dtype=torch.int32, device=tiles.cells[0].device).T[..., None]
        cells = [cell + step for cell, step in zip(tiles.cells, steps, strict=True)]
        random = cell_values(lambda *at: cell_points(at, integer_hash), cells, (0, 0))((0,) * axes)
        points = [step + value.to(dtype) * randomness for step, value in zip(steps, random, strict=True)]
        with torch.no_grad():
            keep = counts(*_bounds(points, tiles.within, metric))
            left, self.order = keep.sum(0).sort(descending=True)
            ranks = torch.arange(int(left[0]), device=left.device)
            self.live = (left > ranks[:, None]).sum(1).tolist()
            chosen = (~keep[:, self.order]).to(torch.uint8).argsort(dim=0, stable=True)[: len(ranks)]
        self._cells, self._points = (
            [value.expand(keep.shape)[:, self.order].gather(0, chosen) for value in group] for group in (cells, points)
        )
        self.within = tuple(axis.expand(*axis.shape[:2], len(left))[..., self.order] for axis in tiles.within)

    def way(self, rank: int, tiles: int) -> list[Tensor]:
        return [point[rank, :tiles] - axis[..., :tiles] for point, axis in zip(self._points, self.within, strict=True)]

    def colors(self, rank: int, tiles: int) -> Sequence[Tensor]:
        return [color[rank, :tiles] for color in self._colors]

    @cached_property
    def _colors(self) -> tuple[Tensor, ...]:
        return cell_values(lambda *at: cell_colors(at, self._integer_hash), self._cells, (0, 0))(
            (0,) * len(self._cells)
        )

    def cells(self, ranks: Tensor) -> list[Tensor]:
        return self._look_up(ranks, self._cells)

    def points(self, ranks: Tensor) -> list[Tensor]:
        return self._look_up(ranks, self._points)

    def _look_up(self, ranks: Tensor, tables: Sequence[Tensor]) -> list[Tensor]:
        tiles = ranks.shape[-1]
        index = ranks.to(torch.int32) * tiles + torch.arange(tiles, dtype=torch.int32, device=ranks.device)
        return [table.flatten().index_select(0, index.flatten()).view(ranks.shape) for table in tables]


def around(tiles: Tiles, randomness: Tensor, metric: Metric, reach: int, integer_hash: bool, counts: Counts) -> Points:
    """The points of the cells up to `reach` steps away from the tiles' own."""
    if all(axis.shape[:2] == (1, 1) for axis in tiles.within):
        return SamplePoints(tiles, randomness, reach, integer_hash)
    return TilePoints(tiles, randomness, metric, reach, integer_hash, counts)


def _bounds(points: Sequence[Tensor], within: Sequence[Tensor], metric: Metric) -> tuple[Tensor, Tensor]:
    """The least and the most that the bound of a point can be in a tile, [points, tiles]."""
    near, far = [], []
    for point, axis in zip(points, within, strict=True):
        low, high = axis.amin((0, 1)), axis.amax((0, 1))
        near.append(torch.maximum(low - point, point - high).clamp(min=0.0))
        far.append(torch.maximum(high - point, point - low))
    return metric.bound(near), metric.bound(far)
