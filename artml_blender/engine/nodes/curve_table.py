"""How Blender evaluates the curves of a CurveMapping: by a table of a line along Bezier segments.

Source: Blender's blenkernel/intern/colortools.cc (`calchandle_curvemap`, `curvemap_make_table`,
`BKE_curvemap_evaluateF`) and curve.cc (`BKE_curve_correct_bezpart`). Differentiable in the points.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from .math_node import divide
from .values import mix

ENTRIES = 256  # steps of Blender's own table
RESOLUTION = 32  # points of the line from one point of the curve to the next
STEEPNESS = 2.5614  # what Blender divides the handles by
VERTICAL = 10000.0  # how high a curve goes on that ends upright
SAME = 1e-7  # no direction if shorter


class Curve(NamedTuple):
    """The points of a curve, from left to right; at least two."""

    x: Tensor  # [points]
    y: Tensor  # [points]
    handles: tuple[str, ...]  # AUTO, AUTO_CLAMPED or VECTOR, a point


class CurveMapping(NamedTuple):
    """The curves of a node: one for floats; three for vectors; red, green, blue and combined for colours."""

    curves: tuple[Curve, ...]
    extrapolate: bool
    clip_min_x: float  # the table of each curve reaches at least from here
    clip_max_x: float  # to here


class _Table(NamedTuple):
    """A curve at even steps, and how it goes on beyond its ends: by a slope from its end, or at a height above it."""

    low: Tensor
    high: Tensor
    y: Tensor  # [ENTRIES + 1]
    slopes: tuple[Tensor, Tensor]
    jumps: tuple[Tensor, Tensor]


def curve_mapping_of(described: Mapping[str, Any]) -> CurveMapping:
    """The curves of plain values by Blender's names; a point is x, y and the handle type."""
    curves = []
    for points in described["curves"]:
        x, y, handles = zip(*points, strict=True)
        curves.append(Curve(torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32), handles))
    extrapolate = described["extend"] == "EXTRAPOLATED"
    return CurveMapping(tuple(curves), extrapolate, described["clip_min_x"], described["clip_max_x"])


def evaluate(curve: Curve, place: Tensor, mapping: CurveMapping) -> Tensor:
    """A curve at places [N], through Blender's own table."""
    if _is_straight(curve, mapping):
        slope = (curve.y[1] - curve.y[0]) / (curve.x[1] - curve.x[0])
        inside = place if mapping.extrapolate else place.clamp(curve.x[0], curve.x[1])
        return curve.y[0] + slope * (inside - curve.x[0])
    table = _table(curve, mapping)
    step = (place - table.low) / (table.high - table.low) * ENTRIES
    entry = step.detach().clamp(0.0, ENTRIES - 1).long()
    inside = torch.lerp(table.y[entry], table.y[entry + 1], step - entry)
    before = _extended(place - table.low, table.y[0], table.slopes[0], table.jumps[0], mapping.extrapolate)
    after = _extended(place - table.high, table.y[-1], table.slopes[1], table.jumps[1], mapping.extrapolate)
    return torch.where(step < 0.0, before, torch.where(step > ENTRIES, after, inside))


def _is_straight(curve: Curve, mapping: CurveMapping) -> bool:
    """Whether it is a line without a bend in the table, as that of a channel left alone."""
    first, *_, last = (float(x) for x in curve.x)
    whole = mapping.extrapolate or (first <= mapping.clip_min_x and last >= mapping.clip_max_x)
    return len(curve.handles) == 2 and first < last and whole


def _extended(way: Tensor, y: Tensor, slope: Tensor, jump: Tensor, extrapolate: bool) -> Tensor:
    """The curve at a way beyond its end, which is at y."""
    return y + slope * way + jump if extrapolate else y.expand_as(way)


def _table(curve: Curve, mapping: CurveMapping) -> _Table:
    points = torch.stack((curve.x, curve.y), dim=-1)
    left, right = _handles(points, curve.handles)
    ends = left[0] - points[0], points[-1] - right[-1]
    slopes = divide(ends[0][1], ends[0][0]), divide(ends[1][1], ends[1][0])
    jumps = _jump(ends[0]), -_jump(ends[1])
    low = curve.x[0].clamp(max=mapping.clip_min_x)
    high = curve.x[-1].clamp(min=mapping.clip_max_x)
    line = _line(points, left, right)
    place = low + (high - low) * torch.linspace(0.0, 1.0, ENTRIES + 1, dtype=low.dtype, device=low.device)
    after = torch.searchsorted(line[:, 0].detach().contiguous(), place.detach(), right=True)
    end = line[after.clamp(1, len(line) - 1)]
    start = line[after.clamp(1, len(line) - 1) - 1]
    inside = mix(start[:, 1], end[:, 1], divide(place - start[:, 0], end[:, 0] - start[:, 0]))
    before = _extended(place - line[0, 0], line[0, 1], slopes[0], jumps[0], mapping.extrapolate)
    beyond = _extended(place - line[-1, 0], line[-1, 1], slopes[1], jumps[1], mapping.extrapolate)
    y = torch.where(place < line[0, 0], before, torch.where(place >= line[-1, 0], beyond, inside))
    return _Table(low, high, y, slopes, jumps)


