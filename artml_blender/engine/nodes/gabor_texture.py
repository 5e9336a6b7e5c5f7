"""The Gabor Texture node.

Source: Cycles' svm/gabor.h, after Lagae et al. 2009, "Procedural Noise using Sparse Gabor Convolution"
(https://doi.org/10.1145/1531326.1531360), Tavernier et al. 2019, "Making Gabor Noise Fast and Normalized"
(https://doi.org/10.2312/egs.20191009), and Tricard et al. 2019, "Procedural Phasor Noise"
(https://doi.org/10.1145/3306346.3322990).
"""

import math
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .hashing import hash_floats
from .lattice import cell_values
from .ranks import Ranks, State, bounding_ways, sweep
from .tiles import Evaluate, Tiles, by_tiles
from .values import Vector, constant

IMPULSES = 8  # per cell
SLACK = 1e-5
DEVIATION = {2: math.sqrt(IMPULSES * 0.5 * 0.25), 3: math.sqrt(IMPULSES * 0.5 / (4.0 * math.sqrt(2.0)))}


class Gabor(NamedTuple):
    """The outputs of the node."""

    value: Tensor  # about 0..1
    phase: Tensor  # 0..1
    intensity: Tensor  # 0 to about 1


def gabor_2d(
    position: tuple[Tensor, Tensor], scale: Tensor, frequency: Tensor, anisotropy: Tensor, orientation: Tensor
) -> Gabor:
    """The type 2D; the orientation is an angle in radians."""
    isotropy = 1.0 - anisotropy.clamp(0.0, 1.0)

    def directions(settings: Sequence[Tensor], random: Sequence[Tensor]) -> list[Tensor]:
        isotropy, base = settings
        angle = base + (random[0] - 0.5) * math.pi * isotropy
        return [angle.cos(), angle.sin()]

    return _gabor(position, scale, frequency, (isotropy, orientation), directions)


def gabor_3d(position: Vector, scale: Tensor, frequency: Tensor, anisotropy: Tensor, orientation: Vector) -> Gabor:
    """The type 3D; the orientation is a vector of any length but 0."""
    isotropy = 1.0 - anisotropy.clamp(0.0, 1.0)
    x, y, z = orientation
    length = (x * x + y * y + z * z).sqrt()
    base = (x / length, y / length, z / length)
    if constant(isotropy) == 0.0:
        return _gabor(position, scale, frequency, base, lambda settings, random: list(settings))
    inclination = base[2].acos()
    azimuth = torch.where(y < 0.0, -1.0, 1.0) * (base[0] / (base[0] * base[0] + base[1] * base[1]).sqrt()).acos()

    def directions(settings: Sequence[Tensor], random: Sequence[Tensor]) -> list[Tensor]:
        isotropy, inclination, azimuth = settings
        inclination = inclination + random[0] * math.pi * isotropy
        azimuth = azimuth + random[1] * math.pi * isotropy
        return [inclination.sin() * azimuth.cos(), inclination.sin() * azimuth.sin(), inclination.cos()]

    return _gabor(position, scale, frequency, (isotropy, inclination, azimuth), directions)


Directions = Callable[[Sequence[Tensor], Sequence[Tensor]], list[Tensor]]


def _gabor(
    position: tuple[Tensor, ...],
    scale: Tensor,
    frequency: Tensor,
    settings: tuple[Tensor, ...],
    directions: Directions,
) -> Gabor:
    place = tuple(axis * scale for axis in position)
    given = (frequency.clamp(min=0.001), *settings)
    real, imaginary = by_tiles(place, given, IMPULSES * 3 ** len(place), _phasor(directions))
    most = 2.0 * 6.0 * DEVIATION[len(place)]  # the sums are of twice the envelopes
    phase = (torch.atan2(imaginary, real) + math.pi) / (2.0 * math.pi)
    return Gabor(imaginary * (0.5 / most) + 0.5, phase, (real * real + imaginary * imaginary).sqrt() / most)


