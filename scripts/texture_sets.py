"""The textures that generators are judged by and beside: real ones on two sides of a split, made ones, and traps.

Sides are split by asset id (`photo_materials.is_validation`), thumbnails and materials alike.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from pack_textures import MIN_LUMA_STD, mend_border
from photo_materials import CLASS_OF_CATEGORY, CLASS_OF_FAMILY, CLASSES, is_validation
from PIL import Image
from texture_damage import blurred, noisy, scrambled
from torch import Tensor

SIDE = 128  # pixels of one tile
QUALITY = 85  # of the JPEG that all pictures go through


@dataclass
class Textures:
    """`pictures` [N, 3, H, W], uint8 sRGB; `category` [N], indices into `CLASSES`; `names`: for real ones asset ids."""

    pictures: Tensor
    category: Tensor
    names: list[str]

    def __len__(self) -> int:
        return len(self.names)

    def take(self, indices: Tensor) -> "Textures":
        names = [self.names[index] for index in indices.tolist()]
        return Textures(self.pictures[indices], self.category[indices], names)


def load_real(data: Path) -> tuple[Textures, Textures]:
    """Training and validation textures: the thumbnails, and the materials' colours that are not among them."""
    found = _load_thumbnails(data / "ambientcg-thumbs-128")
    with open(data / "materials" / "SOURCES.csv", newline="") as sources:
        for row in csv.DictReader(sources):
            if row["upstream_asset_id"] not in found:
                category = CLASSES.index(CLASS_OF_CATEGORY[row["category"]])
                found[row["upstream_asset_id"]] = (_load_color(data / "materials" / row["name"]), category)
    real = _gather(found)
    validation = torch.tensor([is_validation(name) for name in real.names])
    return real.take(torch.nonzero(~validation)[:, 0]), real.take(torch.nonzero(validation)[:, 0])


def load_made(folder: Path) -> tuple[Textures, list[float]]:
    """The colours that a batch wrote, box-filtered to `SIDE` pixels, and of each result the worst map's seam ratio."""
    made, ratios = {}, []
    for path in sorted(folder.glob("*/recipe.json")):
        recipe, report = (json.loads((path.parent / name).read_text()) for name in ("recipe.json", "report.json"))
        picture = read_map(path.parent / "base_color.png")
        native = report.get("native_size", picture.shape[-1])  # of a procedural family any size is one tile
        if tuple(picture.shape[1:]) != (native, native) or native % SIDE:
            size = f"{picture.shape[2]} x {picture.shape[1]}"
            raise SystemExit(f"{path.parent.name} is not one whole tile: {size} pixels, where a tile has {native}.")
        made[path.parent.name] = (shrunk(picture, SIDE), CLASSES.index(class_of(recipe)))
        ratios.append(max(report["seam_ratio"].values()))
    if not made:
        raise SystemExit(f"{folder} holds no results of a batch.")
    return _gather(made), ratios


def class_of(recipe: dict[str, Any]) -> str:
    """The class that a recipe names, or that of its procedural family."""
    return str(recipe["category"] if "category" in recipe else CLASS_OF_FAMILY[recipe["family"]])


def read_map(path: Path) -> Tensor:
    """[3, H, W] uint8."""
    with Image.open(path) as image:
        return torch.from_numpy(np.array(image.convert("RGB"))).movedim(-1, 0)


def shrunk(picture: Tensor, side: int) -> Tensor:
    """A square picture, uint8 [3, S, S], box-filtered to this side."""
    return F.avg_pool2d(picture.float(), picture.shape[-1] // side).round().byte()


def same_files(pictures: Tensor, roll: bool = True) -> Tensor:
    """Pictures, uint8 [N, 3, H, W], each through the same JPEG, tiles from an origin by chance; float32 in 0..1.

    Real ones were JPEGs and made ones were not: so no judge can tell files instead of textures.
    """
    shifts = torch.randint(pictures.shape[-1], (len(pictures), 2), generator=torch.Generator().manual_seed(3))
    shifts *= roll
    return torch.stack([_through_jpeg(*each) for each in zip(pictures, shifts.tolist(), strict=True)])


def traps(training: Textures) -> dict[str, Textures]:
    """What must not pass for a generator: training pictures rolled, with more or less light, and damaged ones."""
    generator = torch.Generator().manual_seed(4)
    gains = 0.85 + 0.3 * torch.rand(len(training), generator=generator)
    damage: dict[str, Callable[[Tensor], Tensor]] = {
        "copy": lambda values: (values.roll((37, 53), (2, 3)) * gains[:, None, None, None]).clamp(max=1.0),
        "blurred": lambda values: blurred(values, 3),
        "noisy": lambda values: noisy(values, 0.06, generator),
        "scrambled": lambda values: scrambled(values, generator),
    }
    values = training.pictures.float() / 255.0
    return {
        name: Textures((function(values) * 255.0).round().byte(), training.category, training.names)
        for name, function in damage.items()
    }


def _through_jpeg(picture: Tensor, shift: list[int]) -> Tensor:
    memory = io.BytesIO()
    rolled = picture.roll(tuple(shift), (1, 2)).movedim(0, -1)
    Image.fromarray(rolled.contiguous().numpy()).save(memory, "JPEG", quality=QUALITY)
    with Image.open(memory) as image:
        return torch.from_numpy(np.array(image)).movedim(-1, 0).float() / 255.0


def _gather(found: dict[str, tuple[Tensor, int]]) -> Textures:
    pictures, category = zip(*found.values(), strict=True)
    return Textures(torch.stack(pictures), torch.tensor(category), list(found))


def _load_color(folder: Path) -> Tensor:
    """A material's colour at `SIDE` pixels; a wide one is repeated downwards until it is square: it still tiles."""
    picture = read_map(next(folder.glob("basecolor.*")))
    return shrunk(picture.repeat(1, picture.shape[2] // picture.shape[1], 1), SIDE)


def _load_thumbnails(folder: Path) -> dict[str, tuple[Tensor, int]]:
    """By asset id, as `pack_textures.py` packs them: square, not flat, with mended borders."""
    found = {}
    with open(folder / "INDEX.csv", newline="") as index:
        for row in csv.DictReader(index):
            if (row["w"], row["h"]) != (str(SIDE), str(SIDE)) or float(row["luma_std"]) < MIN_LUMA_STD:
                continue
            with Image.open(folder / f"{row['ambientcg_id']}.jpg") as picture:
                values = torch.from_numpy(np.array(mend_border(picture))).movedim(-1, 0)
            found[row["ambientcg_id"]] = (values, CLASSES.index(row["broad_class"]))
    return found
