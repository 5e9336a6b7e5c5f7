"""The pictures of docs/textures.md, made by the shipped weights: categories, structures, 2 x 2 tilings, and maps.

PYTHONPATH=.:scripts .venv/bin/python scripts/make_pictures.py docs/images
"""

import argparse
from pathlib import Path

import torch
from PIL import Image
from show_family import sheet
from show_textures import SIDE, flat, make, on_sphere, picture, tiled

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.messages import GenerateTexture

TILED = (("brick", 1), ("tiles", 2), ("wood", 1), ("stone-rock", 3), ("marble-onyx", 2), ("metal", 4))
STRUCTURES = (
    ("marble-onyx", 5, "hexagon_tiles"),
    ("stone-rock", 3, "stone_wall"),
    ("wood", 5, "planks"),
    ("nature", 5, "cobbles"),
    ("stone-rock", 5, "brick_wall"),
    ("ground", 3, "mud_cracks"),
)


def save(pictures: list[Image.Image], columns: int, path: Path) -> None:
    sheet(pictures, columns).save(path, quality=88)
    print(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    seeds = range(1, 6)
    half = len(CATEGORIES) // 2
    for part, names in (("a_to_m", list(CATEGORIES)[:half]), ("n_to_z", list(CATEGORIES)[half:])):
        pictures = [picture(flat(make(GenerateTexture(name, seed=seed)))) for name in names for seed in seeds]
        save(pictures, len(seeds), folder / f"categories_{part}.jpg")
    structures = [make(GenerateTexture(name, seed=seed, structure=family)) for name, seed, family in STRUCTURES]
    save([picture(show(each)) for each in structures for show in (flat, on_sphere)], 6, folder / "structures.jpg")
    chosen = [make(GenerateTexture(category, seed=seed)) for category, seed in TILED]
    save([picture(tiled(each)) for each in chosen], 3, folder / "tiled_2x2.jpg")
    maps = [
        torch.nn.functional.interpolate(value, (SIDE, SIDE), mode="area")
        for each in chosen[:4]
        for value in each.values()
    ]
    save([picture(value.expand(-1, 3, -1, -1)) for value in maps], len(chosen[0]), folder / "maps.jpg")


if __name__ == "__main__":
    main()