def _jump(handle: Tensor) -> Tensor:
    """How far up an upright handle goes on; 0 for others."""
    return torch.where(handle[0] == 0.0, divide(handle[1], handle.norm()) * VERTICAL, torch.zeros_like(handle[1]))


def _line(points: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """The points that Blender draws of the curve, [(points - 1) * RESOLUTION, 2]; where handles cross, it cuts both."""
    start, end = points[:-1], points[1:]
    out, into = right[:-1] - start, end - left[1:]
    width, reach = (end - start)[:, :1], out[:, :1].abs() + into[:, :1].abs()
    cut = torch.where(reach > width, divide(width, reach), torch.ones_like(reach))
    second, third = start + cut * out, end - cut * into
    t = torch.linspace(0.0, 1.0, RESOLUTION, dtype=points.dtype, device=points.device)[None, :, None]
    u = 1.0 - t
    first, second, third, fourth = (part[:, None, :] for part in (start, second, third, end))
    line = u * u * u * first + 3.0 * u * u * t * second + 3.0 * u * t * t * third + t * t * t * fourth
    return line.reshape(-1, 2)


def _handles(points: Tensor, kinds: Sequence[str]) -> tuple[Tensor, Tensor]:
    """The handles to the left and to the right of each point, [points, 2] each."""
    before = torch.cat((2.0 * points[:1] - points[1:2], points[:-1]))
    after = torch.cat((points[1:], 2.0 * points[-1:] - points[-2:-1]))
    back, on = points - before, after - points
    back_length, on_length = _length(back), _length(on)
    way = on / on_length + back / back_length
    way = divide(way, _length(way) * STEEPNESS)
    auto = points - way * back_length, points + way * on_length
    clamped = _clamped(auto[0], points, before), _clamped(auto[1], points, after)
    top_or_bottom = ((before - points)[:, 1] * (after - points)[:, 1] >= 0.0)[1:-1, None]
    clamped = _levelled(clamped[0], points, top_or_bottom), _levelled(clamped[1], points, top_or_bottom)
    straight = points - back / 3.0, points + on / 3.0
    choice = {"AUTO": auto, "AUTO_CLAMPED": clamped, "VECTOR": straight}
    left, right = (torch.stack([choice[kind][side][number] for number, kind in enumerate(kinds)]) for side in (0, 1))
    return _towards_neighbours(points, left, right, kinds) if len(kinds) > 2 else (left, right)


def _clamped(handle: Tensor, points: Tensor, neighbour: Tensor) -> Tensor:
    """Handles no further up or down than the next points, but for the ends of the curve."""
    height, limit = handle[1:-1, 1], neighbour[1:-1, 1]
    down = limit <= points[1:-1, 1]
    height = torch.where(down, torch.maximum(height, limit), torch.minimum(height, limit))
    inner = torch.stack((handle[1:-1, 0], height), dim=-1)
    return torch.cat((handle[:1], inner, handle[-1:]))


def _levelled(handle: Tensor, points: Tensor, level: Tensor) -> Tensor:
    """Handles as high as their points where these are a top or a bottom."""
    flat = torch.stack((handle[1:-1, 0], points[1:-1, 1]), dim=-1)
    return torch.cat((handle[:1], torch.where(level, flat, handle[1:-1]), handle[-1:]))


def _towards_neighbours(points: Tensor, left: Tensor, right: Tensor, kinds: Sequence[str]) -> tuple[Tensor, Tensor]:
    """The first and last handle, where AUTO, turned to the nearest handle of the next point."""
    if kinds[0] == "AUTO":
        way = _turned(right[0] - points[0], _not_behind(left[1] - points[0], 1.0))
        left, right = torch.cat(((points[0] - way)[None], left[1:])), torch.cat(((points[0] + way)[None], right[1:]))
    if kinds[-1] == "AUTO":
        way = _turned(left[-1] - points[-1], _not_behind(right[-2] - points[-1], -1.0))
        left, right = (
            torch.cat((left[:-1], (points[-1] + way)[None])),
            torch.cat((right[:-1], (points[-1] - way)[None])),
        )
    return left, right


def _not_behind(way: Tensor, side: float) -> Tensor:
    return torch.stack((side * (side * way[0]).clamp(min=0.0), way[1]))


def _turned(handle: Tensor, way: Tensor) -> Tensor:
    """A handle of the same length into the way's direction."""
    return way * divide(_length(handle), _length(way)) if float(way.detach().norm()) > SAME else handle


def _length(vectors: Tensor) -> Tensor:
    """[..., 1]; 1 where it would be 0."""
    squared = (vectors * vectors).sum(-1, keepdim=True)
    return squared.masked_fill(squared == 0.0, 1.0).sqrt()
