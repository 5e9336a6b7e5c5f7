"""Measure a trained map U-Net on the held-out materials, beside two baselines, and export it with its model card.

    python scripts/evaluate_map_unet.py build/packs/materials.npz build/map_unet artml_blender/models/weights

The baselines are fitted on the training materials: `constant` is a flat surface with the mean roughness and metallic;
`luminance` takes the colour's luminance for the height and for the roughness, each with the gain that fits best.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from export_weights import export
from material_batches import Batch, Materials, load_materials
from pbr_render import random_lights, render
from torch import Tensor

from artml_blender.engine.runtime.relief import integrate, slopes_to_normal
from artml_blender.models.map_unet import Maps, MapUNet

LIGHTS = 8
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
    "Trained on fewer than 200 materials; classes with few of them (paper, plastic-rubber, roof, fabric, brick) and "
    "anything unlike them get plausible rather than measured maps.",
    "The figures come from a handful of held-out materials, so differences of a few per cent mean nothing.",
    "Roughness and the strength of relief cannot be known from colour; they are what such a surface usually has.",
    "Outside the class metal, metallic was trained as 0 by the class alone, not from measured maps; within it, only "
    "ten materials had a map and the others were not counted.",
    "Relief has about the strength that such surfaces have; where a picture allows several readings, it is a guess: "
    "measured as an angle it is no nearer to the truth than a flat surface, and on the held-out materials luminance "
    "taken for height follows their relief more closely. It beats luminance where joints are the lighter part.",
    "Rust and paint on metal are mostly called metal.",
    "Print, stains, veins and woven colours can be taken for relief (a tartan comes out as ridges).",
]


def luminance(color: Tensor) -> Tensor:
    return (color * torch.tensor([0.2126, 0.7152, 0.0722])[:, None, None]).sum(1, keepdim=True)


def luminance_slopes(color: Tensor) -> Tensor:
    """Slopes of the surface whose height in pixels is the luminance; rows run downwards, slope_y upwards."""
    light = luminance(color)
    slope_x = (light.roll(-1, 3) - light.roll(1, 3)) * 0.5
    slope_y = (light.roll(1, 2) - light.roll(-1, 2)) * 0.5
    return torch.cat([slope_x, slope_y], dim=1)


class Baselines:
    """What two simple rules, fitted on the training materials, say of a batch."""

    def __init__(self, batch: Batch) -> None:
        slopes_known, roughness_known, metallic_known = batch.known.unbind(1)
        self.metallic = batch.metallic[metallic_known].mean()
        roughness = batch.roughness[roughness_known]
        light = luminance(batch.color[roughness_known])
        self.roughness, self.light = roughness.mean(), light.mean()
        deviation = light - self.light
        self.roughness_gain = (deviation * (roughness - self.roughness)).mean() / deviation.square().mean()
        made = luminance_slopes(batch.color[slopes_known])
        self.relief_gain = (made * batch.slopes[slopes_known]).sum() / made.square().sum()

    def constant(self, batch: Batch) -> Maps:
        flat = torch.zeros_like(batch.roughness)
        return Maps(torch.zeros_like(batch.slopes), flat + self.roughness, flat + self.metallic)

    def luminance(self, batch: Batch) -> Maps:
        roughness = self.roughness + self.roughness_gain * (luminance(batch.color) - self.light)
        metallic = torch.zeros_like(roughness) + self.metallic
        return Maps(luminance_slopes(batch.color) * self.relief_gain, roughness.clamp(0, 1), metallic)


def rms(error: Tensor) -> float:
    return float(error.square().mean().sqrt())


def figures(made: Maps, batch: Batch) -> dict[str, float]:
    """Errors over the pixels of the materials whose map is known; renders where all are; the correlation is of heights
    integrated from the slopes, averaged over the materials that have any relief."""
    slopes_known, roughness_known, metallic_known = batch.known.unbind(1)
    made_slopes, true_slopes = made.slopes[slopes_known], batch.slopes[slopes_known]
    made_normal, true_normal = (slopes_to_normal(s) * 2.0 - 1.0 for s in (made_slopes, true_slopes))
    angle = torch.rad2deg(torch.acos((made_normal * true_normal).sum(1).clamp(-1.0, 1.0))).mean()
    rough = true_slopes.std((1, 2, 3)) > 0.02
    heights = torch.stack([integrate(s)[rough].flatten(1) for s in (made_slopes, true_slopes)])
    correlation = torch.cosine_similarity(heights[0], heights[1], dim=1).mean()
    complete = batch.known.all(1)
    squares = []
    for light in random_lights(LIGHTS, torch.Generator().manual_seed(1234)):
        lights = light.expand(int(complete.sum()), 3)
        color = batch.color[complete]
        truth = render(color, batch.slopes[complete], batch.roughness[complete], batch.metallic[complete], lights)
        picture = render(color, made.slopes[complete], made.roughness[complete], made.metallic[complete], lights)
        squares.append((picture - truth).square().mean())
    return {
        "normal_angle_degrees": round(float(angle), 2),
        "height_correlation": round(float(correlation), 3),
        "roughness_rmse": round(rms((made.roughness - batch.roughness)[roughness_known]), 4),
        "metallic_rmse": round(rms((made.metallic - batch.metallic)[metallic_known]), 4),
        f"render_rmse_{LIGHTS}_lights": round(float(torch.stack(squares).mean().sqrt()), 4),
    }


def data_card(materials: Materials) -> list[dict[str, Any]]:
    """Who made the materials that were trained on, and how many."""
    counts = Counter(materials.sources)
    rows: list[dict[str, Any]] = [
        {"name": name, "licence": "CC0-1.0", "source": ADDRESSES[name], "count": count}
        for name, count in counts.most_common()
    ]
    layouts = {"name": "made-up brick, tile and plank layouts", "licence": "GPL-3.0-or-later"}
    return [*rows, layouts | {"source": "scripts/layout_materials.py", "count": "a new one each time"}]


@torch.no_grad()
def measure(model: MapUNet, materials: Materials, held_out: Materials) -> dict[str, dict[str, float]]:
    """The network and the baselines on the held-out materials at 128 pixels per tile."""
    batch = held_out.batch(torch.arange(len(held_out.names)), 128)
    baselines = Baselines(materials.batch(torch.arange(len(materials.names)), 128))
    made = {
        "map_unet": model(batch.color, batch.category),
        "constant": baselines.constant(batch),
        "luminance": baselines.luminance(batch),
    }
    return {name: figures(maps, batch) for name, maps in made.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("training", type=Path, help="the folder that train_map_unet.py wrote")
    parser.add_argument("folder", type=Path, help="where the weights and the card go")
    arguments = parser.parse_args()

    materials, held_out = load_materials(arguments.pack)
    state = torch.load(arguments.training / "checkpoint.pt", weights_only=True, map_location="cpu")
    model = MapUNet(len(materials.classes)).eval()
    model.load_state_dict({name: weight.half().float() for name, weight in state["ema"].items()})  # as it is shipped
    measured = measure(model, materials, held_out)
    seen = state["seen"]
    card = {
        "architecture": "MapUNet",
        "native_size": 128,
        "classes": materials.classes,
        "data": data_card(materials),
        "training": {
            "command": f"python scripts/train_map_unet.py build/packs/materials.npz build/map_unet --images {seen}",
            "images": seen,
            "seconds": round(state["seconds"]),
            "device": state["device"],
        },
        "figures": {"held_out_materials": held_out.names, **measured},
        "limits": LIMITS,
    }
    export(model, card, arguments.folder, "map_unet")
    for name, row in measured.items():
        print(name, row)


if __name__ == "__main__":
    main()
