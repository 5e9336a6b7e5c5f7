"""Measure the grain of the library's materials, what their scans have beyond what is drawn of them, and export it.

    python scripts/export_material_grain.py DATA/materials build/library_stacks artml_blender/models/weights

After the decoder (the package's own) and the library. How it is measured: `engine/training/measured_grain.py`.
"""

import argparse
from collections import Counter
from pathlib import Path

import torch
from export_material_decoder import source_rows
from export_material_library import load_chosen
from export_weights import write_with_card
from photo_materials import cut

from artml_blender.engine.runtime.grain import CHANNELS, NAME
from artml_blender.engine.runtime.library import load_library
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.engine.training.measured_grain import SCAN, TrueMaps, compare, stored
from artml_blender.models.material_vae import DecodedMaps, MaterialDecoder

LIMITS = [
    "Random detail only: blades of grass and threads come out as grain of the same fineness.",
    "Materials whose edges are sharp and whose faces are smooth get none, and their edges stay as soft as drawn.",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", type=Path, help="a folder with SOURCES.csv")
    parser.add_argument("stacks", type=Path, help="what make_materials.py wrote, 512 pixels each")
    parser.add_argument(
        "weights", type=Path, help="the folder with the library and its card; the grain goes there, too"
    )
    arguments = parser.parse_args()

    decoder, library = load_into(MaterialDecoder(), "material_decoder"), load_library(arguments.weights)
    rows = []
    sets = load_chosen(arguments.materials, arguments.stacks)
    for materials in sets:
        for index, name in enumerate(materials.names):
            truth = cut(materials, torch.tensor([index]), materials.side, 1, (0, 0))
            with torch.inference_mode():
                made: DecodedMaps = decoder(torch.from_numpy(library.latent(name)), torch.zeros(1))
            relief, roughness, _ = truth.known[0].float().tolist()
            true = TrueMaps(truth.color, truth.slopes, truth.roughness)
            rows.append(stored(compare(true, made, (relief, roughness), SCAN)))
    tensors = {key: torch.stack([row[key] for row in rows]) for key in rows[0]}
    asset_ids, sources = ([item for each in sets for item in getattr(each, key)] for key in ("names", "sources"))
    card = {"data": source_rows(Counter(sources)), "channels": CHANNELS, "limits": LIMITS, "asset_ids": asset_ids}
    write_with_card(tensors, card, arguments.weights, NAME)
    for name, column in zip(("relief", "roughness"), tensors["trust"].float().T, strict=True):
        counts = ", ".join(f"{int((column <= bound).sum())} at most {bound}" for bound in (0.01, 0.5, 0.75))
        print(f"{name}: of {len(column)} materials, what is drawn is the scan's in {counts}")


if __name__ == "__main__":
    main()
