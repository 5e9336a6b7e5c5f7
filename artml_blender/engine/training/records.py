"""What a training writes while it runs: its checkpoint, its losses, and a sheet of samples with their curve.

Every file is complete or not there: it is written beside, and takes its name when it is on the disk.
"""

import csv
import io
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from ..errors import EngineFailure
from ..runtime.files import write_file

CHECKPOINT, LOSSES, SAMPLES = "checkpoint.pt", "losses.csv", "samples.png"
DAMAGED = (RuntimeError, ValueError, KeyError, EOFError, OSError, pickle.UnpicklingError)  # as PyTorch says
CURVE_SIZE, FRAME = (640, 240), 24  # pixels, at least, and of what is left free around it

Row = dict[str, float]  # what is known of a training at one time, by name


def save(folder: Path, name: str, data: bytes) -> None:
    """Raises EngineFailure when the folder cannot take it; what was saved before stays."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, data)
    except OSError as error:
        raise EngineFailure(
            f"{folder / name} cannot be written ({error.strerror or error}); make room or choose another folder, and"
            " train again: it goes on where it was last saved."
        ) from error


def save_checkpoint(folder: Path, state: dict[str, Any]) -> None:
    """Raises EngineFailure as `save`."""
    data = io.BytesIO()
    torch.save(state, data)
    save(folder, CHECKPOINT, data.getvalue())


def load_checkpoint(folder: Path) -> dict[str, Any] | None:
    """What was saved last, or None where nothing was; raises EngineFailure."""
    path = folder / CHECKPOINT
    if not path.exists():
        return None
    try:
        state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
        return state
    except DAMAGED as error:
        raise EngineFailure(f"The training's {path} is damaged; delete it to begin anew.") from error


def losses_csv(rows: Sequence[Row]) -> bytes:
    """One line for each row, and the names."""
    text = io.StringIO(newline="")
    names = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(text, list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sheet_with_curve(sheet: Any, rows: Sequence[Row]) -> Any:
    """A Pillow picture, and below it the distance to what was kept aside, over the minutes, from 0 to the largest."""
    from PIL import Image, ImageDraw

    width, height = max(CURVE_SIZE[0], sheet.width), CURVE_SIZE[1]
    picture = Image.new("RGB", (width, sheet.height + height), "white")
    picture.paste(sheet, (0, 0))
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = FRAME, sheet.height + FRAME, width - FRAME, sheet.height + height - FRAME
    draw.rectangle((left, top, right, bottom), outline="grey")
    most = max(row["distance"] for row in rows)
    last = max(rows[-1]["minutes"], 1e-6)
    across, up = (right - left) / last, (bottom - top) / most
    points = [(left + across * row["minutes"], bottom - up * row["distance"]) for row in rows]
    draw.line(points, fill="black", width=2)
    now = rows[-1]["distance"]
    draw.text((left, top - 18), f"Distance to the photos' parts kept aside: {most:.3f} at most, now {now:.3f}", "black")
    draw.text((left, bottom + 6), f"0 to {last:.1f} minutes", "black")
    return picture


def png_bytes(picture: Any) -> bytes:
    """A Pillow picture as a file's bytes."""
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()
