"""What tests of photos share: a picture that could be one."""

import numpy as np


def cobbles(height: int, width: int) -> np.ndarray:
    """A picture with structure, noise and light that falls off: float32 [H, W, 3] in 0..1, another at each place."""
    generator = np.random.RandomState(3)
    rows, columns = np.mgrid[0:height, 0:width]
    stone = np.abs(np.sin(rows * 0.19 + 0.3 * np.sin(columns * 0.07))) * np.abs(np.sin(columns * 0.15)) > 0.25
    grey = np.where(stone, 0.55, 0.2) + 0.1 * generator.standard_normal((height, width)) + 0.1 * rows / height
    return np.clip(grey[..., None] * (1.0, 0.9, 0.75), 0.0, 1.0).astype(np.float32)
