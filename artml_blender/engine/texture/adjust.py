"""Adjustments of what is drawn of a material: of its colours, its roughness and relief, wear, and how even it is.

What is drawn is [1, 6, H, W]: base colour (three channels, -1..1, sRGB), the surface in pixels, roughness and metallic.
"""

import math

import numpy as np
from array_api_compat import array_namespace, device

from ...contract.adjustments import Adjustments
from ..runtime.arrays import Array, Numpy
from ..runtime.networks import Networks
from ..runtime.palettes import Palettes, mean_color
from ..runtime.pbr_maps import resize, sample
from ..runtime.relief import gaussian_mean
from ..runtime.structures import lines

EVEN_SIGMA = 3.0  # cells of the latent: what is wider is a patch
SHAPES = 1.2, 6.0  # pixels of a tile of 512: edges and hollows are what is wider than the first sigma, not the second
EDGE_FROM, EDGE_RANGE = 0.2, 1.0  # pixels: where an edge or hollow begins, and until it is a full one
PATCHES = {4.0: 0.3, 1.0: 0.3}  # how much wear is weaker or stronger in patches of that sigma, in cells
CHIPS, CHIP_TILE, CHIP_SIGMA = 0.6, 256, 1.5  # how much chips break edges up, and pixels of their noise and its sigma
PALE, POLISHED, ROUNDED = 0.35, 0.45, 0.5  # what full wear does to an edge: shares of the way
DIRT = (0.45, 0.40, 0.34)  # what is left of the colour in a hollow
DUSTY = 0.6  # of the way to matt there
# Of sRGB, to lightness and two axes of opposite colours, about grey. Source: OKLab's two matrices, one after the other,
# since between them is a root, whose slope is the same for all three there (Ottosson 2020,
# https://bottosson.github.io/posts/oklab).
LMS_TO_OKLAB = [
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
]
RGB_TO_LMS = [
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
]
TO_OPPONENTS = np.array(LMS_TO_OKLAB) @ np.array(RGB_TO_LMS)


def even_out(latent: Array, regularity: float) -> Array:
    """A latent [1, C, h, w] with so much of its patches taken away, on the torus."""
    patches = gaussian_mean(latent, EVEN_SIGMA)
    return latent - regularity * (patches - array_namespace(latent).mean(patches, axis=(2, 3), keepdims=True))


class Wear:
    """Wears edges and dirties hollows, any rows of a picture at once, here more and there less."""

    def __init__(self, wear: float, grid: tuple[int, int], seed: int, columns: int, scale: float, networks: Networks):
        """`grid` are the rows and columns of the latent, `columns` the picture's, `scale` its pixels to one of 512 a
        tile. The patches are the seed's own, whatever else it decides."""
        random = np.random.RandomState(seed)
        noise = random.standard_normal((1, 1, *grid)).astype(np.float32)
        blurred = [(size, gaussian_mean(noise, sigma)) for sigma, size in PATCHES.items()]
        patches = sum(size * patch / patch.std() for size, patch in blurred)
        share = np.clip(0.6 + patches, 0.0, 1.0) * np.float32(wear)
        self._share = resize(networks.asarray(share.astype(np.float32)), (columns, grid[0]))
        self._cell, self._scale = columns / grid[1], scale
        chips = gaussian_mean(random.standard_normal((1, 1, CHIP_TILE, CHIP_TILE)).astype(np.float32), CHIP_SIGMA)
        tile = resize(
            np.clip(1.0 + np.float32(CHIPS) * chips / chips.std(), 0.0, None),
            (round(scale * CHIP_TILE), round(scale * CHIP_TILE)),
        )
        self._rows = round(self._cell * grid[0])
        self._chips = lines(networks.asarray(tile), 3, np.arange(columns), columns)

    def __call__(self, drawn: Array, rows: Numpy) -> Array:
        """Those rows of the picture as drawn, [1, 6, len(rows), W], worn."""
        xp = array_namespace(drawn)
        share = sample(self._share, 2, (rows + 0.5) / self._cell - 0.5)
        color, surface, roughness, metallic = drawn[:, :3], drawn[:, 3:4], drawn[:, 4:5], drawn[:, 5:]
        smooth, flat = (gaussian_mean(surface, sigma * self._scale) for sigma in SHAPES)
        detail = (smooth - flat) / self._scale
        chips = lines(self._chips, 2, rows, self._rows)
        edge, hollow = (share * _stepped(each) for each in (detail * chips, -detail))
        clean = xp.asarray(1.0 - np.array(DIRT, np.float32)[None, :, None, None], device=device(drawn))
        color = color + (1.0 - color) * (PALE * edge)
        color = color - (1.0 + color) * clean * hollow
        roughness = roughness * (1.0 - POLISHED * edge)
        roughness = roughness + (1.0 - roughness) * (DUSTY * hollow)
        surface = surface - self._scale * ROUNDED * edge * detail
        return xp.concat([color, surface, roughness, metallic * (1.0 - hollow)], axis=1)


def _stepped(detail: Array) -> Array:
    """How much of an edge there is, 0 to 1."""
    return array_namespace(detail).clip((detail - EDGE_FROM) / EDGE_RANGE, min=0.0, max=1.0)


class Finish:
    """Turns colours, roughness and relief, each pixel by itself."""

    def __init__(self, adjustments: Adjustments, palette: Palettes, networks: Networks):
        """`palette` is the material's own: its mean is what contrast leaves alone."""
        matrix, offset = color_change(adjustments, mean_color(palette))
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
    """The colours' change as matrix [3, 3] and offset [3, 1], about a middle in sRGB, -1..1 [3].

    Contrast about the middle, then hue and saturation, then brightness towards black or white: each is affine in sRGB,
    so they are one.
    """
    angle = 2.0 * math.pi * adjustments.hue
    cosine, sine = adjustments.saturation * math.cos(angle), adjustments.saturation * math.sin(angle)
    turn = np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])
    turned = np.linalg.inv(TO_OPPONENTS) @ turn @ TO_OPPONENTS * (1.0 - abs(adjustments.brightness))
    offset = (1.0 - adjustments.contrast) * turned @ middle + adjustments.brightness
    return adjustments.contrast * turned, offset[:, None]
