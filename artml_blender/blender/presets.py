"""The artist's own presets of procedural families: one file each, in the user's data folder."""

from pathlib import Path

from ..contract.errors import RequestError
from ..families.family import Family, Setting
from ..families.settings import preset_text, read_preset
from ..setup.places import home

MAX_NAME = 60  # letters
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
FORBIDDEN = '<>:"/\\|?*'  # in names of files, on one system or another


def preset_names(family: Family) -> list[str]:
    """Those that the artist saved, in alphabetical order."""
    try:
        return sorted(path.stem for path in _folder(family).glob("*.json"))
    except OSError:
        return []


def save_preset(family: Family, name: str, settings: dict[str, Setting]) -> None:
    """Write it; one of the same name is replaced only when the new one is whole. Raises RequestError."""
    if name.strip() in family.presets:
        raise RequestError(f"{family.label} comes with a preset {name.strip()!r}; choose another name.")
    path = _path(family, name)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(preset_text(family, settings), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise RequestError(f"The preset cannot be written to {path.parent}: {error.strerror or error}.") from None


def load_preset(family: Family, name: str) -> dict[str, Setting]:
    """Every slider of a preset: the artist's own, or else one that comes with the family. Raises RequestError."""
    path = _path(family, name)
    if not path.is_file() and name in family.presets:
        return {**family.defaults(), **family.presets[name]}
    try:
        text = path.read_bytes()
    except OSError as error:
        raise RequestError(f"The preset {name!r} cannot be read: {error.strerror or error}.") from None
    return read_preset(family, text)


def remove_preset(family: Family, name: str) -> None:
    """Delete one that the artist saved. Raises RequestError."""
    try:
        _path(family, name).unlink()
    except OSError as error:
        raise RequestError(f"The preset {name!r} cannot be deleted: {error.strerror or error}.") from None


def _folder(family: Family) -> Path:
    return home() / "presets" / family.name


def _path(family: Family, name: str) -> Path:
    clean = name.strip()
    if not clean or len(clean) > MAX_NAME or clean.startswith(".") or any(letter in FORBIDDEN for letter in clean):
        raise RequestError(
            f"A preset's name has 1 to {MAX_NAME} letters, no dot at its beginning and none of {FORBIDDEN}"
        )
    if not clean.isprintable() or clean.split(".")[0].upper() in DEVICES:
        raise RequestError("A preset's name has no line breaks, and is none that Windows keeps for itself.")
    return _folder(family) / f"{clean}.json"
