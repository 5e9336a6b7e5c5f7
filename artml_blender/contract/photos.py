"""What Blender may ask about a photo of a surface: a tile in its manner, or the material that it shows."""

import math
from dataclasses import dataclass
from pathlib import PureWindowsPath
from typing import ClassVar

from .checks import MAX_PHOTO_SIZE, check_category, check_seed, check_size, quote
from .errors import RequestError

MODES = {
    "auto": "Automatic",
    "synthesis": "Synthesis",
    "min_cut": "Minimum Cut",
    "blend": "Blend",
}
MAX_EXPOSURE = 8.0  # stops
SMALLEST_TURN = 0.01  # of the photo's area: of the parallelogram that two sides span, which says that they turn
DARKEST_GREY, BRIGHTEST_GREY = 1e-3, 100.0  # scene linear


@dataclass(frozen=True)
class PhotoRequest:
    """What both tasks know of a photo, and how it is prepared.

    `photo` is a file's path, and `photo_hash` (SHA-256 of the file) is filled in by the engine; in a request, the file
    must have that hash. `category` is what the photo shows, or nothing. `corners` are those of a rectangle of the
    surface: x and y of the top left, top right, bottom right and bottom left one, from the photo's own top left corner
    (0, 0) to its bottom right one (1, 1); without them the whole photo counts. `gray` is the scene linear colour in
    which the photo shows something that is grey, and `exposure` what to brighten it by, in stops. `even_light` is how
    much of the light's fall-off across the photo is taken out, 0 to 1; none where it tiles already. `weights` (a hash)
    is filled in by the engine; in a request they must be the shipped ones.
    """

    photo: str
    category: str = ""
    corners: tuple[float, ...] = ()
    gray: tuple[float, float, float] = (1.0, 1.0, 1.0)
    exposure: float = 0.0
    even_light: float = 1.0
    photo_hash: str = ""
    weights: str = ""

    def __post_init__(self) -> None:
        if self.category:
            check_category(self.category)
        if self.corners:
            _check_corners(self.corners)
        if not all(DARKEST_GREY <= channel <= BRIGHTEST_GREY for channel in self.gray):
            raise RequestError(f"The grey's red, green and blue must be over 0, not {quote(self.gray)}.")
        if not -MAX_EXPOSURE <= self.exposure <= MAX_EXPOSURE:
            raise RequestError(f"The exposure must be within {MAX_EXPOSURE:g} stops, not {self.exposure}.")
        if not 0.0 <= self.even_light <= 1.0:
            raise RequestError(f"Even light must be between 0 and 1, not {self.even_light}.")

    @property
    def is_tile(self) -> bool:
        """Whether the photo is said to tile already."""
        return False


@dataclass(frozen=True)
class TilePhoto(PhotoRequest):
    """A tile in the manner of a photo, and the maps of the material that it shows.

    `mode` is how it is made to tile: `synthesis` lays pieces of the photo anew for each seed; `min_cut` keeps the photo
    and cuts it where its edges go over into each other best; `blend` mixes places of it, which suits what has no
    structure; `auto` chooses, and the report says what. The tile keeps the photo's scale, but for a photo larger than
    the tile, which is made as small.
    """

    task: ClassVar[str] = "tile_photo"

    seed: int = 0
    size: tuple[int, int] = (512, 512)  # width, height in pixels
    mode: str = "auto"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_seed(self.seed)
        check_size(self.size, MAX_PHOTO_SIZE)
        if self.mode not in MODES:
            raise RequestError(f"Unknown mode {quote(self.mode)}; choose one of {', '.join(MODES)}.")

    @property
    def label(self) -> str:
        return f"{photo_name(self.photo)}_{self.seed}"


@dataclass(frozen=True)
class PhotoToMaterial(PhotoRequest):
    """The maps of the material that a photo shows, as the photo lies: nothing is laid anew.

    `tileable` says that the photo tiles already; its maps then do, too. `largest` is how many pixels the maps' longer
    side has at most.
    """

    task: ClassVar[str] = "photo_to_material"

    tileable: bool = False
    largest: int = 2048

    def __post_init__(self) -> None:
        super().__post_init__()
        check_size((self.largest, self.largest), MAX_PHOTO_SIZE)

    @property
    def is_tile(self) -> bool:
        return self.tileable

    @property
    def size(self) -> tuple[int, int]:
        """What the maps have at most."""
        return self.largest, self.largest

    @property
    def label(self) -> str:
        return photo_name(self.photo)


def photo_name(path: str) -> str:
    """A photo's name without folder and ending, whatever system the path is of."""
    return PureWindowsPath(path).stem


def _check_corners(corners: tuple[float, ...]) -> None:
    """Four points in the photo, going round clockwise, without a turn inwards."""
    if len(corners) != 8:
        raise RequestError(f"A rectangle has four corners, so 8 numbers, not {len(corners)}.")
    if not all(0.0 <= value <= 1.0 for value in corners):
        raise RequestError(f"The corners must lie within the photo, from 0 to 1, not {quote(corners)}.")
    points = list(zip(corners[::2], corners[1::2], strict=True))
    turns = []
    for index in range(4):
        (ax, ay), (bx, by), (cx, cy) = (points[(index + step) % 4] for step in range(3))
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
    if min(turns) < SMALLEST_TURN or not math.isfinite(sum(turns)):
        raise RequestError(
            "The corners must go round clockwise from the top left one, without crossing, each with a clear turn."
        )
