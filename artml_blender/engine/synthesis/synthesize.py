"""A tile of any size from an example: laid in pieces at a small size, and healed on every size up to the full one.

What is found is a source field: every map of a material is taken through the same one, so they stay in step.
"""

from collections.abc import Callable

import numpy as np

from ..runtime.arrays import Numpy
from .heal import heal
from .neighbourhoods import REACH, assemble, describe, halve, principal_directions
from .quilt import quilt

LAID_AT = 192  # pixels: the example is halved until its shorter side has fewer
LAID_SHARE = 0.4  # of the time
LAID_PASSES, LAID_REACH = 3, 2
LARGEST_KNOWN = 2**22  # pixels of an example whose neighbourhoods fit in memory; the seams of larger ones are fine
BLEND = 1  # pixels to each side of a seam that go from one piece to the other


def synthesize(
    example: Numpy, size: tuple[int, int], generator: np.random.RandomState, progress: Callable[[float], None]
) -> Numpy:
    """The source field, int64 [H, W, 2], of a torus of `size` (rows, columns), for an example [h, w, C] in float32.

    Sources are at least REACH pixels within the example. The example is halved as often as both sides of the torus can
    be. `progress` gets the share done, and may raise.
    """
    sizes = [example]
    while min(sizes[-1].shape[:2]) >= LAID_AT and all(side % 2 ** len(sizes) == 0 for side in size):
        sizes.append(halve(sizes[-1]))
    smallest = sizes.pop()
    rows, columns = (side // 2 ** len(sizes) for side in size)
    inside = smallest[REACH:-REACH, REACH:-REACH]
    sources = quilt(inside, (rows, columns), generator, lambda share: progress(LAID_SHARE * share)) + REACH
    sources = _heal(smallest, sources, generator, LAID_PASSES, LAID_REACH)
    while sizes:
        progress(LAID_SHARE + (1.0 - LAID_SHARE) * 0.25 ** len(sizes))
        picture = sizes.pop()
        sources = _heal(picture, _double(sources, picture), generator, 1, BLEND)
    return sources


def take(example: Numpy, sources: Numpy) -> Numpy:
    """A map of the example, [h, w, C] in float32, on the tile: [H, W, C]."""
    return assemble(example, sources, BLEND)


def _heal(picture: Numpy, sources: Numpy, generator: np.random.RandomState, passes: int, reach: int) -> Numpy:
    if picture.shape[0] * picture.shape[1] > LARGEST_KNOWN:
        return sources
    directions = principal_directions(picture, generator)
    known = describe(picture, directions)
    for _ in range(passes):
        sources = heal(picture, known, directions, sources, reach)
    return sources


def _double(sources: Numpy, picture: Numpy) -> Numpy:
    """The same field where everything is twice as large."""
    rows, columns = (2 * side for side in sources.shape[:2])
    doubled = 2 * sources.repeat(2, axis=0).repeat(2, axis=1)
    doubled[..., 0] += np.arange(rows)[:, None] % 2
    doubled[..., 1] += np.arange(columns) % 2
    return doubled.clip(REACH, np.array(picture.shape[:2]) - REACH - 1)
