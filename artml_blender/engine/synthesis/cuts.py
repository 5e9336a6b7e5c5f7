"""Where two overlapping pictures are cut: along the path on which they differ least.

After Efros and Freeman 2001, "Image Quilting" (https://doi.org/10.1145/383259.383296), section 2.1.
"""

import numpy as np

from ..runtime.arrays import Numpy


def cut(mismatch: Numpy, is_laid: Numpy, overlaps: tuple[int, int]) -> Numpy:
    """Where a piece is seen: on its side of the paths along which it and what is laid differ least."""
    is_new = np.ones(is_laid.shape, bool)
    for turns in range(4):  # the side in question lies on the left
        turned, laid = np.rot90(mismatch, turns), np.rot90(is_laid, turns)
        overlap = overlaps[1 - turns % 2]
        if laid[:, :overlap].mean() > 0.5:
            path = least_path(np.where(laid[:, :overlap], turned[:, :overlap], 0.0))
            np.rot90(is_new, turns)[...] &= np.arange(laid.shape[1]) >= path[:, None]
    return is_new | ~is_laid


def least_path(cost: Numpy) -> Numpy:
    """A column for each row, neighbours at most one apart, of the least sum (by dynamic programming).

    `cost` is [..., rows, columns], of any number of pictures at once; the path is [..., rows].
    """
    rows, columns = cost.shape[-2:]
    costs = cost.reshape(-1, rows, columns).swapaxes(0, 1)
    total = np.full((rows, costs.shape[1], columns + 2), np.inf)  # with a column at each side that is never taken
    total[..., 1:-1] = costs
    for row in range(1, rows):
        before = total[row - 1]
        total[row, :, 1:-1] += np.minimum(np.minimum(before[:, :-2], before[:, 1:-1]), before[:, 2:])
    path = np.empty((rows, costs.shape[1]), np.intp)
    path[-1] = total[-1].argmin(axis=1)
    pictures, beside = np.arange(costs.shape[1])[:, None], np.arange(-1, 2)
    for row in range(rows - 2, -1, -1):
        path[row] = path[row + 1] - 1 + total[row][pictures, path[row + 1][:, None] + beside].argmin(axis=1)
    found: Numpy = (path - 1).T.reshape(cost.shape[:-1])
    return found


def least_ring(cost: Numpy) -> Numpy:
    """The same where the last row is the first one's neighbour; it passes there where an open path would that begins
    half a round away.
    """
    rows, columns = cost.shape[-2:]
    crossing = least_path(np.roll(cost, rows // 2, axis=-2))[..., rows // 2, None]
    pinned = np.concatenate([cost, cost[..., :1, :]], axis=-2).astype(np.float64)
    for row in (0, -1):
        pinned[..., row, :] = np.where(np.arange(columns) == crossing, pinned[..., row, :], np.inf)
    return least_path(pinned)[..., :-1]
