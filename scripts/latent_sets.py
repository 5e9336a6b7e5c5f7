"""The latents that the texture generator learns from: every material, turned and flipped, at every density it has."""

from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from material_sets import FULL_SIDE, SHRINKS, density_of, gains, stack_of, tint
from photo_materials import Materials, cut
from photo_shots import turned
from torch import Tensor

from artml_blender.engine.runtime.layouts import layout_of
from artml_blender.models.material_vae import MaterialVAE
from artml_blender.models.texture_generator import LAYOUT_DOWNSCALE

VARIANTS = {"scans": 4, "colors": 4, "procedural": 1}  # of each material: turned, mirrored, its colours changed
FAINT_RELIEF = 0.0006  # of a tile's side: relief of this spread or less makes no full layout
BATCH = 16


@dataclass
class Latents:
    """Of one density: latents [N, 16, h, w] and layouts [N, 1, 2h, 2w] in float16, styles [N, 32], classes [N].

    The styles are those that the same materials have at the sparsest density, which all materials have.
    """

    density: float
    latents: Tensor
    layouts: Tensor
    styles: Tensor
    category: Tensor

    def __len__(self) -> int:
        return len(self.latents)


def load_latents(path: Path) -> dict[str, list[Latents]]:
    """What `save_latents` wrote."""
    stored = torch.load(path, weights_only=True)
    return {name: [Latents(**each) for each in latents] for name, latents in stored.items()}


def save_latents(sets: dict[str, list[Latents]], path: Path) -> None:
    """Encoding takes minutes, so that a resumed training reads them."""
    torch.save({name: [vars(each) for each in latents] for name, latents in sets.items()}, path)


def encode_sets(vae: MaterialVAE, sets: dict[str, Materials]) -> dict[str, list[Latents]]:
    """Per set, its latents at each density, sparsest last."""
    return {name: encode_all(vae, materials, VARIANTS[name]) for name, materials in sets.items()}


def encode_all(vae: MaterialVAE, materials: Materials, variants: int) -> list[Latents]:
    """At each density that the materials have, sparsest last."""
    sparsest = FULL_SIDE // SHRINKS[-1]
    every = [encode(vae, materials, s, variants) for s in SHRINKS if materials.side // s >= sparsest]
    return [replace(each, styles=every[-1].styles) for each in every]


@torch.inference_mode()
def encode(vae: MaterialVAE, materials: Materials, shrink: int, variants: int) -> Latents:
    """All materials, made `shrink` times smaller, `variants` times: turned and with colours a little changed."""
    density = density_of(materials, shrink)
    side = materials.side // shrink
    batch = max(1, BATCH * 128**2 // side**2)
    parts: list[tuple[Tensor, Tensor]] = []
    for variant in range(variants):
        gain = gains(len(materials.names), torch.Generator().manual_seed(variant))
        for indices in torch.arange(len(materials.names)).split(batch):
            truth = turned(cut(materials, indices, side, shrink, (0, 0)), turns=variant, flip=variant % 2 == 1)
            truth.color = tint(truth.color, gain[indices])
            stack = stack_of(truth, density).contiguous(memory_format=torch.channels_last)
            mean, _ = vae.encoder(stack, torch.full((len(indices),), density))
            layout = layout_of(F.avg_pool2d(truth.height.float(), LAYOUT_DOWNSCALE), FAINT_RELIEF * side)
            parts.append((mean.half(), layout.half()))
    latents, layouts = (torch.cat(column) for column in zip(*parts, strict=True))
    return Latents(density, latents, layouts, style_of(latents), materials.category.repeat(variants))


def style_of(latents: Tensor) -> Tensor:
    """Mean and spread of each channel, [N, 32]."""
    flat = latents.float().flatten(2)
    return torch.cat([flat.mean(2), flat.std(2)], dim=1)
