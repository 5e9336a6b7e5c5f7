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

import torch
import torch.nn.functional as F
from torch import Tensor

from . import palettes
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


def choose_ingredients(
    library: Library, category: str, variation: float, generator: torch.Generator
) -> tuple[str, ...]:
    """Asset ids of the layout texture, its partner and the palette; less variation keeps to the class's centre."""
    members = library.members(category)
    descriptors = describe(library.latents[members])
    by_centrality = (descriptors - descriptors.median(dim=0).values).norm(dim=1).argsort()
    reach = max(1, round(variation * len(members)))
    first = by_centrality[torch.randint(reach, (1,), generator=generator)].item()
    second = _choose_partner(descriptors, int(first), generator)
    third = torch.randint(len(members), (1,), generator=generator).item()
    return tuple(library.asset_ids[members[int(index)]] for index in (first, second, third))


def remix(library: Library, ingredients: tuple[str, ...], grid: tuple[int, int], generator: torch.Generator) -> Tensor:
    """The new latent, [1, C, *grid]; `grid` is rows and columns of 8-pixel cells."""
    layout, partner = (library.latents[library.index(name)][None] for name in ingredients[:2])
    sources = torch.cat([layout, restyle(partner, *style(layout))])
    return _heal(_lay_out(sources, grid, generator), sources)


def mix_palette(
    library: Library, category: str, ingredients: tuple[str, ...], variation: float, generator: torch.Generator
) -> Palettes:
    """A palette between the layout's and the third ingredient's, pulled to the class's mean as variation falls."""
    layout, _, look = (_palette(library, [library.index(name)]) for name in ingredients)
    between = float(torch.rand(1, generator=generator))
    class_mean = _palette(library, library.members(category))
    return palettes.mix(class_mean, palettes.mix(layout, look, between), variation)


def describe(latents: Tensor) -> Tensor:
    """What a roll does not change: the log power spectrum of the latents and their style, [N, D]."""
    mean, std = style(latents)
    spectrum = torch.log(torch.fft.rfft2((latents - mean) / (std + 1e-4), norm="ortho").abs() + 0.3).flatten(1)
    looks = torch.cat([mean, std], dim=1).flatten(1)
    return torch.cat([spectrum / spectrum.shape[1] ** 0.5, looks / looks.shape[1] ** 0.5], dim=1)


def _choose_partner(descriptors: Tensor, first: int, generator: torch.Generator) -> int:
    """One of the textures nearest to the first; itself when it has no neighbour as near as is usual in its class."""
    distances = torch.cdist(descriptors, descriptors).fill_diagonal_(math.inf)
    usual = distances.min(dim=1).values.median()
    alike = [int(index) for index in distances[first].argsort()[:ALIKE] if distances[first, index] <= usual]
    return alike[_random_below(len(alike), generator)] if alike else first


def _palette(library: Library, indices: list[int]) -> Palettes:
    """The mean palette of some of the library's textures, each part [1, 3]."""
    mean, std = library.palettes
    return Palettes(mean[indices].mean(dim=0, keepdim=True), std[indices].mean(dim=0, keepdim=True))


