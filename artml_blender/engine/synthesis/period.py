"""How often a picture repeats itself along its axes, by its autocorrelation."""

import numpy as np

from ..runtime.arrays import Numpy
from .neighbourhoods import halve

SHORTEST = 8  # pixels; below that it is grain
SMOOTH = 1.0 / 6.0  # of the side: what is larger is light, not pattern
STRAY = 2  # pixels that a pattern may be askew over a period
CLEAR = 0.4  # correlation from which on a picture is taken to repeat itself
RISE = 0.15  # by how much a peak must stand out of what lies before it: along stripes all is alike
LARGEST = 1024  # pixels of a side: larger pictures are halved, which periods that show are not lost in
AS_CLEAR = 0.8  # of the clearest: a shorter period as clear as that goes before
STRETCH = 1.12  # by how much a picture may be stretched or squeezed to fit


def find_periods(picture: Numpy) -> tuple[float | None, float | None]:
    """Pixels from one repeat to the next, down and across, in float32 [H, W, C]; None where there is none.

    Patterns must repeat at least twice, along the picture's axes.
    """
    if max(picture.shape[:2]) > LARGEST:
        down, across = find_periods(halve(picture))
        return down and 2.0 * down, across and 2.0 * across
    correlation = _autocorrelation(picture.mean(axis=2))
    rows, columns = (side // 2 for side in picture.shape[:2])
    along_rows = correlation[: rows + 1, list(range(-STRAY, STRAY + 1))].max(axis=1)
    along_columns = correlation[list(range(-STRAY, STRAY + 1)), : columns + 1].max(axis=0)
    return _period(along_rows), _period(along_columns)


def fitted(length: int, period: float | None, side: int) -> int:
    """The length to which a picture's axis must be resized so that a tile's side holds whole periods; as it is where
    there are none, or where it would have to be stretched too far.
    """
    if period is None:
        return length
    stretch = side / (max(1, round(side / period)) * period)
    return round(length * stretch) if 1.0 / STRETCH <= stretch <= STRETCH else length


def _autocorrelation(grey: Numpy) -> Numpy:
    """At each shift (negative ones at the end), that of the part that a shifted copy overlaps; 1 at no shift."""
    shape = tuple(2 * side for side in grey.shape)
    detail = grey - _smoothed(grey)
    power = np.abs(np.fft.rfft2(detail, s=shape)) ** 2
    overlap = np.fft.irfft2(np.abs(np.fft.rfft2(np.ones_like(grey), s=shape)) ** 2, s=shape)
    correlation: Numpy = np.fft.irfft2(power, s=shape) / np.maximum(overlap, 1.0)
    return correlation / max(float(correlation[0, 0]), 1e-12)


def _smoothed(grey: Numpy) -> Numpy:
    """Each pixel's mean over a window, along one axis after the other; at the border over what there is of it."""
    for axis in (0, 1):
        reach = max(1, round(grey.shape[axis] * SMOOTH / 2))
        lines = np.moveaxis(grey, axis, 0)
        total = np.concatenate([np.zeros_like(lines[:1]), np.cumsum(lines, axis=0, dtype=np.float64)])
        places = np.arange(len(lines))
        first, last = np.maximum(places - reach, 0), np.minimum(places + reach + 1, len(lines))
        grey = np.moveaxis((total[last] - total[first]) / (last - first)[:, None], 0, axis)
    return grey


def _period(profile: Numpy) -> float | None:
    """The first clear peak, measured at its farthest clear multiple."""
    inner = profile[1:-1]
    peaks = np.nonzero((inner > profile[:-2]) & (inner >= profile[2:]))[0] + 1
    rise = profile[peaks] - np.minimum.accumulate(profile)[peaks]
    peaks = peaks[(peaks >= SHORTEST) & (profile[peaks] >= CLEAR) & (rise >= RISE)]
    if not len(peaks):
        return None
    clear = peaks[profile[peaks] >= AS_CLEAR * profile[peaks].max()]
    period = _between_pixels(profile, int(clear[0]))
    for multiple in range(2, int(len(profile) / period) + 1):
        near = clear[np.abs(clear - multiple * period) <= max(STRAY, 0.1 * period)]
        if len(near):
            best = near[profile[near].argmax()]
            period = _between_pixels(profile, int(best)) / multiple
    return period


def _between_pixels(profile: Numpy, peak: int) -> float:
    """The top of the parabola through a peak and its neighbours."""
    before, at, after = (float(value) for value in profile[peak - 1 : peak + 2])
    return peak + 0.5 * (before - after) / min(before - 2.0 * at + after, -1e-12)
