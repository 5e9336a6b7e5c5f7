"""Random samples for the comparisons with real nodes, and how near is near enough."""

from collections.abc import Callable

import numpy as np
from torch import Tensor

SAMPLES = 600
BOUND = 2e-4  # of values in about 0..1, relative to larger ones
ULPS = 4


def draw(generator: np.random.RandomState, low: float, high: float, width: int = 1) -> np.ndarray:
    """Uniform float32, [SAMPLES] or [SAMPLES, width]."""
    values = generator.uniform(low, high, (SAMPLES, width)).astype(np.float32)
    return values[:, 0] if width == 1 else values


def unexplained(twin: Callable[..., Tensor], inputs: list[Tensor], theirs: np.ndarray) -> float:
    """The share of values where the twin is not within the bound of the real node, without a reason.

    A reason is that float32 cannot say: nudging the inputs by a few units in the last place moves the twin itself
    further than that (the borders of cells and steps, and coordinates so large that their fraction is lost).
    """
    ours = twin(*inputs)
    scale = np.maximum(1.0, np.abs(theirs)) * BOUND
    far = np.abs(ours.numpy() - theirs) > scale
    moved = np.zeros_like(far)
    for sign in (-1.0, 1.0):
        nudged = twin(*(value * (1.0 + sign * ULPS * 2.0**-24) for value in inputs))
        moved |= (nudged - ours).abs().numpy() > 0.25 * scale
    return float((far & ~moved).mean())
