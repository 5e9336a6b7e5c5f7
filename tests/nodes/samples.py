"""Random samples for the comparisons with real nodes, and how near is near enough."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

SAMPLES = 600
BOUND = 2e-4  # of values in about 0..1, relative to larger ones
ULPS = 4


def draw(generator: np.random.RandomState, low: float, high: float, width: int = 1) -> np.ndarray:
    """Uniform float32, [SAMPLES] or [SAMPLES, width]."""
    values = generator.uniform(low, high, (SAMPLES, width)).astype(np.float32)
    return values[:, 0] if width == 1 else values


def sockets(inputs: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """What a twin takes: a tensor for a float, three of them for a vector or colour."""
    values = {name: torch.from_numpy(array) for name, array in inputs.items()}
    return {name: value if value.ndim == 1 else value.unbind(-1) for name, value in values.items()}


def unexplained(twin: Callable[..., Any], inputs: Mapping[str, Any], theirs: np.ndarray) -> float:
    """The share of values where the twin is not within the bound of the real node, without a reason.

    The twin is called with the values of `inputs` (tensors, or tuples of them) in their order. A reason is that float32
    cannot say: nudging the inputs by a few units in the last place moves the twin itself further than that (the borders
    of cells and steps, and coordinates so large that their fraction is lost).
    """
    given = list(inputs.values())
    ours = _stacked(twin(*given))
    scale = np.maximum(1.0, np.abs(theirs)) * BOUND
    near = (np.abs(ours - theirs) <= scale) | (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    moved = np.zeros_like(near)
    for sign in (-1.0, 1.0):
        factor = 1.0 + sign * ULPS * 2.0**-24
        nudged = _stacked(twin(*(_scaled(value, factor) for value in given)))
        moved |= np.abs(nudged - ours) > 0.25 * scale
    return float((~near & ~moved).mean())


def _scaled(value: Any, factor: float) -> Any:
    return tuple(axis * factor for axis in value) if isinstance(value, tuple) else value * factor


def _stacked(value: Any) -> np.ndarray:
    if isinstance(value, tuple):
        return torch.stack(torch.broadcast_tensors(*value), dim=-1).numpy()
    return value.numpy()
