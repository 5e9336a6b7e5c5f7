"""The tables that Cycles makes of ramps and curves: 257 entries, straight lines between them.

Source: Cycles' svm/ramp.h. Differentiable in what is looked up and in the entries.
"""

import torch
from torch import Tensor

SIZE = 257


def places(like: Tensor) -> Tensor:
    """Where the entries lie, 0..1, [SIZE]."""
    return torch.linspace(0.0, 1.0, SIZE, dtype=like.dtype, device=like.device)


def locate(share: Tensor, extrapolate: bool = False) -> tuple[Tensor, Tensor]:
    """The entry below a share of the table, 0..1, and how far on from it, 0..1 unless beyond an end that goes on."""
    scaled = share.nan_to_num(0.0) * (SIZE - 1)
    if not extrapolate:
        scaled = scaled.clamp(0.0, SIZE - 1)
    entry = scaled.detach().clamp(0.0, SIZE - 2).long()
    return entry, scaled - entry


def between(table: Tensor, entry: Tensor, rest: Tensor) -> Tensor:
    """The value of a table, [SIZE], at what `locate` gives."""
    flat = entry.flatten()
    start = table.index_select(0, flat).view(entry.shape)
    step = (table[1:] - table[:-1]).index_select(0, flat).view(entry.shape)
    return torch.addcmul(start, step, rest)


def below(table: Tensor, entry: Tensor, rest: Tensor) -> Tensor:
    """As `between`, but constant from one entry to the next."""
    return table.index_select(0, (entry + rest).detach().long().flatten()).view(entry.shape)
