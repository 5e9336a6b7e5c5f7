"""Random values at the cells of a lattice: computed once for a cell, not once for each pixel in it."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

CellValues = Callable[..., tuple[Tensor, ...]]


class CellTable(NamedTuple):
    """Values of all cells of a box, [sides…] each, and its lowest cell."""

    lowest: tuple[int, ...]
    values: tuple[Tensor, ...]


def table_of_cells(values: CellValues, cells: Sequence[Tensor], reach: tuple[int, int]) -> CellTable | None:
    """What `values` gives at all cells that `cells` can reach; None if they are more than the samples would look up.

    `cells` are int32 tensors, one per axis, that broadcast against each other; `values` takes such tensors and returns
    some of the shape they broadcast to; `reach` is the lowest and highest step along an axis.
    """
    ends = [torch.aminmax(cell) for cell in cells]
    lowest = tuple(int(end.min) + reach[0] for end in ends)
    sides = [int(end.max) + reach[1] - low + 1 for end, low in zip(ends, lowest, strict=True)]
    samples = math.prod(np.broadcast_shapes(*(cell.shape for cell in cells)))
    if math.prod(sides) > samples * (reach[1] - reach[0] + 1) ** len(cells):
        return None
    grid = []
    for axis, (low, side) in enumerate(zip(lowest, sides, strict=True)):
        shape = [side if place == axis else 1 for place in range(len(sides))]
        grid.append(torch.arange(low, low + side, dtype=torch.int32, device=cells[0].device).view(shape))
    return CellTable(lowest, tuple(table.broadcast_to(sides) for table in values(*grid)))


def cell_values(
    values: CellValues, cells: Sequence[Tensor], reach: tuple[int, int]
) -> Callable[[Sequence[int]], tuple[Tensor, ...]]:
    """A function from a step to what `values` gives at `cells` moved by that step; see `table_of_cells`.

    If there is a table, it is looked up; else the values are computed per sample.
    """
    table = table_of_cells(values, cells, reach)
    if table is None:
        return lambda steps: values(*(cell + step for cell, step in zip(cells, steps, strict=True)))

    shape, sides = np.broadcast_shapes(*(cell.shape for cell in cells)), table.values[0].shape
    strides = [math.prod(sides[axis + 1 :]) for axis in range(len(sides))]
    columns = [column.flatten() for column in table.values]
    places = [(cell - low) * stride for cell, low, stride in zip(cells, table.lowest, strides, strict=True)]
    place = sum(places[1:], places[0])

    def look_up(steps: Sequence[int]) -> tuple[Tensor, ...]:
        index = (place + sum(step * stride for step, stride in zip(steps, strides, strict=True))).flatten()
        return tuple(column.index_select(0, index).view(shape) for column in columns)

    return look_up


def varies_by_row(value: Tensor) -> bool:
    """Whether a value is the same for all columns: [H, 1], or several such."""
    return value.ndim >= 2 and value.shape[-1] == 1


def varies_by_column(value: Tensor) -> bool:
    """Whether a value is the same for all rows: [W], [1, W], or several such."""
    return value.ndim < 2 or value.shape[-2] == 1
