"""What every request's fields must hold to, each with a sentence for what does not."""

import reprlib
from typing import Any

from .categories import CATEGORIES
from .errors import RequestError

MIN_SIZE, MAX_SIZE = 64, 8192  # pixels, of what is made
MAX_PHOTO_SIZE = 4096  # pixels, of what is made of a photo
MAX_SEED = 2**31 - 1


def check_category(category: str) -> None:
    if not category:
        raise RequestError(f"The category is missing; choose one of {', '.join(CATEGORIES)}.")
    if category not in CATEGORIES:
        raise RequestError(f"Unknown category {quote(category)}; choose one of {', '.join(CATEGORIES)}.")


def check_seed(seed: int) -> None:
    if not 0 <= seed <= MAX_SEED:
        raise RequestError(f"The seed must be between 0 and {MAX_SEED}, not {quote(seed)}.")


def check_size(size: tuple[int, int], largest: int) -> None:
    if not all(MIN_SIZE <= side <= largest for side in size):
        given = f"{quote(size[0])} x {quote(size[1])}"
        raise RequestError(f"Width and height must be {MIN_SIZE} to {largest} pixels, not {given}.")


def check_origin(origin: tuple[int, ...], size: tuple[int, int]) -> None:
    """None, or row and column within width and height."""
    is_inside = len(origin) == 2 and 0 <= origin[0] < size[1] and 0 <= origin[1] < size[0]
    if origin and not is_inside:
        raise RequestError(f"The origin must be a row and a column of the picture, not {quote(list(origin))}.")


def quote(value: Any) -> str:
    """A value to name in a sentence: on one line, short, and in letters that any terminal has."""
    return reprlib.repr(value).encode("ascii", "backslashreplace").decode()