def _phasor(directions: Directions) -> Evaluate:
    """The sum of the impulses around each pixel as a complex number, of which the value is the imaginary part."""

    def evaluate(tiles: Tiles) -> tuple[tuple[Tensor, ...], Tensor]:
        centers, random = _impulses(tiles)
        with torch.no_grad():
            ways = [bounding_ways(center, axis)[0] for center, axis in zip(centers, tiles.within, strict=True)]
            keep = torch.stack([way * way for way in ways]).sum(0) < 1.0 + SLACK
            keep[0] = True  # so that there is one
            ranks = Ranks(keep)
        within = [ranks.tiles(axis) for axis in tiles.within]
        centers, random = ([ranks.pick(value) for value in group] for group in (centers, random))
        given = [ranks.tiles(value) if value.ndim else value for value in tiles.settings]
        waves = [
            (2.0 * math.pi * given[0] * axis).expand(centers[0].shape) for axis in directions(given[1:], random[1:])
        ]
        turns = torch.where(random[0] < 0.5, math.pi, 0.0).to(within[0].dtype)  # a negative impulse

        def kernel(rank: int, tiles: int) -> tuple[Tensor, Tensor, Tensor]:
            ways = [axis[..., :tiles] - center[rank, :tiles] for center, axis in zip(centers, within, strict=True)]
            angles = [way * wave[rank, :tiles] for way, wave in zip(ways, waves, strict=True)]
            return _envelope(ways), *_turn([*angles, turns[rank, :tiles][None, None]])

        def update(rank: int, tiles: int, state: State) -> State:
            envelope, cosine, sine = kernel(rank, tiles)
            return torch.addcmul(state[0], envelope, cosine), torch.addcmul(state[1], envelope, sine)

        envelope, cosine, sine = kernel(0, ranks.live[0])
        start = (envelope * cosine, envelope * sine)
        return sweep(ranks.live, start, update), ranks.order

    return evaluate


def _envelope(ways: Sequence[Tensor]) -> Tensor:
    """Twice the height of an impulse at this way from its centre; at a distance of 1 it ends with 0."""
    squares = [way * way * -math.pi for way in ways]
    power = sum(squares[1:], squares[0]).clamp(min=-math.pi)
    gauss = power.exp()
    return torch.addcmul(gauss, gauss, power.cos())


def _turn(angles: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The cosine and the sine of the sum of the angles, which are taken of small tensors before they are spread."""
    alike: dict[torch.Size, Tensor] = {}
    for angle in angles:
        alike[angle.shape] = alike[angle.shape] + angle if angle.shape in alike else angle
    sums = sorted(alike.values(), key=Tensor.numel)
    cosine, sine = sums[0].cos(), sums[0].sin()
    for more in sums[1:]:
        real, imaginary = more.cos(), more.sin()
        cosine, sine = cosine * real - sine * imaginary, cosine * imaginary + sine * real
    return cosine, sine


def _impulses(tiles: Tiles) -> tuple[list[Tensor], list[Tensor]]:
    """Those of the cells around each tile: their centres, a random number for the sign, and those for the direction.

    All are [impulses, tiles]; the centres are from the corner of the tile's cell.
    """
    axes, dtype = len(tiles.cells), tiles.within[0].dtype
    steps = torch.tensor(list(product((-1, 0, 1), repeat=axes)), dtype=torch.int32, device=tiles.cells[0].device)
    cells = [cell + step[:, None] for cell, step in zip(tiles.cells, steps.T, strict=True)]
    found = cell_values(_random, cells, (0, 0))((0,) * axes)
    groups = [torch.cat(found[first : first + IMPULSES]).to(dtype) for first in range(0, len(found), IMPULSES)]
    centers = [group + step.repeat(IMPULSES)[:, None] for group, step in zip(groups[:axes], steps.T, strict=True)]
    return centers, groups[axes:]


def _random(*cells: Tensor) -> tuple[Tensor, ...]:
    """For each impulse of a cell the centre, then the number for its sign, then one or two for its direction."""
    number = torch.arange(IMPULSES, dtype=torch.float32, device=cells[0].device) * 3.0
    shape = np.broadcast_shapes(*(cell.shape for cell in cells))
    first = number.view(-1, *(1,) * len(shape)).expand(-1, *shape)
    keys = [cell.to(torch.float32).expand(first.shape) for cell in cells]
    second, third = first + 1.0, first + 2.0
    if len(cells) == 2:
        x, y = keys
        groups = [hash_floats(x, y, second), hash_floats(second, x, y), hash_floats(x, y, third)]
        groups += [hash_floats(x, y, first)]
    else:
        x, y, z = keys
        groups = [hash_floats(x, y, z, second), hash_floats(z, x, second, y), hash_floats(second, z, y, x)]
        groups += [hash_floats(x, y, z, third), hash_floats(x, y, z, first), hash_floats(z, x, first, y)]
    return tuple(value for group in groups for value in group.unbind())
