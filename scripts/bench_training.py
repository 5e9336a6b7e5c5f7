"""Train on photos as an artist would, and measure what that changes: tiles against parts of the photos kept aside.

    PYTHONPATH=.:scripts python scripts/bench_training.py build/bench_training --category wood --minutes 9 PHOTO ...

Tiles of 512 pixels are laid and drawn by the shipped decoder from the latents that a training begins with, and by the
trained model, both with the grain that the photos have beyond them. The distances are not those that the training
itself goes by: features of a random network and spectra (`texture_metrics.py`), of crops of 128 pixels, each photo by
itself. The floor is the photos' own other parts. Goes on with what the folder has; writes figures.json, before.png and
after.png (base colours, each tile twice by twice), and parts.jpg (photos, before, after).
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from texture_metrics import energy_distance, features, spectra
from torch import Tensor

from artml_blender.contract.training import TrainFromPhotos
from artml_blender.engine.runtime.drawn_maps import CELL, draw_maps
from artml_blender.engine.runtime.grain import GrainLayer
from artml_blender.engine.runtime.networks import Networks, load_networks
from artml_blender.engine.runtime.personal_model import PersonalModel, load_personal_model
from artml_blender.engine.runtime.remix import lay, make_generator, take
from artml_blender.engine.training.fine_tuning import shipped_decoder
from artml_blender.engine.training.packed_model import make_card, pack, write_model
from artml_blender.engine.training.photo_stacks import PhotoStacks, read_photos
from artml_blender.engine.training.records import load_checkpoint
from artml_blender.engine.training.train import train

CELLS, SEED = 64, 3
SIDE = 128  # pixels of a crop
SHOWN = 256  # pixels of a part
GRAINS = (0.0, 1.0)


def tiles(model: PersonalModel, grain: float, networks: Networks) -> Tensor:
    """Base colours in 0..1, one of each photo, [N, 3, 512, 512]."""
    networks = networks.with_decoder(model.decoder)
    made = []
    for name in model.library.asset_ids:
        generator, latent = make_generator(SEED), model.library.latent(name)
        sources = lay(latent, (CELLS, CELLS), generator, lambda share: None, model.library.wraps)
        layer = GrainLayer(model.grain(name), sources, CELL, generator, networks)

        def draw(field: Tensor, rows: np.ndarray, layer: GrainLayer = layer) -> Tensor:
            return layer(networks.draw(field, 0.0), rows, grain)

        maps = draw_maps(networks.asarray(take(latent, sources)), 0.0, draw, lambda share: None)
        made.append(torch.from_numpy(maps["base_color"]).movedim(-1, 0) / 255.0)
    return torch.stack(made)


def distances(pictures: Tensor, held_out: Tensor) -> dict[str, float]:
    """The mean over photos of [N, 3, H, W] in 0..1 to [N, 3, 512, 128]."""
    ours, theirs = ([_crops(picture) for picture in each] for each in (pictures, held_out))
    spread = features(torch.cat(theirs)).std(0) + 1e-6
    texture = [
        energy_distance(*(features(each) / spread / len(spread) ** 0.5 for each in pair))
        for pair in zip(ours, theirs, strict=True)
    ]
    spectrum = [energy_distance(spectra(a), spectra(b)) for a, b in zip(ours, theirs, strict=True)]
    return {"texture": round(float(np.mean(texture)), 4), "spectrum": round(float(np.mean(spectrum)), 4)}


def _crops(picture: Tensor) -> Tensor:
    rows, columns = (range(0, side - SIDE + 1, SIDE) for side in picture.shape[1:])
    return torch.stack([picture[:, row : row + SIDE, column : column + SIDE] for row in rows for column in columns])


def write_sheet(path: Path, rows: list[list[Tensor]]) -> None:
    """Pictures [3, H, W] in 0..1 of one size."""
    sheet = torch.cat([torch.cat(row, dim=2) for row in rows], dim=1)
    Image.fromarray((sheet.clamp(0.0, 1.0) * 255.0).round().byte().movedim(0, -1).numpy()).save(path, quality=90)


def before_training(photos: PhotoStacks, folder: Path) -> PersonalModel:
    """What the shipped decoder makes of the same photos."""
    state = load_checkpoint(folder)
    assert state is not None
    decoder = shipped_decoder(torch.device("cpu")).state_dict()
    tensors = pack(decoder, state["first_latents"], photos, lambda share: None)
    return load_personal_model(write_model(folder, "before", tensors, make_card(photos, "", {})))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("photos", nargs="+")
    parser.add_argument("--category", default="")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--device", default="cpu")
    arguments = parser.parse_args()

    networks = load_networks(arguments.device)
    torch.set_num_threads(arguments.threads)
    request = TrainFromPhotos(tuple(arguments.photos), "after", arguments.category, arguments.minutes)
    start = time.monotonic()
    after = load_personal_model(train(request, arguments.folder, networks, lambda *told: None, lambda: False))
    figures: dict[str, object] = {"seconds": round(time.monotonic() - start)}
    photos = read_photos(request.photos, request.category, networks, lambda share: None)
    colors, held_out = (each[:, :3].float() * 0.5 + 0.5 for each in (photos.trained, photos.held_out))
    figures["floor"] = distances(colors, held_out)
    parts = [[color[:, :SHOWN, :SHOWN] for color in colors]]
    for name, model in (("before", before_training(photos, arguments.folder)), ("after", after)):
        for grain in GRAINS:
            made = tiles(model, grain, networks)
            figures[f"{name}, grain {grain:g}"] = distances(made, held_out)
        write_sheet(arguments.folder / f"{name}.png", [[tile.repeat(1, 2, 2) for tile in made]])
        parts.append([tile[:, :SHOWN, :SHOWN] for tile in made])
    write_sheet(arguments.folder / "parts.jpg", parts)
    (arguments.folder / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
