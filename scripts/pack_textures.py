"""Pack a folder of 128-pixel colour textures (images + INDEX.csv) into one uint8 file for training.

    python scripts/pack_textures.py FOLDER build/packs/colour_128.npz

Keeps square pictures that are not flat, and mends their borders: these thumbnails were cut from sheets, so their
outermost line of pixels is mixed with whatever lay beside them (34 % show a seam, 3 % once that line is left out), and
its colour is smeared into the eight lines beside it.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from PIL import Image

SIZE = 128
SMEAR = 8  # lines of chroma that the border's colour has smeared into
MIN_LUMA_STD = 1.5  # flatter pictures teach nothing


def mend_border(picture: Image.Image) -> np.ndarray:
    """The picture without what bled in from outside, [H, W, 3] uint8.

    The outermost line of luma is drawn anew between the lines inside it, across the wrap. Chroma, which JPEG smears,
    keeps its detail, but the mean of each of its outer lines is drawn between the means further in.
    """
    values = np.asarray(picture.convert("YCbCr")).astype(np.float32)
    for _ in range(2):  # rows, then columns
        first, last = values[1, :, 0].copy(), values[-2, :, 0].copy()
        values[0, :, 0], values[-1, :, 0] = (2 * first + last) / 3, (first + 2 * last) / 3
        chroma = values[:, :, 1:]
        means = chroma.mean(axis=1)
        top, bottom = means[SMEAR : SMEAR + 4].mean(axis=0), means[-SMEAR - 4 : -SMEAR].mean(axis=0)
        share = (np.arange(2 * SMEAR)[:, None] + 0.5) / (2 * SMEAR)
        outer = np.r_[-SMEAR:SMEAR]  # the last lines, then the first: in this order across the wrap
        chroma[outer] += (bottom + (top - bottom) * share - means[outer])[:, None]
        values = values.swapaxes(0, 1)
    mended = Image.fromarray(np.round(values).clip(0, 255).astype(np.uint8), "YCbCr")
    return np.asarray(mended.convert("RGB"))


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
                textures.append(mend_border(picture))
            categories.append(row["broad_class"])
            asset_ids.append(row["ambientcg_id"])

    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.output,
        textures=np.stack(textures),  # [N, 128, 128, 3] uint8 sRGB
        categories=np.array(categories),
        asset_ids=np.array(asset_ids),
    )
    print(f"{len(textures)} textures -> {arguments.output}")


if __name__ == "__main__":
    main()
