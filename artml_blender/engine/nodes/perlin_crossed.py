"""Perlin noise on a grid where some coordinates depend on the column alone and the others on the row alone.

Then few corners of the lattice are shared by all pixels. Each is hashed once, what the columns make of it is settled
for all rows of the lattice at once, and a pixel interpolates between these. In two dimensions those are textures along
the axes; in four, tiles whose axes go around two circles.
"""

import math
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .lattice import varies_by_column, varies_by_row

Slopes = Callable[..., tuple[Tensor, ...]]  # from cells to the slopes of their corners along each axis, and a constant


class Axis(NamedTuple):
    """One coordinate: the cell that each sample is in, how far within it, 0..1, and that share faded."""

    cell: Tensor  # int32
    within: Tensor
    fade: Tensor


class _Side(NamedTuple):
    """The axes that vary along one side of a plane."""

    axes: Sequence[Axis]  # each [length]
    corners: Tensor  # the distinct corners of the lattice that they reach: [axes, count]
    places: dict[tuple[int, ...], Tensor]  # for each corner of a cell, which of the distinct ones it is: [length]


def crossed_noise(axes: Sequence[Axis], slopes: Slopes) -> Tensor | None:
    """The noise, not scaled, of the shape that the axes broadcast to; None if that is not how the coordinates go."""
    across = [number for number, axis in enumerate(axes) if varies_by_column(axis.cell)]
    down = [number for number, axis in enumerate(axes) if varies_by_row(axis.cell)]
    if not (across and down) or sorted(across + down) != list(range(len(axes))) or max(len(across), len(down)) > 2:
        return None
    planes = np.broadcast_shapes(*(axis.cell.shape[:-2] for axis in axes))
    if math.prod(planes) > 1 and axes[0].cell.device.type != "cpu":
        return None  # a card hashes faster than it is told to, plane by plane
    split = [Axis(*(_lines(part, planes) for part in axis)) for axis in axes]
    noises = [
        _plane([Axis(*(part[plane] for part in axis)) for axis in split], across, down, slopes)
        for plane in range(math.prod(planes))
    ]
    return torch.stack(noises).view(*planes, *noises[0].shape)


def _lines(part: Tensor, planes: tuple[int, ...]) -> Tensor:
    """What varies along one side, [planes, length]."""
    return part.expand(*planes, *part.shape[-2:]).reshape(math.prod(planes), part.shape[-2:].numel())


def _plane(axes: Sequence[Axis], across: Sequence[int], down: Sequence[int], slopes: Slopes) -> Tensor:
    """One plane, [H, W]: along the rows first, for every line of corners of the lattice, then down the columns."""
    columns, rows = (_side([axes[number] for number in numbers]) for numbers in (across, down))
    cells = dict(zip(across, columns.corners[:, None, :], strict=True))
    cells |= dict(zip(down, rows.corners[:, :, None], strict=True))
    *leaning, constant = slopes(*(cells[number] for number in range(len(axes))))
    if len(leaning) < len(axes):
        leaning, constant = [*leaning, constant], torch.zeros_like(constant)
    line = _interpolate(columns, constant, [leaning[number] for number in across], dim=1)
    rises = [_interpolate(columns, leaning[number], [], dim=1) for number in down]
    return _interpolate(rows, line, rises, dim=0)


def _side(axes: Sequence[Axis]) -> _Side:
    """One or two axes; a corner of two is numbered as in a table as wide as the second reaches."""
    lowest = torch.stack([axis.cell.min() for axis in axes])
    width = int(axes[-1].cell.max() - lowest[-1]) + 2
    weights = (width, 1)[-len(axes) :]
    numbers = {
        steps: sum(
            (axis.cell.long() - low + step) * weight  # the table may have more than 2^31 places
            for axis, low, step, weight in zip(axes, lowest, steps, weights, strict=True)
        )
        for steps in product((0, 1), repeat=len(axes))
    }
    distinct, places = torch.unique(torch.cat(list(numbers.values())), return_inverse=True)
    parts = (distinct // width, distinct % width)[-len(axes) :]
    corners = (torch.stack(parts) + lowest[:, None]).to(torch.int32)
    return _Side(axes, corners, dict(zip(numbers, places.view(len(numbers), -1), strict=True)))


def _interpolate(side: _Side, values: Tensor, slopes: Sequence[Tensor], dim: int) -> Tensor:
    """Between the corners along one dimension: the corners' values, and the slopes from there along the side's axes."""
    shape = (-1, 1) if dim == 0 else (1, -1)
    found = {}
    for steps, place in side.places.items():
        value = values.index_select(dim, place)
        for slope, axis, step in zip(slopes, side.axes, steps, strict=False):
            value = torch.addcmul(value, slope.index_select(dim, place), (axis.within - step).view(shape))
        found[steps] = value
    for axis in side.axes:
        fade = axis.fade.view(shape)
        found = {
            steps[1:]: torch.lerp(near, found[(1, *steps[1:])], fade) for steps, near in found.items() if not steps[0]
        }
    return found[()]
