"""Settings of a family by chance: within what looks right, and the same for the same seed."""

import colorsys
import random
from collections.abc import Mapping

from .family import MAX_SEED, Family, Setting, Slider
from .value import Triple

AROUND = 0.2  # of the likely range: how far a preset's number is varied
HUE, SATURATION, BRIGHTNESS = 0.012, 0.15, 0.18  # how far a colour is varied: of the circle, and of itself


def surprise(family: Family, seed: int) -> dict[str, Setting]:
    """A setting for every slider: of one of the presets (or the defaults) by chance, each varied.

    Colours and what the preset names stay near it; everything else lies anywhere in its likely range.
    """
    chance = random.Random(f"{family.name} {seed}")  # a text, whose hash does not depend on the process
    base: Mapping[str, Setting] = chance.choice([{}, *family.presets.values()])
    settings: dict[str, Setting] = {}
    for name, slider in family.sliders.items():
        if name == "Seed":
            settings[name] = float(chance.randint(0, int(MAX_SEED)))
            continue
        given = base.get(name, slider.default if slider.is_color else None)
        settings[name] = _vary_color(given, chance) if isinstance(given, tuple) else _vary(slider, given, chance)
    return settings


def _vary(slider: Slider, given: float | None, chance: random.Random) -> float:
    low, high = slider.likely
    if given is None:
        value = chance.uniform(low, high)
    else:
        reach = AROUND * (high - low)
        value = chance.uniform(given - reach, given + reach)
    if slider.step:
        value = round(value / slider.step) * slider.step
    return round(float(min(max(value, slider.minimum), slider.maximum)), 4)


def _vary_color(color: Triple, chance: random.Random) -> Triple:
    hue, saturation, value = colorsys.rgb_to_hsv(*color)
    hue = (hue + chance.uniform(-HUE, HUE)) % 1.0
    saturation = min(1.0, saturation * chance.uniform(1.0 - SATURATION, 1.0 + SATURATION))
    value = min(1.0, value * chance.uniform(1.0 - BRIGHTNESS, 1.0 + BRIGHTNESS))
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red, 5), round(green, 5), round(blue, 5)
