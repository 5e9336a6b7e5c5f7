"""How unlike a photo's texture a tile is: of features of random filters, how strong they are and which come together.

Source: Ustyuzhaninov et al. 2017, "What does it take to generate natural textures?"
(https://openreview.net/forum?id=BJhZeLsxx): Gram matrices of one layer of random filters of many sizes tell textures
apart. `tests/engine/test_tile_metrics.py` holds it to a ladder of damage; the spectrum alone does not pass that (phases
at random keep it).
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

FILTERS, SIDE = 48, 9  # of each scale; pixels of a filter
SCALES = 4  # each half as large
SEED = 7


def texture_distance(made: np.ndarray, photo: np.ndarray) -> float:
    """Between two pictures, float32 [H, W, 3] in 0..1, sRGB: 0 for the same; only their textures count, not where.

    The mean over the scales of the relative difference of the features' Gram matrices and of their spread.
    """
    pairs = zip(_features(made), _features(photo), strict=True)
    return float(np.mean([_difference(ours, theirs) for ours, theirs in pairs]))


def _features(picture: np.ndarray) -> list[Tensor]:
    """For each scale what each filter answers at each place, [FILTERS, places], 0 where it is negative."""
    generator = torch.Generator().manual_seed(SEED)
    values = torch.from_numpy(np.ascontiguousarray(picture)).movedim(-1, 0)[None]
    found = []
    for _ in range(SCALES):
        filters = torch.randn(FILTERS, 3, SIDE, SIDE, generator=generator) * _window()
        filters = filters - filters.mean((2, 3), keepdim=True) * (torch.arange(FILTERS) % 4 > 0)[:, None, None, None]
        answers = F.conv2d(values - 0.5, F.normalize(filters.flatten(1), dim=1).reshape(filters.shape))
        found.append(F.relu(answers).flatten(2)[0])
        values = F.avg_pool2d(values, 2)
    return found


def _window() -> Tensor:
    line = torch.hann_window(SIDE + 2, periodic=False)[1:-1]
    return line[:, None] * line


def _difference(ours: Tensor, theirs: Tensor) -> float:
    total = 0.0
    for power in (1.0, 2.0):  # what is usual, and what is rare and strong
        grams = [(values**power) @ (values**power).T / values.shape[1] for values in (ours, theirs)]
        roots = [gram.sqrt() for gram in grams]
        total += float((roots[0] - roots[1]).norm() / (roots[0] + roots[1]).norm())
    return total
