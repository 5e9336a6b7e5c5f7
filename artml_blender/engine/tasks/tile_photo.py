"""The task `tile_photo`: pieces of a photo laid around a torus, and the maps of the material that shows."""

import hashlib
import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...contract.photos import PhotoRequest, TilePhoto
from ..errors import EngineFailure
from ..photos.even_light import even_light
from ..photos.read_photo import read_photo, resize_photo
from ..runtime.arrays import Numpy
from ..runtime.networks import Networks
from ..runtime.pbr_maps import derive_maps, to_arrays
from ..runtime.remix import make_generator
from ..runtime.report import Stopwatch
from ..synthesis.period import find_periods, fitted
from ..synthesis.synthesize import synthesize, take
from . import ProgressCallback, Result

MAX_BYTES = 512 * 2**20
STEP = 32  # pixels: tiles are made in multiples of it, and made smaller where others are wanted


def tile_photo(request: TilePhoto, networks: Networks, progress: ProgressCallback) -> Result:
    """Tileable PBR maps in the manner of the photo. Raises EngineFailure."""
    watch = Stopwatch()
    with watch.stage("read"):
        progress(0.0, "Reading the photo")
        request, data = open_photo(request)
        photo, warnings = read_photo(data, request.photo, min(request.size))
        photo = even_light(photo, request.even_light)
    with watch.stage("synthesis"):
        periods = find_periods(photo)
        example, size, native_size = _fit(photo, periods, request.size)
        sources = synthesize(
            example, size, make_generator(request.seed), lambda share: progress(0.05 + 0.45 * share, "Laying")
        )
        color = np.ascontiguousarray(np.moveaxis(take(example, sources), -1, 0)[None]) * 2.0 - 1.0
    with watch.stage("maps"):
        maps = derive_maps(
            networks.asarray(color),
            request.category,
            networks,
            lambda share: progress(0.5 + 0.35 * share, "Shaping"),
        )
    progress(0.85, "Finishing")
    with watch.stage("finish"):
        arrays = to_arrays(maps, request.size)
    report = {"seconds": watch.seconds, "native_size": native_size, "periods": periods, "warnings": warnings}
    return Result(request, arrays, report)


def _fit(
    photo: Numpy, periods: tuple[float | None, float | None], wanted: tuple[int, int]
) -> tuple[Numpy, tuple[int, int], float]:
    """The photo for a tile of `wanted` (width, height), the rows and columns in which to make that, and how many of its
    pixels the photo's shorter side has.

    The photo is stretched to hold whole periods, and with the tile where that is made larger than wanted.
    """
    sides = wanted[::-1]
    size = tuple(STEP * math.ceil(side / STEP) for side in sides)
    lengths = [fitted(*axis) for axis in zip(photo.shape, periods, sides, strict=False)]
    rows, columns = (round(length * made / side) for length, made, side in zip(lengths, size, sides, strict=True))
    return resize_photo(photo, (rows, columns)), (size[0], size[1]), min(lengths)


def open_photo(request: TilePhoto) -> tuple[TilePhoto, bytes]:
    """The request with the hash of its photo's file, and what is in that.

    Raises EngineFailure for a file that is not there, or not the one that the recipe was made with.
    """
    path = Path(request.photo)
    try:
        if path.exists() and not path.is_file():
            raise EngineFailure(f"The photo {path} is no file.")
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no path"
        raise EngineFailure(f"The photo {path} cannot be read: {reason}.") from None
    if size > MAX_BYTES:
        raise EngineFailure(f"The photo {path} is larger than {MAX_BYTES // 2**20} MiB; make it smaller first.")
    found = hashlib.sha256(data).hexdigest()
    if request.photo_hash not in ("", found):
        raise EngineFailure(
            f"The photo {path} is not the one that the recipe was made with;"
            " clear its field 'photo_hash' to use this one."
        )
    return replace(request, photo_hash=found), data
