"""What Blender may ask of a training on an artist's own photos."""

import os
from dataclasses import dataclass
from typing import ClassVar

from .checks import check_category, check_seed, quote
from .errors import RequestError
from .messages import SHIPPED_MODEL

MAX_PHOTOS = 50
MIN_MINUTES, MAX_MINUTES = 0.5, 24.0 * 60.0
MAX_NAME = 60  # letters
TAKEN = {"recipe", "samples", "losses", "checkpoint", "before", SHIPPED_MODEL}
TAKEN |= {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
NOT_IN_NAMES = '<>:"/\\|?*'  # on one system or another


@dataclass(frozen=True)
class TrainFromPhotos:
    """A personal model: what draws new tileable PBR materials of the kind that these photos show.

    `photos` are files' paths, `name` is the model's and its files', `category` is what the photos show, or nothing.
    `minutes` is how long to train in all: a training that was stopped goes on where it was, and one that is over goes
    on when asked for more minutes.
    """

    task: ClassVar[str] = "train_from_photos"

    photos: tuple[str, ...]
    name: str
    category: str = ""
    minutes: float = 20.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.photos) <= MAX_PHOTOS:
            raise RequestError(f"Training takes 1 to {MAX_PHOTOS} photos, not {len(self.photos)}.")
        for photo in self.photos:
            if not photo:
                raise RequestError("One of the photos has no path; choose its file, or take it out of the list.")
            if self.photos.count(photo) > 1:
                raise RequestError(f"The photo {quote(os.path.basename(photo))} is chosen twice; take one of them out.")
        check_name(self.name)
        if self.category:
            check_category(self.category)
        if not MIN_MINUTES <= self.minutes <= MAX_MINUTES:
            raise RequestError(
                f"Training takes {MIN_MINUTES:g} to {MAX_MINUTES:.0f} minutes, not {quote(self.minutes)}."
            )
        check_seed(self.seed)

    @property
    def label(self) -> str:
        return self.name


def check_name(name: str) -> None:
    """It must do as a file's name on every system, and be none that means something else."""
    if not name.strip() or len(name) > MAX_NAME:
        raise RequestError(f"The model's name must have 1 to {MAX_NAME} letters, not {quote(name)}.")
    if name != name.strip(" .") or any(letter in NOT_IN_NAMES or not letter.isprintable() for letter in name):
        raise RequestError(
            f"The model's name {quote(name)} must have none of {NOT_IN_NAMES} and neither begin nor end with a dot"
            " or a space."
        )
    if name.lower().split(".")[0] in TAKEN:
        raise RequestError(f"The model cannot be called {quote(name)}; choose another name.")
