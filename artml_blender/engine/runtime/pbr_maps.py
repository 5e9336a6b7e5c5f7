"""From the colour of a texture to every map of its PBR material, on the torus."""

import math
from collections.abc import Callable

import numpy as np
from array_api_compat import array_namespace, device

from ...contract.categories import CATEGORIES
from ...contract.maps import MAPS
from . import relief
from .arrays import Array, Numpy, to_numpy
from .networks import Networks
from .seams import calmest_origin
from .strips import in_strips

CELL = 32  # pixels to one cell of the photo net's coarsest features: it takes pictures that divide by it
HALO = 9  # cells: more than the photo net's receptive field to one side
STRIP = 16  # cells computed at once
UNKNOWN = len(CATEGORIES)


def derive_maps(
    picture: Array, category: str, networks: Networks, progress: Callable[[float], None]
) -> dict[str, Array]:
    """Every map, [1, C, H, W] in 0..1, of the material that a tiling picture [1, 3, H, W] in -1..1 (sRGB) shows.

    `category` may be "", where it is not known. Rolling the picture by any pixels rolls the maps.
    """
    index = list(CATEGORIES).index(category) if category else UNKNOWN
    size = picture.shape[3], picture.shape[2]
    row, column = _landmark(picture)
    fitting = (CELL * math.ceil(size[0] / CELL), CELL * math.ceil(size[1] / CELL))
    predicted = in_strips(
        lambda strip: networks.predict_maps(strip, index),
        resize(_roll(picture, -row, -column), fitting),
        CELL,
        HALO,
        STRIP,
        progress,
    )
    predicted = _roll(resize(predicted, size), row, column)
    slopes = predicted[:, 3:5]
    height = relief.height_from_slopes(slopes)
    return {
        "base_color": predicted[:, :3] * 0.5 + 0.5,
        "roughness": predicted[:, 5:6],
        "metallic": predicted[:, 6:7],
        "normal": relief.slopes_to_normal(slopes),
        "height": height,
        "ambient_occlusion": relief.ambient_occlusion((height - 0.5) * relief.HEIGHT_RANGE),
    }


def _landmark(picture: Array) -> tuple[int, int]:
    """The brightest row and column: the same place of the torus wherever it begins, so that the net's cells, which are
    larger than a pixel, begin there."""
    xp = array_namespace(picture)
    rows, columns = xp.mean(picture, axis=(0, 1, 3)), xp.mean(picture, axis=(0, 1, 2))
    return int(xp.argmax(rows)), int(xp.argmax(columns))


def _roll(value: Array, rows: int, columns: int) -> Array:
    return array_namespace(value).roll(value, (rows, columns), axis=(2, 3))


def to_arrays(maps: dict[str, Array], size: tuple[int, int]) -> dict[str, Numpy]:
    """Maps of `derive_maps` as integers [H, W, C] of width x height."""
    return {name: to_array(name, resize(value, size)) for name, value in maps.items()}


def begun_calmly(arrays: dict[str, Numpy]) -> dict[str, Numpy]:
    """The same torus, begun where little happens."""
    return begun_at(calmest_origin(arrays.values()), arrays)


def begun_at(origin: tuple[int, ...], arrays: dict[str, Numpy]) -> dict[str, Numpy]:
    """The same torus, begun at this row and column."""
    row, column = origin
    return {name: np.roll(array, (-row, -column), (0, 1)) for name, array in arrays.items()}


def resize(value: Array, size: tuple[int, int]) -> Array:
    """To width x height, bilinearly on the torus, for small differences."""
    width, height = size
    return _resize_axis(_resize_axis(value, 2, height), 3, width)


def _resize_axis(value: Array, axis: int, length: int) -> Array:
    given = value.shape[axis]
    if given == length:
        return value
    return sample(value, axis, (np.arange(length) + 0.5) * given / length - 0.5)


def sample(value: Array, axis: int, places: Numpy) -> Array:
    """A field [1, C, H, W] on the torus at places along an axis, in its pixels; linear between them."""
    xp, given = array_namespace(value), value.shape[axis]
    lower = np.floor(places)
    shape = [len(places) if dim == axis else 1 for dim in range(4)]
    weight = xp.asarray((places - lower).reshape(shape).astype(np.float32), device=device(value))
    first, second = (
        xp.take(value, xp.asarray((lower.astype(np.int64) + step) % given, device=device(value)), axis=axis)
        for step in (0, 1)
    )
    return first + (second - first) * weight


def to_array(name: str, value: Array) -> Numpy:
    """[1, C, H, W] in 0..1 to the map's integers, [H, W, C]."""
    xp, spec = array_namespace(value), MAPS[name]
    if name == "normal":
        value = relief.normalize(value * 2 - 1) * 0.5 + 0.5
    scaled = xp.round(xp.clip(value, min=0.0, max=1.0) * (2**spec.bits - 1))
    pixels = np.moveaxis(to_numpy(scaled)[0], 0, -1)
    return np.ascontiguousarray(pixels, np.uint16 if spec.bits == 16 else np.uint8)
