"""The materials that the generators learn from: scans, colour pictures and procedural materials, all with every map.

Where a map was not shipped the photo U-Net's guess stands in for it, and `Materials.known` stays false. Validation
materials are chosen by asset id, which the scans and the colour pictures share.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from photo_materials import CLASSES, Materials, Truth, cut, is_validation, load_materials, load_stacks
from photo_shots import turn
from torch import Tensor

from artml_blender.engine.runtime.relief import integrate, slopes_to_normal
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.models.material_vae import stack_maps
from artml_blender.models.photo_unet import PhotoUNet

FULL_SIDE = 512  # pixels of a tile whose density is 0
HEIGHT_RANGE_PER_TILE = 4.0 / 128.0  # of a tile's side: what the encoder's height reaches from 0 to 1
METALLIC_FROM, METAL_WEIGHT = 25.0, 3.0  # of 255: what counts as a metal, and how much more often it is shown
SHRINKS = (1, 2, 4)  # times smaller than a material is


@dataclass
class Sets:
    """What is trained on, by name (`scans`, `colors`, `procedural`), and the scans and colours kept for validation."""

    training: dict[str, Materials]
    validation: dict[str, Materials]


def load_sets(materials: Path, pack: Path, stacks: Path) -> Sets:
    """A folder with SOURCES.csv, a pack of `pack_textures.py`, and a folder of `make_materials.py`."""
    scans, kept_scans = load_materials(materials)
    colors, kept_colors = load_colors(pack)
    network = load_into(PhotoUNet(len(CLASSES)), "photo_unet").to(memory_format=torch.channels_last)
    for each in (scans, kept_scans, colors, kept_colors):
        fill_unknown(each, network)
    training = {"scans": scans, "colors": colors, "procedural": load_stacks(stacks)}
    return Sets(training, {"scans": kept_scans, "colors": kept_colors})


def load_colors(pack: Path) -> tuple[Materials, Materials]:
    """The colour pictures as materials without any other map: those to train on, and those to validate with."""
    data = np.load(pack)
    color = torch.from_numpy(data["textures"]).movedim(-1, 1)
    names = data["asset_ids"].tolist()
    side = color.shape[-1]
    grey = torch.zeros(len(names), 1, side, side, dtype=torch.uint8)
    height, slopes = (torch.zeros(len(names), channels, side, side, dtype=torch.float16) for channels in (1, 2))
    known = torch.zeros(len(names), 3, dtype=torch.bool)
    category = torch.tensor([CLASSES.index(name) for name in data["categories"]])
    everything = Materials(
        color, grey, grey.clone(), height, slopes, known, category, names, ["ambientCG"] * len(names)
    )
    validation = torch.tensor([is_validation(name) for name in names])
    return everything.select(~validation), everything.select(validation)


@torch.inference_mode()
def fill_unknown(materials: Materials, network: PhotoUNet) -> None:
    """Put the photo U-Net's guess, of at most 256 pixels, where a map is not known."""
    assert materials.slopes is not None
    for index in torch.nonzero(~materials.known.all(1))[:, 0].tolist():
        color = materials.color[index][None].float() / 127.5 - 1.0
        shrink = max(1, materials.side // 256)
        made = network(F.avg_pool2d(color, shrink), materials.category[index][None])
        slopes, roughness, metallic = (enlarge(maps, shrink) for maps in made[1:])
        relief_known, roughness_known, metallic_known = materials.known[index].tolist()
        if not relief_known:
            materials.slopes[index] = slopes[0].half()
            materials.height[index] = integrate(slopes)[0].half()
        if not roughness_known:
            materials.roughness[index] = (roughness[0] * 255.0).round().byte()
        if not metallic_known:
            materials.metallic[index] = (metallic[0] * 255.0).round().byte()


def enlarge(maps: Tensor, factor: int) -> Tensor:
    """`factor` times as large, bilinearly on the torus."""
    padded = F.pad(maps, (1, 1, 1, 1), mode="circular")
    larger = F.interpolate(padded, scale_factor=factor, mode="bilinear", align_corners=False)
    return larger[:, :, factor : larger.shape[2] - factor, factor : larger.shape[3] - factor]


def density_of(materials: Materials, shrink: int) -> float:
    """The logarithm to base 2 of a tile's pixels over 512."""
    return float(np.log2(materials.side / shrink / FULL_SIDE))


def batches(
    training: dict[str, Materials], shares: dict[str, float], count: int, side: int, generator: torch.Generator
) -> Iterator[tuple[Truth, float]]:
    """Endless batches of `count` parts of `side` pixels of one of the sets, and their density.

    `shares` says how often each set's turn comes; in it, classes weigh by the root of their size. A part smaller than
    its tile does not tile; `Truth.inside` is 0 where that shows.
    """
    names = list(training)
    chances = torch.tensor([shares[name] for name in names])
    weights = {name: class_weights(each.category) * metal_weights(each) for name, each in training.items()}
    while True:
        name = names[int(torch.multinomial(chances, 1, generator=generator))]
        materials = training[name]
        fitting = [shrink for shrink in SHRINKS if side * shrink <= materials.side]
        shrink = fitting[int(torch.randint(len(fitting), (1,), generator=generator))]
        indices = torch.multinomial(weights[name], count, generator=generator)
        row, column = torch.randint(materials.side, (2,), generator=generator).tolist()
        truth = turn(cut(materials, indices, side, shrink, (row, column)), generator)
        truth.color = tint(truth.color, gains(count, generator))
        yield truth, density_of(materials, shrink)


def class_weights(category: Tensor) -> Tensor:
    return torch.bincount(category, minlength=len(CLASSES)).clamp(min=1)[category] ** -0.5


def metal_weights(materials: Materials) -> Tensor:
    """Metals are few and unlike the rest."""
    is_metal = materials.metallic.float().mean((1, 2, 3)) > METALLIC_FROM
    return 1.0 + (METAL_WEIGHT - 1.0) * is_metal


def gains(count: int, generator: torch.Generator) -> Tensor:
    """A mild gain per channel, [N, 3, 1, 1]."""
    return torch.exp(0.08 * torch.randn(count, 3, 1, 1, generator=generator))


def tint(color: Tensor, gain: Tensor) -> Tensor:
    """Colours in -1..1 made brighter by those gains."""
    return ((color + 1.0) * gain - 1.0).clamp(-1.0, 1.0)


def stack_of(truth: Truth, density: float) -> Tensor:
    """What the material VAE's encoder sees of those maps."""
    reach = HEIGHT_RANGE_PER_TILE * FULL_SIDE * 2.0**density
    height = 0.5 + 0.5 * torch.tanh(truth.height * (2.0 / reach))
    return stack_maps(truth.color, slopes_to_normal(truth.slopes), truth.roughness, truth.metallic, height)
