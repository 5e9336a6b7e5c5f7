"""Run a convolutional network on a large torus strip by strip: the same result, less memory, and cancellable."""

from collections.abc import Callable

from array_api_compat import array_namespace

from .arrays import Array, roll_rows


def in_strips(
    network: Callable[[Array], Array],
    field: Array,
    rows_per_cell: int,
    halo: int,
    strip: int,
    progress: Callable[[float], None],
) -> Array:
    """`network(field)` for a network that pads circularly and looks at most `halo` cells far.

    `field` is [1, C, H, W] with `rows_per_cell` rows to a cell; `strip` cells are computed at once. `progress` gets the
    share done, and may raise.
    """
    cells = field.shape[2] // rows_per_cell
    if cells <= strip + 2 * halo:
        result = network(field)
        progress(1.0)
        return result
    strips = []
    for top in range(0, cells, strip):
        bottom = min(top + strip, cells)
        made = network(roll_rows(field, range((top - halo) * rows_per_cell, (bottom + halo) * rows_per_cell)))
        scale = made.shape[2] // (bottom - top + 2 * halo)
        strips.append(made[:, :, halo * scale : made.shape[2] - halo * scale])
        progress(bottom / cells)
    return array_namespace(field).concat(strips, axis=2)
