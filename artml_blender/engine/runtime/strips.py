"""Run a convolutional network on a large torus strip by strip: the same result, less memory, and cancellable."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from array_api_compat import array_namespace

from .arrays import Array, roll_rows


class Strip(NamedTuple):
    """Cells `top` to `bottom` of a field, with `margin` more cells on either side (none where the field is whole)."""

    field: Array
    top: int
    bottom: int
    margin: int


def strips(field: Array, rows_per_cell: int, halo: int, strip: int) -> Iterator[Strip]:
    """The field [1, C, H, W], with `rows_per_cell` rows to a cell, `strip` cells at a time with `halo` around them.

    A field that is hardly larger than that comes whole, and wraps by itself.
    """
    cells = field.shape[2] // rows_per_cell
    if cells <= strip + 2 * halo:
        yield Strip(field, 0, cells, 0)
        return
    for top in range(0, cells, strip):
        bottom = min(top + strip, cells)
        rows = range((top - halo) * rows_per_cell, (bottom + halo) * rows_per_cell)
        yield Strip(roll_rows(field, rows), top, bottom, halo)


def in_strips(
    network: Callable[[Array], Array],
    field: Array,
    rows_per_cell: int,
    halo: int,
    strip: int,
    progress: Callable[[float], None],
) -> Array:
    """`network(field)` for a network that pads circularly and looks at most `halo` cells far.

    See `strips`. `progress` gets the share done, and may raise.
    """
    cells = field.shape[2] // rows_per_cell
    made = []
    for piece in strips(field, rows_per_cell, halo, strip):
        result = network(piece.field)
        cut = piece.margin * result.shape[2] // (piece.bottom - piece.top + 2 * piece.margin)
        made.append(result[:, :, cut : result.shape[2] - cut])
        progress(piece.bottom / cells)
    return array_namespace(field).concat(made, axis=2)
