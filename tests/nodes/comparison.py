"""How a twin is held against what Cycles bakes, and against its own derivative."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from samples import SAMPLES, sockets, unexplained

EXTREMES = (0.0, 1.0, -1.0, 0.5, -0.5, 0.25, 2.0, -2.0, 3.0, -3.0, 1e-3, -1e-3, 5e3, -5e3)


def extremes(generator: np.random.RandomState, width: int = 1) -> np.ndarray:
    """Values that nodes must guard against, each as likely, [SAMPLES] or [SAMPLES, width]."""
    values = generator.choice(np.array(EXTREMES, np.float32), (SAMPLES, width))
    return values[:, 0] if width == 1 else values


def differing(twin: Callable[..., Any], inputs: Mapping[str, np.ndarray], theirs: Mapping[str, np.ndarray]) -> set[str]:
    """The outputs that are not the same. The twin takes the inputs in their order and gives a dict of outputs."""
    given = sockets(inputs)
    return {
        name for name, values in theirs.items() if unexplained(lambda *g, n=name: _finite(twin(*g)[n]), given, values)
    }


def differentiable(twin: Callable[..., Any], inputs: Mapping[str, np.ndarray]) -> bool:
    """Whether gradcheck passes for the first samples of every input."""
    numbers, widths = [], []
    for values in inputs.values():
        axes = torch.from_numpy(values[:12].reshape(12, -1).astype(np.float64)).unbind(-1)
        numbers += [axis.clone().requires_grad_() for axis in axes]
        widths.append(len(axes))

    def flat(*given: torch.Tensor) -> tuple[torch.Tensor, ...]:
        given_sockets, rest = [], list(given)
        for width in widths:
            given_sockets.append(rest[0] if width == 1 else tuple(rest[:width]))
            rest = rest[width:]
        outputs = twin(*given_sockets).values()
        return tuple(axis for value in outputs for axis in (value if isinstance(value, tuple) else (value,)))

    return torch.autograd.gradcheck(flat, numbers)


def _finite(value: Any) -> Any:
    return tuple(map(_finite, value)) if isinstance(value, tuple) else value.nan_to_num(0.0, 0.0, 0.0)
