"""The materials that the photo U-Net learns from: a folder of PBR materials with SOURCES.csv, and procedural stacks.

Where a map was not shipped, or its normals cannot be trusted, `known` says so and the map is 0. The split into training
and validation materials is by asset id.
"""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from artml_blender.contract.categories import CATEGORIES
from artml_blender.contract.maps import HEIGHT_PER_TILE
from artml_blender.engine.runtime.relief import integrate, normal_to_slopes
from artml_blender.models.photo_unet import slopes_of

SIDE = 512  # pixels of a packed material; smaller ones are repeated
CLASSES = list(CATEGORIES)
UNKNOWN_CLASS = len(CLASSES)
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
CLASS_OF_FAMILY = {
    **dict.fromkeys(("asphalt", "gravel", "mud_cracks", "sand_ripples", "soil", "pebbles"), "ground"),
    **dict.fromkeys(("bark", "moss", "snow", "ice", "lava", "cork", "scales"), "nature"),
    **dict.fromkeys(("plaster", "concrete"), "concrete-plaster"),
    **dict.fromkeys(("brushed_metal", "corrugated", "diamond_plate", "metal_panels", "rust_on_paint"), "metal"),
    **dict.fromkeys(("carpet", "camouflage", "fabric_weave", "knit", "leather"), "fabric"),
    **dict.fromkeys(("cardboard", "paper"), "paper"),
    **dict.fromkeys(("ceramic_tiles", "hexagon_tiles", "terrazzo"), "tiles"),
    **dict.fromkeys(("cobbles", "paving_slabs"), "paving"),
    **dict.fromkeys(("granite", "rock", "stone_blocks", "stone_wall"), "stone-rock"),
    **dict.fromkeys(("osb", "parquet", "planks", "wood_veneer"), "wood"),
    **dict.fromkeys(("roof_tiles", "shingles"), "roof"),
    "brick_wall": "brick",
    "carbon_fiber": "plastic-rubber",
    "marble": "marble-onyx",
}
FLAT_Y = 0.025  # spread of a normal map's Y below which an undetermined Y direction makes no difference


@dataclass
class Materials:
    """Tiling materials of one side S in pixels, row 0 on top.

    `color` [N, 3, S, S], `roughness` and `metallic` [N, 1, S, S] are uint8 (colour sRGB); `height` [N, 1, S, S] float16
    in pixels, mean 0; `slopes` [N, 2, S, S] float16, or None where the height says all. `known` [N, 3] is of relief,
    roughness and metallic.
    """

    color: Tensor
    roughness: Tensor
    metallic: Tensor
    height: Tensor
    slopes: Tensor | None
    known: Tensor
    category: Tensor
    names: list[str]
    sources: list[str]

    @property
    def side(self) -> int:
        return self.color.shape[-1]

    def select(self, mask: Tensor) -> "Materials":
        chosen = torch.nonzero(mask)[:, 0].tolist()
        maps = (self.color, self.roughness, self.metallic, self.height)
        slopes = None if self.slopes is None else self.slopes[mask]
        names, sources = ([column[index] for index in chosen] for column in (self.names, self.sources))
        return Materials(*(each[mask] for each in maps), slopes, self.known[mask], self.category[mask], names, sources)

    def to(self, device: str) -> "Materials":
        moved = {name: value.to(device) for name, value in vars(self).items() if isinstance(value, Tensor)}
        return replace(self, **moved)


@dataclass
class Truth:
    """A batch of true maps: colour [N, 3, H, W] in -1..1, slopes [N, 2, H, W], height [N, 1, H, W] in pixels,
    roughness and metallic [N, 1, H, W] in 0..1; `known` and `category` as in `Materials`.

    `inside` [H, W] is 0 where a part that does not tile would be judged across its border.
    """

    color: Tensor
    slopes: Tensor
    height: Tensor
    roughness: Tensor
    metallic: Tensor
    known: Tensor
    category: Tensor
    inside: Tensor

    def to(self, device: str) -> "Truth":
        return Truth(*(value.to(device) for value in vars(self).values()))


def is_validation(asset_id: str) -> bool:
    """The split is by asset id, so that no picture of a validation asset is ever trained on."""
    return hashlib.sha256(asset_id.encode()).digest()[0] % 10 == 0


def load_materials(folder: Path) -> tuple[Materials, Materials]:
    """Those to train on, and those to validate with.

    Metallic is known where a map was shipped, and is 0 for every class but metal.
    """
    with open(folder / "SOURCES.csv", newline="") as sources:
        rows = list(csv.DictReader(sources))
    loaded = [_load(folder, row) for row in rows]
    columns = [torch.stack(column) for column in zip(*loaded, strict=True)]
    names, upstream = ([row[key] for row in rows] for key in ("name", "upstream"))
    category = torch.tensor([CLASSES.index(CLASS_OF_CATEGORY[row["category"]]) for row in rows])
    everything = Materials(*columns, category, names, upstream)
    validation = torch.tensor([is_validation(row["upstream_asset_id"]) for row in rows])
    return everything.select(~validation), everything.select(validation)


