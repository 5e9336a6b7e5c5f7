"""What tests of materials share: a few procedural ones."""

from pathlib import Path

import numpy as np
from photo_materials import Materials, load_stacks

from artml_blender.engine.graphs.stacks import make_stacks
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise

NAMES = ("brick_wall", "cobbles", "diamond_plate", "fabric_weave")


def make_materials(folder: Path) -> Materials:
    """Two of each family at 256 pixels, read from the folder as `make_materials.py` writes them."""
    for family in NAMES:
        made = make_stacks(FAMILIES[family], [surprise(FAMILIES[family], seed) for seed in (1, 2)], (256, 256))
        arrays = {
            name: (maps * (65535 if name == "height" else 255) + 0.5).permute(0, 2, 3, 1).numpy()
            for name, maps in made.items()
        }
        integers = {name: array.astype(np.uint16 if name == "height" else np.uint8) for name, array in arrays.items()}
        np.savez(folder / f"{family}.npz", **integers, family=np.array(family), seeds=np.array([1, 2]))
    return load_stacks(folder)
