"""New latents from a library's: two textures of a class, laid over the torus in pieces that fit together.

1. Pick a layout texture, a partner whose layout and style are alike, and a third for the palette.
2. Lay the layout texture over the target torus, with blobs of the partner and of itself under shifts at which it
   matches itself, so that a larger texture is not the same tile again and again.
3. Heal the borders: every neighbourhood is replaced by the sources' most similar one, and overlapping neighbourhoods
   are averaged, a few times over (Kwatra et al. 2005, "Texture Optimization"; Granot et al. 2022, GPNN,
   https://arxiv.org/abs/2103.15545; here on latent cells instead of pixels). Where the pieces already fit, nothing
   changes. Blending alone left ghosts of both sources.
"""

import math
from collections.abc import Callable

import numpy as np

from . import palettes
from .arrays import Numpy
from .latents import restyle, smooth_noise, style
from .library import Library
from .palettes import Palettes

PATCH = 5  # cells a side of a compared neighbourhood
HEAL_PASSES = 4
BLOB = 9.0  # cells: about the width of a piece
MAX_PIECES = 24
MIN_SHIFT = 4.0  # cells
LATTICE = 0.6  # correlation of the best shift from which on a texture is taken to repeat itself
FEW_MATCHES = 6  # so many shifts that match alike are a lattice too
ALIKE = 3  # the partner is drawn from so many nearest textures
CHUNK = 8192  # neighbourhoods compared at once


def make_generator(seed: int) -> np.random.RandomState:
    """The source of every random choice; NumPy has frozen what it draws, so recipes outlive NumPy's releases."""
    return np.random.RandomState(seed)


def choose_ingredients(
    library: Library, category: str, variation: float, generator: np.random.RandomState
) -> tuple[str, ...]:
    """Asset ids of the layout texture, its partner and the palette; less variation keeps to the class's centre."""
    members = library.members(category)
    descriptors = describe(library.latents[members])
    by_centrality = np.linalg.norm(descriptors - np.median(descriptors, axis=0), axis=1).argsort(kind="stable")
    reach = max(1, round(variation * len(members)))
    first = int(by_centrality[generator.randint(reach)])
    second = _choose_partner(descriptors, first, generator)
    third = generator.randint(len(members))
    return tuple(library.asset_ids[members[index]] for index in (first, second, third))


def remix(
    library: Library,
    ingredients: tuple[str, ...],
    grid: tuple[int, int],
    generator: np.random.RandomState,
    progress: Callable[[float], None],
) -> Numpy:
    """The new latent, [1, C, *grid] in float32; `grid` is rows and columns of 8-pixel cells.

    `progress` gets the share done, and may raise.
    """
    layout, partner = (library.latents[library.index(name)][None] for name in ingredients[:2])
    sources = np.concatenate([layout, restyle(partner, *style(layout))])
    return _heal(_lay_out(sources, grid, generator), sources, progress)


def mix_palette(
    library: Library, category: str, ingredients: tuple[str, ...], variation: float, generator: np.random.RandomState
) -> Palettes:
    """A palette between the layout's and the third ingredient's, pulled to the class's mean as variation falls."""
    layout, _, look = (_palette(library, [library.index(name)]) for name in ingredients)
    between = generator.random_sample()
    class_mean = _palette(library, library.members(category))
    return palettes.mix(class_mean, palettes.mix(layout, look, between), variation)


def describe(latents: Numpy) -> Numpy:
    """What a roll does not change: the log power spectrum of the latents and their style, [N, D]."""
    mean, std = style(latents)
    power = np.abs(np.fft.rfft2((latents - mean) / (std + 1e-4), norm="ortho"))
    spectrum = np.log(power + 0.3).reshape(len(latents), -1)
    looks = np.concatenate([mean, std], axis=1).reshape(len(latents), -1)
    return np.concatenate([spectrum / spectrum.shape[1] ** 0.5, looks / looks.shape[1] ** 0.5], axis=1)


def _choose_partner(descriptors: Numpy, first: int, generator: np.random.RandomState) -> int:
    """One of the textures nearest to the first; itself when it has no neighbour as near as is usual in its class."""
    squares = (descriptors**2).sum(axis=1)
    distances = np.sqrt(np.maximum(squares[:, None] + squares - 2.0 * descriptors @ descriptors.T, 0.0))
    np.fill_diagonal(distances, np.inf)
    usual = np.median(distances.min(axis=1))
    alike = [int(index) for index in distances[first].argsort()[:ALIKE] if distances[first, index] <= usual]
    return alike[generator.randint(len(alike))] if alike else first


def _palette(library: Library, indices: list[int]) -> Palettes:
    """The mean palette of some of the library's textures, each part [1, 3]."""
    return Palettes(*(part[indices].mean(axis=0, keepdims=True) for part in library.palettes))


