"""The task `tile_photo`: a photo laid around a torus, and the maps of the material that shows."""

import numpy as np

from ...contract.photos import TilePhoto
from ..photos.prepare import middle, prepare
from ..runtime.networks import Networks
from ..runtime.pbr_maps import begun_calmly, derive_maps, to_arrays
from ..runtime.remix import make_generator
from ..runtime.report import Stopwatch
from ..synthesis.lay import lay
from ..synthesis.min_cut import needed
from . import ProgressCallback, Result


def tile_photo(request: TilePhoto, networks: Networks, progress: ProgressCallback) -> Result:
    """Tileable PBR maps in the manner of the photo. Raises EngineFailure."""
    watch = Stopwatch()
    with watch.stage("read"):
        progress(0.0, "Reading the photo")
        shorter = min(request.size)
        request, photo = prepare(request, needed(shorter) if request.mode == "min_cut" else shorter)
        photo, warnings = middle(photo)
    with watch.stage("synthesis"):
        laid = lay(
            photo,
            request.size,
            request.mode,
            make_generator(request.seed),
            lambda share: progress(0.05 + 0.45 * share, "Laying"),
        )
        color = np.ascontiguousarray(np.moveaxis(laid.tile, -1, 0)[None]) * 2.0 - 1.0
    with watch.stage("maps"):
        maps = derive_maps(
            networks.asarray(color),
            request.category,
            networks,
            lambda share: progress(0.5 + 0.35 * share, "Shaping"),
        )
    progress(0.85, "Finishing")
    with watch.stage("finish"):
        arrays = begun_calmly(to_arrays(maps, request.size))
    report = {"seconds": watch.seconds, "native_size": laid.native_size, "mode": laid.mode, "periods": laid.periods}
    return Result(request, arrays, {**report, "warnings": warnings})
