"""Training batches of PBR materials: the pack of `pack_materials.py`, and augmentation that turns the normals along."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from layout_materials import layout_material
from torch import Tensor

from artml_blender.engine.runtime.relief import normal_to_slopes
from artml_blender.models.map_unet import slopes_of

PIXELS = 4 * 128 * 128  # in a batch: 4 materials at 128, or 1 at 256
FINE_SHARE = 0.3  # of the batches are at 256 pixels per tile: the same materials, features twice as large
LAYOUT_SHARE = 0.25  # of the batches are made-up layouts, of which only the relief is known
UNKNOWN_CLASS_SHARE = 0.15  # of the materials are shown without their class, as a photo will be
DCT = 8  # pixels: JPEG's block


class Batch(NamedTuple):
    """Colour [N, 3, H, W] in -1..1, clean and as the network sees it, the true maps, which of slopes, roughness and
    metallic are known [N, 3], and the class index [N]."""

    color: Tensor
    seen: Tensor
    slopes: Tensor
    roughness: Tensor
    metallic: Tensor
    known: Tensor
    category: Tensor


@dataclass
class Materials:
    """Materials by pixels per tile, each [N, 8, S, S] uint8: colour 3, normal 3, roughness, metallic."""

    maps: dict[int, Tensor]
    known: Tensor  # [N, 3] of slopes, roughness, metallic
    category: Tensor
    classes: list[str]
    names: list[str]
    sources: list[str]

    def select(self, mask: Tensor) -> "Materials":
        chosen = torch.nonzero(mask)[:, 0].tolist()
        maps = {size: stack[mask] for size, stack in self.maps.items()}
        names, sources = ([column[index] for index in chosen] for column in (self.names, self.sources))
        return Materials(maps, self.known[mask], self.category[mask], self.classes, names, sources)

    def batch(self, indices: Tensor, size: int) -> Batch:
        """These materials as they are."""
        maps = self.maps[size][indices].float() / 255.0
        color, normal, roughness, metallic = maps.split([3, 3, 1, 1], dim=1)
        color = color * 2.0 - 1.0
        slopes = normal_to_slopes(normal)
        return Batch(color, color, slopes, roughness, metallic, self.known[indices], self.category[indices])


def load_materials(path: Path) -> tuple[Materials, Materials]:
    """Those to train on, and the held-out ones.

    Metallic is known where a map was shipped, and is 0 (the packed value) for every class but metal.
    """
    data = np.load(path)
    classes = data["classes"].tolist()
    names = ("basecolor", "normal", "roughness", "metallic")
    maps = {
        size: torch.from_numpy(np.concatenate([data[f"{name}_{size}"] for name in names], axis=-1)).movedim(-1, 1)
        for size in (128, 256)
    }
    metallic = data["has_metallic"] | (data["category"] != classes.index("metal"))
    known = torch.from_numpy(np.stack([data["has_normal"], data["has_roughness"], metallic], axis=1))
    category = torch.from_numpy(data["category"]).long()
    everything = Materials(maps, known, category, classes, data["names"].tolist(), data["sources"].tolist())
    held_out = torch.from_numpy(data["held_out"])
    return everything.select(~held_out), everything.select(held_out)


def batches(materials: Materials, generator: torch.Generator) -> Iterator[Batch]:
    """Endless augmented batches; classes weigh by the root of their size."""
    weight = torch.bincount(materials.category, minlength=len(materials.classes)).float().clamp(min=1) ** -0.5
    while True:
        kind = torch.rand((), generator=generator)
        if kind > 1.0 - LAYOUT_SHARE:
            batch = layout_batch(materials.classes, generator)
        else:
            size = 256 if kind < FINE_SHARE else 128
            indices = torch.multinomial(weight[materials.category], PIXELS // size**2, generator=generator)
            batch = materials.batch(indices, size)
        batch = move(batch, generator)
        color = vary(batch.color, generator)
        unknown = torch.rand(len(color), generator=generator) < UNKNOWN_CLASS_SHARE
        category = batch.category.masked_fill(unknown, len(materials.classes))
        yield batch._replace(color=color, seen=degrade(color, generator), category=category)


def layout_batch(classes: list[str], generator: torch.Generator) -> Batch:
    """Made-up layouts at 128 pixels per tile."""
    made = [layout_material(128, generator) for _ in range(PIXELS // 128**2)]
    color, height = (torch.stack([material[part] for material in made]) for part in (0, 1))
    category = torch.tensor([classes.index(name) for _, _, name in made])
    none = torch.zeros_like(color[:, :1])
    known = torch.tensor([True, False, False]).expand(len(made), 3)
    return Batch(color, color, slopes_of(height), none, none, known, category)


def move(batch: Batch, generator: torch.Generator) -> Batch:
    """One random roll, flip and quarter turn of the whole batch; slopes turn with the surface."""
    size = batch.color.shape[-1]
    turns, flip, roll_y, roll_x = torch.randint(4 * size, (4,), generator=generator).tolist()

    def moved(maps: Tensor) -> Tensor:
        rolled = maps.roll((roll_y, roll_x), (2, 3))
        return torch.rot90(rolled.flip(3) if flip % 2 else rolled, turns % 4, (2, 3))

    slope_x, slope_y = moved(batch.slopes).unbind(1)
    if flip % 2:
        slope_x = -slope_x
    for _ in range(turns % 4):  # counter-clockwise, as torch.rot90 turns the picture
        slope_x, slope_y = -slope_y, slope_x
    slopes = torch.stack([slope_x, slope_y], dim=1)
    color, roughness, metallic = (moved(maps) for maps in (batch.color, batch.roughness, batch.metallic))
    return batch._replace(color=color, seen=color, slopes=slopes, roughness=roughness, metallic=metallic)


def vary(color: Tensor, generator: torch.Generator) -> Tensor:
    """Another paint on the same surface: gain per channel, saturation and gamma, per material."""
    n = len(color)

    def normal(spread: float, channels: int = 1) -> Tensor:
        return torch.exp(spread * torch.randn(n, channels, 1, 1, generator=generator))

    unit = (color + 1.0) * 0.5
    grey = unit.mean(1, keepdim=True)
    unit = torch.lerp(grey, unit, normal(0.3)) * normal(0.15) * normal(0.06, channels=3)
    return unit.clamp(1e-4, 1.0) ** normal(0.2) * 2.0 - 1.0


def degrade(color: Tensor, generator: torch.Generator) -> Tensor:
    """What a decoder does to a texture: a little soft or a little hard, block noise, white noise; per material."""
    n = len(color)
    amount = torch.rand(4, n, 1, 1, 1, generator=generator)
    for _ in range(2):
        color = torch.lerp(color, blur(color), amount[0] * 1.6 - 0.6)  # -0.6 sharpens, 1 blurs
    color = torch.lerp(color, block_noise(color, 0.02 + 0.1 * amount[1]), (amount[2] > 0.5).float())
    noise = torch.randn(color.shape, generator=generator)
    return (color + noise * 0.03 * amount[3].square()).clamp(-1.0, 1.0)


def blur(color: Tensor) -> Tensor:
    """A 3x3 binomial blur on the torus."""
    line = torch.tensor([0.25, 0.5, 0.25], device=color.device)
    kernel = (line[:, None] * line).expand(3, 1, 3, 3)
    return F.conv2d(F.pad(color, (1, 1, 1, 1), mode="circular"), kernel, groups=3)


def block_noise(color: Tensor, step: Tensor) -> Tensor:
    """Quantise 8x8 blocks' cosine coefficients, high ones coarser, as JPEG does; `step` is [N, 1, 1, 1]."""
    n, c, h, w = color.shape
    index = torch.arange(DCT)
    basis = torch.cos(math.pi / DCT * (index[None, :] + 0.5) * index[:, None]) * math.sqrt(2.0 / DCT)
    basis[0] /= math.sqrt(2.0)
    blocks = color.reshape(n, c, h // DCT, DCT, w // DCT, DCT).transpose(3, 4)  # [N, C, rows, columns, 8, 8]
    coarseness = step[..., None, None] * (1.0 + 0.5 * (index[:, None] + index[None, :]))
    coefficients = torch.round(basis @ blocks @ basis.T / coarseness) * coarseness
    return (basis.T @ coefficients @ basis).transpose(3, 4).reshape(n, c, h, w)
