"""Export a trained material VAE and texture generator: fp16 weights, styles and layouts, and their model cards.

    python scripts/export_texture_generator.py DATA/materials build/packs/colour_128.npz build/stacks \\
        build/material_vae build/texture_generator artml_blender/models/weights --figures build/material_vae.json
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from evaluate_photo_unet import ADDRESSES
from export_weights import export, write_with_card
from latent_sets import FAINT_RELIEF, encode
from material_sets import SHRINKS, load_sets
from photo_materials import CLASS_OF_FAMILY, CLASSES, Materials
from torch import Tensor

from artml_blender.engine.runtime.layouts import layout_of
from artml_blender.models.material_vae import MaterialVAE
from artml_blender.models.texture_generator import LAYOUT_DOWNSCALE, TextureGenerator

NATIVE_SIZE = 512
LAYOUT_SIDE = NATIVE_SIZE // LAYOUT_DOWNSCALE
LAYOUTS_OF_FAMILY = 4
VAE_LIMITS = [
    "Trained on fewer than 200 scanned materials at 512 pixels a tile, a thousand colour pictures at 128, and "
    "procedural materials; where maps were not shipped, the photo U-Net's guesses were learned.",
]
GENERATOR_LIMITS = [
    "Dresses a layout: patterns of colour that no layout shows (prints, veins) come from noise.",
    "Classes with few scans (paper, plastic & rubber, fabric, roof) have little detail at 512 pixels a tile.",
]


def styles(vae: MaterialVAE, training: Mapping[str, Materials]) -> tuple[Tensor, list[str], list[str]]:
    """The styles [S, 32] of the scans and colour pictures, at the sparsest density, with their classes and names."""
    found, categories, names = [], [], []
    for name in ("scans", "colors"):
        materials = training[name]
        found.append(encode(vae, materials, max(1, materials.side * SHRINKS[-1] // NATIVE_SIZE), variants=1).styles)
        categories += [CLASSES[index] for index in materials.category.tolist()]
        names += materials.names
    return torch.cat(found), categories, names


def layouts(procedural: Materials) -> tuple[Tensor, list[str], list[str]]:
    """Some layouts of each family [L, 1, 128, 128] in 8 bits, with their classes and names."""
    chosen = [
        index
        for family in CLASS_OF_FAMILY
        for index in [i for i, name in enumerate(procedural.names) if name == family][:LAYOUTS_OF_FAMILY]
    ]
    height = procedural.height[chosen].float()
    made = layout_of(F.avg_pool2d(height, procedural.side // LAYOUT_SIDE), FAINT_RELIEF * procedural.side)
    families = [procedural.names[index] for index in chosen]
    seen: Counter[str] = Counter()
    names = []
    for family in families:
        seen[family] += 1
        names.append(f"{family}_{seen[family]}")
    return ((made + 1.0) * 127.5).round().byte(), [CLASS_OF_FAMILY[family] for family in families], names


def data_card(training: Mapping[str, Materials]) -> list[dict[str, Any]]:
    """Who made what was trained on, and how many of it."""
    counts = Counter(source for materials in training.values() for source in materials.sources)
    return [
        {"name": name, "licence": "CC0-1.0", "source": ADDRESSES[name], "count": count}
        if name in ADDRESSES
        else {"name": name, "licence": "GPL-3.0-or-later", "source": "scripts/make_materials.py", "count": count}
        for name, count in counts.most_common()
    ]


def trained(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The averaged weights of a checkpoint, and what its card says of the training."""
    state = torch.load(path / "checkpoint.pt", weights_only=True, map_location="cpu")
    told = {"images": state["seen"], "seconds": round(state["seconds"]), "device": state["device"]}
    return state["ema"], told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("materials", "pack", "stacks", "vae", "generator", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--figures", type=Path, help="what evaluate_material_vae.py wrote, for the card")
    parser.add_argument("--note", default="", help="what else the cards say of the training")
    arguments = parser.parse_args()

    training = load_sets(arguments.materials, arguments.pack, arguments.stacks).training
    card = {"native_size": NATIVE_SIZE, "classes": CLASSES, "data": data_card(training)}
    vae, generator = MaterialVAE(), TextureGenerator(len(CLASSES))
    for model, folder, limits in (
        (vae, arguments.vae, VAE_LIMITS),
        (generator, arguments.generator, GENERATOR_LIMITS),
    ):
        weights, told = trained(folder)
        model.load_state_dict(weights)
        command = f"python scripts/train_{folder.name}.py … --images {told['images']}"
        told = {"command": command, **told, "note": arguments.note}
        figures = json.loads(arguments.figures.read_text()) if arguments.figures and model is vae else {}
        whole = {"architecture": type(model).__name__, **card, "training": told, "figures": figures, "limits": limits}
        name = "material_vae" if model is vae else "texture_generator"
        export(model, whole, arguments.folder, name)
    found, categories, names = styles(vae.eval().requires_grad_(False), training)
    patterns, pattern_categories, pattern_names = layouts(training["procedural"])
    looks_card = {
        "data": card["data"],
        "style_categories": categories,
        "style_names": names,
        "layout_categories": pattern_categories,
        "layout_names": pattern_names,
    }
    write_with_card({"styles": found.half(), "layouts": patterns}, looks_card, arguments.folder, "texture_looks")


if __name__ == "__main__":
    main()
