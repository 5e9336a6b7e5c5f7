"""The random points of the cells of a Voronoi texture: their places, their colours, and how distances are measured.

Source: Cycles' util/hash.h. From Blender 5.0 on cells are hashed as integers, after Jarzynski and Olano 2020, "Hash
Functions for GPU Rendering" (https://jcgt.org/published/0009/03/02/); before, as the bits of floats (`hashing.py`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from .hashing import hash_floats

_MULTIPLIER, _INCREMENT = 1664525, 1013904223
_ORDERS = {  # of the first two steps of each round: this += that * that one
    2: ((0, 1, None), (1, 0, None)),
    3: ((0, 1, 2), (1, 2, 0), (2, 0, 1)),
    4: ((0, 1, 3), (1, 2, 0), (2, 0, 1), (3, 1, 2)),
}


def hash_cells(cells: Sequence[Tensor]) -> list[Tensor]:
    """Two to four int32 tensors to as many floats in 0..1, of the shape they broadcast to."""
    values = [cell * _MULTIPLIER + _INCREMENT for cell in cells]
    for again in (False, True):
        if again:
            values = [value ^ (value >> 16) for value in values]
        for this, that, other in _ORDERS[len(values)]:
            values[this] = values[this] + values[that] * (_MULTIPLIER if other is None else values[other])
    return [(value & 0x7FFFFFFF).to(torch.float32) * 2.0**-31 for value in values]


def cell_points(cells: Sequence[Tensor], integer_hash: bool) -> tuple[Tensor, ...]:
    """Where in its cell the point lies, 0..1 along each axis."""
    if integer_hash and len(cells) > 1:
        return tuple(hash_cells(cells))
    keys = [cell.to(torch.float32) for cell in cells]
    if len(keys) == 4:
        return tuple(hash_floats(*keys[-turn:], *keys[:-turn]) for turn in range(4))
    return tuple(hash_floats(*keys, *number) for number in _numbers(keys)[: len(keys)])


def cell_colors(cells: Sequence[Tensor], integer_hash: bool) -> tuple[Tensor, ...]:
    """The cell's colour, three tensors."""
    if integer_hash and len(cells) > 1:
        return tuple(hash_cells([*cells, torch.zeros_like(cells[0])] if len(cells) == 2 else cells)[:3])
    keys = [cell.to(torch.float32) for cell in cells]
    if len(keys) == 4:
        x, y, z, w = keys
        return hash_floats(x, y, z, w), hash_floats(z, x, w, y), hash_floats(w, z, y, x)
    return tuple(hash_floats(*keys, *number) for number in _numbers(keys))


def _numbers(keys: Sequence[Tensor]) -> list[list[Tensor]]:
    """What tells the three numbers of a cell apart: nothing, 1 or 2 behind its coordinates."""
    return [[], *([torch.full_like(keys[0], number)] for number in (1.0, 2.0))]


class Metric(NamedTuple):
    """EUCLIDEAN, MANHATTAN, CHEBYCHEV or MINKOWSKI with an exponent."""

    name: str
    exponent: Tensor

    def bound(self, way: Sequence[Tensor]) -> Tensor:
        """A number that grows with the distance; `way` has one coordinate per axis."""
        if self.name == "EUCLIDEAN":
            terms = [axis * axis for axis in way]
        elif self.name == "MINKOWSKI":
            terms = [axis.abs() ** self.exponent for axis in way]
        else:
            terms = [axis.abs() for axis in way]
        total = terms[0]
        for term in terms[1:]:
            total = torch.maximum(total, term) if self.name == "CHEBYCHEV" else total + term
        return total

    def distance(self, bound: Tensor) -> Tensor:
        """The distance that has such a bound."""
        if self.name == "EUCLIDEAN":
            return bound.sqrt()
        return bound ** (1.0 / self.exponent) if self.name == "MINKOWSKI" else bound
