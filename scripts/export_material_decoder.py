"""Export a trained material decoder with its model card, and measure the palettes of the library beside it anew.

    python scripts/export_material_decoder.py DATA/materials build/packs/colour_128.npz build/stacks \\
        build/material_vae artml_blender/models/weights --figures build/material_vae.json --command … --note …

The folder may be of `train_material_vae.py` or of `fit_material_decoder.py`: the library's latents fit both, since
both have the same encoder. After it, `make onnx`.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from evaluate_photo_unet import ADDRESSES
from export_weights import export, shipped, write_with_card
from photo_materials import CLASSES, is_validation
from safetensors.torch import load_file
from torch import Tensor

from artml_blender.engine.runtime.library import NAME as LIBRARY
from artml_blender.engine.runtime.library import restored_latent
from artml_blender.engine.runtime.palettes import Palettes, measure
from artml_blender.engine.runtime.weights import read_card, restored
from artml_blender.models.material_vae import MaterialDecoder

NAME = "material_decoder"
NATIVE_SIZE = 512
PART = "decoder."
FAMILIES = {
    "name": "ArtML's procedural families",
    "licence": "GPL-3.0-or-later",
    "source": "scripts/make_materials.py",
}
LIMITS = [
    "Trained on fewer than 200 scanned materials at 512 pixels a tile, a thousand colour pictures at 128, and "
    "procedural materials; where maps were not shipped, the photo U-Net's guesses were learned.",
    "Draws what the encoder kept, 16 numbers for 8 x 8 pixels: fine detail is softer than in the scans, in colour "
    "more than in relief. A JPEG of as many bits keeps more.",
    "Metals are drawn 0.95 to 1 metallic; where rust or paint lies on them, 0.75 to 0.9 beside it.",
]


def source_rows(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Who made the materials, as cards say it, by how many there are of each."""
    return [
        ({"name": name, "licence": "CC0-1.0", "source": ADDRESSES[name]} if name in ADDRESSES else FAMILIES)
        | {"count": count}
        for name, count in Counter(counts).most_common()
    ]


def count_sources(materials: Path, pack: Path, stacks: Path) -> Counter[str]:
    """How many materials of whom were trained on."""
    with open(materials / "SOURCES.csv", newline="") as sources:
        rows = list(csv.DictReader(sources))
    counts = Counter(row["upstream"] for row in rows if not is_validation(row["upstream_asset_id"]))
    counts["ambientCG"] += sum(not is_validation(name) for name in np.load(pack)["asset_ids"].tolist())
    counts[FAMILIES["name"]] += sum(len(np.load(path)["seeds"]) for path in stacks.glob("[!.]*.npz"))
    return counts


def load_decoder(folder: Path) -> tuple[MaterialDecoder, dict[str, Any]]:
    """The averaged decoder of a training's last checkpoint as it is shipped, in 8 bits, and how long it was trained."""
    state = torch.load(folder / "checkpoint.pt", weights_only=True, map_location="cpu")
    weights = {name.removeprefix(PART): value for name, value in state["ema"].items() if name.startswith(PART)}
    decoder = MaterialDecoder()
    decoder.load_state_dict(restored(shipped(weights)))
    told = {"images": state["seen"], "seconds": round(state["seconds"]), "device": state["device"]}
    return decoder.eval().requires_grad_(False), told


@torch.inference_mode()
def measure_palettes(decoder: MaterialDecoder, library: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Those of the colours drawn from a library's latents, as it stores them; see `library.Library`."""
    decoder = decoder.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    rows = zip(*(library[name][:, None] for name in ("codes", "scale", "center")), strict=True)
    drawn = [decoder(restored_latent(*row), torch.zeros(1)).base_color for row in rows]
    palettes = Palettes(*(torch.cat(column) for column in zip(*map(measure, drawn), strict=True)))
    return {"palette_mean": palettes.mean.half(), "palette_std": palettes.std.half()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("pack", type=Path, help="what pack_textures.py wrote")
    parser.add_argument("stacks", type=Path, help="the folder that make_materials.py wrote")
    parser.add_argument("training", type=Path, help="the folder with the checkpoint")
    parser.add_argument("folder", type=Path, help="where the weights and the card go")
    parser.add_argument("--figures", type=Path, required=True, help="what evaluate_material_vae.py wrote, for the card")
    parser.add_argument("--command", required=True, help="the training's command, for the card")
    parser.add_argument("--note", default="", help="what else the card says of the training")
    arguments = parser.parse_args()

    decoder, told = load_decoder(arguments.training)
    card = {
        "architecture": "MaterialDecoder",
        "native_size": NATIVE_SIZE,
        "classes": CLASSES,
        "data": source_rows(count_sources(arguments.materials, arguments.pack, arguments.stacks)),
        "training": {"command": arguments.command, **told, "note": arguments.note},
        "figures": json.loads(arguments.figures.read_text()),
        "limits": LIMITS,
    }
    export(decoder, card, arguments.folder, NAME)
    library = load_file(arguments.folder / f"{LIBRARY}.safetensors")
    library |= measure_palettes(decoder, library)
    library_card = {key: value for key, value in read_card(LIBRARY, arguments.folder).items() if key != "sha256"}
    write_with_card(library, library_card, arguments.folder, LIBRARY)


if __name__ == "__main__":
    main()
