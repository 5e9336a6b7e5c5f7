"""A tile of any size from an example: laid in pieces at a small size, and healed on every size up to the full one.

What is found is a source field: every map of a material is taken through the same one, so they stay in step.
"""

from collections.abc import Callable

import numpy as np

from .heal import heal
from .neighbourhoods import REACH, Array, assemble, describe, principal_directions
from .quilt import quilt

LAID_AT = 128  # pixels of the example's shorter side, about, where pieces are laid
LAID_PASSES, LAID_REACH = 3, 2
HEALED_UP_TO = 1024 * 1024  # pixels; on larger tiles the last seams are as fine as the grain
BLEND = 1  # pixels to each side of a seam that go from one piece to the other


def synthesize(
    example: Array, size: tuple[int, int], generator: np.random.RandomState, progress: Callable[[float], None]
) -> Array:
    """The source field, int64 [H, W, 2], of a torus of `size` (rows, columns), for an example [h, w, C] in float32.

    Sources are at least REACH pixels within the example. `progress` gets the share done, and may raise.
    """
    sizes = [example]
    while min(sizes[-1].shape[:2]) >= 2 * LAID_AT * 0.75:
        sizes.append(_halve(sizes[-1]))
    doublings = len(sizes) - 1
    rows, columns = (-(-side // 2**doublings) for side in size)  # rounded up; what is too much is not: see _fit
    for level in range(doublings, -1, -1):
        picture = sizes[level]
        directions = principal_directions(picture, generator)
        known = describe(picture, directions)
        if level == doublings:
            inside = picture[REACH:-REACH, REACH:-REACH]
            sources, passes, reach = quilt(inside, (rows, columns), generator) + REACH, LAID_PASSES, LAID_REACH
        else:
            sources, passes, reach = _double(sources, picture), 1, BLEND
        for _ in range(passes):
            progress(1.0 - (level + 0.5) / len(sizes))
            if sources.shape[0] * sources.shape[1] <= HEALED_UP_TO:
                sources = heal(picture, known, directions, sources, reach)
    return sources


def take(example: Array, sources: Array) -> Array:
    """A map of the example, [h, w, C] in float32, on the tile: [H, W, C]."""
    return assemble(example, sources, BLEND)


def _halve(picture: Array) -> Array:
    rows, columns = (side // 2 * 2 for side in picture.shape[:2])
    even = picture[:rows, :columns]
    halved: Array = (even[0::2, 0::2] + even[1::2, 0::2] + even[0::2, 1::2] + even[1::2, 1::2]) * 0.25
    return halved


def _double(sources: Array, picture: Array) -> Array:
    """The same field where everything is twice as large."""
    rows, columns = (2 * side for side in sources.shape[:2])
    doubled = 2 * sources.repeat(2, axis=0).repeat(2, axis=1)
    doubled[..., 0] += np.arange(rows)[:, None] % 2
    doubled[..., 1] += np.arange(columns) % 2
    return doubled.clip(REACH, np.array(picture.shape[:2]) - REACH - 1)
