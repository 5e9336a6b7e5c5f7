"""A rectangle of a surface that a photo shows askew, seen from straight ahead."""

import math
from collections.abc import Sequence

import numpy as np

from ..runtime.arrays import Numpy

USUAL_FOCAL_LENGTH = 0.9  # in the photo's longer sides: of a telephone's camera, about
PLAUSIBLE = (0.4, 8.0)  # focal lengths, in longer sides
MUCH_WIDER = 8.0  # to 1: rectangles are taken to be no longer than that


def rectified(photo: Numpy, corners: Sequence[float]) -> Numpy:
    """What lies between four corners of a photo [h, w, C] in float32, as a rectangle with about as many pixels.

    `corners` are x and y of the top left, top right, bottom right and bottom left one, in shares of the photo. The
    rectangle's proportions are those that a camera with square pixels and its lens before the photo's middle must have
    seen. Source: Zhang and He 2007, "Whiteboard scanning and image enhancement"
    (https://doi.org/10.1016/j.dsp.2006.05.006), section 3.
    """
    height, width = photo.shape[:2]
    rows, columns = rectangle_size(corners, (width, height))
    plane = _homography(_points(corners, (width, height)))
    u, v = ((np.arange(count) + 0.5) / count for count in (columns, rows))
    places = np.einsum("ij,jrc->irc", plane, np.stack([*np.meshgrid(u, v), np.ones((rows, columns))]))
    return _sampled(photo, places[1] / places[2] - 0.5, places[0] / places[2] - 0.5)


def rectangle_size(corners: Sequence[float], size: tuple[int, int]) -> tuple[int, int]:
    """How many rows and columns the rectangle between the corners has, in a photo of `size` (width, height)."""
    points = _points(corners, size)
    ratio, area = _proportion(_homography(points), size), _area(points)
    return max(1, round(math.sqrt(area / ratio))), max(1, round(math.sqrt(area * ratio)))


def _points(corners: Sequence[float], size: tuple[int, int]) -> Numpy:
    points: Numpy = np.array(corners, np.float64).reshape(4, 2) * size
    return points


def _homography(points: Numpy) -> Numpy:
    """The 3 x 3 matrix from the unit square (u to the right, v down) to four points, in its corners' order."""
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    rows, values = [], []
    for (u, v), (x, y) in zip(square, points, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
        values += [x, y]
    solved = np.linalg.solve(np.array(rows, np.float64), np.array(values))
    return np.append(solved, 1.0).reshape(3, 3)


def _proportion(plane: Numpy, size: tuple[int, int]) -> float:
    """The rectangle's width over its height."""
    longer = max(size)
    centered = np.array([[1.0, 0.0, -size[0] / 2.0], [0.0, 1.0, -size[1] / 2.0], [0.0, 0.0, 1.0]]) @ plane
    across, down = centered[:, 0], centered[:, 1]
    perspective = across[2] * down[2]
    square = -(across[0] * down[0] + across[1] * down[1]) / perspective if perspective else 0.0
    focal = math.sqrt(square) if square > 0.0 else 0.0
    if not PLAUSIBLE[0] * longer <= focal <= PLAUSIBLE[1] * longer:  # seen too straight to tell
        focal = USUAL_FOCAL_LENGTH * longer
    scale = np.array([1.0 / focal, 1.0 / focal, 1.0])
    ratio = float(np.linalg.norm(across * scale) / np.linalg.norm(down * scale))
    return min(max(ratio, 1.0 / MUCH_WIDER), MUCH_WIDER)


def _area(points: Numpy) -> float:
    x, y = points.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2.0)


def _sampled(photo: Numpy, rows: Numpy, columns: Numpy) -> Numpy:
    """The photo between its pixels, bilinearly; beyond its border, the border."""
    height, width = photo.shape[:2]
    rows, columns = rows.clip(0, height - 1), columns.clip(0, width - 1)
    top, left = (places.astype(np.int64) for places in (rows, columns))
    below, right = np.minimum(top + 1, height - 1), np.minimum(left + 1, width - 1)
    down, across = ((places % 1.0)[..., None].astype(np.float32) for places in (rows, columns))
    upper = photo[top, left] * (1.0 - across) + photo[top, right] * across
    lower = photo[below, left] * (1.0 - across) + photo[below, right] * across
    sampled: Numpy = upper * (1.0 - down) + lower * down
    return sampled
