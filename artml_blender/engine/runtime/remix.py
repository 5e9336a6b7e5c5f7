"""New latents from a library's: two textures of a class, laid over the torus in pieces that fit, in a common style.

1. Pick a layout texture, a partner whose layout is alike, and a third for the style.
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

from .latents import restyle, smooth_noise, style
from .library import Library

PATCH = 5  # cells a side of a compared neighbourhood
HEAL_PASSES = 3
BLOB = 9.0  # cells: about the width of a piece
ALIKE = 4  # the partner is drawn from so many nearest layouts
CHUNK = 8192  # neighbourhoods compared at once


def choose_ingredients(library: Library, category: str, variation: float, generator: torch.Generator) -> tuple[str, ...]:
    """Asset ids of the layout texture, its partner and the style; with less variation, closer to the class's centre."""
    members = library.members(category)
    layouts = layout_descriptor(library.latents[members])
    by_centrality = (layouts - layouts.median(dim=0).values).norm(dim=1).argsort()
    reach = max(1, round(variation * len(members)))
    first = by_centrality[torch.randint(reach, (1,), generator=generator)].item()
    nearest = (layouts - layouts[first]).norm(dim=1).argsort()[1 : 1 + ALIKE]
    candidates = nearest if len(nearest) else by_centrality[:1]
    second = candidates[torch.randint(len(candidates), (1,), generator=generator)].item()
    third = torch.randint(len(members), (1,), generator=generator).item()
    return tuple(library.asset_ids[members[int(index)]] for index in (first, second, third))


def remix(
    library: Library, category: str, ingredients: tuple[str, ...], grid: tuple[int, int], variation: float,
    generator: torch.Generator,
) -> Tensor:  # fmt: skip
    """The new latent, [1, C, *grid]; `grid` is rows and columns of 8-pixel cells."""
    members = library.members(category)
    layout, partner, look = (library.latents[library.index(name)][None] for name in ingredients)
    mean, std = _target_style(library.latents[members], layout, look, variation, generator)
    sources = torch.cat([restyle(layout, mean, std), restyle(partner, mean, std)])
    start = _lay_out(sources, grid, generator)
    return _heal(start, sources)


def layout_descriptor(latents: Tensor) -> Tensor:
    """What a roll does not change: the log power spectrum of the latents without their style, [N, D]."""
    mean, std = style(latents)
    spectrum = torch.fft.rfft2((latents - mean) / (std + 1e-4), norm="ortho").abs()
    return torch.log(spectrum + 0.3).flatten(1)


def _target_style(
    members: Tensor, layout: Tensor, look: Tensor, variation: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """A style between the layout's own and the look's, pulled to the class's mean as variation falls; [1, C, 1, 1]."""
    class_mean, class_std = (part.mean(dim=0, keepdim=True) for part in style(members))
    between = torch.rand(1, generator=generator)
    mixed = [torch.lerp(own, other, between) for own, other in zip(style(layout), style(look), strict=True)]
    mean, std = (
        torch.lerp(centre, value, variation) for centre, value in zip((class_mean, class_std), mixed, strict=True)
    )
    return mean, std


def _lay_out(sources: Tensor, grid: tuple[int, int], generator: torch.Generator) -> Tensor:
    """Tile the first source over the grid, then lay blobs of the sources over it at shifts that match it."""
    height, width = sources.shape[2:]
    roll_y, roll_x = (int(torch.randint(side, (1,), generator=generator)) for side in (height, width))
    base = sources[:1].roll((roll_y, roll_x), (2, 3))
    rows, columns = torch.arange(grid[0]) % height, torch.arange(grid[1]) % width
    laid = base[:, :, rows][:, :, :, columns]
    pieces = 1 + math.ceil(2 * grid[0] * grid[1] / (height * width))  # more pieces on a larger area
    for piece in range(min(pieces, 24)):
        other = sources[piece % 2 :][:1]
        shift_y, shift_x = _matching_shift(base, other, generator)
        shifted = other.roll((shift_y, shift_x), (2, 3))[:, :, rows][:, :, :, columns]
        noise = smooth_noise((1, 1, *grid), BLOB, generator)
        share = 0.5 if pieces <= 3 else 1.0 / math.sqrt(pieces)
        threshold = torch.quantile(noise.flatten()[:65536], 1.0 - share)
        laid = torch.where(noise > threshold, shifted, laid)
    return laid


def _matching_shift(base: Tensor, other: Tensor, generator: torch.Generator) -> tuple[int, int]:
    """A shift of `other` that correlates with `base`, drawn among the best; no shift at all is left out."""
    product = torch.fft.rfft2(_standardised(base)) * torch.fft.rfft2(_standardised(other)).conj()
    correlation = torch.fft.irfft2(product, s=base.shape[2:]).mean(dim=1)[0]
    correlation = correlation / (base.shape[2] * base.shape[3])
    if torch.equal(base, other):
        correlation[0, 0] = -1.0
    chance = torch.softmax(correlation.flatten() * 40.0, dim=0)
    chosen = int(torch.multinomial(chance, 1, generator=generator))
    return chosen // base.shape[3], chosen % base.shape[3]


def _standardised(latent: Tensor) -> Tensor:
    mean, std = style(latent)
    return (latent - mean) / (std + 1e-4)


def _heal(laid: Tensor, sources: Tensor) -> Tensor:
    """Replace neighbourhoods by the sources' most similar and average their overlaps, `HEAL_PASSES` times."""
    known = torch.cat([_neighbourhoods(source[None]) for source in sources])  # [M, C * 25]
    known_norm = known.square().sum(1)
    for _ in range(HEAL_PASSES):
        wanted = _neighbourhoods(laid)
        nearest = torch.cat(
            [(known_norm - 2.0 * chunk @ known.T).argmin(dim=1) for chunk in wanted.split(CHUNK)]
        )
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
