"""Pieces of an example laid around a torus, each where it fits those laid before, and cut where the two agree best.

After Efros and Freeman 2001, "Image Quilting" (https://doi.org/10.1145/383259.383296), here on a torus (the last piece
fits the first ones, too), every place of the example being compared by the Fast Fourier Transform (Kwatra et al. 2003,
"Graphcut Textures", section 3).
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..runtime.arrays import Numpy
from .cuts import cut

SHARE = 0.3  # of the example's side: from piece to piece
OVERLAP = 0.4  # of that: how far a piece reaches over the next
ALIKE = 1.05  # a piece is drawn from those whose mismatch is at most so many times the least
FRESH = 0.1  # a place used before counts as that much worse, in medians of the mismatch
SMALLEST_OVERLAP = 4  # pixels
NEAR = 0.17  # of the example's side: places as near as that count as used, too
ALIKE_SHIFTED = 3  # so many pieces may go on as they do in the example: about a third of it as a whole


class _Lattice(NamedTuple):
    """Along one axis of the torus: how many pieces, and how large they are."""

    side: int
    pieces: int
    piece: int
    overlap: int

    def start(self, number: int) -> int:
        return round(number * self.side / self.pieces)


class _Spectra(NamedTuple):
    """Of the example: what comparing it with a piece at every place takes."""

    shape: tuple[int, int]
    values: Numpy
    squares: Numpy


class _Wear:
    """What the pieces so far have used of the example, so that no large part of it is copied as it is."""

    def __init__(self, example: tuple[int, ...], piece: tuple[int, int], size: tuple[int, int]) -> None:
        self.used = np.zeros([length - side + 1 for length, side in zip(example, piece, strict=True)])
        self._reach = [NEAR * length for length in example]
        self._size = np.array(size)
        self._counts: Counter[tuple[int, int]] = Counter()  # of pieces, by their shift from the torus to the example
        self._worn_out = np.empty((0, 2), np.int64)  # shifts

    def add(self, start: tuple[int, int], place: tuple[int, int]) -> None:
        """A piece at `start` on the torus comes from `place`."""
        down, across = (
            np.exp(-(((np.arange(count) - at) / reach) ** 2))
            for count, at, reach in zip(self.used.shape, place, self._reach, strict=True)
        )
        self.used += np.outer(down, across)
        shift = (np.array(place) - start) % self._size
        key = int(shift[0]), int(shift[1])
        self._counts[key] += 1
        if self._counts[key] == ALIKE_SHIFTED:
            self._worn_out = np.append(self._worn_out, shift[None], axis=0)

    def worn_out(self, start: tuple[int, int]) -> Numpy:
        """The places from which a piece at `start` would go on with what was copied often enough: [count, 2]."""
        places = (self._worn_out + start) % self._size
        found: Numpy = places[(places < self.used.shape).all(axis=1)]
        return found


def quilt(
    example: Numpy,
    size: tuple[int, int],
    generator: np.random.RandomState,
    progress: Callable[[float], None],
    share: float = SHARE,
) -> Numpy:
    """The source field of a torus of `size` (rows, columns), from an example [h, w, C].

    `share` of the example's sides lies from piece to piece. `progress` gets the share done, and may raise.
    """
    down, across = (
        _lattice(side, share * length, length) for side, length in zip(size, example.shape[:2], strict=True)
    )
    spectra = _transform(example, (down.piece, across.piece))
    wear = _Wear(example.shape[:2], (down.piece, across.piece), size)
    sources = np.full((*size, 2), -1, np.int64)
    for row in range(down.pieces):
        progress(row / down.pieces)
        for column in range(across.pieces):
            rows = (down.start(row) + np.arange(down.piece)) % down.side
            columns = (across.start(column) + np.arange(across.piece)) % across.side
            spot = np.ix_(rows, columns)
            laid = sources[spot]
            is_laid = laid[..., 0] >= 0
            before = np.where(is_laid[..., None], example[laid[..., 0], laid[..., 1]], 0.0)
            start = down.start(row), across.start(column)
            top, left = _choose(before, is_laid, spectra, wear, start, generator)
            wear.add(start, (top, left))
            piece = example[top : top + down.piece, left : left + across.piece]
            mismatch = ((before - piece) ** 2).sum(axis=2)
            is_new = cut(mismatch, is_laid, (down.overlap, across.overlap))
            own = np.add(np.indices((down.piece, across.piece)).transpose(1, 2, 0), (top, left))
            sources[spot] = np.where(is_new[..., None], own, laid)
    return sources


def _lattice(side: int, stride: float, length: int) -> _Lattice:
    count = max(2, round(side / stride))
    stride = side / count
    overlap = max(SMALLEST_OVERLAP, round(stride * OVERLAP))
    return _Lattice(side, count, min(int(np.ceil(stride)) + overlap, length), overlap)


def _transform(example: Numpy, piece: tuple[int, int]) -> _Spectra:
    shape = example.shape[0] + piece[0], example.shape[1] + piece[1]
    example = example.astype(np.float64)  # NumPy 1 would make it so, NumPy 2 not: recipes must replay on both
    squares = np.fft.rfft2((example**2).sum(axis=2), s=shape)
    return _Spectra(shape, np.fft.rfft2(example, s=shape, axes=(0, 1)), squares)


def _choose(
    before: Numpy,
    is_laid: Numpy,
    spectra: _Spectra,
    wear: _Wear,
    start: tuple[int, int],
    generator: np.random.RandomState,
) -> tuple[int, int]:
    """The top left corner, in the example, of a piece that fits what is laid at `start` on the torus."""
    if not is_laid.any():
        return generator.randint(wear.used.shape[0]), generator.randint(wear.used.shape[1])
    before = before.astype(np.float64)
    wanted = np.fft.rfft2(before, s=spectra.shape, axes=(0, 1)).conj()
    mask = np.fft.rfft2(is_laid.astype(np.float64), s=spectra.shape).conj()
    spectrum = spectra.squares * mask - 2.0 * (spectra.values * wanted).sum(axis=2)
    mismatch = np.fft.irfft2(spectrum, s=spectra.shape)[: wear.used.shape[0], : wear.used.shape[1]]
    mismatch = mismatch + (before**2).sum()
    mismatch = np.maximum(mismatch, 0.0)
    mismatch += FRESH * np.median(mismatch) * wear.used
    for row, column in wear.worn_out(start):
        mismatch[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] += mismatch.max()
    choices = np.argwhere(mismatch <= ALIKE * mismatch.min())
    top, left = choices[generator.randint(len(choices))]
    return int(top), int(left)