def load_stacks(folder: Path) -> Materials:
    """The procedural materials that `make_materials.py` wrote, all of one size."""
    files = [np.load(path) for path in sorted(folder.glob("[!.]*.npz"))]
    color, roughness, metallic = (
        torch.from_numpy(np.concatenate([file[name] for file in files])).movedim(-1, 1)
        for name in ("base_color", "roughness", "metallic")
    )
    heights = torch.from_numpy(np.concatenate([file["height"] for file in files]).astype(np.float32)).movedim(-1, 1)
    heights *= HEIGHT_PER_TILE * color.shape[-1] / 65535.0
    heights -= heights.mean((1, 2, 3), keepdim=True)
    families = [str(file["family"]) for file in files for _ in file["seeds"]]
    category = torch.tensor([CLASSES.index(CLASS_OF_FAMILY[family]) for family in families])
    known = torch.ones(len(color), 3, dtype=torch.bool)
    sources = ["ArtML's procedural families"] * len(color)
    return Materials(color, roughness, metallic, heights.half(), None, known, category, families, sources)


def cut(materials: Materials, indices: Tensor, side: int, shrink: int, origin: tuple[int, int]) -> Truth:
    """Squares of `side` pixels from these materials, made `shrink` times as small, from `origin` (row, column) on."""
    taken, whole = side * shrink, materials.side
    if taken > whole:
        raise ValueError(f"{taken} pixels of a material of {whole}")

    rows, columns = ((start + torch.arange(taken, device=indices.device)) % whole for start in origin)

    def part(maps: Tensor, scale: float) -> Tensor:
        chosen = maps[indices[:, None, None], :, rows[:, None], columns]  # [N, rows, columns, C]
        return F.avg_pool2d(chosen.movedim(3, 1).float(), shrink) * scale

    height = part(materials.height, 1.0) / shrink
    if materials.slopes is not None:
        slopes = part(materials.slopes, 1.0)
    else:
        slopes = slopes_of(height[:, 0])
    inside = torch.ones(side, side, device=height.device)
    if taken < whole:
        inside = F.pad(inside[32:, 32:], (16, 16, 16, 16))
    shine = (part(maps, 1.0 / 255.0) for maps in (materials.roughness, materials.metallic))
    color = part(materials.color, 2.0 / 255.0) - 1.0
    return Truth(color, slopes, height, *shine, materials.known[indices], materials.category[indices], inside)


def _load(folder: Path, row: Mapping[str, str]) -> tuple[Tensor, ...]:
    color, normal, roughness, metallic = (
        _read(folder / row["name"], name, mode)
        for name, mode in (("basecolor", "RGB"), ("normal", "RGB"), ("roughness", "L"), ("metallic", "L"))
    )
    if normal is not None and not _is_trusted(normal, row["normal_convention"]):
        normal = None
    is_metal = CLASS_OF_CATEGORY[row["category"]] == "metal"
    known = torch.tensor([normal is not None, roughness is not None, metallic is not None or not is_metal])
    nothing = torch.zeros(1, SIDE, SIDE)
    slopes = torch.zeros(2, SIDE, SIDE)
    if normal is not None:
        slopes = normal_to_slopes(normal[None])[0]
    height = integrate(slopes[None])[0]
    grey = ((nothing if each is None else each).mul(255.0).round().byte() for each in (roughness, metallic))
    assert color is not None, row["name"]
    return (color * 255.0).round().byte(), *grey, height.half(), slopes.half(), known


def _read(folder: Path, name: str, mode: str) -> Tensor | None:
    """A map as [C, SIDE, SIDE] in 0..1, or None where it was not shipped."""
    for path in (folder / f"{name}.jpg", folder / f"{name}.png"):
        if path.exists():
            with Image.open(path) as picture:
                array = np.asarray(picture.convert(mode))
            return _square(array.reshape(*array.shape[:2], -1))
    return None


def _square(array: NDArray[np.uint8]) -> Tensor:
    """A wide picture is repeated downwards until it is square: it still tiles."""
    height, width = array.shape[:2]
    repeated = np.tile(array, (SIDE // height, SIDE // width, 1))
    return torch.from_numpy(repeated).movedim(-1, 0).float() / 255.0


def _is_trusted(normal: Tensor, convention: str) -> bool:
    """Not where the source fails the integrability test, nor where +Y may be -Y and it would show."""
    if "fails" in convention:
        return False
    return not convention.startswith("flat/undetermined") or float(normal[1].std()) * 2.0 < FLAT_Y
