"""The points around a tile of pixels that may count for some of them, or around single samples.

Blender looks through the cells around the one of the position, x fastest, and a point must be strictly nearer than
those before it. Here a tile of pixels in one cell first rules out the points that none of its pixels can be nearest
to; so a pixel compares a few points and not all of them. Tiles are put in order of how many points they have left.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import product

import torch
from torch import Tensor

from .lattice import cell_values
from .ranks import Ranks, bounding_ways
from .tiles import Tiles
from .voronoi_points import Metric, cell_colors, cell_points

Counts = Callable[[Tensor, Tensor], Tensor]  # of least and most bounds [points, tiles]: which points may count


class Points:
    """The points around some tiles, in ranks: a rank is for all tiles that have so many points left."""

    def __init__(
        self, tiles: Tiles, randomness: Tensor, metric: Metric, reach: int, integer_hash: bool, counts: Counts
    ) -> None:
        """The points of the cells up to `reach` steps away that may count; for a single sample all of them."""
        axes, dtype = len(tiles.cells), tiles.within[0].dtype
        self._integer_hash = integer_hash
        steps = _steps(axes, reach, tiles.cells[0].device)
        self._cells = [cell + step for cell, step in zip(tiles.cells, steps, strict=True)]
        random = cell_values(lambda *at: cell_points(at, integer_hash), self._cells, (0, 0))((0,) * axes)
        self._points = [step + value.to(dtype) * randomness for step, value in zip(steps, random, strict=True)]
        self.everywhere = self._points  # [points, tiles]: those that are left out as well
        if all(axis.shape[:2] == (1, 1) for axis in tiles.within):
            count = tiles.within[0].shape[-1]
            self.within, self.live = tiles.within, [count] * len(steps[0])
            self.order = torch.arange(count, device=steps.device)
            return
        with torch.no_grad():
            ranks = Ranks(counts(*_bounds(self._points, tiles.within, metric)))
        self.live, self.order = ranks.live, ranks.order
        self._cells, self._points = ([ranks.pick(value) for value in group] for group in (self._cells, self._points))
        self.everywhere = [ranks.tiles(value) for value in self.everywhere]
        self.within = tuple(ranks.tiles(axis) for axis in tiles.within)

    def way(self, rank: int, tiles: int) -> list[Tensor]:
        """From the pixels to the point of this rank, along each axis."""
        return [point[rank, :tiles] - axis[..., :tiles] for point, axis in zip(self._points, self.within, strict=True)]

    def colors(self, rank: int, tiles: int) -> list[Tensor]:
        """The colours of those points."""
        return [color[rank, :tiles] for color in self._colors]

    @cached_property
    def _colors(self) -> tuple[Tensor, ...]:
        return cell_values(lambda *at: cell_colors(at, self._integer_hash), self._cells, (0, 0))(
            (0,) * len(self._cells)
        )

    def cells(self, ranks: Tensor) -> list[Tensor]:
        """The cells of the points with these ranks, uint8 [rows, columns, tiles]; int32."""
        return self._look_up(ranks, self._cells)

    def points(self, ranks: Tensor) -> list[Tensor]:
        """Where those points are, from the corner of the tile's cell."""
        return self._look_up(ranks, self._points)

    def nearby(self, pairs: Tensor) -> list[Tensor]:
        """Where the points of some pairs of a rank and a tile are; a pair's number is rank * tiles + tile."""
        return [point.flatten().index_select(0, pairs) for point in self._points]

    def _look_up(self, ranks: Tensor, tables: Sequence[Tensor]) -> list[Tensor]:
        tiles = ranks.shape[-1]
        index = ranks.to(torch.int32) * tiles + torch.arange(tiles, dtype=torch.int32, device=ranks.device)
        return [table.flatten().index_select(0, index.flatten()).view(ranks.shape) for table in tables]


def _steps(axes: int, reach: int, device: torch.device) -> Tensor:
    """Every step to a cell so near, x fastest, int32 [axes, steps, 1]."""
    steps = [step[::-1] for step in product(range(-reach, reach + 1), repeat=axes)]
    return torch.tensor(steps, dtype=torch.int32, device=device).T[..., None]


def _bounds(points: Sequence[Tensor], within: Sequence[Tensor], metric: Metric) -> tuple[Tensor, Tensor]:
    """The least and the most that the bound of a point can be in a tile, [points, tiles]."""
    near, far = zip(*(bounding_ways(point, axis) for point, axis in zip(points, within, strict=True)), strict=True)
    return metric.bound(near), metric.bound(far)
