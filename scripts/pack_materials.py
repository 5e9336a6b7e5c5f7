"""Pack a folder of PBR materials (one folder each + SOURCES.csv) into one uint8 file for training the map U-Net.

    python scripts/pack_materials.py FOLDER build/packs/materials.npz

Every material is packed at 128 and at 256 pixels per tile. A map that was not shipped, or whose normals cannot be
trusted, is zero and its `has_*` mask says so. The split into training and held-out is by asset id (`pack_textures.py`).
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pack_textures import is_held_out
from PIL import Image

SIZES = (128, 256)  # pixels per tile: the texel density of the texture generator, and a finer scale as augmentation
CLASSES = (
    "brick",
    "concrete-plaster",
    "fabric",
    "ground",
    "marble-onyx",
    "metal",
    "nature",
    "paper",
    "paving",
    "plastic-rubber",
    "roof",
    "stone-rock",
    "tiles",
    "wood",
)
CLASS_OF_CATEGORY = {
    "asphalt": "ground",
    "bark": "nature",
    "brick": "brick",
    "concrete": "concrete-plaster",
    "fabric": "fabric",
    "facade": "metal",
    "grass": "nature",
    "ground": "ground",
    "leather": "fabric",
    "marble": "marble-onyx",
    "metal": "metal",
    "organic": "nature",
    "pattern": "tiles",
    "paving": "paving",
    "plaster": "concrete-plaster",
    "plastic": "plastic-rubber",
    "rock": "stone-rock",
    "roof": "roof",
    "snow-ice": "nature",
    "stone": "stone-rock",
    "tiles": "tiles",
    "wallpaper": "paper",
    "wood": "wood",
}
CHANNELS = {"basecolor": 3, "normal": 3, "roughness": 1, "metallic": 1}  # the sources' own map names
FLAT_Y = 0.025  # spread of a normal map's Y below which an undetermined Y direction makes no difference


def load_map(folder: Path, name: str) -> NDArray[np.float32] | None:
    """One map as [H, W, C] in 0..1, or None where it was not shipped."""
    for path in (folder / f"{name}.jpg", folder / f"{name}.png"):
        if path.exists():
            with Image.open(path) as picture:
                array = np.asarray(picture.convert("RGB" if CHANNELS[name] == 3 else "L"), dtype=np.float32)
            return array.reshape(*array.shape[:2], -1) / 255.0
    return None


def shrink(array: NDArray[np.float32], size: int, vectors: bool) -> NDArray[np.uint8]:
    """Area average to `size` pixels across; a wide picture is repeated downwards until it is square: it still tiles."""
    factor = array.shape[1] // size
    rows, columns = array.shape[0] // factor, size
    small = array.reshape(rows, factor, columns, factor, -1).mean(axis=(1, 3))
    if vectors:  # averaged as vectors, then made unit length again
        direction = small * 2.0 - 1.0
        small = direction / np.linalg.norm(direction, axis=-1, keepdims=True).clip(1e-6) * 0.5 + 0.5
    square = np.tile(small, (columns // rows, 1, 1))
    return (square * 255.0 + 0.5).clip(0, 255).astype(np.uint8)


def trusted_normal(normal: NDArray[np.float32], convention: str) -> bool:
    """Not where the source fails the integrability test, nor where +Y may be -Y and it would show."""
    if "fails" in convention:
        return False
    return not convention.startswith("flat/undetermined") or float((normal[..., 1] * 2.0 - 1.0).std()) < FLAT_Y


def load_maps(folder: Path, row: dict[str, str]) -> dict[str, NDArray[np.float32]]:
    """The maps that were shipped and can be trusted, by name."""
    maps = {name: array for name in CHANNELS if (array := load_map(folder / row["name"], name)) is not None}
    if "normal" in maps and not trusted_normal(maps["normal"], row["normal_convention"]):
        del maps["normal"]
    return maps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()

    with open(arguments.folder / "SOURCES.csv", newline="") as sources:
        rows = list(csv.DictReader(sources))
    arrays: dict[str, NDArray[np.uint8]] = {
        f"{name}_{size}": np.zeros((len(rows), size, size, channels), np.uint8)
        for name, channels in CHANNELS.items()
        for size in SIZES
    }
    present = {name: np.zeros(len(rows), bool) for name in CHANNELS}
    for index, row in enumerate(rows):
        for name, array in load_maps(arguments.folder, row).items():
            present[name][index] = True
            for size in SIZES:
                arrays[f"{name}_{size}"][index] = shrink(array, size, vectors=name == "normal")

    held_out = np.array([is_held_out(row["upstream_asset_id"]) for row in rows])
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        arguments.output,
        **arrays,  # [N, size, size, C] uint8: basecolor is sRGB, normal is OpenGL (+Y)
        **{f"has_{name}": mask for name, mask in present.items()},
        names=np.array([row["name"] for row in rows]),
        sources=np.array([row["upstream"] for row in rows]),
        category=np.array([CLASSES.index(CLASS_OF_CATEGORY[row["category"]]) for row in rows]),
        classes=np.array(CLASSES),
        held_out=held_out,
    )
    counts = {name: int(mask.sum()) for name, mask in present.items()}
    print(f"{len(rows)} materials, {held_out.sum()} held out, maps {counts} -> {arguments.output}")
    print(Counter(CLASS_OF_CATEGORY[row["category"]] for row in rows))


if __name__ == "__main__":
    main()
