"""The ruler from end to end: a small folder of data and of results in, a table out."""

import csv
import json
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import evaluate
from example_photos import cobbles
from photo_materials import is_validation
from PIL import Image

CLASSES = ("brick", "wood")
OF_EACH = 14
MAPS = ("base_color", "roughness", "normal")


def texture(category: str, seed: int) -> Image.Image:
    """A picture of 128 pixels: of each class in another colour, of each seed from another place."""
    picture = np.roll(cobbles(128, 128), (7 * seed, 11 * seed), (0, 1)) * (0.6 + 0.02 * seed)
    return Image.fromarray((picture * ((255, 90, 80) if category == "brick" else (90, 200, 255))).astype(np.uint8))


def write_data(folder) -> None:
    """Ids are such that both sides of the split have enough of each class; one material is among the thumbnails."""
    thumbnails, material = folder / "ambientcg-thumbs-128", folder / "materials" / "wall"
    thumbnails.mkdir()
    material.mkdir(parents=True)
    rows = []
    for category in CLASSES:
        names = [f"{category}{number:03}" for number in range(400)]
        for wanted in (False, True):
            for seed, name in enumerate([name for name in names if is_validation(name) is wanted][:OF_EACH]):
                texture(category, seed + 20 * wanted).save(thumbnails / f"{name}.jpg")
                rows.append({"broad_class": category, "ambientcg_id": name, "w": 128, "h": 128, "luma_std": 20.0})
    write_rows(thumbnails / "INDEX.csv", rows)
    texture("brick", 3).resize((512, 512)).save(material / "basecolor.jpg")
    write_rows(
        folder / "materials" / "SOURCES.csv", [{"name": "wall", "category": "brick", "upstream_asset_id": "Wall1"}]
    )


def write_rows(path, rows) -> None:
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_results(folder, native_size: int = 128) -> None:
    for category in CLASSES:
        for seed in range(5):
            result = folder / f"{category}_{seed}"
            result.mkdir(parents=True)
            for name in MAPS:
                texture(category, seed + 50).save(result / f"{name}.png")
            (result / "recipe.json").write_text(json.dumps({"category": category, "seed": seed}))
            report = {"native_size": native_size, "seam_ratio": {"base_color": 0.9, "normal": 1.3}}
            (result / "report.json").write_text(json.dumps(report))


def run(monkeypatch, *arguments) -> None:
    monkeypatch.setattr(sys, "argv", ["evaluate.py", *map(str, arguments)])
    evaluate.main()


def test_a_table_is_written(tmp_path, monkeypatch):
    write_data(tmp_path)
    write_results(tmp_path / "made")
    run(monkeypatch, tmp_path, "--made", f"mine={tmp_path / 'made'}", "--output", tmp_path / "out", "--steps", 2)
    table = json.loads((tmp_path / "out" / "table.json").read_text())
    assert table["counts"] == {"brick": 5, "wood": 5}
    assert list(table["rows"]) == ["real", "mine", "copy", "blurred", "noisy", "scrambled"]
    assert table["rows"]["mine"]["together"]["seam_ratio"] == 1.3
    assert table["rows"]["mine"]["together"]["seamless"] == 0.0
    assert table["rows"]["real"]["classes"]["brick"]["texture"] == pytest.approx(1.0)
    text = (tmp_path / "out" / "table.md").read_text()
    assert "| mine |" in text
    assert "wood: 5 of each beside 14" in text


def test_a_result_of_several_tiles_is_refused(tmp_path, monkeypatch):
    write_data(tmp_path)
    write_results(tmp_path / "made", native_size=64)
    with pytest.raises(SystemExit, match="brick_0 is not one whole tile: 128 x 128 pixels, where a tile has 64"):
        run(monkeypatch, tmp_path, "--made", f"mine={tmp_path / 'made'}", "--output", tmp_path / "out")
