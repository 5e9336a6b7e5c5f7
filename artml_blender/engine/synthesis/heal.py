"""Seams healed by coherence: a pixel may come from where a neighbour's source goes on, if its surroundings fit better.

After Ashikhmin 2001, "Synthesizing Natural Textures" (https://doi.org/10.1145/364338.364405); all pixels of a strip at
once, one direction after the other.
"""

import numpy as np

from ..runtime.arrays import Numpy
from .neighbourhoods import REACH, assemble, describe_torus

STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1))
STRIP = 2**20  # pixels healed at once, about
HALO = 16  # rows above and below that a strip looks at: more than a source goes on in all directions, and surroundings


def heal(example: Numpy, known: Numpy, directions: Numpy, sources: Numpy, reach: int) -> Numpy:
    """The source field after one pass; `known` describes the example's neighbourhoods, and `reach` is assemble's."""
    height, width = sources.shape[:2]
    step = max(1, STRIP // width)
    if step + 2 * HALO >= height:
        return _heal_torus(example, known, directions, sources, reach)
    healed = np.empty_like(sources)
    for start in range(0, height, step):
        rows = np.arange(start - HALO, min(start + step, height) + HALO) % height
        healed[rows[HALO:-HALO]] = _heal_torus(example, known, directions, sources[rows], reach)[HALO:-HALO]
    return healed


def _heal_torus(example: Numpy, known: Numpy, directions: Numpy, sources: Numpy, reach: int) -> Numpy:
    wanted = describe_torus(assemble(example, sources, reach), directions)
    rows, columns, numbers = known.shape
    flat = known.reshape(-1, numbers)
    places = (sources[..., 0] - REACH) * columns + (sources[..., 1] - REACH)
    mismatch = _squares(flat[places] - wanted)
    for step in STEPS:
        row, column = divmod(np.roll(places, step, (0, 1)), columns)
        row, column = row + step[0], column + step[1]
        is_inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        offered = np.where(is_inside, row * columns + column, places)
        changed = np.nonzero(offered != places)
        found = _squares(flat[offered[changed]] - wanted[changed])
        is_better = found < mismatch[changed]
        better = tuple(part[is_better] for part in changed)
        mismatch[better], places[better] = found[is_better], offered[better]
    healed: Numpy = np.stack(divmod(places, columns), axis=-1) + REACH
    return healed


def _squares(difference: Numpy) -> Numpy:
    return np.asarray(np.einsum("...k,...k->...", difference, difference), np.float32)
