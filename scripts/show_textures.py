"""Sheets of generated textures to judge: of each category so many seeds, tiled 2 x 2 under a light and on a sphere.

PYTHONPATH=. .venv/bin/python scripts/show_textures.py build/sheets --categories brick wood --count 24
"""

import argparse
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from show_family import light, sheet
from torch import Tensor

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.messages import GenerateTexture
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.tasks.generate_texture import generate_texture

SIDE = 256  # pixels of a picture
AROUND = 4.0  # tiles around a sphere
SHOWN = ("base_color", "normal", "roughness", "metallic")


def make(request: GenerateTexture) -> dict[str, Tensor]:
    """Every map of a texture, each [1, C, H, W] in 0..1."""
    made = generate_texture(request, load_networks("cpu"), lambda fraction, text: None).maps
    return {
        name: torch.from_numpy(np.moveaxis(array / np.iinfo(array.dtype).max, -1, 0)).float()[None]
        for name, array in made.items()
    }


def flat(stacks: dict[str, Tensor]) -> Tensor:
    """One tile, lit, [1, 3, SIDE, SIDE] in 0..1."""
    return F.interpolate(light(stacks), (SIDE, SIDE), mode="area")


def tiled(stacks: dict[str, Tensor]) -> Tensor:
    """Twice by twice, lit, [1, 3, SIDE, SIDE] in 0..1."""
    lit = F.interpolate(light(stacks), (SIDE // 2, SIDE // 2), mode="area")
    return lit.repeat(1, 1, 2, 2)


def on_sphere(stacks: dict[str, Tensor]) -> Tensor:
    """Around a sphere, [1, 3, SIDE, SIDE] in 0..1, drawn twice as large at first."""
    places = torch.linspace(-1.05, 1.05, 2 * SIDE)
    y, x = torch.meshgrid(-places, places, indexing="ij")
    z = (1.0 - x**2 - y**2).clamp(min=1e-4).sqrt()
    inside = (x**2 + y**2 < 1.0).float()
    u, v = torch.atan2(x, z) / (2.0 * math.pi) * AROUND, -torch.asin(y.clamp(-1, 1)) / (2.0 * math.pi) * AROUND
    grid = torch.stack([u, v], dim=-1)[None] % 1.0 * 2.0 - 1.0
    shown = {name: F.grid_sample(stacks[name], grid, padding_mode="reflection", align_corners=False) for name in SHOWN}
    normal = shown["normal"] * 2.0 - 1.0
    across = (x**2 + z**2).sqrt()
    along = torch.stack([z / across, torch.zeros_like(x), -x / across])
    out = torch.stack([x, y, z])
    up = torch.linalg.cross(out, along, dim=0)
    turned = normal[:, :1] * along + normal[:, 1:2] * up + normal[:, 2:] * out
    lit = light({**shown, "normal": F.normalize(turned, dim=1) * 0.5 + 0.5}) * inside + 0.18 * (1.0 - inside)
    return F.avg_pool2d(lit, 2)


def picture(value: Tensor) -> Image.Image:
    return Image.fromarray((value[0].clamp(0.0, 1.0) * 255.0).byte().movedim(0, -1).numpy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--categories", nargs="+", default=list(CATEGORIES), choices=list(CATEGORIES))
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--columns", type=int, default=6, help="of textures; each takes two pictures")
    parser.add_argument("--structure", default="", help="a family's name or a picture's path")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for category in arguments.categories:
        pictures = []
        for seed in range(1, arguments.count + 1):
            stacks = make(GenerateTexture(category, seed=seed, structure=arguments.structure))
            pictures += [picture(tiled(stacks)), picture(on_sphere(stacks))]
        path = arguments.folder / f"{category}.png"
        sheet(pictures, 2 * arguments.columns).save(path)
        print(path)


if __name__ == "__main__":
    main()
