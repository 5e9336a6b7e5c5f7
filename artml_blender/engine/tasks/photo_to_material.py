"""The task `photo_to_material`: the maps of the material that a photo shows, as the photo lies."""

from ...contract.photos import PhotoToMaterial
from ..photos.photo_maps import photo_maps
from ..photos.prepare import prepare
from ..photos.resize import resized
from ..runtime.arrays import Numpy
from ..runtime.networks import Networks
from ..runtime.pbr_maps import to_arrays
from ..runtime.report import Stopwatch
from . import ProgressCallback, Result


def photo_to_material(request: PhotoToMaterial, networks: Networks, progress: ProgressCallback) -> Result:
    """PBR maps of the photo, at its own size unless that is larger than asked for. Raises EngineFailure."""
    watch = Stopwatch()
    with watch.stage("read"):
        progress(0.0, "Reading the photo")
        request, photo = prepare(request, request.largest)
        photo = _within(photo, request.largest)
    height, width = photo.shape[:2]
    with watch.stage("maps"):
        maps = photo_maps(
            photo, request.category, request.tileable, networks, lambda share: progress(0.1 + 0.7 * share, "Shaping")
        )
    progress(0.85, "Finishing")
    with watch.stage("finish"):
        arrays = to_arrays(maps, (width, height))
    report = {"seconds": watch.seconds, "size": [width, height], "native_size": min(width, height)}
    return Result(request, arrays, {**report, "warnings": []})


def _within(photo: Numpy, largest: int) -> Numpy:
    """The photo with at most so many pixels to its longer side."""
    height, width = photo.shape[:2]
    share = min(1.0, largest / max(height, width))
    return resized(photo, (max(1, round(height * share)), max(1, round(width * share))))
