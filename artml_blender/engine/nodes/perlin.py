"""Perlin's gradient noise in one to four dimensions.

Source: Blender's blenlib/intern/noise.cc, after Perlin 2002, "Improving Noise" (https://doi.org/10.1145/566654.566636).
"""

import functools
from itertools import product

import torch
from torch import Tensor

from .hashing import hash_integers
from .lattice import cell_values
from .values import Position

SCALE = {1: 0.25, 2: 0.6616, 3: 0.982, 4: 0.8344}  # keeps the noise about within -1..1
PERIOD = 100000.0  # coordinates repeat, so that floats stay precise
FAR = 1000000.0  # coordinates from here on have lost their fraction


def perlin_signed(position: Position) -> Tensor:
    """Noise in about -1..1 at one to four coordinates.

    The noise of a corner is linear in the way from it. So coordinates that do not vary (z on a plane) are settled once
    per corner of the others: what is left is a noise of fewer dimensions, whose corners have a constant term.
    """
    axes = [_repeat(axis) for axis in position]
    floors = [axis.detach().floor() for axis in axes]
    within = [axis - floor for axis, floor in zip(axes, floors, strict=True)]
    fade = [t * t * t * (t * (t * 6.0 - 15.0) + 10.0) for t in within]
    cells = [floor.to(torch.int32) for floor in floors]
    dtype = within[0].dtype
    varying = [axis for axis in range(len(axes)) if axes[axis].numel() > 1] or [0]
    settled = [axis for axis in range(len(axes)) if axis not in varying]

    def slopes(*varying_cells: Tensor) -> tuple[Tensor, ...]:
        """The corner's slope along each varying axis, and its constant term if there is a settled axis."""
        corners = {}
        for steps in product((0, 1), repeat=len(settled)):
            corner = dict(zip(varying, varying_cells, strict=True))
            corner |= {axis: cells[axis] + step for axis, step in zip(settled, steps, strict=True)}
            gradient = _gradient(hash_integers(*(corner[axis] for axis in range(len(axes)))), len(axes), dtype)
            terms = [gradient[axis] * (within[axis] - step) for axis, step in zip(settled, steps, strict=True)]
            corners[steps] = [gradient[axis] for axis in varying] + ([sum(terms[1:], terms[0])] if terms else [])
        return tuple(_interpolate(corners, [fade[axis] for axis in settled]))

    look_up = cell_values(slopes, [cells[axis] for axis in varying], (0, 1))
    corners = {}
    for steps in product((0, 1), repeat=len(varying)):
        found = look_up(steps)
        value = found[len(varying)] if settled else torch.zeros((), dtype=dtype, device=cells[0].device)
        for axis, step, slope in zip(varying, steps, found, strict=False):
            value = torch.addcmul(value, slope, within[axis] - step)
        corners[steps] = [value]
    (noise,) = _interpolate(corners, [fade[axis] for axis in varying])
    return noise * SCALE[len(position)]


def _repeat(axis: Tensor) -> Tensor:
    if bool((axis.detach().abs() < PERIOD).all()):
        return axis
    return torch.fmod(axis, PERIOD) + 0.5 * (axis.abs() >= FAR)


def _interpolate(corners: dict[tuple[int, ...], list[Tensor]], shares: list[Tensor]) -> list[Tensor]:
    """Each number of the corners, interpolated along one axis after the other, x first as Blender does."""
    for share in shares:
        near = {steps[1:]: values for steps, values in corners.items() if steps[0] == 0}
        far = {steps[1:]: values for steps, values in corners.items() if steps[0] == 1}
        corners = {
            steps: [a + share * (b - a) for a, b in zip(values, far[steps], strict=True)]
            for steps, values in near.items()
        }
    return corners[()]


def _gradient(bits: Tensor, dimensions: int, dtype: torch.dtype) -> list[Tensor]:
    """The components of the gradient that a corner's hash chooses."""
    table = _gradients(dimensions, dtype, bits.device)
    choice = (bits & (table.shape[1] - 1)).flatten()
    return [component.index_select(0, choice).view(bits.shape) for component in table]


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
