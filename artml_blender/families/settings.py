"""What sliders are set to: checked where it comes from outside, and kept as presets."""

import json
import math
from collections.abc import Mapping
from typing import Any

from ..contract.errors import RequestError
from .family import Family, Setting, Slider

LARGEST = 1e30
FORMAT = 1  # of preset files; a new one when an older ArtML would read them wrongly


def check_settings(family: Family, given: Mapping[str, Any]) -> dict[str, Setting]:
    """The settings, numbers within their sliders' limits; raises RequestError for what is no setting of the family."""
    checked: dict[str, Setting] = {}
    for name, value in given.items():
        slider = family.sliders.get(name)
        if slider is None:
            raise RequestError(f"{family.label} has no slider {ascii(name)[:60]}.")
        checked[name] = _color(slider, value) if slider.is_color else _number(slider, value)
    return checked


def preset_text(family: Family, settings: Mapping[str, Setting]) -> str:
    """A preset as it is kept in a file."""
    return json.dumps({"artml_preset": FORMAT, "family": family.name, "settings": dict(settings)}, indent=2) + "\n"


def read_preset(family: Family, text: str | bytes) -> dict[str, Setting]:
    """What `preset_text` wrote, with the defaults of sliders that came later; raises RequestError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError("The preset is damaged: it is not valid JSON.") from None
    version = data.get("artml_preset") if isinstance(data, dict) else None
    if type(version) is not int or version < 1:
        raise RequestError("The file is not a preset of ArtML.")
    if version > FORMAT:
        raise RequestError("The preset is from a newer ArtML; update ArtML to use it.")
    if data.get("family") != family.name:
        raise RequestError(
            f"The preset is of another family, {ascii(data.get('family'))[:60]}; this is {family.label}."
        )
    if not isinstance(data.get("settings"), dict):
        raise RequestError("The preset is damaged: it has no settings.")
    return {**family.defaults(), **check_settings(family, data["settings"])}


def _number(slider: Slider, value: Any) -> float:
    if not _is_number(value):
        raise RequestError(f"The slider {slider.name!r} must be a number, not {ascii(value)[:60]}.")
    return min(max(float(value), slider.minimum), slider.maximum)


def _color(slider: Slider, value: Any) -> tuple[float, float, float]:
    numbers = list(value) if isinstance(value, list | tuple) else []
    if len(numbers) != 3 or not all(map(_is_number, numbers)):
        raise RequestError(f"The slider {slider.name!r} must be a colour of three numbers, not {ascii(value)[:60]}.")
    red, green, blue = (min(max(float(part), 0.0), 1.0) for part in numbers)
    return red, green, blue


def _is_number(value: Any) -> bool:
    """One that a slider can hold; JSON has whole numbers of any length."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < LARGEST and not math.isnan(value)
