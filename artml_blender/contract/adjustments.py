"""What an artist may change of a generated material without making another one."""

from dataclasses import dataclass, fields, replace
from typing import NamedTuple, Self

from .errors import RequestError


class Range(NamedTuple):
    """Of an adjustment: the ends, both allowed."""

    least: float
    most: float


RANGES = {
    "hue": Range(-0.5, 0.5),
    "saturation": Range(0.0, 2.0),
    "brightness": Range(-1.0, 1.0),
    "contrast": Range(0.0, 2.0),
    "roughness": Range(-1.0, 1.0),
    "relief": Range(0.0, 2.0),
    "wear": Range(0.0, 1.0),
    "regularity": Range(0.0, 1.0),
}


@dataclass(frozen=True, kw_only=True)
class Adjustments:
    """How the material is finished; the defaults change nothing. Ranges: `RANGES`.

    `hue` turns all colours, 1 being the whole circle; `saturation` and `contrast` are factors about grey and about the
    mean colour. `brightness` and `roughness` go from -1 (black, a mirror) to 1 (white, matt). `relief` is a factor of
    the surface, in the normals, the height and the ambient occlusion. `wear` lightens and polishes edges and leaves
    dirt in hollows. `regularity` takes away how large areas and whole blocks differ from each other.
    """

    hue: float = 0.0
    saturation: float = 1.0
    brightness: float = 0.0
    contrast: float = 1.0
    roughness: float = 0.0
    relief: float = 1.0
    wear: float = 0.0
    regularity: float = 0.0

    @property
    def is_neutral(self) -> bool:
        """Whether they change nothing."""
        return all(getattr(self, name) == value for name, value in NEUTRAL.items())

    def unadjusted(self) -> Self:
        """With none."""
        return replace(self, **NEUTRAL)

    def check_adjustments(self) -> None:
        """Raises RequestError for what is out of its range."""
        for name, (least, most) in RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise RequestError(
                    f"{name.capitalize()} must be between {least:g} and {most:g}, not {getattr(self, name)}."
                )


NEUTRAL = {field.name: float(field.default) for field in fields(Adjustments)}  # type: ignore[arg-type]
