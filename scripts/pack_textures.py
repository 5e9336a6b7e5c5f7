"""Pack a folder of 128-pixel colour textures (images + INDEX.csv) into one uint8 file for training.

    python scripts/pack_textures.py FOLDER build/packs/colour_128.npz

Keeps square pictures that are not flat. One asset in twenty, chosen by a hash of its id, is held out for validation.
"""

import argparse
import csv
import hashlib
from pathlib import Path

import numpy as np
from PIL import Image

SIZE = 128
MIN_LUMA_STD = 1.5  # flatter pictures teach nothing and would be dull ingredients


def is_held_out(asset_id: str) -> bool:
    """The split is by asset id, so that no picture of a held-out asset is ever trained on."""
    return hashlib.sha256(asset_id.encode()).digest()[0] % 20 == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()

    textures, categories, asset_ids = [], [], []
    with open(arguments.folder / "INDEX.csv", newline="") as index:
        for row in csv.DictReader(index):
            if (row["w"], row["h"]) != (str(SIZE), str(SIZE)) or float(row["luma_std"]) < MIN_LUMA_STD:
                continue
            with Image.open(arguments.folder / f"{row['ambientcg_id']}.jpg") as picture:
                textures.append(np.asarray(picture.convert("RGB")))
            categories.append(row["broad_class"])
            asset_ids.append(row["ambientcg_id"])

    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.output,
        textures=np.stack(textures),  # [N, 128, 128, 3] uint8 sRGB
        categories=np.array(categories),
        asset_ids=np.array(asset_ids),
        held_out=np.array([is_held_out(asset_id) for asset_id in asset_ids]),
    )
    print(f"{len(textures)} textures, {sum(map(is_held_out, asset_ids))} held out -> {arguments.output}")


if __name__ == "__main__":
    main()
