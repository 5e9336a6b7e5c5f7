"""Export the structures that materials can be laid in: heights of procedural families, chosen by eye.

    python scripts/export_structures.py build/stacks artml_blender/models/weights

The folder is one of `make_materials.py`, 32 materials of each family at 256 pixels. What is exported is half as large:
finer relief comes from the material, and the engine draws joints sharply.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from export_weights import write_with_card
from photo_materials import load_stacks
from torch import Tensor

CHOSEN = {  # which of each family's materials
    "bark": (7, 4),
    "brick_wall": (0, 12),
    "ceramic_tiles": (0, 5),
    "cobbles": (4, 2),
    "corrugated": (12, 6),
    "diamond_plate": (0, 4),
    "gravel": (3, 12),
    "hexagon_tiles": (2, 10),
    "knit": (3, 7),
    "lava": (3, 1),
    "metal_panels": (2, 5),
    "mud_cracks": (12, 1),
    "parquet": (1, 7),
    "paving_slabs": (1, 5),
    "pebbles": (3, 13),
    "planks": (9, 3),
    "roof_tiles": (9, 8),
    "sand_ripples": (5, 2),
    "scales": (7, 0),
    "shingles": (0, 4),
    "stone_blocks": (7, 9),
    "stone_wall": (4, 0),
}
EXTREMES = (0.005, 0.995)  # of the heights: what is black and white


def pictures(heights: Tensor) -> Tensor:
    """Heights [N, 1, H, W] as grey pictures uint8 [N, H/2, W/2], black where they are lowest."""
    heights = F.avg_pool2d(heights, 2)
    flat = heights.flatten(1)
    low, high = (torch.quantile(flat, share, dim=1)[:, None, None] for share in EXTREMES)
    return ((heights[:, 0] - low) / (high - low) * 255.0).round().clamp(0, 255).byte()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stacks", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()

    materials = load_stacks(arguments.stacks)
    names, indices = [], []
    for family, numbers in CHOSEN.items():
        members = np.flatnonzero(np.array(materials.names) == family)
        names += [family] * len(numbers)
        indices += members[list(numbers)].tolist()
    card = {
        "families": names,
        "data": [
            {
                "name": "ArtML's procedural families",
                "licence": "GPL-3.0-or-later",
                "source": "scripts/make_materials.py",
                "count": len(names),
            }
        ],
    }
    heights = pictures(materials.height[indices].float())
    write_with_card({"heights": heights}, card, arguments.folder, "structures")


if __name__ == "__main__":
    main()
