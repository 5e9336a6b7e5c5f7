"""Encode the materials that new textures are laid from: latents in steps, palettes, and a card.

    python scripts/make_materials.py paper cardboard carbon_fiber roof_tiles shingles fabric_weave knit leather \\
        --count 64 --size 512 --output build/library_stacks
    python scripts/export_material_library.py DATA/materials build/library_stacks \\
        build/material_vae artml_blender/models/weights

The scans that are trained on, and procedural materials where a class has few. A step of a channel is so many times the
noise that the encoder gives it (`STEP`): the decoder draws a scan from steps as from exact latents but for 45 dB in
colour and 2.4 degrees in normals, and the file deflates to 3 bits a number.
"""

import argparse
from collections import Counter
from pathlib import Path

import torch
from export_material_decoder import load_decoder, measure_palettes, source_rows
from export_weights import write_with_card
from material_sets import FULL_SIDE, fill_unknown, stack_of
from photo_materials import CLASSES, Materials, cut, load_materials, load_stacks
from torch import Tensor
from train_material_vae import load_vae

from artml_blender.engine.runtime.library import NAME
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.models.material_vae import MaterialVAE
from artml_blender.models.photo_unet import PhotoUNet

STEP = 8.0  # times the posterior's standard deviation
LEFT_OUT = {  # scans, and why
    "acg_Facade005": "a mosaic, which its folder counts as metal",
    "nobiax_metal-bumps-01": "nearly black",
    "nobiax_metal-bumps-02": "blurred spots",
    "nobiax_metal-bumps-03": "blurred spots",
}
CHOSEN = {  # the seeds of each family that are unlike each other
    "paper": (2, 3, 4, 7),
    "cardboard": (1, 3, 6, 8),
    "carbon_fiber": (1, 2, 4, 6, 7),
    "roof_tiles": (1, 2, 3, 6, 8),
    "shingles": (1, 3, 5, 6),
    "fabric_weave": (2, 3),
    "knit": (1, 5),
    "leather": (4, 6),
}
LIMITS = [
    "Each material is one tile of 512 pixels; as the decoder draws it, fine detail is softer than in the scan.",
    "Classes with few scans (fabric, paper, plastic & rubber, roof) have procedural materials as well, smoother ones.",
    "Where a scan came without normals, roughness or metallic, the photo U-Net's guess stands in.",
]


@torch.inference_mode()
def encode(vae: MaterialVAE, materials: Materials) -> tuple[Tensor, Tensor]:
    """Latents [N, 16, 64, 64], and the noise that the encoder gives each channel [16]."""
    latents, noises = [], []
    for index in range(len(materials.names)):
        truth = cut(materials, torch.tensor([index]), FULL_SIDE, 1, (0, 0))
        stack = stack_of(truth, 0.0).contiguous(memory_format=torch.channels_last)
        mean, log_variance = vae.encoder(stack, torch.zeros(1))
        latents.append(mean)
        noises.append(torch.exp(0.5 * log_variance).mean((0, 2, 3)))
    return torch.cat(latents), torch.stack(noises).mean(0)


def quantise(latents: Tensor, scale: Tensor) -> Tensor:
    """Latents [N, C, h, w] in steps of `scale` [C], in 8 bits."""
    return torch.round(latents / scale[:, None, None]).clamp(-127, 127).to(torch.int8)


def load_procedural(folder: Path) -> Materials:
    """The chosen ones, by their asset ids: `artml_<family>_<seed>`."""
    materials = load_stacks(folder)
    seen: Counter[str] = Counter()
    for index, family in enumerate(materials.names):
        seen[family] += 1
        materials.names[index] = f"artml_{family}_{seen[family]}"
    chosen = {f"artml_{family}_{seed}" for family, seeds in CHOSEN.items() for seed in seeds}
    return materials.select(torch.tensor([name in chosen for name in materials.names]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("stacks", type=Path, help="what make_materials.py wrote, 512 pixels each")
    parser.add_argument("training", type=Path, help="the folder that train_material_vae.py wrote")
    parser.add_argument("folder", type=Path, help="where the library and its card go")
    arguments = parser.parse_args()

    scans, _ = load_materials(arguments.materials)
    scans = scans.select(torch.tensor([name not in LEFT_OUT for name in scans.names]))
    fill_unknown(scans, load_into(PhotoUNet(len(CLASSES)), "photo_unet"))
    procedural = load_procedural(arguments.stacks)
    vae = load_vae(arguments.training)
    (latents, noise), (others, _) = encode(vae, scans), encode(vae, procedural)
    scale = noise * STEP
    codes = quantise(torch.cat([latents, others]), scale)
    palettes = measure_palettes(load_decoder(arguments.training)[0], codes, scale)
    sources = scans.sources + procedural.sources
    card = {
        "native_size": FULL_SIDE,
        "data": source_rows(Counter(sources)),
        "limits": LIMITS,
        "categories": [CLASSES[index] for each in (scans, procedural) for index in each.category.tolist()],
        "asset_ids": scans.names + procedural.names,
        "sources": sources,
    }
    write_with_card({"codes": codes, "scale": scale, **palettes}, card, arguments.folder, NAME)


if __name__ == "__main__":
    main()
