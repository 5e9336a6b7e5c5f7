"""The pictures of docs/textures.md, made by the shipped weights: categories, 2 x 2 tilings, and one material's maps.

PYTHONPATH=. .venv/bin/python scripts/make_pictures.py docs/images
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.messages import GenerateTexture
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.tasks.generate_texture import generate_texture

TILED = (("brick", 1), ("tiles", 2), ("wood", 1), ("stone-rock", 3), ("marble-onyx", 2), ("metal", 4))


def maps(category: str, seed: int, size: int) -> dict[str, np.ndarray]:
    """Every map as uint8 [H, W, 3]."""
    request = GenerateTexture(category, seed=seed, size=(size, size))
    made = generate_texture(request, load_networks("cpu"), lambda fraction, text: None).maps
    shown = {}
    for name, array in made.items():
        eight_bit = (array >> 8).astype(np.uint8) if array.dtype == np.uint16 else array
        shown[name] = np.broadcast_to(eight_bit, (*array.shape[:2], 3))
    return shown


def sheet(rows: list[list[np.ndarray]], path: Path) -> None:
    Image.fromarray(np.concatenate([np.concatenate(row, axis=1) for row in rows])).save(path, quality=90)
    print(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    seeds = range(1, 6)
    half = len(CATEGORIES) // 2
    for part, names in (("a_to_m", list(CATEGORIES)[:half]), ("n_to_z", list(CATEGORIES)[half:])):
        rows = [[maps(name, seed, 256)["base_color"] for seed in seeds] for name in names]
        sheet(rows, folder / f"categories_{part}.jpg")
    tilings = [np.tile(maps(category, seed, 256)["base_color"], (2, 2, 1)) for category, seed in TILED]
    sheet([tilings[:3], tilings[3:]], folder / "tiled_2x2.jpg")
    sheet([list(maps(category, seed, 256).values()) for category, seed in TILED[:4]], folder / "maps.jpg")


if __name__ == "__main__":
    main()
