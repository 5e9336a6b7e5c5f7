"""New materials from the library's: pieces of a scan's latent laid anew around a torus, and a palette of its class."""

import math
from collections.abc import Callable

import numpy as np

from ..synthesis.quilt import quilt
from . import palettes
from .arrays import Numpy
from .library import Library
from .palettes import Palettes

MARGIN = 0.5  # of the latent's side: what of its beginning follows after its end
SHARE = 0.23  # of that much: from piece to piece
PALETTE_SHARE = 0.6  # at most: how far the colours go over to another scan's
NEAR = 0.5  # of the class, the scans nearest in colour: whose palettes are taken
AXES = 6  # principal axes of a latent by which pieces are compared: all of them took twice as long
DULL = 0.4  # of a category: how many of its scans may lie in joints
# What lies in the joints of a category's blocks: a scan of that category, or where there is none the blocks' own.
JOINTS = {
    "brick": "concrete-plaster",
    "concrete-plaster": "ground",
    "ground": "ground",
    "marble-onyx": "concrete-plaster",
    "nature": "ground",
    "paving": "ground",
    "stone-rock": "concrete-plaster",
    "tiles": "concrete-plaster",
}


def make_generator(seed: int) -> np.random.RandomState:
    """The source of every random choice; NumPy has frozen what it draws, so recipes outlive NumPy's releases."""
    return np.random.RandomState(seed)


def choose_ingredients(
    library: Library, category: str, variation: float, generator: np.random.RandomState
) -> tuple[str, str, str]:
    """Asset ids of the scan that is laid, one whose palette it gets, and the one in the joints, if there are any.

    Less variation keeps to scans near the class's centre.
    """
    members = library.members(category)
    descriptors = np.concatenate([part[members] for part in library.palettes], axis=1)
    by_centrality = np.linalg.norm(descriptors - np.median(descriptors, axis=0), axis=1).argsort(kind="stable")
    reach = max(1, round(variation * len(members)))
    first = by_centrality[generator.randint(reach)]
    nearest = np.linalg.norm(descriptors - descriptors[first], axis=1).argsort(kind="stable")
    source, palette = members[first], members[nearest[generator.randint(math.ceil(NEAR * len(members)))]]
    joints = _dullest(library, JOINTS[category]) if JOINTS.get(category) in library.categories else [source]
    chosen = (source, palette, joints[generator.randint(len(joints))])
    return tuple(library.asset_ids[index] for index in chosen)  # type: ignore[return-value]


def _dullest(library: Library, category: str) -> list[int]:
    """The indices of the category's scans that have the least colour."""
    members = np.array(library.members(category))
    chroma = np.linalg.norm(library.palettes.mean[members, 1:], axis=1)
    return list(members[chroma.argsort(kind="stable")[: math.ceil(DULL * len(members))]])


def lay(
    latent: Numpy,
    grid: tuple[int, int],
    generator: np.random.RandomState,
    progress: Callable[[float], None],
    wraps: bool = True,
) -> Numpy:
    """The source field, int64 [*grid, 2], of a torus of that many rows and columns, for a latent [1, C, h, w].

    With `wraps` that is a torus, too; without, it is of a photo, and no piece lies across its border. `progress` gets
    the share done, and may raise.
    """
    sides = latent.shape[2:]
    margins = [math.ceil(MARGIN * side) if wraps else 0 for side in sides]
    axes = _main_axes(latent[0].transpose(1, 2, 0))
    around = np.pad(axes, [*((0, margin) for margin in margins), (0, 0)], mode="wrap")
    sources: Numpy = quilt(np.ascontiguousarray(around), grid, generator, progress, SHARE) % np.array(sides)
    return sources


def _main_axes(field: Numpy) -> Numpy:
    """A field [h, w, C] along the few principal axes on which it varies most, [h, w, AXES]."""
    values = field.reshape(-1, field.shape[2]).astype(np.float64)
    values -= values.mean(axis=0)
    _, vectors = np.linalg.eigh(values.T @ values)  # from the least on
    found: Numpy = (values @ vectors[:, ::-1][:, :AXES]).reshape(*field.shape[:2], -1)
    return found


def take(latent: Numpy, sources: Numpy) -> Numpy:
    """A latent [1, C, h, w] through a source field [rows, columns, 2]: [1, C, rows, columns]."""
    return np.ascontiguousarray(latent[:, :, sources[..., 0], sources[..., 1]])


def mix_palettes(own: Palettes, other: Palettes, variation: float, generator: np.random.RandomState) -> Palettes:
    """A palette between two, nearer the first, and the more so the less variation there is."""
    return palettes.mix(own, other, PALETTE_SHARE * variation * generator.random_sample())
