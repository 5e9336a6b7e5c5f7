"""Made-up masonry, tiles and planks on the torus, with known relief and with colours that say nothing of the height.

Photographed materials are too few to teach that a joint is a groove whether it is darker or lighter than the bricks,
and that a brick of another colour is no higher than its neighbours.
"""

import math

import torch
from torch import Tensor

from artml_blender.engine.runtime.latents import smooth_noise

CLASSES_OF_BOND = (("tiles", "paving"), ("brick", "brick", "paving", "tiles", "stone-rock"), ("wood",))
COLUMNS_OF_BOND = ((2, 4, 6, 8), (2, 3, 4, 6), (1, 1, 2))  # grid, running bond, planks


def uniform(low: float, high: float, generator: torch.Generator) -> float:
    return low + (high - low) * torch.rand((), generator=generator).item()


def noise(size: int, wavelength: float, generator: torch.Generator) -> Tensor:
    """Smooth noise of unit spread on the torus, [S, S]."""
    return smooth_noise(torch.randn((1, 1, size, size), generator=generator), wavelength)[0, 0]


def cells(size: int, rows: int, columns: int, shift: float, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Each pixel's distance in pixels to the nearest joint, and the index of its cell, both [S, S]; edges waver."""
    waver = uniform(0.0, 0.8, generator)
    y, x = torch.meshgrid(torch.arange(size) + 0.5, torch.arange(size) + 0.5, indexing="ij")
    v = (y + waver * noise(size, 6.0, generator)) / size * rows
    u = (x + waver * noise(size, 6.0, generator)) / size * columns + shift * v.floor()
    distances = [(f - f.round()).abs() * size / count for f, count in ((v, rows), (u, columns))]
    index = (v.floor() % rows) * columns + u.floor() % columns
    return torch.minimum(*distances), index.long()


def surface(distance: Tensor, index: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """The height in pixels and how much of a pixel is cell rather than joint (0..1), both [S, S]."""
    size = len(distance)
    joint, bevel = uniform(0.5, 1.6, generator), uniform(0.8, 3.0, generator)
    depth = math.exp(uniform(math.log(0.3), math.log(1.6), generator))
    rise = ((distance - joint) / bevel).clamp(0.0, 1.0)
    rise = rise * rise * (3.0 - 2.0 * rise)
    lift = torch.randn(int(index.max()) + 1, generator=generator)[index] * uniform(0.0, 0.15, generator)
    grain = noise(size, uniform(0.6, 2.5, generator), generator) * uniform(0.02, 0.1, generator)
    inside = ((distance - joint) / 0.8 + 0.5).clamp(0.0, 1.0)
    return depth * (rise * (1.0 + lift)) + grain * inside, inside


def paint(inside: Tensor, index: Tensor, generator: torch.Generator) -> Tensor:
    """Colour [3, S, S] in -1..1: cells vary around one colour, joints have another, stains lie over both."""
    size = len(inside)
    base = torch.rand(3, 1, generator=generator) * 0.3 + uniform(0.1, 0.6, generator)
    spread = uniform(0.0, 0.15, generator)
    tint = torch.randn(1, int(index.max()) + 1, generator=generator) * spread
    joint = torch.rand(3, 1, 1, generator=generator) * 0.1 + uniform(0.05, 0.85, generator)
    color = torch.lerp(joint.expand(3, size, size), (base + tint)[:, index], inside)
    stains = noise(size, uniform(3.0, 12.0, generator), generator) * uniform(0.0, 0.06, generator)
    speckle = torch.randn(size, size, generator=generator) * uniform(0.0, 0.04, generator)
    return (color * (1.0 + stains + speckle)).clamp(0.0, 1.0) * 2.0 - 1.0


def layout_material(size: int, generator: torch.Generator) -> tuple[Tensor, Tensor, str]:
    """Colour [3, S, S] in -1..1, height [S, S] in pixels, and the class of a random layout."""

    def pick(options: tuple[int, ...]) -> int:
        return options[int(torch.randint(len(options), (), generator=generator))]

    bond = pick((0, 1, 1, 2))
    rows = pick((4, 6, 8, 10, 12, 16)) if bond else pick((2, 4, 6, 8))
    distance, index = cells(size, rows, pick(COLUMNS_OF_BOND[bond]), 0.5 if bond else 0.0, generator)
    height, inside = surface(distance, index, generator)
    names = CLASSES_OF_BOND[bond]
    return paint(inside, index, generator), height, names[pick(tuple(range(len(names))))]
