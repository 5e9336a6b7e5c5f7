"""A photo's file made ready: found, read, seen from straight ahead, exposed, in even light."""

import math
from dataclasses import replace
from typing import TypeVar

import numpy as np

from ...contract.photos import PhotoRequest
from ..errors import EngineFailure
from ..runtime.arrays import Numpy
from ..runtime.weights import bundle_hash, check_weights
from ..synthesis.min_cut import tiles
from .even_light import even_light
from .expose import exposed
from .open_file import open_file
from .read_photo import MIN_SIDE, photo_size, read_photo, shrunk
from .rectify import rectangle_size, rectified

Request = TypeVar("Request", bound=PhotoRequest)

NETWORK = "photo_unet"
LONGEST, MUCH_LONGER = 2.0, 2.1  # times the shorter side: to the first photos are cut that are longer than the second


def prepare(request: Request, side: int) -> tuple[Request, Numpy]:
    """The request with its photo's and the network's hashes, and the photo [H, W, 3] in 0..1, sRGB, whose shorter side
    has at most `side` pixels. Raises EngineFailure."""
    weights = check_weights(request.weights, bundle_hash(NETWORK))
    request, data = open_photo(replace(request, weights=weights))
    if request.corners:
        photo = _read_rectangle(data, f"photo {request.photo}", request.corners, side)
    else:
        photo = read_photo(data, f"photo {request.photo}", side)
    photo = exposed(shrunk(photo, side), request.gray, request.exposure)
    keeps_light = request.is_tile or all(tiles(photo))  # what is fitted to it does not tile
    return request, photo if keeps_light else even_light(photo, request.even_light)


def middle(photo: Numpy) -> tuple[Numpy, list[str]]:
    """The middle of a very long photo, and what the user should know of it."""
    height, width = photo.shape[:2]
    if max(height, width) <= MUCH_LONGER * min(height, width):
        return photo, []
    longest = int(LONGEST * min(height, width))
    top, left = max(0, height - longest) // 2, max(0, width - longest) // 2
    part = np.ascontiguousarray(photo[top : top + longest, left : left + longest])
    return part, ["Only the middle of the photo was used: it is very long."]


def _read_rectangle(data: bytes, name: str, corners: tuple[float, ...], side: int) -> Numpy:
    """What lies between the corners, from no larger a photo than it takes."""
    size = photo_size(data, name)
    rows, columns = rectangle_size(corners, size)
    if min(rows, columns) < MIN_SIDE:
        raise EngineFailure(
            f"Between the corners the {name} has only {columns} x {rows} pixels; "
            f"a material takes at least {MIN_SIDE} x {MIN_SIDE}."
        )
    return rectified(read_photo(data, name, math.ceil(side * min(size) / min(rows, columns))), corners)


def open_photo(request: Request) -> tuple[Request, bytes]:
    """The request with the hash of its photo's file, and what is in that. Raises EngineFailure as `open_file`."""
    data, found = open_file(request.photo, request.photo_hash, "photo", "photo_hash")
    return replace(request, photo_hash=found), data
