"""Choices by arithmetic: masks of 0 and 1 as floats, many times faster on a CPU than booleans and `torch.where`.

What is not chosen must be finite, in value and in gradient. Masks have no gradient.
"""

import torch
from torch import Tensor

from .values import mix


def less(a: Tensor, b: Tensor | float) -> Tensor:
    """1 where a < b."""
    return torch.lt(a.detach(), _plain(b), out=a.new_empty(0))


def at_most(a: Tensor, b: Tensor | float) -> Tensor:
    """1 where a <= b."""
    return torch.le(a.detach(), _plain(b), out=a.new_empty(0))


def equal(a: Tensor, b: Tensor | float) -> Tensor:
    """1 where a is b."""
    return torch.eq(a.detach(), _plain(b), out=a.new_empty(0))


def choose(mask: Tensor, yes: Tensor, no: Tensor) -> Tensor:
    """`yes` where the mask is 1, `no` where it is 0."""
    return mix(no, yes, mask)


def _plain(b: Tensor | float) -> Tensor | float:
    return b.detach() if isinstance(b, Tensor) else b
