"""What Blender may ask of the engine: one frozen dataclass per request, and the events that answer it.

Nothing but the request's fields may influence a result; as JSON it is the recipe that replays it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from .adjustments import Adjustments
from .checks import MAX_SIZE, check_category, check_origin, check_seed, check_size
from .errors import RequestError
from .graph import Graph
from .photos import PhotoToMaterial, TilePhoto

SHIPPED_MODEL = "material_vae"
MIN_EXTENT, MAX_EXTENT = 1e-4, 1e5  # metres

Settings = Mapping[str, float | tuple[float, ...]]  # of sliders, by name


@dataclass(frozen=True)
class GenerateTexture(Adjustments):
    """A new tileable PBR material of a class, or of what an artist's own model was trained on.

    `model` is the shipped one or the name of one of the artist's own; that needs no `category`.
    `variation` is the truncation: 0 = the class's mean look, 1 = full variety. `grain` is how much of the scan's fine,
    random detail is laid over what is drawn, 0 to 1. The adjustments change how it is finished.

    `structure` says where bricks, planks and the like are: a procedural family's name, or the path of a grey picture
    (white is high, black the joints), which tiles or not; "" for none. A picture is a file that Pillow reads, or a
    NumPy file of uint16 [H, W], top row first, as Blender keeps it. `structure_depth` is how deeply it is carved into
    the relief, 0 to 1; 0 leaves the material's own.

    `structure_hash` (SHA-256 of the picture's file), `weights` (a hash), `ingredients` (asset ids of the library:
    source and palette, and with a structure what lies in its joints) and `origin` (row and column of the torus at which
    the pictures begin) are filled in by the engine. In a request, the picture must have that hash, weights must be the
    shipped ones, and ingredients and origin may be chosen.
    """

    task: ClassVar[str] = "generate_texture"

    category: str = ""
    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    model: str = SHIPPED_MODEL
    variation: float = 1.0
    grain: float = 1.0
    structure: str = ""
    structure_depth: float = 0.5
    structure_hash: str = ""
    weights: str = ""
    ingredients: tuple[str, ...] = ()
    origin: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.model == SHIPPED_MODEL:
            check_category(self.category)
        check_seed(self.seed)
        check_size(self.size, MAX_SIZE)
        check_origin(self.origin, self.size)
        self.check_adjustments()
        if not 0.0 <= self.variation <= 1.0:
            raise RequestError(f"Variation must be between 0 and 1, not {self.variation}.")
        if not 0.0 <= self.grain <= 1.0:
            raise RequestError(f"Grain must be between 0 and 1, not {self.grain}.")
        if not 0.0 <= self.structure_depth <= 1.0:
            raise RequestError(f"The structure's depth must be between 0 and 1, not {self.structure_depth}.")

    @property
    def label(self) -> str:
        """What it makes, in a word or two: for folders and tags."""
        return f"{self.category or self.model}_{self.seed}"


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
        check_size(self.size, MAX_SIZE)
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
        check_seed(self.seed)
        check_size(self.size, MAX_SIZE)

    @property
    def label(self) -> str:
        return f"{self.family}_{self.seed}"


Request = GenerateTexture | BakeGraph | SampleFamily | TilePhoto | PhotoToMaterial
REQUESTS: dict[str, type[Request]] = {
    request.task: request for request in (GenerateTexture, BakeGraph, SampleFamily, TilePhoto, PhotoToMaterial)
}


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
class Previewed:
    """A preview is drawn: the maps as integers [H, W, C], as small as previews are."""

    maps: dict[str, np.ndarray[Any, Any]] = field(repr=False)
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


Event = Progress | Finished | Previewed | Failed | Cancelled
