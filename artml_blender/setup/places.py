"""Where the environment lives: in the user's own data folder, shared by every Blender of that user."""

import json
import os
import sys
from pathlib import Path

VARIABLE = "ARTML_HOME"  # names the folder in which ours is made, where a studio wants it elsewhere


def home() -> Path:
    """The folder of everything that the set-up makes; it need not exist."""
    if chosen := os.environ.get(VARIABLE):
        return Path(chosen).expanduser().absolute() / "artml"  # a folder of our own, since we delete in it
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "ArtML"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "ArtML"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "artml"


def environment() -> Path:
    return home() / "pytorch"


def pictures() -> Path:
    """Where pictures are kept that recipes need and that have no file of their own."""
    return home() / "pictures"


def models() -> Path:
    """Where an artist's own models are: a folder for each, with `<its name>.json` and `<its name>.safetensors`."""
    return home() / "models"


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def marker() -> Path:
    """Written last, so an environment without it is never used; says what was installed."""
    return environment() / "complete.json"


def finished_python() -> Path | None:
    """The environment's interpreter, if the set-up came to its end and it is still there."""
    python = python_of(environment())
    return python if installed() and os.path.isfile(python) else None


def installed() -> dict[str, str]:
    """What the finished environment is ("runtime", "device" and "python", in words); empty without one."""
    try:
        found = json.loads(marker().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def nearest_folder(folder: Path) -> Path | None:
    """The folder itself, or the first one above it that is there; None on a disk that is not."""
    return next((place for place in (folder, *folder.parents) if os.path.isdir(place)), None)


def size_of(folder: Path) -> int:
    """Bytes in a folder; links are not followed or counted twice, and what vanishes meanwhile counts nothing."""
    sizes = {}
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                status = os.lstat(os.path.join(place, name))
            except OSError:
                continue
            sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
