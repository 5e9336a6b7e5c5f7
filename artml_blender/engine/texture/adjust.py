"""Adjustments of what is drawn of a material: of its colours, its roughness and relief, wear, and how even it is.

What is drawn is [1, 6, H, W]: base colour (three channels, -1..1, sRGB), the surface in pixels, roughness and metallic.
"""

import math

import numpy as np
from array_api_compat import array_namespace, device

from ...contract.adjustments import Adjustments
from ..runtime.arrays import Array, Numpy
from ..runtime.networks import Networks
from ..runtime.palettes import RGB_TO_YCOCG, Palettes
from ..runtime.pbr_maps import resize, sample
from ..runtime.relief import gaussian_mean

EVEN_SIGMA = 3.0  # cells of the latent: what is wider is a patch
EDGE_SIGMA = 4.0  # pixels of a tile of 512: edges and hollows stand out from a mean as wide as this
EDGE_FROM, EDGE_RANGE = 0.12, 0.8  # pixels: where an edge or hollow begins, and until it is a full one
PATCH_SIGMA = 2.5  # cells: of the patches in which wear is weaker and stronger
PALE, POLISHED, ROUNDED = 0.4, 0.45, 0.5  # what full wear does to an edge: shares of the way
DIRT = (0.17, 0.14, 0.11)  # sRGB, 0..1
DIRTY, DUSTY = 0.75, 0.6  # what it does to a hollow's colour and roughness: shares of the way


def even_out(latent: Array, regularity: float) -> Array:
    """A latent [1, C, h, w] with so much of its patches taken away, on the torus."""
    patches = gaussian_mean(latent, EVEN_SIGMA)
    return latent - regularity * (patches - array_namespace(latent).mean(patches, axis=(2, 3), keepdims=True))


class Wear:
    """Wears edges and dirties hollows, any rows of a picture at once, here more and there less."""

    def __init__(self, wear: float, grid: tuple[int, int], seed: int, columns: int, scale: float, networks: Networks):
        """`grid` are the rows and columns of the latent, `columns` the picture's, `scale` its pixels to one of 512 a
        tile. The patches are the seed's own, whatever else it decides."""
        noise = np.random.RandomState(seed).standard_normal((1, 1, *grid)).astype(np.float32)
        patches = gaussian_mean(noise, PATCH_SIGMA)
        share = np.clip(0.75 + 0.45 * patches / patches.std(), 0.0, 1.0) * np.float32(wear)
        self._share = resize(networks.asarray(share.astype(np.float32)), (columns, grid[0]))
        self._cell, self._scale = columns / grid[1], scale

    def __call__(self, drawn: Array, rows: Numpy) -> Array:
        """Those rows of the picture as drawn, [1, 6, len(rows), W], worn."""
        xp = array_namespace(drawn)
        share = sample(self._share, 2, (rows + 0.5) / self._cell - 0.5)
        color, surface, roughness, metallic = drawn[:, :3], drawn[:, 3:4], drawn[:, 4:5], drawn[:, 5:]
        detail = (surface - gaussian_mean(surface, EDGE_SIGMA * self._scale)) / self._scale
        edge, hollow = (
            share * xp.clip((each - EDGE_FROM) / EDGE_RANGE, min=0.0, max=1.0) for each in (detail, -detail)
        )
        dirt = xp.asarray(np.array(DIRT, np.float32)[None, :, None, None] * 2 - 1, device=device(drawn))
        color = color + (1.0 - color) * (PALE * edge)
        color = color + (dirt - color) * (DIRTY * hollow)
        roughness = roughness * (1.0 - POLISHED * edge)
        roughness = roughness + (1.0 - roughness) * (DUSTY * hollow)
        surface = surface - self._scale * ROUNDED * edge * detail
        return xp.concat([color, surface, roughness, metallic * (1.0 - hollow)], axis=1)


class Finish:
    """Turns colours, roughness and relief, each pixel by itself."""

    def __init__(self, adjustments: Adjustments, palette: Palettes, networks: Networks):
        """`palette` is the material's own: its mean is what contrast leaves alone."""
        matrix, offset = color_change(adjustments, np.asarray(palette.mean, np.float64)[0])
        self._matrix, self._offset = (networks.asarray(part.astype(np.float32)) for part in (matrix, offset))
        self._roughness, self._relief = adjustments.roughness, adjustments.relief

    def __call__(self, drawn: Array, rows: Numpy) -> Array:
        """What is drawn, [1, 6, H, W], finished; whichever rows of the picture it is."""
        xp = array_namespace(drawn)
        flat = xp.reshape(drawn[0, :3], (3, -1))
        color = xp.reshape(self._matrix @ flat + self._offset, (1, 3, *drawn.shape[2:]))
        roughness = drawn[:, 4:5] * (1.0 - abs(self._roughness)) + max(self._roughness, 0.0)
        parts = [xp.clip(color, min=-1.0, max=1.0), drawn[:, 3:4] * self._relief, roughness, drawn[:, 5:]]
        return xp.concat(parts, axis=1)


def color_change(adjustments: Adjustments, middle: Numpy) -> tuple[Numpy, Numpy]:
    """The colours' change as matrix [3, 3] and offset [3, 1], about a middle in YCoCg [3].

    Contrast about the middle, then hue and saturation in the plane of Co and Cg, then brightness towards black or
    white: each is affine in sRGB, so they are one.
    """
    angle = 2.0 * math.pi * adjustments.hue
    cosine, sine = adjustments.saturation * math.cos(angle), adjustments.saturation * math.sin(angle)
    turn = np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])
    to_rgb = np.linalg.inv(RGB_TO_YCOCG) @ turn * (1.0 - abs(adjustments.brightness))
    matrix = adjustments.contrast * to_rgb @ RGB_TO_YCOCG
    offset = (1.0 - adjustments.contrast) * to_rgb @ middle + adjustments.brightness
    return matrix, offset[:, None]