def _lay_out(sources: Numpy, grid: tuple[int, int], generator: np.random.RandomState) -> Numpy:
    """Cover the grid with the first source, then lay blobs of the sources over it at shifts that match it."""
    height, width = sources.shape[2:]
    starts = _best_start(sources[:1], grid[0], axis=2), _best_start(sources[:1], grid[1], axis=3)
    laid = _cover(sources[:1], grid, starts, cuts=(0, 0))
    pieces = min(MAX_PIECES, 1 + math.ceil(2 * grid[0] * grid[1] / (height * width)))  # more on a larger area
    share = 0.5 if pieces <= 3 else 1.0 / math.sqrt(pieces)
    for piece in range(pieces):
        other = sources[piece % 2 :][:1]
        shifted = np.roll(other, _matching_shift(sources[:1], other, generator), (2, 3))
        cuts = (generator.randint(grid[0]), generator.randint(grid[1]))
        noise = smooth_noise(generator.standard_normal((1, 1, *grid)).astype(np.float32), BLOB)
        laid = np.where(noise > np.quantile(noise, 1.0 - share), _cover(shifted, grid, starts, cuts), laid)
    return np.roll(laid, (generator.randint(grid[0]), generator.randint(grid[1])), (2, 3))


def _best_start(source: Numpy, side: int, axis: int) -> int:
    """The line of the source to begin with, so that after `side` lines its end meets its beginning best."""
    others = tuple(other for other in range(4) if other != axis)
    mismatch = ((np.roll(source, -side, axis) - source) ** 2).mean(axis=others)
    return int((mismatch + np.roll(mismatch, 1)).argmin())


def _cover(source: Numpy, grid: tuple[int, int], starts: tuple[int, int], cuts: tuple[int, int]) -> Numpy:
    """The source repeated over the grid; where it does not fit in whole, it is cut before row and column `cuts`."""
    rows, columns = (
        (start + (np.arange(side) - cut) % side + cut) % size
        for side, start, cut, size in zip(grid, starts, cuts, source.shape[2:], strict=True)
    )
    return source[:, :, rows][:, :, :, columns]


def _matching_shift(base: Numpy, other: Numpy, generator: np.random.RandomState) -> tuple[int, int]:
    """A shift at which `other` continues `base`: one of those that match where the two share a lattice, else any.

    Shifts by less than MIN_SHIFT are left out: against itself, or another colour of itself, a texture matches there,
    but only repeats in place.
    """
    product = np.fft.rfft2(_standardised(base)) * np.fft.rfft2(_standardised(other)).conj()
    correlation = np.fft.irfft2(product, s=base.shape[2:]).mean(axis=1)[0] / (base.shape[2] * base.shape[3])
    y, x = (np.fft.fftfreq(side) * side for side in correlation.shape)
    far = y[:, None] ** 2 + x**2 >= MIN_SHIFT**2
    matches = far & (correlation >= 0.7 * correlation[far].max())
    has_lattice = correlation[far].max() >= LATTICE or int(matches.sum()) >= FEW_MATCHES
    candidates = np.argwhere(matches if has_lattice else far)
    shift_y, shift_x = candidates[generator.randint(len(candidates))]
    return int(shift_y), int(shift_x)


def _standardised(latent: Numpy) -> Numpy:
    mean, std = style(latent)
    standardised: Numpy = (latent - mean) / (std + 1e-4)
    return standardised


def _heal(laid: Numpy, sources: Numpy, progress: Callable[[float], None]) -> Numpy:
    """Replace neighbourhoods by the sources' most similar and average their overlaps, `HEAL_PASSES` times."""
    known = np.concatenate([_neighbourhoods(source[None]) for source in sources])  # [M, C * 25]
    known_norm = (known**2).sum(axis=1)
    for heal_pass in range(HEAL_PASSES):
        wanted = _neighbourhoods(laid)
        nearest = np.empty(len(wanted), np.intp)
        for start in range(0, len(wanted), CHUNK):
            progress((heal_pass + start / len(wanted)) / HEAL_PASSES)
            chunk = wanted[start : start + CHUNK]
            nearest[start : start + CHUNK] = (known_norm - 2.0 * chunk @ known.T).argmin(axis=1)
        laid = _average(known[nearest], laid.shape)
    return laid


def _neighbourhoods(latent: Numpy) -> Numpy:
    """Every cell's PATCH x PATCH neighbourhood on the torus, [H * W, C * PATCH * PATCH]."""
    margin = PATCH // 2
    padded = np.pad(latent[0], ((0, 0), (margin, margin), (margin, margin)), mode="wrap")
    windows: Numpy = np.lib.stride_tricks.sliding_window_view(padded, (PATCH, PATCH), (1, 2))  # type: ignore[call-overload]
    return windows.transpose(1, 2, 0, 3, 4).reshape(latent.shape[2] * latent.shape[3], -1)  # from [C, H, W, 5, 5]


def _average(patches: Numpy, shape: tuple[int, ...]) -> Numpy:
    """The inverse: every cell is the mean of the PATCH * PATCH neighbourhoods that cover it, [1, C, H, W]."""
    _, channels, height, width = shape
    cells = patches.reshape(height, width, channels, PATCH, PATCH).transpose(2, 3, 4, 0, 1)
    margin = PATCH // 2
    total = np.zeros((channels, height, width), np.float32)
    for y in range(PATCH):
        for x in range(PATCH):
            total += np.roll(cells[:, y, x], (y - margin, x - margin), (1, 2))
    return total[None] / PATCH**2
