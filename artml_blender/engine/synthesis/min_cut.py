"""A picture made to tile as it lies: cut along each axis where its end goes over into its beginning best.

After Efros and Freeman 2001, "Image Quilting" (https://doi.org/10.1145/383259.383296), with places chosen by how well
they match (Kwatra et al. 2003, "Graphcut Textures"). First the rows are closed to a ring, over the example's whole
width; then that picture's columns, along paths that close around the ring. So the corners are a part of the second cut.
"""

from typing import NamedTuple

import numpy as np

from ..runtime.arrays import Numpy
from .cuts import least_path, least_ring
from .neighbourhoods import REACH

OVERLAPS = (0.08, 0.15, 0.25)  # of a piece's length
SMALLEST_OVERLAP = 4  # pixels
COMPARED = 1024  # lines of an example compared with each other; of larger ones every so-manieth
ACROSS = 256  # pixels of such a line
FIRST_PLACES = 32  # of the first piece that are tried, where there is more than one
REPEAT = 1.0  # what a piece costs that shows what the one before it does, in medians of the mismatch
SEAMLESS = 0.2  # of the way from the steps between neighbouring lines to those between any: a wrap's, if it tiles
NO_STRONGER = 2.0  # times the former: what a wrap's step is then at most; all of these are mean squares
TELLING = 0.5  # of the latter: where the former are larger, all is noise, and it does not matter whether it tiles


class _Plan(NamedTuple):
    """Along one axis of the torus: at which lines of the example pieces begin, their lengths, and the overlap."""

    starts: Numpy
    lengths: Numpy
    overlap: int


def wrap(example: Numpy, size: tuple[int, int]) -> Numpy:
    """The source field, int64 [H, W, 2], of a torus of `size` (rows, columns), for an example [h, w, C] in float32.

    Sources are at least REACH pixels within the example. An axis of the torus that is longer than what the example
    offers (`needed`) takes more than one piece of it.
    """
    inside = example[REACH:-REACH, REACH:-REACH]
    rows = _close(inside, size[0], is_ring=False)
    closed = np.take_along_axis(inside, rows[..., None], axis=0)
    columns = _close(closed.swapaxes(0, 1), size[1], is_ring=True).T
    sources: Numpy = np.stack([np.take_along_axis(rows, columns, axis=1), columns], axis=-1) + REACH
    return sources


