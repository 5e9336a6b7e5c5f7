"""Seams healed by coherence: a pixel may come from where a neighbour's source goes on, if its surroundings fit better.

After Ashikhmin 2001, "Synthesizing Natural Textures" (https://doi.org/10.1145/364338.364405); all pixels at once, one
direction after the other.
"""

import numpy as np

from .neighbourhoods import REACH, Array, assemble, describe_torus

STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1))


def heal(example: Array, known: Array, directions: Array, sources: Array, reach: int) -> Array:
    """The source field after one pass; `known` describes the example's neighbourhoods, and `reach` is assemble's."""
    wanted = describe_torus(assemble(example, sources, reach), directions)
    rows, columns, numbers = known.shape
    flat = known.reshape(-1, numbers)
    places = (sources[..., 0] - REACH) * columns + (sources[..., 1] - REACH)
    mismatch = _squares(flat[places] - wanted)
    for step in STEPS:
        row, column = (
            np.roll(part, step, (0, 1)) + way for part, way in zip(divmod(places, columns), step, strict=True)
        )
        is_inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        offered = np.where(is_inside, row * columns + column, places)
        changed = np.nonzero(offered != places)
        found = _squares(flat[offered[changed]] - wanted[changed])
        is_better = found < mismatch[changed]
        better = tuple(part[is_better] for part in changed)
        mismatch[better], places[better] = found[is_better], offered[better]
    healed: Array = np.stack(divmod(places, columns), axis=-1) + REACH
    return healed


def _squares(difference: Array) -> Array:
    return np.asarray(np.einsum("...k,...k->...", difference, difference), np.float32)
