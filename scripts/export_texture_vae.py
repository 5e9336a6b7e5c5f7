"""Export a trained texture VAE: fp16 weights, the encoded library, and their model cards.

PYTHONPATH=. python scripts/export_texture_vae.py PACK RUN FOLDER
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from export_weights import export, write_with_card
from torch import Tensor
from train_texture_vae import BATCH, load_pack, local_log_spectrum, to_unit

from artml_blender.contract.categories import EXPERIMENTAL, NATIVE_SIZE
from artml_blender.engine.runtime.library import quantise
from artml_blender.engine.runtime.palettes import measure
from artml_blender.models.texture_vae import TextureVAE

DATA = [{"name": "ambientCG colour maps, 128 px thumbnails", "licence": "CC0-1.0", "source": "https://ambientcg.com"}]


@torch.no_grad()
def encode_all(vae: TextureVAE, textures: Tensor) -> Tensor:
    """The posterior means of uint8 textures, [N, 8, 16, 16]."""
    return torch.cat([vae.encode(to_unit(batch))[0] for batch in textures.split(64)])


@torch.no_grad()
def figures(vae: TextureVAE, held_out: Tensor) -> dict[str, float]:
    """Reconstruction of held-out textures, beside shrinking to as many numbers."""
    real = to_unit(held_out)
    made = vae.decode(vae.encode(real)[0]).clamp(-1, 1)
    small = F.interpolate(F.interpolate(real, size=26, mode="area"), real.shape[2:], mode="bicubic").clamp(-1, 1)

    def scores(candidate: Tensor) -> tuple[float, float]:
        psnr = -10 * torch.log10((candidate - real).square().mean((1, 2, 3)) / 4).mean()
        return round(psnr.item(), 2), round(
            F.l1_loss(local_log_spectrum(candidate), local_log_spectrum(real)).item(), 4
        )

    (psnr, spectrum), (small_psnr, small_spectrum) = scores(made), scores(small)
    return {
        "held_out_psnr_db": psnr,
        "held_out_log_spectrum_error": spectrum,
        "shrunk_psnr_db": small_psnr,  # shrunk to 26 x 26 and enlarged: as many numbers as the latent has
        "shrunk_log_spectrum_error": small_spectrum,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("run", type=Path, help="the training's output folder")
    parser.add_argument("folder", type=Path, help="where the weights go")
    parser.add_argument("--command", required=True, help="the training's command, for the card")
    parser.add_argument("--device", required=True, help="what it ran on, for the card")
    parser.add_argument("--note", required=True, help="what else one must know of that run, for the card")
    arguments = parser.parse_args()

    pack = load_pack(arguments.pack)
    state = torch.load(arguments.run / "checkpoint.pt", weights_only=True, map_location="cpu")
    vae = TextureVAE()
    vae.load_state_dict(state["ema"])
    card = {
        "name": "texture_vae",
        "architecture": "TextureVAE",
        "native_size": NATIVE_SIZE,
        "classes": pack.classes,
        "experimental": sorted(EXPERIMENTAL),
        "data": [{**source, "count": len(pack.textures)} for source in DATA],
        "training": {
            "command": arguments.command,
            "images": state["seen"],
            "seconds": round(state["seconds"]),
            "device": arguments.device,
            "batch": BATCH,
            "note": arguments.note,
        },
        "figures": figures(vae, pack.held_out),
        "limits": [
            "Trained on pictures of 128 pixels a tile: finer detail than that does not exist in what it makes.",
            "It remixes its library's textures: it varies their layout and colour, and invents no new kind of pattern.",
        ],
    }
    export(vae, card, arguments.folder, "texture_vae")

    data = np.load(arguments.pack)
    kept = ~data["held_out"] & data["tiles"]
    ingredients = torch.from_numpy(data["textures"][kept]).movedim(-1, 1)
    library_card = {
        "name": "texture_library",
        "data": card["data"],
        "categories": data["categories"][kept].tolist(),
        "asset_ids": data["asset_ids"][kept].tolist(),
    }
    palette = measure(to_unit(ingredients))
    tensors = {
        **{name: torch.from_numpy(part) for name, part in quantise(encode_all(vae, ingredients).numpy()).items()},
        "palette_mean": palette.mean.half(),
        "palette_std": palette.std.half(),
    }
    write_with_card(tensors, library_card, arguments.folder, "texture_library")
    print(card["figures"])


if __name__ == "__main__":
    main()
