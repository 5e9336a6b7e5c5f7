"""What a Voronoi texture finds around a position: the nearest point, the second nearest, a smooth mixture of all.

Source: Cycles' svm/voronoi.h.
"""

import functools
from collections.abc import Sequence
from itertools import product

import torch
from torch import Tensor

from .lattice import cell_values
from .ranks import State, sweep
from .voronoi_around import Counts, Points
from .voronoi_points import Metric, cell_points

SLACK = 1e-5  # of a distance, so that rounding rules out nothing that counts


def one_of_nearest(place: int) -> Counts:
    """Which points may be the nearest (1), or up to second nearest (2)."""
    return lambda least, most: least * (1.0 - SLACK) <= most.topk(place, 0, largest=False).values[-1]


def smooth_counts(metric: Metric, smoothness: Tensor) -> Counts:
    """Which points may count for the smooth mixture.

    Mixed in Blender's order, a distance is at most the least so far, and at least that less the smoothness. A point
    that is the smoothness further away than the first changes nothing; one that is the smoothness nearer than the
    second replaces all before it.
    """

    def counts(least: Tensor, most: Tensor) -> Tensor:
        least, most = metric.distance(least), metric.distance(most)
        none = torch.full_like(most[:1], torch.inf)
        most_before = torch.cat([none, most.cummin(0).values[:-1]])
        least_before = torch.cat([none, least.cummin(0).values[:-1]])
        replaces = most * (1.0 + SLACK) <= least_before - 2.0 * smoothness
        number = torch.arange(len(least), device=least.device)[:, None]
        last = (number * replaces).amax(0)
        return (number >= last) & (least * (1.0 - SLACK) <= most_before + smoothness)

    return counts


def nearest_bound(points: Points, metric: Metric, second: bool) -> Tensor:
    """The bound of the distance to the nearest or second nearest point."""
    first = metric.bound(points.way(0, points.live[0]))
    if not second:

        def nearer(rank: int, tiles: int, state: State) -> State:
            return (torch.minimum(state[0], metric.bound(points.way(rank, tiles))),)

        return sweep(points.live, (first,), nearer)[0]

    def two_nearest(rank: int, tiles: int, state: State) -> State:
        bound, (best, other) = metric.bound(points.way(rank, tiles)), state
        return torch.minimum(best, bound), torch.minimum(other, torch.maximum(best, bound))

    return sweep(points.live, (first, torch.full_like(first, torch.inf)), two_nearest)[1]


@torch.no_grad()
def nearest(points: Points, metric: Metric) -> Tensor:
    """The rank of the nearest point."""

    def update(rank: int, tiles: int, state: State) -> State:
        bound, best = metric.bound(points.way(rank, tiles)), state[0]
        closer = (bound < best).view(torch.uint8)
        return torch.minimum(best, bound), torch.maximum(state[1], closer * rank)

    first = metric.bound(points.way(0, points.live[0]))
    return sweep(points.live, (first, torch.zeros_like(first, dtype=torch.uint8)), update)[1]


@torch.no_grad()
def second_nearest(points: Points, metric: Metric) -> Tensor:
    """The rank of the second nearest point."""

    def update(rank: int, tiles: int, state: State) -> State:
        bound = metric.bound(points.way(rank, tiles))
        best, second, best_rank, second_rank = state
        closer = bound < best
        moves_up = torch.where(bound < second, rank, second_rank)
        return (
            torch.minimum(best, bound),
            torch.minimum(second, torch.maximum(best, bound)),
            torch.where(closer, rank, best_rank),
            torch.where(closer, best_rank, moves_up),
        )

    first = metric.bound(points.way(0, points.live[0]))
    none = torch.zeros_like(first, dtype=torch.uint8)
    return sweep(points.live, (first, torch.full_like(first, torch.inf), none, none), update)[3]


def dot(a: Sequence[Tensor], b: Sequence[Tensor]) -> Tensor:
    """The sum of the products along the axes."""
    terms = [x * y for x, y in zip(a, b, strict=True)]
    return sum(terms[1:], terms[0])


def smooth_mixture(points: Points, metric: Metric, smoothness: Tensor, color: bool, place: bool) -> State:
    """The distance, if wanted the colour, and if wanted the place from the corner of the tile's cell."""

    def found(rank: int, tiles: int) -> State:
        way = points.way(rank, tiles)
        distance = metric.distance(metric.bound(way))
        colors = points.colors(rank, tiles) if color else ()
        places = [a + b[..., :tiles] for a, b in zip(way, points.within, strict=True)] if place else ()
        return distance, *(value.to(distance.dtype) for value in (*colors, *places))

    def update(rank: int, tiles: int, state: State) -> State:
        values = found(rank, tiles)
        share = ((state[0] - values[0]) * (0.5 / smoothness) + 0.5).clamp(0.0, 1.0)
        share = share * share * (3.0 - 2.0 * share)
        below = (share - share * share) * smoothness
        distance = state[0] + share * (values[0] - state[0]) - below
        if len(state) == 1:
            return (distance,)
        below = below / (1.0 + 3.0 * smoothness)
        return distance, *(a + share * (b - a) - below for a, b in zip(state[1:], values[1:], strict=True))

    first = found(0, points.live[0])
    return sweep(points.live, tuple(value.expand_as(first[0]) for value in first), update)


def sphere_radius(cells: Sequence[Tensor], randomness: Tensor, integer_hash: bool) -> Tensor:
    """Half of how far the cell's point is from the nearest point of the cells around it."""

    def radius(*at: Tensor) -> tuple[Tensor, ...]:
        random = cell_values(lambda *cells: cell_points(cells, integer_hash), at, (-1, 1))
        own, squared = random((0,) * len(at)), []
        for steps in filter(any, product((-1, 0, 1), repeat=len(at))):
            way = [step + randomness * (b - a) for step, a, b in zip(steps, own, random(steps), strict=True)]
            squared.append(dot(way, way))
        return (0.5 * functools.reduce(torch.minimum, squared).sqrt(),)

    return (radius(*cells) if randomness.ndim else cell_values(radius, cells, (0, 0))((0,) * len(cells)))[0]
