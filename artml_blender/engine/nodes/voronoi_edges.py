"""How far it is to the nearest edge between two cells of a Voronoi texture.

To a pixel, the distance to the edge between its nearest point and another is linear in the pixel's position. So for
every pair of a tile and a point that is nearest somewhere in it, bounds tell which edges can be nearest there, often
one or two, and the others are left out.

Source: Cycles' svm/voronoi.h, after Inigo Quilez (https://iquilezles.org/articles/voronoilines/).
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from .ranks import Ranks, State, sweep
from .voronoi_around import Points
from .voronoi_cells import dot, nearest
from .voronoi_points import Metric

COINCIDENT = 1e-4  # of a squared distance: points nearer to each other have no edge between them
SLACK = 1e-5  # of a distance, so that rounding leaves out nothing that counts


def edge_distance(points: Points, metric: Metric) -> Tensor:
    """How far the nearest edge is, [rows, columns, tiles]."""
    ranks = nearest(points, metric)
    tiles = ranks.shape[-1]
    pair = ranks.to(torch.int64) * tiles + torch.arange(tiles, device=ranks.device)
    standing = torch.zeros(len(points.live) * tiles, dtype=torch.int64, device=ranks.device)
    standing[pair.flatten()] = 1
    pairs = standing.nonzero().flatten()
    tile = pairs % tiles
    normals, offsets = _edges(points.nearby(pairs), [value.index_select(1, tile) for value in points.everywhere])
    within = [axis.index_select(-1, tile) for axis in points.within]
    with torch.no_grad():
        lines = Ranks(_may_be_nearest(normals, offsets, within))
    normals, offsets = [lines.pick(normal) for normal in normals], lines.pick(offsets)
    within = [lines.tiles(axis) for axis in within]

    def distance(rank: int, count: int) -> Tensor:
        return offsets[rank, :count] - dot([axis[..., :count] for axis in within], [n[rank, :count] for n in normals])

    def update(rank: int, count: int, state: State) -> State:
        return (torch.minimum(state[0], distance(rank, count)),)

    (least,) = sweep(lines.live, (distance(0, lines.live[0]),), update)
    standing[pairs[lines.order]] = torch.arange(len(pairs), device=ranks.device)
    pixel = torch.arange(ranks[..., 0].numel(), device=ranks.device).view(*ranks.shape[:2], 1)
    place = pixel * len(pairs) + standing.index_select(0, pair.flatten()).view(pair.shape)
    return least.flatten().index_select(0, place.flatten()).view(ranks.shape)


def _edges(nearest_point: Sequence[Tensor], others: Sequence[Tensor]) -> tuple[list[Tensor], Tensor]:
    """The edges between points [pairs] and others [points, pairs]: their normals, and how far they are at the origin.

    A position is as far from the edge as that, less its own way along the normal.
    """
    across = [b - a for a, b in zip(nearest_point, others, strict=True)]
    gap = dot(across, across)
    length = gap.clamp(min=COINCIDENT).sqrt()
    normals = [axis / length for axis in across]
    middle = [0.5 * (a + b) for a, b in zip(nearest_point, others, strict=True)]
    return normals, torch.where(gap > COINCIDENT, dot(middle, normals), torch.inf)


def _may_be_nearest(normals: Sequence[Tensor], offsets: Tensor, within: Sequence[Tensor]) -> Tensor:
    """Which edges may be the nearest for some pixel, [points, pairs]."""
    low, high = ([end(axis, (0, 1)) for axis in within] for end in (torch.amin, torch.amax))
    middle = offsets - dot([0.5 * (a + b) for a, b in zip(low, high, strict=True)], normals)
    reach = dot([0.5 * (b - a) for a, b in zip(low, high, strict=True)], [normal.abs() for normal in normals])
    return middle - reach <= (middle + reach).amin(0) + SLACK
