"""Perlin's gradient noise in one to four dimensions.

Source: Blender's blenlib/intern/noise.cc, after Perlin 2002, "Improving Noise" (https://doi.org/10.1145/566654.566636).
"""

import functools
import math
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
import torch
from torch import Tensor

from .hashing import hash_integers
from .lattice import cell_values
from .perlin_crossed import Axis, Slopes, crossed_noise
from .values import Position

SCALE = {1: 0.25, 2: 0.6616, 3: 0.982, 4: 0.8344}  # keeps the noise about within -1..1
PERIOD = 100000.0  # coordinates repeat, so that floats stay precise
FAR = 1000000.0  # coordinates from here on have lost their fraction
HAIR = 2e-3  # of a cell: the noise of the next cell differs by the third power of it
FEW = 0.6  # of the samples


def perlin_signed(position: Position) -> Tensor:
    """Noise in about -1..1 at one to four coordinates.

    The noise of a corner is linear in the way from it. So coordinates that do not vary (z on a plane) are settled once
    per corner of the others: what is left is a noise of fewer dimensions, whose corners have a constant term.
    """
    axes = [_axis(coordinate) for coordinate in position]
    varying = [number for number, axis in enumerate(axes) if axis.cell.numel() > 1] or [0]
    for number in set(range(len(axes))) - set(varying):
        axes[number] = Axis(*(part.reshape(()) for part in axes[number]))
    slopes = _slopes(axes, varying)
    moving = [axes[number] for number in varying]
    noise = crossed_noise(moving, slopes)
    if noise is None:
        noise = _side_by_side(moving, slopes)
    if noise is None:
        noise = _at_samples(moving, _look_up(moving, slopes))
    return noise * SCALE[len(position)]


def _axis(coordinate: Tensor) -> Axis:
    lowest, highest = torch.aminmax(coordinate.detach())
    if not (-PERIOD < float(lowest) and float(highest) < PERIOD):
        coordinate = torch.fmod(coordinate, PERIOD) + 0.5 * (coordinate.abs() >= FAR)
    floor = coordinate.detach().floor()
    within = coordinate - floor
    return Axis(floor.to(torch.int32), within, _fade(within))


def _fade(t: Tensor) -> Tensor:
    return t * t * t * (t * (t * 6.0 - 15.0) + 10.0)


def _slopes(axes: Sequence[Axis], varying: Sequence[int]) -> Slopes:
    """A function from cells of the varying axes to what their corner adds: a slope along each, then a constant term.

    There is no constant term if no axis is settled.
    """
    settled = [number for number in range(len(axes)) if number not in varying]
    corners = list(product((0, 1), repeat=len(settled)))  # of the settled axes
    gradients = _gradients(len(axes), axes[0].within.dtype, axes[0].cell.device)
    count = gradients.shape[1]

    def settle(found: Sequence[Sequence[Tensor]]) -> list[Tensor]:
        """The gradients of the settled axes' corners, [axes, …] each, as one slope and constant term."""
        terms = {}
        for steps, gradient in zip(corners, found, strict=True):
            ways = [gradient[axis] * (axes[axis].within - step) for axis, step in zip(settled, steps, strict=True)]
            terms[steps] = [*(gradient[axis] for axis in varying), *([sum(ways[1:], ways[0])] if ways else [])]
        return _interpolate(terms, [axes[number].fade for number in settled])

    if len(corners) == 2:  # one table of both corners' gradients together: every pair of them is settled already
        table = gradients[:, None].expand(-1, count, -1)
        pairs = settle([list(table.transpose(1, 2)), list(table)])

    def slopes(*cells: Tensor) -> tuple[Tensor, ...]:
        choices = []
        for steps in corners:
            corner = dict(zip(varying, cells, strict=True))
            corner |= {number: axes[number].cell + step for number, step in zip(settled, steps, strict=True)}
            choices.append(hash_integers(*(corner[number] for number in range(len(axes)))) & (count - 1))
        if len(corners) == 2:
            return tuple(_choose(column.flatten(), choices[0] * count + choices[1]) for column in pairs)
        return tuple(settle([[_choose(column, choice) for column in gradients] for choice in choices]))

    return slopes


def _choose(column: Tensor, choice: Tensor) -> Tensor:
    return column.index_select(0, choice.flatten()).view(choice.shape)


