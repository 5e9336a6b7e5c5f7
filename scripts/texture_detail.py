"""The second table: full-resolution crops of generators with large tiles, against materials at the same resolution.

There are only about 25 validation materials, so all classes are judged together.
"""

from collections.abc import Callable
from pathlib import Path

import torch
from photo_materials import Materials, load_materials
from texture_judges import Sample, told_by_cnn, told_by_features
from texture_metrics import Texture, density_and_coverage, energy_distance, spectra
from texture_sets import SIDE, read_map, same_files, shrunk
from torch import Tensor

from artml_blender.engine.runtime.relief import slopes_to_normal

MAPS = ("base_color", "roughness", "normal")
SMALLEST = 2 * SIDE  # pixels of a tile that has detail to judge
NEAREST = 3
DRAWS = 4

Maps = dict[str, Tensor]  # uint8 [N, 3, S, S]; a material lacks a map that is not known
Figures = dict[str, float]


def measure_detail(folder: Path, made: dict[str, Path], steps: int, tell: Callable[[str], None]) -> dict[str, object]:
    """Generator, then map, then figure, beside `real`: draws of as many training materials."""
    found: dict[str, object] = {}
    results = {name: _results(each) for name, each in made.items()}
    large = {name: maps for name, maps in results.items() if maps["base_color"].shape[-1] >= SMALLEST}
    if not large:
        return found
    sides = load_materials(folder)
    for name, maps in large.items():
        side = min(maps["base_color"].shape[-1], sides[0].side)
        training, validation = (_maps_of(materials, side) for materials in sides)
        for kind in MAPS:
            tell(f"detail of {name}: {kind}")
            own = _crops(torch.stack([shrunk(picture, side) for picture in maps[kind]]))
            found[f"{name}: {kind}"] = _compare(own, _crops(training[kind]), _crops(validation[kind]), steps)
    return found


def _compare(made: Tensor, training: Tensor, validation: Tensor, steps: int) -> dict[str, Figures]:
    """Crops [N, 2, 3, SIDE, SIDE] of each; the distances as multiples of the floor."""
    fitted, spare = training[::2], training[1::2]
    describe = {"texture": Texture(fitted.flatten(0, 1), torch.zeros(2 * len(fitted), dtype=torch.long))}
    describe["spectrum"] = spectra
    count = min(len(made), len(spare))
    generator = torch.Generator().manual_seed(8)
    draws = [spare[torch.randperm(len(spare), generator=generator)[:count]] for _ in range(DRAWS)]
    ours = made[torch.randperm(len(made), generator=generator)[:count]]

    def figures(crops: Tensor) -> Figures:
        pairs = {name: (each(crops.flatten(0, 1)), each(validation.flatten(0, 1))) for name, each in describe.items()}
        density, coverage = density_and_coverage(*pairs["texture"], NEAREST)
        return {name: energy_distance(*pair) for name, pair in pairs.items()} | {
            "density": density,
            "coverage": coverage,
        }

    drawn = [figures(each) for each in draws]
    real = {name: sum(each[name] for each in drawn) / DRAWS for name in drawn[0]}
    table = {"real": real, "made": figures(ours)}
    floor = {name: real[name] for name in describe}
    for row, crops in (("real", draws[0]), ("made", ours)):
        table[row] |= {name: table[row][name] / floor[name] for name in floor}
        sides = _sample(crops, row), _sample(validation, "validation")
        table[row] |= {"told_by_cnn": told_by_cnn(*sides, steps), "told_by_features": told_by_features(*sides)}
    return table


def _sample(crops: Tensor, name: str) -> Sample:
    names = [f"{name} {index // crops.shape[1]}" for index in range(crops.shape[0] * crops.shape[1])]
    return Sample(crops.flatten(0, 1), torch.ones(len(names)), names)


def _crops(maps: Tensor) -> Tensor:
    """Two squares of each tile, through the same files: [N, 2, 3, SIDE, SIDE]."""
    half = maps.shape[-1] // 2
    corners = [maps[..., :SIDE, :SIDE], maps[..., half : half + SIDE, half : half + SIDE]]
    return torch.stack([same_files(each, roll=False) for each in corners], 1)


def _results(folder: Path) -> Maps:
    paths = [path.parent for path in sorted(folder.glob("*/recipe.json"))]
    return {kind: torch.stack([read_map(path / f"{kind}.png") for path in paths]) for kind in MAPS}


def _maps_of(materials: Materials, side: int) -> Maps:
    """What is known of the materials, as pictures of this side."""
    relief, roughness, _ = materials.known.unbind(1)
    assert materials.slopes is not None
    normal = (slopes_to_normal(materials.slopes[relief].float()) * 255.0).round().byte()
    grey = materials.roughness[roughness].repeat(1, 3, 1, 1)
    found = {"base_color": materials.color, "roughness": grey, "normal": normal}
    return {kind: torch.stack([shrunk(each, side) for each in pictures]) for kind, pictures in found.items()}
