"""The Voronoi Texture node.

Source: Cycles' svm/voronoi.h and Blender's blenlib/intern/noise.cc, after Worley 1996, "A Cellular Texture Basis
Function" (https://doi.org/10.1145/237170.237267). Blender 5.0 changed how the cells are hashed: `integer_hash` is True
from then on and False before.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor

from .hashing import hash_floats
from .lattice import cell_values
from .tiles import Tiles, by_tiles, cell_of
from .values import Color, Position, constant, mix, triple
from .voronoi_around import Points
from .voronoi_cells import (
    nearest,
    nearest_bound,
    one_of_nearest,
    second_nearest,
    smooth_counts,
    smooth_mixture,
    sphere_radius,
)
from .voronoi_edges import edge_distance
from .voronoi_points import Metric, cell_colors, cell_points

MAX_DETAIL = 15.0
FEATURES = ("F1", "F2", "SMOOTH_F1")
METRICS = ("EUCLIDEAN", "MANHATTAN", "CHEBYCHEV", "MINKOWSKI")


class VoronoiOctaves(NamedTuple):
    """How the fractal adds up its octaves."""

    detail: Tensor
    roughness: Tensor
    lacunarity: Tensor


class VoronoiCell(NamedTuple):
    """The outputs; what was not asked for is None."""

    distance: Tensor
    color: Color | None
    position: Position | None  # as many coordinates as the input: the outputs Position and W


def voronoi_cell(
    position: Position,
    scale: Tensor,
    octaves: VoronoiOctaves,
    smoothness: Tensor,
    exponent: Tensor,
    randomness: Tensor,
    feature: str = "F1",
    metric: str = "EUCLIDEAN",
    normalize: bool = False,
    integer_hash: bool = True,
    color: bool = True,
    place: bool = True,
) -> VoronoiCell:
    """Distance, and Color and Position if wanted, of the features F1, F2 and SMOOTH_F1.

    `position` is Vector and W together: one coordinate (W alone) to four. Smoothness counts for SMOOTH_F1 only and the
    exponent for MINKOWSKI only.
    """
    randomness, smoothness = randomness.clamp(0.0, 1.0), (0.5 * smoothness).clamp(0.0, 0.5)
    measure = Metric(metric if len(position) > 1 else "MANHATTAN", exponent)
    search = _Search(feature, measure, randomness, smoothness, integer_hash, color, place)
    wide, total, amplitudes = 3 * color, None, torch.zeros_like(octaves.detail)
    scaled = tuple(axis * scale for axis in position)
    for weight, stretch in _octaves(octaves):
        found = search(tuple(axis * stretch for axis in scaled))
        places, amplitudes = tuple(axis / stretch for axis in found[1 + wide :]), amplitudes + weight
        if total is None:
            total = (*found[: 1 + wide], *places)
            continue
        added = (a + weight * b for a, b in zip(total, found[: 1 + wide], strict=False))
        total = (*added, *(mix(a, b, weight) for a, b in zip(total[1 + wide :], places, strict=True)))
    assert total is not None
    distance, colors, places = total[0], total[1 : 1 + wide], total[1 + wide :]
    if normalize:
        most = measure.distance(measure.bound([0.5 + 0.5 * randomness] * len(position)))
        distance = distance / (amplitudes * most * (2.0 if feature == "F2" else 1.0))
        colors = tuple(axis / amplitudes for axis in colors)
    places = tuple(_divide(axis, scale) for axis in places)
    return VoronoiCell(distance, triple(colors) if color else None, places if place else None)


def voronoi_distance_to_edge(
    position: Position,
    scale: Tensor,
    octaves: VoronoiOctaves,
    randomness: Tensor,
    normalize: bool = False,
    integer_hash: bool = True,
) -> Tensor:
    """The output Distance of the feature DISTANCE_TO_EDGE."""
    randomness = randomness.clamp(0.0, 1.0)
    most = furthest = 0.5 + 0.5 * randomness
    distance, scaled = None, tuple(axis * scale for axis in position)
    for weight, stretch in _octaves(octaves):
        edge = _edge(tuple(axis * stretch for axis in scaled), randomness, integer_hash) / stretch
        most = mix(most, furthest / stretch, weight)
        distance = edge if distance is None else mix(distance, torch.minimum(distance, edge), weight)
    assert distance is not None
    return distance / most if normalize else distance


def voronoi_radius(position: Position, scale: Tensor, randomness: Tensor, integer_hash: bool = True) -> Tensor:
    """The output Radius of the feature N_SPHERE_RADIUS."""
    randomness = randomness.clamp(0.0, 1.0)
    metric = Metric("EUCLIDEAN", randomness)

    def evaluate(tiles: Tiles) -> tuple[tuple[Tensor, ...], Tensor]:
        (spread,) = tiles.settings
        points = Points(tiles, spread, metric, 1, integer_hash, one_of_nearest(1))
        return (sphere_radius(points.cells(nearest(points, metric)), spread, integer_hash),), points.order

    return by_tiles(tuple(axis * scale for axis in position), (randomness,), 3 ** len(position), evaluate)[0]


def _octaves(octaves: VoronoiOctaves) -> Iterator[tuple[Tensor, Tensor]]:
    """The weight of each octave and by how much it stretches the coordinates; the first weighs 1."""
    detail, roughness = octaves.detail.clamp(0.0, MAX_DETAIL), octaves.roughness.clamp(0.0, 1.0)
    highest = float(detail.detach().max())
    last = 0 if constant(roughness) == 0.0 or not math.isfinite(highest) else math.ceil(highest)
    amplitude, stretch = torch.ones_like(roughness), torch.ones_like(octaves.lacunarity)
    for octave in range(last + 1):
        yield (detail - (octave - 1)).clamp(0.0, 1.0) * amplitude, stretch
        amplitude, stretch = amplitude * roughness, stretch * octaves.lacunarity


def _divide(value: Tensor, divisor: Tensor) -> Tensor:
    """0 where the divisor is."""
    zero = divisor == 0.0
    if not bool(zero.any()):
        return value / divisor
    return torch.where(zero, 0.0, value / torch.where(zero, 1.0, divisor))


class _Search(NamedTuple):
    """What is looked for in one octave."""

    feature: str
    metric: Metric
    randomness: Tensor
    smoothness: Tensor
    integer_hash: bool
    color: bool
    place: bool

    def __call__(self, position: Position) -> tuple[Tensor, ...]:
        """Distance, then the three of the colour and the coordinates of the place if wanted."""
        sharp = self.smoothness == 0.0
        if self.feature != "SMOOTH_F1" or bool(sharp.all()):
            return self._by_tiles(position, False)
        if not bool(sharp.any()):
            return self._by_tiles(position, True)
        smooth = self._replace(smoothness=torch.where(sharp, 1.0, self.smoothness))
        both = zip(self._by_tiles(position, False), smooth._by_tiles(position, True), strict=True)
        return tuple(torch.where(sharp, a, b) for a, b in both)

    def _by_tiles(self, position: Position, smooth: bool) -> tuple[Tensor, ...]:
        settings = [self.randomness]
        settings += [self.metric.exponent] if self.metric.name == "MINKOWSKI" else []
        settings += [self.smoothness] if smooth else []
        evaluate = self._smooth if smooth else self._one
        return by_tiles(position, settings, (5 if smooth else 3) ** len(position), evaluate)

    def _one(self, tiles: Tiles) -> tuple[tuple[Tensor, ...], Tensor]:
        metric = self.metric._replace(exponent=tiles.settings[-1])
        second = self.feature == "F2"
        points = Points(tiles, tiles.settings[0], metric, 1, self.integer_hash, one_of_nearest(2 if second else 1))
        if not self.color and not self.place:
            return (metric.distance(nearest_bound(points, metric, second)),), points.order
        ranks = (second_nearest if second else nearest)(points, metric)
        found = points.points(ranks)
        way = [point - axis for point, axis in zip(found, points.within, strict=True)]
        values = [metric.distance(metric.bound(way))]
        if self.color:
            cells = points.cells(ranks)
            colors = cell_values(lambda *at: cell_colors(at, self.integer_hash), cells, (0, 0))((0,) * len(cells))
            values += [value.to(values[0].dtype) for value in colors]
        return (*values, *(self._at(tiles, points, found) if self.place else ())), points.order

    def _smooth(self, tiles: Tiles) -> tuple[tuple[Tensor, ...], Tensor]:
        metric, smoothness = self.metric._replace(exponent=tiles.settings[-2]), tiles.settings[-1]
        counts = smooth_counts(metric, smoothness)
        points = Points(tiles, tiles.settings[0], metric, 2, self.integer_hash, counts)
        values = smooth_mixture(points, metric, smoothness, self.color, self.place)
        last = len(values) - (len(tiles.cells) if self.place else 0)
        return (*values[:last], *self._at(tiles, points, values[last:])), points.order

    def _at(self, tiles: Tiles, points: Points, way: tuple[Tensor, ...] | list[Tensor]) -> Iterator[Tensor]:
        """The places that are this way from the corners of their cells."""
        for axis, cell in zip(way, tiles.cells, strict=False):
            yield axis + cell.expand(len(points.order))[points.order].to(axis.dtype)


def _edge(position: Position, randomness: Tensor, integer_hash: bool) -> Tensor:
    if len(position) == 1:
        return _edge_on_line(position[0], randomness)
    metric = Metric("EUCLIDEAN", randomness)

    def evaluate(tiles: Tiles) -> tuple[tuple[Tensor, ...], Tensor]:
        points = Points(tiles, tiles.settings[0], metric, 1, integer_hash, one_of_nearest(1))
        return (edge_distance(points, metric),), points.order

    return by_tiles(position, (randomness,), 3 ** len(position), evaluate)[0]


def _edge_on_line(position: Tensor, randomness: Tensor) -> Tensor:
    """The edges are half way from the cell's point to those of the cells beside it, even where others are nearer."""
    floor = position.detach().floor()
    beside = cell_values(lambda at: cell_points((at,), False), (cell_of(position),), (-1, 1))
    own = hash_floats(floor.to(torch.float32))  # Blender has another point for the cell of -0.0 than for that of 0.0
    before, after = (
        (0.5 * (randomness * (own + beside((step,))[0]) + step) - (position - floor)).abs() for step in (-1, 1)
    )
    return torch.minimum(before, after)