def _look_up(axes: Sequence[Axis], slopes: Slopes) -> Callable[[Sequence[int]], tuple[Tensor, ...]]:
    return cell_values(slopes, [axis.cell for axis in axes], (0, 1))


def _at_samples(axes: Sequence[Axis], look_up: Callable[[Sequence[int]], tuple[Tensor, ...]]) -> Tensor:
    """The noise where the coordinates go any way; `look_up` gives the slopes at the corners of the samples' cells."""
    dtype, ways = axes[0].within.dtype, [(axis.within, axis.within - 1.0) for axis in axes]
    corners = {}
    for steps in product((0, 1), repeat=len(axes)):
        gradient = look_up(steps)
        value = gradient[-1] if len(gradient) > len(axes) else torch.zeros((), dtype=dtype, device=gradient[0].device)
        for way, step, slope in zip(ways, steps, gradient, strict=False):
            value = torch.addcmul(value, slope, way[step])
        corners[steps] = [value]
    return _interpolate(corners, [axis.fade for axis in axes])[0]


def _side_by_side(axes: Sequence[Axis], slopes: Slopes) -> Tensor | None:
    """The noise of a batch of planes that lie close to each other, as the places that Bump looks at do.

    Most samples are in the cell of the first plane's: its corners are looked up once for all. A sample that is a hair's
    breadth outside stays with that cell, since the noise goes on smoothly there; the others are computed by themselves.
    None if the planes are not as close as that.
    """
    shape = np.broadcast_shapes(*(axis.cell.shape for axis in axes))
    if len(shape) != 3 or shape[0] == 1:
        return None
    first = [axis.cell[:1] if axis.cell.ndim == 3 else axis.cell for axis in axes]
    ways = [axis.within + (axis.cell - cell) for axis, cell in zip(axes, first, strict=True)]
    outside = [((way < -HAIR) | (way > 1.0 + HAIR)).broadcast_to(shape) for way in ways]
    apart = torch.stack(outside).any(dim=0).nonzero(as_tuple=True)
    if len(apart[0]) > FEW * math.prod(shape):
        return None
    near = [Axis(cell, way, _fade(way)) for cell, way in zip(first, ways, strict=True)]
    noise = _at_samples(near, _look_up(near, slopes))
    if not len(apart[0]):
        return noise
    others = [Axis(*(part.broadcast_to(shape)[apart] for part in axis)) for axis in axes]
    return noise.index_put(apart, _at_samples(others, _look_up(others, slopes)))


def _interpolate(corners: dict[tuple[int, ...], list[Tensor]], shares: Sequence[Tensor]) -> list[Tensor]:
    """Each number of the corners, interpolated along one axis after the other, x first as Blender does."""
    for share in shares:
        far = {steps[1:]: values for steps, values in corners.items() if steps[0] == 1}
        corners = {
            steps[1:]: [torch.lerp(a, b, share) for a, b in zip(values, far[steps[1:]], strict=True)]
            for steps, values in corners.items()
            if steps[0] == 0
        }
    return corners[()]


@functools.cache
def _gradients(dimensions: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    """The components of every gradient, [dimensions, count]."""
    rows = {
        1: [[_signed(1.0 + (bits & 7), bits & 8)] for bits in range(16)],
        2: [_place(2, bits, [(0, 1), (1, 0)][bits >= 4], (1.0, 2.0)) for bits in range(8)],
        3: [_place(3, bits, (int(bits >= 8), 1 if bits < 4 else 0 if bits in (12, 14) else 2)) for bits in range(16)],
        4: [_place(4, bits, (int(bits >= 24), 1 + (bits >= 16), 2 + (bits >= 8))) for bits in range(32)],
    }[dimensions]
    return torch.tensor(rows, dtype=dtype, device=device).T.contiguous()


def _place(
    dimensions: int, bits: int, axes: tuple[int, ...], sizes: tuple[float, ...] = (1.0, 1.0, 1.0)
) -> list[float]:
    """A gradient along a few axes, each negated where its bit is set."""
    row = [0.0] * dimensions
    for place, (axis, size) in enumerate(zip(axes, sizes, strict=False)):
        row[axis] += _signed(size, bits & (1 << place))
    return row


def _signed(size: float, negative: int) -> float:
    return -size if negative else size
