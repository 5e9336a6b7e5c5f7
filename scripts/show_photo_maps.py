"""A sheet of photos and what `photo_to_material` makes of them, lit from two sides.

PYTHONPATH=. .venv/bin/python scripts/show_photo_maps.py RECIPE … --sheet FILE

Each recipe is one of the task (JSON), or a photo. Columns: the photo, base colour, normal, roughness, metallic,
height, and the material under a light from the upper left and one from the lower right (`pbr_render.py`).
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps
from torch import Tensor

from artml_blender.contract.photos import PhotoToMaterial
from artml_blender.contract.recipes import recipe_from_text
from artml_blender.engine.runtime.networks import load_networks
from artml_blender.engine.runtime.relief import normal_to_slopes
from artml_blender.engine.tasks.photo_to_material import photo_to_material
from artml_blender.engine.training.pbr_render import render

SHOWN = 220  # pixels of a picture on the sheet
LIGHTS = ((-0.6, 0.6, 0.53), (0.6, -0.6, 0.53))


def request_of(path: Path) -> PhotoToMaterial:
    if path.suffix != ".json":
        return PhotoToMaterial(str(path), largest=512)
    request = recipe_from_text(path.read_text(), path.parent)
    if not isinstance(request, PhotoToMaterial):
        raise SystemExit(f"{path} is no recipe of photo_to_material.")
    return request


def row_of(request: PhotoToMaterial) -> list[Image.Image]:
    maps = photo_to_material(request, load_networks("cpu"), lambda fraction, text: None).maps
    with Image.open(request.photo) as photo:
        pictures = [ImageOps.exif_transpose(photo).convert("RGB")]
    for name in ("base_color", "normal", "roughness", "metallic", "height"):
        array = (maps[name] >> 8).astype(np.uint8) if name == "height" else maps[name]
        pictures.append(Image.fromarray(array.squeeze()).convert("RGB"))
    color, normal, roughness, metallic = (
        _tensor(maps[name]) for name in ("base_color", "normal", "roughness", "metallic")
    )
    for direction in LIGHTS:
        light = F.normalize(torch.tensor(direction), dim=0)[None]
        lit = render(color * 2.0 - 1.0, normal_to_slopes(normal), roughness, metallic, light)
        pictures.append(Image.fromarray((lit[0].clamp(0, 1) * 255.0).byte().movedim(0, -1).numpy()))
    return [ImageOps.fit(picture, (SHOWN, SHOWN), Image.Resampling.LANCZOS) for picture in pictures]


def _tensor(array: np.ndarray) -> Tensor:
    return torch.from_numpy(array).movedim(-1, 0)[None].float() / 255.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipes", type=Path, nargs="+")
    parser.add_argument("--sheet", type=Path, required=True)
    arguments = parser.parse_args()
    rows = [row_of(request_of(path)) for path in arguments.recipes]
    page = Image.new("RGB", (len(rows[0]) * (SHOWN + 4) - 4, len(rows) * (SHOWN + 4) - 4), "white")
    for number, row in enumerate(rows):
        for column, picture in enumerate(row):
            page.paste(picture, (column * (SHOWN + 4), number * (SHOWN + 4)))
    page.save(arguments.sheet, quality=88)


if __name__ == "__main__":
    main()
