"""What `report.json` says of a result: seconds by stage, memory, device and the seam."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 4)


def seam_ratio(array: np.ndarray[Any, Any]) -> float:
    """Mean step across the wrap over the largest mean step between neighbouring lines inside; the worse axis.

    `array` is [H, W, C] of any unit. At most 1.1 means that the seam is no stronger than the picture's own edges;
    a constant map gives 0.
    """
    values = array.astype(np.float32)
    ratios = []
    for axis in (0, 1):
        lines = np.moveaxis(values, axis, 0)
        across = float(np.abs(lines[0] - lines[-1]).mean())
        inside = float(np.abs(np.diff(lines, axis=0)).mean(axis=(1, 2)).max())
        ratios.append(across / inside if inside > 0.0 else 0.0)
    return round(max(ratios), 4)


def peak_memory_mb(device: torch.device) -> float | None:
    """The most memory this process has had so far: the device's on CUDA, else the process's; None where unknown."""
    if device.type == "cuda":
        return round(torch.cuda.max_memory_allocated(device) / 2**20, 1)
    if sys.platform == "win32":
        return None
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20, 1)
