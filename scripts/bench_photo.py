"""Tiles from photos, beside the naive way (the edges blended into each other): seams, texture, copies and seconds.

PYTHONPATH=. .venv/bin/python scripts/bench_photo.py FOLDER … [--sheet FILE]

Of each folder's basecolor picture a part that does not tile stands for the photo. The log-spectrum error is the mean
difference of the radial log power spectra from those of the photo's middle half (of ours: from those of the photo as it
was stretched for whole periods); `floor` is that of the photo's upper half. Texture distances are of `tile_metrics.py`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image
from tile_metrics import texture_distance

from artml_blender.engine.photos.resize import resized
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.synthesis.period import find_periods, fitted
from artml_blender.engine.synthesis.synthesize import synthesize, take

PHOTO, MARGIN, BLENDED = 512, 0.2, 0.15  # pixels; what is cut off around; how much of the side is blended
SHOWN = 300  # pixels of a picture on the sheet


def read(folder: Path) -> np.ndarray:
    """float32 [PHOTO, PHOTO, 3], sRGB."""
    picture = Image.open(next(iter(sorted(folder.glob("basecolor.*"))))).convert("RGB")
    width, height = picture.size
    side = int(min(width, height) * (1.0 - MARGIN))
    left, top = (width - side) // 3, (height - side) // 3
    part = picture.crop((left, top, left + side, top + side)).resize((PHOTO, PHOTO), Image.Resampling.LANCZOS)
    return np.asarray(part, np.float32) / 255.0


def blend_edges(photo: np.ndarray) -> np.ndarray:
    """The naive way: what is cut off on the right and at the bottom fades into the left and the top."""
    for axis in (0, 1):
        lines = np.moveaxis(photo, axis, 0)
        border = int(len(lines) * BLENDED)
        share = (np.arange(border, dtype=np.float32) + 0.5)[:, None, None] / border
        mixed = lines[:border] * share + lines[-border:] * (1.0 - share)
        photo = np.moveaxis(np.concatenate([mixed, lines[border:-border]]), 0, axis)
    return photo


def spectrum(picture: np.ndarray) -> np.ndarray:
    """The radial log power spectrum of the greys, from 128-pixel windows all over it."""
    grey, side = picture.mean(axis=2), 128
    window = np.outer(np.hanning(side), np.hanning(side))
    starts = [
        (row, column)
        for row in range(0, grey.shape[0] - side + 1, side // 2)
        for column in range(0, grey.shape[1] - side + 1, side // 2)
    ]
    parts = [grey[row : row + side, column : column + side] for row, column in starts]
    power = np.mean([np.abs(np.fft.fft2((part - part.mean()) * window)) ** 2 for part in parts], axis=0)
    radius = np.hypot(*np.meshgrid(*[np.fft.fftfreq(side) * side] * 2)).astype(int)
    rings = np.bincount(radius.ravel(), power.ravel()) / np.bincount(radius.ravel())
    return np.log(rings[1 : side // 2] + 1e-8)


def middle(picture: np.ndarray) -> np.ndarray:
    rows, columns = (side // 4 for side in picture.shape[:2])
    return picture[rows:-rows, columns:-columns]


def largest_copy(sources: np.ndarray, example: np.ndarray) -> float:
    """The largest piece that was copied whole, in examples; looked for on every fourth line and column."""
    shifts = (sources - np.indices(sources.shape[:2]).transpose(1, 2, 0)) % sources.shape[:2]
    shift = (shifts[..., 0] * sources.shape[1] + shifts[..., 1])[::4, ::4]
    piece = np.arange(shift.size).reshape(shift.shape)  # each pixel's own, then the largest number of its piece
    before = np.zeros_like(piece)
    while (piece != before).any():
        before = piece
        for axis, way in ((0, 1), (0, -1), (1, 1), (1, -1)):
            is_same = np.roll(shift, way, axis) == shift
            piece = np.where(is_same, np.maximum(piece, np.roll(piece, way, axis)), piece)
    return float(np.bincount(piece.ravel()).max() * 16 / (example.shape[0] * example.shape[1]))


def time_task(folder: Path, side: int) -> str:
    """Seconds and megabytes of the whole task on the command line, as its report says."""
    with tempfile.TemporaryDirectory() as place:
        Image.fromarray((read(folder) * 255.0 + 0.5).astype(np.uint8)).save(f"{place}/photo.png")
        recipe = {"task": "tile_photo", "photo": "photo.png", "size": [side, side], "mode": "synthesis"}
        Path(f"{place}/recipe.json").write_text(json.dumps(recipe))
        command = [sys.executable, "-m", "artml_blender.engine", "run", f"{place}/recipe.json"]
        subprocess.run([*command, "--output", f"{place}/out"], check=True, capture_output=True)
        report = json.loads(Path(f"{place}/out/report.json").read_text())
        return f"{report['seconds']['total']:.1f} | {report['peak_memory_mb']:.0f}"


def picture(pixels: np.ndarray, tiles: int) -> Image.Image:
    shown = Image.fromarray((np.tile(pixels, (tiles, tiles, 1)).clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
    return shown.resize((SHOWN, SHOWN), Image.Resampling.LANCZOS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--size", type=int, default=PHOTO, help="pixels of the tile")
    parser.add_argument("--sheet", type=Path, help="a picture of photos, tiles (2 x 2) and blended edges (2 x 2)")
    arguments = parser.parse_args()
    print(
        "| photo | seam, ours | blended | spectrum, ours | blended | floor | texture, ours | blended | floor |", end=""
    )
    print(" largest copy | seconds |")
    print("|---" * 11 + "|")
    page = Image.new("RGB", (3 * SHOWN + 8, len(arguments.folders) * (SHOWN + 4)), "white")
    for number, folder in enumerate(arguments.folders):
        photo = read(folder)
        start = time.perf_counter()
        lengths = [fitted(PHOTO, period, arguments.size) for period in find_periods(photo)]
        example = resized(photo, (lengths[0], lengths[1]))
        sources = synthesize(example, (arguments.size,) * 2, np.random.RandomState(1), lambda share: None)
        tile = take(example, sources)
        seconds = time.perf_counter() - start
        blended = blend_edges(photo)
        compared = ((tile, example), (blended, photo), (photo[: PHOTO // 2], photo))
        errors = [np.abs(spectrum(found) - spectrum(middle(given))).mean() for found, given in compared]
        errors += [texture_distance(found, given) for found, given in compared[:2]]
        errors += [texture_distance(photo[: PHOTO // 2], photo[PHOTO // 2 :])]
        seams = f"{seam_ratio(tile):.2f} | {seam_ratio(blended):.2f}"
        columns = " | ".join(f"{error:.2f}" for error in errors)
        print(
            f"| {folder.name} | {seams} | {columns} | {largest_copy(sources, example):.0%} | {seconds:.1f} |",
            flush=True,
        )
        for column, shown in enumerate((picture(photo, 1), picture(tile, 2), picture(blended, 2))):
            page.paste(shown, (column * (SHOWN + 4), number * (SHOWN + 4)))
    if arguments.sheet:
        page.save(arguments.sheet, quality=88)
    print("\n| all maps | seconds | MB |\n|---|---|---|")
    for side in (512, 1024):
        print(f"| {side} x {side} | {time_task(arguments.folders[0], side)} |", flush=True)


if __name__ == "__main__":
    main()
