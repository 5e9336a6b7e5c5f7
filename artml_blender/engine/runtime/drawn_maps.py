"""From a material's latent to every map of it, strip by strip, so that large tiles need little more than their maps."""

from collections.abc import Callable

import numpy as np
from array_api_compat import array_namespace

from ...contract.maps import MAPS
from . import relief
from .arrays import Array, Numpy
from .pbr_maps import resize, to_array
from .strips import strips

Draw = Callable[[Array, Numpy], Array]  # from a strip of a latent and its rows' numbers to what is drawn of it

CELL = 8  # pixels of the maps to one cell of the latent
HALO = 26  # cells: more than the decoder and the widest ambient occlusion see to one side; even
STRIP = 32  # cells drawn at once; even
FULL_SIDE = 512  # pixels of a tile whose density is 0
HEIGHT_RANGE_PER_TILE = 4.0 / 128.0  # of a tile's side: what the height map shows from 0 to 1


def draw_maps(latent: Array, density: float, draw: Draw, progress: Callable[[float], None]) -> dict[str, Numpy]:
    """Every map of the latent [1, 16, h, w] as integers [8h, 8w, C]; h and w are even.

    `draw` gets a strip of the latent and the numbers of the picture's rows there, and draws it as `Networks.draw` does.
    `progress` gets the share done, and may raise.
    """
    height, width = (CELL * side for side in latent.shape[2:])
    arrays = {
        name: np.empty((height, width, spec.channels), np.uint16 if spec.bits == 16 else np.uint8)
        for name, spec in MAPS.items()
    }
    for strip in strips(latent, 1, HALO, STRIP):
        rows = np.arange(CELL * (strip.top - strip.margin), CELL * (strip.bottom + strip.margin)) % height
        for name, pixels in maps_of(draw(strip.field, rows), density, CELL * strip.margin).items():
            arrays[name][CELL * strip.top : CELL * strip.bottom] = pixels
        progress(strip.bottom / latent.shape[2])
    return arrays


def fit(maps: dict[str, Numpy], size: tuple[int, int]) -> dict[str, Numpy]:
    """Maps of nearly this width and height as ones of just that."""
    fitting = {}
    for name, array in maps.items():
        if array.shape[1::-1] != size:
            value = np.moveaxis(array, -1, 0)[None].astype(np.float32) / np.iinfo(array.dtype).max
            array = to_array(name, resize(value, size))
        fitting[name] = array
    return fitting


def maps_of(drawn: Array, density: float, margin: int) -> dict[str, Numpy]:
    """The maps of what is drawn, [1, 6, h, w], as integers [h, w, C], without so many rows on either side."""
    return {**flat_maps_of(drawn, margin), **relief_maps_of(drawn[:, 3:4], density, margin)}


def flat_maps_of(drawn: Array, margin: int) -> dict[str, Numpy]:
    """Those of its maps that the surface has no part in."""
    maps = {"base_color": drawn[:, :3] * 0.5 + 0.5, "roughness": drawn[:, 4:5], "metallic": drawn[:, 5:6]}
    return _arrays(maps, margin)


def relief_maps_of(surface: Array, density: float, margin: int) -> dict[str, Numpy]:
    """The maps of a surface [1, 1, h, w] in pixels."""
    level, side = without_stripes(surface), FULL_SIDE * 2.0**density
    maps = {
        "normal": relief.slopes_to_normal(slopes_of(surface)),
        "height": height_of(level, side),
        "ambient_occlusion": relief.ambient_occlusion(level, side / 128.0),
    }
    return _arrays(maps, margin)


def _arrays(maps: dict[str, Array], margin: int) -> dict[str, Numpy]:
    return {name: to_array(name, value[:, :, margin : value.shape[2] - margin]) for name, value in maps.items()}


def slopes_of(surface: Array) -> Array:
    """Central differences of a surface [N, 1, H, W] on the torus, to the right and upwards: [N, 2, H, W]."""
    xp = array_namespace(surface)
    slope_x = (xp.roll(surface, -1, axis=3) - xp.roll(surface, 1, axis=3)) * 0.5
    slope_y = (xp.roll(surface, 1, axis=2) - xp.roll(surface, -1, axis=2)) * 0.5
    return xp.concat([slope_x, slope_y], axis=1)


def without_stripes(surface: Array) -> Array:
    """A surface [N, 1, H, W] on the torus without what changes its sign from pixel to pixel: slopes do not see it, so
    the decoder has never learned to draw none. Everything wider than about four pixels stays."""
    xp = array_namespace(surface)
    for axis in (2, 3):
        near = xp.roll(surface, 1, axis=axis) + xp.roll(surface, -1, axis=axis)
        far = xp.roll(surface, 2, axis=axis) + xp.roll(surface, -2, axis=axis)
        surface = (10.0 * surface + 4.0 * near - far) / 16.0
    return surface


def height_of(surface: Array, side: float) -> Array:
    """The height map, in 0..1 with 0.5 at 0, of a surface in pixels of a tile with `side` pixels."""
    return 0.5 + 0.5 * array_namespace(surface).tanh(surface * (2.0 / (HEIGHT_RANGE_PER_TILE * side)))
