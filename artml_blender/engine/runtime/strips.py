"""Run a convolutional network on a large torus strip by strip: the same result, less memory, and cancellable."""

from collections.abc import Callable

import torch
from torch import Tensor

STRIP_CELLS = 64  # rows of 8-pixel cells computed at once


def in_strips(
    network: Callable[[Tensor], Tensor], field: Tensor, rows_per_cell: int, halo: int, progress: Callable[[float], None]
) -> Tensor:
    """`network(field)` for a network that pads circularly and looks at most `halo` cells far.

    `field` is [1, C, H, W] with `rows_per_cell` rows to a cell. `progress` gets the share done, and may raise.
    """
    height = field.shape[2]
    cells = height // rows_per_cell
    if cells <= STRIP_CELLS + 2 * halo:
        result = network(field)
        progress(1.0)
        return result
    strips = []
    for top in range(0, cells, STRIP_CELLS):
        bottom = min(top + STRIP_CELLS, cells)
        rows = torch.arange((top - halo) * rows_per_cell, (bottom + halo) * rows_per_cell) % height
        made = network(field[:, :, rows])
        scale = made.shape[2] // (bottom - top + 2 * halo)
        strips.append(made[:, :, halo * scale : made.shape[2] - halo * scale])
        progress(bottom / cells)
    return torch.cat(strips, dim=2)
