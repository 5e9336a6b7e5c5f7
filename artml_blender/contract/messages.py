"""What Blender may ask of the engine: one frozen dataclass per request, and the events that answer it.

Nothing but the request's fields may influence a result; as JSON it is the recipe that replays it.
"""

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Any, ClassVar

from .categories import CATEGORIES
from .errors import RequestError
from .graph import Graph

MIN_SIZE, MAX_SIZE = 64, 4096  # pixels
MAX_BAKE_SIZE = 8192  # pixels
MIN_EXTENT, MAX_EXTENT = 1e-4, 1e5  # metres
MAX_SEED = 2**31 - 1

Settings = Mapping[str, float | tuple[float, ...]]  # of sliders, by name


@dataclass(frozen=True)
class GenerateTexture:
    """A new tileable PBR material of a class.

    `variation` is the truncation: 0 = the class's mean look, 1 = full variety. `weights` (a hash) and `ingredients`
    (asset ids of the library) are filled in by the engine. In a request, weights must be the shipped ones, and
    ingredients (layout, partner, palette) may be chosen among the category's.
    """

    task: ClassVar[str] = "generate_texture"

    category: str
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    model: str = "texture_vae"
    variation: float = 1.0
    weights: str = ""
    ingredients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_category(self.category)
        _check_seed(self.seed)
        _check_size(self.size, MAX_SIZE)
        if not 0.0 <= self.variation <= 1.0:
            raise RequestError(f"Variation must be between 0 and 1, not {self.variation}.")

    @property
    def label(self) -> str:
        """What it makes, in a word or two: for folders and tags."""
        return f"{self.category}_{self.seed}"


@dataclass(frozen=True)
class BakeGraph:
    """The maps of a material's node graph: what it shows on a flat tile from UV (0, 0) to (1, 1).

    `extent` is how many metres the tile is wide and high, on which Object coordinates and relief depend.
    """

    task: ClassVar[str] = "bake_graph"

    graph: Graph
    size: tuple[int, int] = (1024, 1024)  # width, height in pixels
    extent: tuple[float, float] = (2.0, 2.0)

    def __post_init__(self) -> None:
        _check_size(self.size, MAX_BAKE_SIZE)
        if not all(MIN_EXTENT <= side <= MAX_EXTENT for side in self.extent):
            raise RequestError(f"The extent must be {MIN_EXTENT} to {MAX_EXTENT:.0f} metres, not {self.extent}.")

    @property
    def label(self) -> str:
        return self.graph.name


@dataclass(frozen=True)
class SampleFamily:
    """One material of a procedural family, as a graph and as the maps of one tile.

    The seed draws every slider; `settings` are those that are set otherwise, by the slider's name: a number, or a scene
    linear colour. The engine fills in all of them.
    """

    task: ClassVar[str] = "sample_family"

    family: str
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    settings: Settings = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_seed(self.seed)
        _check_size(self.size, MAX_BAKE_SIZE)

    @property
    def label(self) -> str:
        return f"{self.family}_{self.seed}"


@dataclass(frozen=True)
class TilePhoto:
    """A tile in the manner of a photo: pieces of it, laid anew for each seed, and the maps of the material it shows.

    `photo` is a file's path; `category` is what the photo shows, by which the maps are guessed. The tile keeps the
    photo's scale, but for a photo larger than the tile, which is made as small. `even_light` is how much of the light's
    fall-off across the photo is taken out, 0 to 1. The engine fills in `photo_hash`
    (SHA-256 of the file); in a request, the file must have that hash.
    """

    task: ClassVar[str] = "tile_photo"

    photo: str
    category: str
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    even_light: float = 1.0
    photo_hash: str = ""

    def __post_init__(self) -> None:
        _check_category(self.category)
        _check_seed(self.seed)
        _check_size(self.size, MAX_SIZE)
        if not 0.0 <= self.even_light <= 1.0:
            raise RequestError(f"Even light must be between 0 and 1, not {self.even_light}.")

    @property
    def label(self) -> str:
        return f"{photo_name(self.photo)}_{self.seed}"


def photo_name(path: str) -> str:
    """A photo's name without folder and ending, whatever system the path is of."""
    return PureWindowsPath(path).stem


def _check_category(category: str) -> None:
    if category not in CATEGORIES:
        raise RequestError(f"Unknown category {quote(category)}; choose one of {', '.join(CATEGORIES)}.")


def _check_seed(seed: int) -> None:
    if not 0 <= seed <= MAX_SEED:
        raise RequestError(f"The seed must be between 0 and {MAX_SEED}, not {quote(seed)}.")


def _check_size(size: tuple[int, int], largest: int) -> None:
    if not all(MIN_SIZE <= side <= largest for side in size):
        given = f"{quote(size[0])} x {quote(size[1])}"
        raise RequestError(f"Width and height must be {MIN_SIZE} to {largest} pixels, not {given}.")


Request = GenerateTexture | BakeGraph | SampleFamily | TilePhoto
REQUESTS: dict[str, type[GenerateTexture] | type[BakeGraph] | type[SampleFamily] | type[TilePhoto]] = {
    request.task: request for request in (GenerateTexture, BakeGraph, SampleFamily, TilePhoto)
}


def quote(value: Any) -> str:
    """A value to name in a sentence: on one line, short, and in letters that any terminal has."""
    return reprlib.repr(value).encode("ascii", "backslashreplace").decode()


@dataclass(frozen=True)
class Progress:
    """The job goes on: `fraction` of it (0..1) is done, and `text` says what happens now."""

    fraction: float
    text: str
    is_final: ClassVar[bool] = False


@dataclass(frozen=True)
class Finished:
    """The job is done: the complete recipe, the report of `report.json`, and the maps as PNG files that carry it."""

    recipe: dict[str, Any]
    report: dict[str, Any]
    maps: dict[str, bytes] = field(repr=False)
    is_final: ClassVar[bool] = True


@dataclass(frozen=True)
class Failed:
    """The job failed: one sentence for the user."""

    text: str
    is_final: ClassVar[bool] = True


@dataclass(frozen=True)
class Cancelled:
    """The user cancelled the job."""

    is_final: ClassVar[bool] = True


Event = Progress | Finished | Failed | Cancelled
