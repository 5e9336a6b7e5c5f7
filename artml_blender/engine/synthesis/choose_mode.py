"""Which way to tile suits a picture; where in doubt, synthesis, which suits all."""

import numpy as np

from ..runtime.arrays import Numpy
from .blend import strongest_normal
from .min_cut import tiles
from .neighbourhoods import halve

ABOUT = 0.02  # of a picture's side, by which the torus may be larger or smaller than so many whole pictures
SMALLEST_STOCHASTIC = 128  # pixels; of smaller pictures too little is known
LARGEST_LOOKED_AT = 512  # pixels: larger pictures are halved, which structure that shows is not lost in
SHARE, MIXES = 0.6, 4  # of a side: of places that are mixed; how often
MIXED = 3  # places at once: as many as the blend mixes where all count alike
SCALES, SMALLEST_SCALE = 4, 16  # at most, each half as large; pixels of what is mixed
CHANGE = 0.15  # of a statistic, beyond which mixing shows
PATCHY = 16  # pixels or less, to which a picture is halved to see how patchy it is
PATCHINESS = 0.3  # spread of those, in that of all pixels, from which on blending moves its patches visibly


def choose(example: Numpy, size: tuple[int, int], periods: tuple[float | None, float | None]) -> str:
    """`min_cut`, `blend` or `synthesis` for an example, float32 [h, w, C] in sRGB 0..1, on a torus of `size` (rows,
    columns); `periods` are those of `find_periods`.

    A picture that tiles already is kept if the torus holds it whole; it is blended if it is nothing but random.
    """
    if all(tiles(example)) and all(_holds(side, length) for side, length in zip(size, example.shape, strict=False)):
        return "min_cut"
    return "blend" if periods == (None, None) and is_random(example) else "synthesis"


def is_random(example: Numpy) -> bool:
    """Whether places of the picture mixed at random look like it: its statistics change little and it has no patches.

    What tells structure from noise of the same spectrum and colours are higher moments of its steps and how they lie
    together (after Portilla and Simoncelli 2000, "A Parametric Texture Model Based on Joint Statistics of Complex
    Wavelet Coefficients", https://doi.org/10.1023/A:1026553619983).
    """
    if min(example.shape[:2]) < SMALLEST_STOCHASTIC or float(example.max() - example.min()) == 0.0:
        return False
    while max(example.shape[:2]) > LARGEST_LOOKED_AT:
        example = halve(example)
    normal = strongest_normal(example)
    patches = normal
    while min(patches.shape[:2]) > PATCHY:
        patches = halve(patches)
    return float(patches.std()) <= PATCHINESS and change_by_mixing(normal) <= CHANGE


def change_by_mixing(normal: Numpy) -> float:
    """By how much the statistic changes that changes most; for normal values [h, w, 1]."""
    generator = np.random.RandomState(0)
    sides = [round(SHARE * length) for length in normal.shape[:2]]
    mixes = []
    for _ in range(MIXES):
        mixed = np.zeros((*sides, 1), np.float32)
        for _ in range(MIXED):
            top, left = (
                generator.randint(length - side + 1) for length, side in zip(normal.shape, sides, strict=False)
            )
            mixed += normal[top : top + sides[0], left : left + sides[1]]
        mixes.append(mixed / MIXED**0.5)
    scales = 1
    while scales < SCALES and min(sides) // 2**scales >= SMALLEST_SCALE:
        scales += 1
    found = np.mean([_statistics(mixed, scales) for mixed in mixes], axis=0)
    return float(np.abs(_statistics(normal, scales) - found).max())


def _statistics(normal: Numpy, scales: int) -> Numpy:
    """At each scale how heavy the tails of steps are, how lopsided the detail is, and whether steps have a direction
    and lie together.
    """
    found = []
    for _ in range(scales):
        down, across = np.diff(normal, axis=0)[:, :-1], np.diff(normal, axis=1)[:-1]
        inner = normal[1:-1, 1:-1]
        detail = 4.0 * inner - normal[:-2, 1:-1] - normal[2:, 1:-1] - normal[1:-1, :-2] - normal[1:-1, 2:]
        squares, other, product = (halve(halve(values)) for values in (down**2, across**2, down * across))
        energy = squares + other
        direction = np.sqrt((squares - other) ** 2 + 4.0 * product**2) / np.maximum(energy, 1e-9)
        found += [
            np.log(max(_moment(down, 4), 1e-3) / 3.0),
            np.log(max(_moment(across, 4), 1e-3) / 3.0),
            _moment(detail, 3),
            2.0 * float(direction.mean()),
            float(energy.std() / max(float(energy.mean()), 1e-9)),
        ]
        normal = halve(normal)
    return np.array(found)


def _moment(values: Numpy, order: int) -> float:
    centred = values - values.mean()
    return float(((centred / max(float(centred.std()), 1e-6)) ** order).mean())


def _holds(side: int, length: int) -> bool:
    """Whether a torus's side is about as long as one or more whole pictures."""
    times = max(1, round(side / length))
    return abs(side - times * length) <= ABOUT * length
