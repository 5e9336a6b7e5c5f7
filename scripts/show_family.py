"""Sheets of a procedural family: settings by chance, tiled 2 x 2 and lit from the top left, beside real materials.

PYTHONPATH=. .venv/bin/python scripts/show_family.py brick_wall --real FOLDER FOLDER
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from artml_blender.engine.graphs.stacks import make_stacks
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise

LIGHT = (-0.45, 0.55, 0.7)  # to the right, to the top, to the viewer


def light(stacks: dict[str, torch.Tensor]) -> torch.Tensor:
    """What a camera above sees under one light and a grey sky: [N, 3, H, W], sRGB; a quick look, not a render."""
    normal = stacks["normal"] * 2.0 - 1.0
    to_light = torch.tensor(LIGHT)[:, None, None] / torch.tensor(LIGHT).norm()
    halfway = to_light + torch.tensor([0.0, 0.0, 1.0])[:, None, None]
    halfway = halfway / halfway.norm(dim=0)
    diffuse = (normal * to_light).sum(1, keepdim=True).clamp(min=0.0)
    roughness = stacks["roughness"].clamp(min=0.15)
    power = 2.0 / roughness**4
    gloss = (normal * halfway).sum(1, keepdim=True).clamp(min=0.0) ** power * (power + 2.0) / 25.0
    color = stacks["base_color"] ** 2.2
    metallic = stacks["metallic"]
    reflected = 0.04 + (color - 0.04) * metallic
    sky = 0.35 + 0.25 * normal[:, 1:2]
    shown = color * (1.0 - metallic) * (0.9 * diffuse + sky) + reflected * (gloss + 1.2 * sky * (1.2 - roughness * 0.6))
    return shown.clamp(0.0, 1.0) ** (1.0 / 2.2)


def read_real(folder: Path, side: int) -> dict[str, torch.Tensor]:
    """A scanned material as `make_stacks` has it; the pictures are called basecolor, roughness, metallic, normal."""
    missing = {"normal": (0.5, 0.5, 1.0), "roughness": (0.7,), "metallic": (0.0,)}
    stacks = {}
    for name, file, channels in (
        ("base_color", "basecolor", 3),
        ("normal", "normal", 3),
        ("roughness", "roughness", 1),
        ("metallic", "metallic", 1),
    ):
        found = next(iter(sorted(folder.glob(f"{file}.*"))), None)
        if found is None:
            stacks[name] = torch.tensor(missing[name]).view(1, channels, 1, 1).expand(1, channels, side, side)
            continue
        picture = Image.open(found).convert("RGB" if channels == 3 else "L").resize((side, side), Image.Resampling.BOX)
        pixels = np.asarray(picture, np.float32).reshape(side, side, channels) / 255.0
        stacks[name] = torch.from_numpy(pixels).permute(2, 0, 1)[None]
    return stacks


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Pictures of one size in rows."""
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * (width + 4), rows * (height + 4)), "black")
    for index, picture in enumerate(pictures):
        page.paste(picture, (index % columns * (width + 4), index // columns * (height + 4)))
    return page


def to_picture(tensor: torch.Tensor, tiles: int, side: int) -> Image.Image:
    """[C, H, W] in 0..1, repeated, at `side` pixels."""
    pixels = (tensor.expand(3, -1, -1).repeat(1, tiles, tiles).permute(1, 2, 0).numpy() * 255.0 + 0.5).astype(np.uint8)
    return Image.fromarray(pixels).resize((side, side), Image.Resampling.LANCZOS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--output", type=Path, default=Path("build/families"))
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--size", type=int, default=256, help="pixels of a tile")
    parser.add_argument("--tiles", type=int, default=2, help="how often each is repeated")
    parser.add_argument("--real", type=Path, nargs="*", default=[], help="folders of scanned materials to set beside")
    parser.add_argument("--presets", action="store_true", help="the defaults and the presets instead of chance")
    parser.add_argument("--maps", action="store_true", help="every map of the first one, too")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    for name in arguments.families:
        family = FAMILIES[name]
        seeds = range(arguments.first, arguments.first + arguments.count)
        settings = [{}, *family.presets.values()] if arguments.presets else [surprise(family, seed) for seed in seeds]
        pictures, maps = [], []
        for values in settings:
            stacks = make_stacks(family, [values], (arguments.size, arguments.size))
            pictures.append(to_picture(light(stacks)[0], arguments.tiles, 300))
            maps = maps or [to_picture(value[0], 1, 300) for value in stacks.values()]
        for folder in arguments.real:
            pictures.append(to_picture(light(read_real(folder, arguments.size))[0], 1, 300))
        kind = "presets" if arguments.presets else "chance"
        sheet(pictures, 6).save(arguments.output / f"{name}_{kind}.png")
        if arguments.maps:
            sheet(maps, 4).save(arguments.output / f"{name}_maps.png")


if __name__ == "__main__":
    main()