def tiles(example: Numpy) -> tuple[bool, bool]:
    """Whether the example [h, w, C] goes on at its beginning where it ends, down and across."""
    found = []
    for axis in (0, 1):
        lines = np.moveaxis(example, axis, 0)
        wrap_step = float(((lines[0] - lines[-1]) ** 2).mean())
        near = float(np.median((np.diff(lines, axis=0) ** 2).mean(axis=(1, 2))))
        far = float(np.median(((lines - np.roll(lines, len(lines) // 2 + 1, axis=0)) ** 2).mean(axis=(1, 2))))
        found.append(near <= TELLING * far and wrap_step <= min(NO_STRONGER * near, near + SEAMLESS * (far - near)))
    return found[0], found[1]


def extended(example: Numpy) -> Numpy:
    """The example with what goes on around it along axes where it tiles, so that `wrap` can give it as it is."""
    margins = [
        (REACH, REACH + _overlap(OVERLAPS[-1], length)) if is_seamless else (0, 0)
        for length, is_seamless in zip(example.shape, tiles(example), strict=False)
    ]
    padded: Numpy = np.pad(example, [*margins, (0, 0)], mode="wrap")
    return padded


def needed(side: int) -> int:
    """How many pixels of an example, at the least, make a torus's side in one piece."""
    return side + _overlap(OVERLAPS[0], side) + 2 * REACH


def _close(picture: Numpy, side: int, is_ring: bool) -> Numpy:
    """The line of the picture [h, w, C] from which each pixel of `side` lines is taken, int64 [side, w].

    `is_ring` says that the picture's columns go around a ring already; then so does the cut.
    """
    lines, pieces = len(picture), 1
    while (longest := -(-side // pieces)) + _overlap(OVERLAPS[0], longest) > lines:
        pieces += 1
    lengths = np.diff([number * side // pieces for number in range(pieces + 1)])
    sums = _sums(picture)
    found = []
    for overlap in sorted({_overlap(share, longest) for share in OVERLAPS}):
        if longest + overlap <= lines:
            plan = _Plan(_place(sums, lines, lengths, overlap), lengths, overlap)
            found.append((*_lay(picture, plan, is_ring), overlap))
    return min(found, key=lambda each: (each[1], each[2]))[0]


def _overlap(share: float, length: float) -> int:
    return max(SMALLEST_OVERLAP, round(share * length))


def _lay(picture: Numpy, plan: _Plan, is_ring: bool) -> tuple[Numpy, float]:
    """The field of `_close`, and what its cuts cost: the mismatch along them."""
    own = np.concatenate([start + np.arange(length) for start, length in zip(plan.starts, plan.lengths, strict=True)])
    field = own[:, None].repeat(picture.shape[1], axis=1)
    band = np.arange(plan.overlap)
    new = plan.starts[:, None] + band  # [pieces, overlap]
    old = np.roll(plan.starts + plan.lengths, 1)[:, None] + band
    mismatch = ((picture[old] - picture[new]) ** 2).sum(axis=3).swapaxes(1, 2)  # [pieces, w, overlap]
    path = least_ring(mismatch) if is_ring else least_path(mismatch)
    cost = float(np.take_along_axis(mismatch, path[..., None], axis=2).sum())
    for lines, before, after, at in zip(_band_lines(plan), old, new, path, strict=True):
        field[lines] = np.where(band[:, None] < at, before[:, None], after[:, None])
    return field, cost


def _band_lines(plan: _Plan) -> Numpy:
    """The torus's lines on which pieces overlap with those before them: [pieces, overlap]."""
    begins = np.cumsum(plan.lengths) - plan.lengths
    lines: Numpy = begins[:, None] + np.arange(plan.overlap)
    return lines


def _sums(picture: Numpy) -> Numpy:
    """Squared differences of all pairs of (every so-manieth) line, summed along the diagonals: [h + 1, h + 1]."""
    step, across = (-(-length // most) for length, most in zip(picture.shape, (COMPARED, ACROSS), strict=False))
    lines = picture[::step, ::across].reshape(-(-len(picture) // step), -1)
    squares = (lines**2).sum(axis=1)
    differences = np.maximum(squares[:, None] + squares - 2.0 * lines @ lines.T, 0.0)
    sums = np.zeros((len(lines) + 1, len(lines) + 1))
    for row, values in enumerate(differences):
        sums[row + 1, 1:] = sums[row, :-1] + values
    return sums


def _place(sums: Numpy, lines: int, lengths: Numpy, overlap: int) -> Numpy:
    """Where in the example pieces begin, so that each overlap's mismatch and the repetition are least."""
    step = -(-lines // (len(sums) - 1))
    last = lines - lengths.max() - overlap
    places = np.arange(last // step + 1)
    band = max(1, overlap // step)
    steps = []
    for length in lengths:
        ends = np.minimum(places + round(length / step), len(sums) - 1 - band)
        mismatch = sums[np.ix_(ends + band, places + band)] - sums[np.ix_(ends, places)]
        repeated = np.maximum(0.0, 1.0 - np.abs(places[:, None] - places) * step / length)
        steps.append(mismatch + REPEAT * np.median(mismatch) * repeated)
    count = len(places) if len(lengths) == 1 else FIRST_PLACES
    firsts = np.unique(np.linspace(0, places[-1], count).round().astype(int))
    rounds = [_best_round(steps, int(first)) for first in firsts]
    return np.array(min(rounds, key=lambda each: each[0])[1]) * step


def _best_round(steps: list[Numpy], first: int) -> tuple[float, list[int]]:
    """The cheapest way around from a first place, by dynamic programming; `steps` are costs from place to place."""
    total, came_from = np.full(len(steps[0]), np.inf), []
    total[first] = 0.0
    for costs in steps[:-1]:
        sums = total[:, None] + costs
        came_from.append(sums.argmin(axis=0))
        total = sums.min(axis=0)
    closing = total + steps[-1][:, first]
    way = [int(closing.argmin())]
    for before in came_from[::-1]:
        way.append(int(before[way[-1]]))
    return float(closing.min()), way[::-1]
