"""What a socket carries: a float is a tensor, a vector or colour three of them; all broadcast against each other."""

from collections.abc import Iterable

import torch
from torch import Tensor

Vector = tuple[Tensor, Tensor, Tensor]  # x, y, z
Color = tuple[Tensor, Tensor, Tensor]  # red, green, blue; scene linear
Position = tuple[Tensor, ...]  # one to four coordinates: a Vector, or its part, and W


def triple(values: Iterable[Tensor]) -> Vector:
    """Three tensors as a vector or colour; raises ValueError for another number of them."""
    x, y, z = values
    return x, y, z


def constant(value: Tensor) -> float | None:
    """The number a tensor holds if it is a single one that needs no gradient; else None."""
    return float(value) if value.numel() == 1 and not value.requires_grad else None


def mix(a: Tensor, b: Tensor, factor: Tensor) -> Tensor:
    """a where the factor is 0, b where it is 1, and between."""
    return torch.lerp(a, b, factor)
