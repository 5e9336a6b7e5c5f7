"""Random values at the cells of a lattice: computed once for a cell, not once for each pixel in it."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

CellValues = Callable[..., tuple[Tensor, ...]]


def cell_values(
    values: CellValues, cells: Sequence[Tensor], reach: tuple[int, int]
) -> Callable[[Sequence[int]], tuple[Tensor, ...]]:
    """A function from a step to what `values` gives at `cells` moved by that step.

    `cells` are int32 tensors, one per axis, that broadcast against each other; `values` takes such tensors and returns
    some of the shape they broadcast to; `reach` is the lowest and highest step along an axis. If the samples are denser
    than the cells, the values of all cells in reach are computed once and looked up; else they are computed per sample.
    """
    shape = np.broadcast_shapes(*(cell.shape for cell in cells))
    ends = [torch.aminmax(cell) for cell in cells]
    lowest = [int(end.min) + reach[0] for end in ends]
    sides = [int(end.max) + reach[1] - low + 1 for end, low in zip(ends, lowest, strict=True)]
    if math.prod(sides) > math.prod(shape):
        return lambda steps: values(*(cell + step for cell, step in zip(cells, steps, strict=True)))

    strides = [math.prod(sides[axis + 1 :]) for axis in range(len(sides))]
    grid = torch.meshgrid(
        *(
            torch.arange(low, low + side, dtype=torch.int32, device=cells[0].device)
            for low, side in zip(lowest, sides, strict=True)
        ),
        indexing="ij",
    )
    tables = [table.broadcast_to(sides).flatten() for table in values(*grid)]
    places = [(cell - low) * stride for cell, low, stride in zip(cells, lowest, strides, strict=True)]
    place = sum(places[1:], places[0])

    def look_up(steps: Sequence[int]) -> tuple[Tensor, ...]:
        index = (place + sum(step * stride for step, stride in zip(steps, strides, strict=True))).flatten()
        return tuple(table.index_select(0, index).view(shape) for table in tables)

    return look_up
