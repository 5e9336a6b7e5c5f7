"""Measure a trained photo U-Net on the validation materials, beside two simple rules, and export it with its card.

    python scripts/evaluate_photo_unet.py DATA/materials build/photo_unet artml_blender/models/weights

Two kinds of picture: `even`, the base colour as it is (a scan, or a generated texture), and `lit`, as a camera sees the
material under one light and the sky (`photo_shots.py`; the same shots in every run). The network is told the class,
or not.
"""

import argparse
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from export_weights import export, shipped
from photo_materials import CLASSES, UNKNOWN_CLASS, Materials, Truth, cut, load_materials
from photo_metrics import Baselines, figures
from photo_shots import develop, shoot
from torch import Tensor

from artml_blender.engine.runtime.weights import restored
from artml_blender.models.photo_unet import Maps, PhotoUNet

SIDE, SHRINK = 256, 2  # pixels at which they are measured: half of what the materials have
SHOTS_SEED = 99
ADDRESSES = {
    "ambientCG": "https://ambientcg.com",
    "Poly Haven": "https://polyhaven.com",
    "Nobiax/yughues (OpenGameArt)": "https://opengameart.org",
    "Cethiel (OpenGameArt)": "https://opengameart.org",
    "Duion (OpenGameArt)": "https://opengameart.org",
    "Quaternius Downtown City MegaKit": "https://quaternius.com",
    "Amini Allight": "https://github.com/amini-allight/backrooms-textures",
}
LIMITS = [
    "Trained on fewer than 200 materials and on procedural ones; what is unlike them gets plausible rather than "
    "measured maps.",
    "Roughness, metallic and the strength of relief cannot be known from one picture; they are what such a surface "
    "usually has.",
    "The figures come from a handful of validation materials, so differences of a few per cent mean nothing. The lit "
    "pictures are rendered: real photos have reflections, depth of field and lenses that these have not.",
    "Outside the class metal, metallic was trained as 0 where no map was shipped.",
    "Print, stains, veins and woven colours can be taken for relief.",
]


def pictures(materials: Materials) -> dict[str, tuple[Tensor, Truth]]:
    """Each kind of picture of all the materials, in -1..1, and its truth."""
    truth = cut(materials, torch.arange(len(materials.names)), SIDE, SHRINK, (0, 0))
    generator = torch.Generator().manual_seed(SHOTS_SEED)
    shot, color = shoot(truth, generator)
    return {"even": (truth.color, truth), "lit": (develop(shot, generator), replace(truth, color=color))}


@torch.no_grad()
def predict(model: PhotoUNet, picture: Tensor, category: Tensor) -> Maps:
    """One material after the other, which takes less memory."""
    parts = [model(each[None], index[None]) for each, index in zip(picture, category, strict=True)]
    return Maps(*(torch.cat(maps) for maps in zip(*parts, strict=True)))


def measure(model: PhotoUNet, training: Materials, validation: Materials) -> dict[str, dict[str, dict[str, float]]]:
    """Kind of picture, then method, then figure."""
    fitted, judged = pictures(training), pictures(validation)
    table = {}
    for kind, (picture, truth) in judged.items():
        rules = Baselines(*fitted[kind])
        made = {
            "photo_unet": predict(model, picture, truth.category),
            "photo_unet_without_class": predict(model, picture, torch.full_like(truth.category, UNKNOWN_CLASS)),
            "constant": rules.constant(picture),
            "luminance": rules.luminance(picture),
        }
        table[kind] = {
            name: {figure: round(value, 4) for figure, value in figures(maps, truth).items()}
            for name, maps in made.items()
        }
    return table


def data_card(training: Materials, procedural: int) -> list[dict[str, Any]]:
    """Who made the materials that were trained on, and how many."""
    rows: list[dict[str, Any]] = [
        {"name": name, "licence": "CC0-1.0", "source": ADDRESSES[name], "count": count}
        for name, count in Counter(training.sources).most_common()
    ]
    families = {"name": "ArtML's procedural families", "licence": "GPL-3.0-or-later"}
    return [*rows, families | {"source": "scripts/make_materials.py", "count": procedural}]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("training", type=Path, help="the folder that train_photo_unet.py wrote")
    parser.add_argument("folder", type=Path, help="where the weights and the card go")
    parser.add_argument("--note", default="", help="what else the card says of the training")
    parser.add_argument("--others", type=Path, help="JSON of what else was measured on the same pictures, for the card")
    parser.add_argument("--procedural", type=int, default=1440, help="how many procedural materials it was trained on")
    arguments = parser.parse_args()

    training, validation = load_materials(arguments.materials)
    state = torch.load(arguments.training / "checkpoint.pt", weights_only=True, map_location="cpu")
    model = PhotoUNet(UNKNOWN_CLASS).eval()
    model.load_state_dict(restored(shipped(state["ema"])))
    table = measure(model, training, validation)
    others = json.loads(arguments.others.read_text()) if arguments.others else {}
    images = state["images"]
    command = f"python scripts/train_photo_unet.py DATA/materials build/stacks build/photo_unet --images {images}"
    card = {
        "architecture": "PhotoUNet",
        "native_size": SIDE,
        "classes": CLASSES,
        "data": data_card(training, arguments.procedural),
        "training": {
            "command": command,
            "images": state["seen"],
            "seconds": round(state["seconds"]),
            "device": state["device"],
            "note": arguments.note,
        },
        "figures": {"validation_materials": validation.names, **table, **others},
        "limits": LIMITS,
    }
    export(model, card, arguments.folder, "photo_unet")
    for kind, rows in table.items():
        for name, row in rows.items():
            print(kind, name, row)


if __name__ == "__main__":
    main()
