"""Encode the materials that new textures are laid from: latents in steps, palettes, and a card.

    python scripts/make_materials.py paper cardboard carbon_fiber roof_tiles shingles fabric_weave knit leather \\
        --count 64 --size 512 --output build/library_stacks
    python scripts/export_material_library.py DATA/materials build/library_stacks \\
        build/material_vae artml_blender/models/weights

The scans that are trained on, and procedural materials where a class has few. Each channel's step is as large as it
can be for the same small change in what the decoder draws (`CHANGE`), and smaller in calm materials.
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
from artml_blender.engine.runtime.relief import slopes_to_normal
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.models.material_vae import MaterialDecoder, MaterialVAE
from artml_blender.models.photo_unet import PhotoUNet

CHANGE = 0.022  # of colour, normals and roughness in -1..1 (root mean square) that a step makes
CALM = (0.02, 1.5)  # times a channel's usual spread: beyond these, steps grow no smaller or larger
PROBES, PROBE_CELLS = 16, 16  # materials and cells each way by which that is measured
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
def encode(vae: MaterialVAE, materials: Materials) -> Tensor:
    """The posterior means, [N, 16, 64, 64]."""
    latents = []
    for index in range(len(materials.names)):
        truth = cut(materials, torch.tensor([index]), FULL_SIDE, 1, (0, 0))
        stack = stack_of(truth, 0.0).contiguous(memory_format=torch.channels_last)
        latents.append(vae.encoder(stack, torch.zeros(1))[0])
    return torch.cat(latents)


@torch.inference_mode()
def find_scale(decoder: MaterialDecoder, latents: Tensor) -> Tensor:
    """The step of each channel, [16], that changes what is drawn by `CHANGE`."""
    generator = torch.Generator().manual_seed(1)
    chosen = torch.randperm(len(latents), generator=generator)[:PROBES]
    probes = latents[chosen, :, :PROBE_CELLS, :PROBE_CELLS].contiguous()
    spread = latents.std((0, 2, 3))

    def drawn(latent: Tensor) -> Tensor:
        made = decoder(latent, torch.zeros(len(latent)))
        normals = slopes_to_normal(made.slopes)[:, :2] * 2.0 - 1.0
        return torch.cat([made.base_color, normals, made.roughness * 2.0 - 1.0], dim=1)

    still, scale = drawn(probes), []
    for channel, size in enumerate((0.1 * spread).tolist()):
        moved = probes.clone()
        moved[:, channel] += size * torch.randn(moved[:, channel].shape, generator=generator)
        scale.append(size * CHANGE / (drawn(moved) - still).square().mean().sqrt())
    return torch.stack(scale)


def quantise(latents: Tensor, scale: Tensor) -> dict[str, Tensor]:
    """Latents [N, C, h, w] as `library.Library` has them: codes, and of each channel of each material step and center.

    Where a channel hardly changes its steps are smaller than `scale` [C]: calm surfaces show them first. Raises
    ValueError where 8 bits do not suffice.
    """
    center = latents.mean((2, 3)).half()
    spread = latents.std((2, 3))
    scale = (scale * (spread / spread.mean(0)).clamp(*CALM)).half()
    steps = torch.round((latents - center.float()[..., None, None]) / scale.float()[..., None, None])
    if steps.abs().max() > 127:
        raise ValueError("the steps are too small for 8 bits")
    return {"codes": steps.to(torch.int8), "scale": scale, "center": center}


def load_chosen(materials: Path, stacks: Path) -> tuple[Materials, Materials]:
    """The scans and the procedural materials that the library has, in its order, with every map."""
    scans, _ = load_materials(materials)
    scans = scans.select(torch.tensor([name not in LEFT_OUT for name in scans.names]))
    fill_unknown(scans, load_into(PhotoUNet(len(CLASSES)), "photo_unet"))
    return scans, load_procedural(stacks)


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

    scans, procedural = load_chosen(arguments.materials, arguments.stacks)
    vae = load_vae(arguments.training)
    decoder, _ = load_decoder(arguments.training)
    latents = torch.cat([encode(vae, scans), encode(vae, procedural)])
    library = quantise(latents, find_scale(decoder, latents))
    palettes = measure_palettes(decoder, library)
    sources = scans.sources + procedural.sources
    card = {
        "native_size": FULL_SIDE,
        "data": source_rows(Counter(sources)),
        "limits": LIMITS,
        "categories": [CLASSES[index] for each in (scans, procedural) for index in each.category.tolist()],
        "asset_ids": scans.names + procedural.names,
        "sources": sources,
    }
    write_with_card({**library, **palettes}, card, arguments.folder, NAME)


if __name__ == "__main__":
    main()
