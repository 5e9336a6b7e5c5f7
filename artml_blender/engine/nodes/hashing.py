"""Integer hashes of floats, on which every random texture of Blender stands.

Source: Blender's blenlib/intern/noise.cc and Cycles' util/hash.h, after Bob Jenkins' lookup3 (public domain).
Unsigned 32-bit integers are held in int32 tensors, whose additions wrap the same way.
"""

import torch
from torch import Tensor

_START = 0xDEADBEEF + 13 - 2**32  # as a signed number


def hash_floats(*keys: Tensor) -> Tensor:
    """One to four floats, by their bits as float32, to a float in 0..1 of the shape they broadcast to."""
    return to_unit_float(hash_integers(*(key.to(torch.float32).contiguous().view(torch.int32) for key in keys)))


def hash_integers(*keys: Tensor) -> Tensor:
    """One to four int32 tensors to an int32 tensor of the shape they broadcast to."""
    start = _START + (len(keys) << 2)
    if len(keys) == 4:
        x, y, z, w = keys
        a, b, c = _mix(start + x, start + y, start + z)
        return _final(a + w, b, c)
    rest = torch.full((), start, dtype=torch.int32, device=keys[0].device)
    a, b, c = (start + keys[place] if place < len(keys) else rest for place in range(3))
    return _final(a, b, c)


def to_unit_float(bits: Tensor) -> Tensor:
    """Unsigned 32-bit integers to floats in 0..1."""
    return (bits.to(torch.int64) & 0xFFFFFFFF).to(torch.float32) * 2.0**-32


def _mix(a: Tensor, b: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    for places in (4, 6, 8, 16, 19, 4):
        a = a - c
        a ^= _turned_over(c, places).add_(c, alpha=1 << places)
        c = c + b
        a, b, c = b, c, a
    return a, b, c


def _final(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    for places in (14, 11, 25, 16, 4, 14, 24):
        c = c ^ b
        c.sub_(b, alpha=1 << places).sub_(_turned_over(b, places))
        a, b, c = b, c, a
    return b


def _turned_over(bits: Tensor, places: int) -> Tensor:
    """The bits that a rotation to the left brings in at the right; the others are the number times 2^places."""
    over = bits >> (32 - places)
    over &= (1 << places) - 1  # the shift repeats the sign
    return over