def _lay_out(sources: Tensor, grid: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Cover the grid with the first source, then lay blobs of the sources over it at shifts that match it."""
    height, width = sources.shape[2:]
    starts = _best_start(sources[:1], grid[0], dim=2), _best_start(sources[:1], grid[1], dim=3)
    laid = _cover(sources[:1], grid, starts, cuts=(0, 0))
    pieces = min(MAX_PIECES, 1 + math.ceil(2 * grid[0] * grid[1] / (height * width)))  # more on a larger area
    share = 0.5 if pieces <= 3 else 1.0 / math.sqrt(pieces)
    for piece in range(pieces):
        other = sources[piece % 2 :][:1]
        shifted = other.roll(_matching_shift(sources[:1], other, generator), (2, 3))
        cuts = (_random_below(grid[0], generator), _random_below(grid[1], generator))
        noise = smooth_noise((1, 1, *grid), BLOB, generator)
        threshold = torch.quantile(noise.flatten()[:65536], 1.0 - share)
        laid = torch.where(noise > threshold, _cover(shifted, grid, starts, cuts), laid)
    return laid.roll((_random_below(grid[0], generator), _random_below(grid[1], generator)), (2, 3))


def _best_start(source: Tensor, side: int, dim: int) -> int:
    """The line of the source to begin with, so that after `side` lines its end meets its beginning best."""
    mismatch = (source.roll(-side, dim) - source).square().mean(dim=[axis for axis in range(4) if axis != dim])
    return int((mismatch + mismatch.roll(1)).argmin())


def _cover(source: Tensor, grid: tuple[int, int], starts: tuple[int, int], cuts: tuple[int, int]) -> Tensor:
    """The source repeated over the grid; where it does not fit in whole, it is cut before row and column `cuts`."""
    rows, columns = (
        (start + (torch.arange(side) - cut) % side + cut) % size
        for side, start, cut, size in zip(grid, starts, cuts, source.shape[2:], strict=True)
    )
    return source[:, :, rows][:, :, :, columns]


def _random_below(limit: int, generator: torch.Generator) -> int:
    return int(torch.randint(limit, (1,), generator=generator))


def _matching_shift(base: Tensor, other: Tensor, generator: torch.Generator) -> tuple[int, int]:
    """A shift at which `other` continues `base`: one of those that match where the two share a lattice, else any.

    Shifts by less than MIN_SHIFT are left out: against itself, or another colour of itself, a texture matches there,
    but only repeats in place.
    """
    product = torch.fft.rfft2(_standardised(base)) * torch.fft.rfft2(_standardised(other)).conj()
    correlation = torch.fft.irfft2(product, s=base.shape[2:]).mean(dim=1)[0] / (base.shape[2] * base.shape[3])
    y, x = (torch.fft.fftfreq(side) * side for side in correlation.shape)
    far = y.square()[:, None] + x.square() >= MIN_SHIFT**2
    matches = far & (correlation >= 0.7 * correlation[far].max())
    has_lattice = correlation[far].max() >= LATTICE or int(matches.sum()) >= FEW_MATCHES
    candidates = torch.nonzero(matches if has_lattice else far)
    shift_y, shift_x = candidates[_random_below(len(candidates), generator)].tolist()
    return shift_y, shift_x


def _standardised(latent: Tensor) -> Tensor:
    mean, std = style(latent)
    return (latent - mean) / (std + 1e-4)


def _heal(laid: Tensor, sources: Tensor) -> Tensor:
    """Replace neighbourhoods by the sources' most similar and average their overlaps, `HEAL_PASSES` times."""
    known = torch.cat([_neighbourhoods(source[None]) for source in sources])  # [M, C * 25]
    known_norm = known.square().sum(1)
    for _ in range(HEAL_PASSES):
        wanted = _neighbourhoods(laid)
        chunks = torch.split(wanted, CHUNK)
        nearest = torch.cat([(known_norm - 2.0 * chunk @ known.T).argmin(dim=1) for chunk in chunks])
        laid = _average(known[nearest], laid.shape)
    return laid


def _neighbourhoods(latent: Tensor) -> Tensor:
    """Every cell's PATCH x PATCH neighbourhood on the torus, [H * W, C * PATCH * PATCH]."""
    margin = PATCH // 2
    padded = F.pad(latent, (margin,) * 4, mode="circular")
    return F.unfold(padded, PATCH)[0].T


def _average(patches: Tensor, shape: torch.Size) -> Tensor:
    """The inverse: every cell is the mean of the PATCH * PATCH neighbourhoods that cover it, [1, C, H, W]."""
    _, channels, height, width = shape
    cells = patches.reshape(height, width, channels, PATCH, PATCH).permute(2, 3, 4, 0, 1)
    margin = PATCH // 2
    total = torch.zeros(channels, height, width)
    for y in range(PATCH):
        for x in range(PATCH):
            total += cells[:, y, x].roll((y - margin, x - margin), (1, 2))
    return total[None] / PATCH**2
