"""Grain: the fine, random detail of a scan, which its latent does not hold, made anew with its spectrum and strength.

White noise through a filter from every channel to every other, so that bright grains stand as high and shine as much
as they do in the scan; stronger where the scan has more of it. Source: random phase noise by example, Galerne, Gousseau
and Morel 2011, "Random Phase Textures" (https://doi.org/10.1109/TIP.2010.2052822); that it is laid over what a codec
decoded is as in AV1's film grain synthesis (Norkin and Birkbeck 2018, https://doi.org/10.1109/DCC.2018.00008).
"""

import functools
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy
from array_api_compat import array_namespace, device

from ..errors import EngineFailure
from .arrays import Array, Numpy
from .networks import Networks
from .pbr_maps import resize, sample
from .weights import WEIGHTS, parse, read_card, read_verified

NAME = "material_grain"
CHANNELS = 5  # of what is drawn: base colour 3, surface, roughness
PAIRS = [(first, second) for first in range(CHANNELS) for second in range(first, CHANNELS)]
TILE, LEAST_TILE = 512, 256  # pixels: larger pictures repeat the noise, not where it is strong; no eye follows it
LATENT_CELLS = 64  # of a tile, a side
STRONGEST = 4.0  # what the largest stored strength stands for


@dataclass(frozen=True)
class Grain:
    """Of one material, in float32.

    `taps` [15, k, k] are filters about their middle, of each of `PAIRS` from the second's noise to the first; turned by
    180 degrees, from the first's to the second. `amplitude` [5] is of the channels, in their units. `strength`
    [2, s, s] is over a tile, of base colour and roughness, and of the surface; its mean square is 1, or 0 for none.

    `trust` [2] is how much of the drawn surface, and of the drawn roughness about `middle` [1], is in the scan; the
    rest is the decoder's own.
    """

    taps: Numpy
    amplitude: Numpy
    strength: Numpy
    trust: Numpy
    middle: Numpy


def load_grain(asset_id: str, folder: Path = WEIGHTS) -> Grain:
    """A material's; raises EngineFailure when there is none."""
    asset_ids, tensors = _shipped(folder)
    if asset_id not in asset_ids:
        raise EngineFailure(f"The grain of {asset_id!r} is not in this version; reinstall ArtML.")
    return restored_grain(tensors, asset_ids.index(asset_id))


def restored_grain(tensors: dict[str, Numpy], index: int) -> Grain:
    """The grain of one of many materials, as they are stored."""
    parts = {name: values[index].astype(np.float32) for name, values in tensors.items()}
    parts["taps"] *= parts.pop("scale")[:, None, None]
    parts["strength"] *= np.float32(STRONGEST / 255.0)
    return Grain(**parts)


def grain_tile(grain: Grain, size: tuple[int, int], generator: np.random.RandomState) -> Numpy:
    """Grain of even strength on a torus of that many rows and columns, float32 [1, 5, rows, columns].

    Noise whose Fourier coefficients all have one size, and phases by chance, through the filters.
    """
    rows, columns = size
    half = columns // 2 + 1
    drawn = np.frombuffer(generator.bytes(CHANNELS * rows * half), np.uint8).reshape(CHANNELS, rows, half)
    turns = np.exp(2j * np.pi * np.arange(256) / 256.0) * (rows * columns) ** 0.5
    white = turns.astype(np.complex64)[drawn]
    places = np.arange(grain.taps.shape[2]) - grain.taps.shape[2] // 2
    down = np.exp(-2j * np.pi * np.outer(np.arange(rows), places) / rows).astype(np.complex64)
    across = np.exp(-2j * np.pi * np.outer(places, np.arange(half)) / columns).astype(np.complex64)
    spectrum = np.zeros_like(white)
    for (first, second), taps in zip(PAIRS, grain.taps, strict=True):
        response = down @ taps.astype(np.complex64) @ across
        spectrum[first] += response * white[second]
        if first != second:
            spectrum[second] += response.conj() * white[first]
    noise: Numpy = np.fft.irfft2(spectrum.astype(np.complex128), s=size)[None].astype(np.float32)
    noise *= grain.amplitude[:, None, None]
    return noise


class GrainLayer:
    """Adds a material's grain to what the decoder draws of it, and takes away what of that is not in the scan; any rows
    of a picture at once."""

    def __init__(
        self,
        grain: Grain,
        sources: Numpy,
        cell: int,
        generator: np.random.RandomState,
        networks: Networks,
    ) -> None:
        """`sources` [h, w, 2] say which cell of the material's latent lies where; a cell has `cell` pixels."""
        rows, columns = (cell * side for side in sources.shape[:2])
        tile = grain_tile(grain, (tile_side(rows), tile_side(columns)), generator)
        self._noise = networks.asarray(np.tile(tile, (1, 1, 1, columns // tile.shape[3])))
        steps = sources * grain.strength.shape[1] // LATENT_CELLS
        strength = grain.strength[None, :, steps[..., 0], steps[..., 1]]
        self._strength = resize(networks.asarray(strength), (columns, len(sources)))
        self._cell, self._middle = cell, float(grain.middle[0])
        self._relief, self._shine = map(float, grain.trust)

    def __call__(self, drawn: Array, rows: Numpy, share: float) -> Array:
        """Those rows of the picture as drawn, [1, 6, len(rows), W], with so much of the grain, 0 to 1."""
        xp = array_namespace(drawn)
        strength = share * sample(self._strength, 2, (rows + 0.5) / self._cell - 0.5)
        noise = xp.take(self._noise, xp.asarray(rows % self._noise.shape[2], device=device(drawn)), axis=2)
        color = drawn[:, :3] + noise[:, :3] * strength[:, :1]
        surface = drawn[:, 3:4] * self._relief + noise[:, 3:4] * strength[:, 1:]
        roughness = self._middle + (drawn[:, 4:5] - self._middle) * self._shine + noise[:, 4:5] * strength[:, :1]
        return xp.concat([color, surface, xp.clip(roughness, min=0.0, max=1.0), drawn[:, 5:]], axis=1)


def tile_side(side: int) -> int:
    """The noise's side: the picture's, or that part of it nearest to `TILE` of which whole ones fill it."""
    parts = [side // count for count in range(1, side // LEAST_TILE + 1) if side % count == 0] or [side]
    return min(parts, key=lambda part: abs(math.log(part / TILE)))


@functools.cache
def _shipped(folder: Path) -> tuple[list[str], dict[str, Numpy]]:
    card = read_card(NAME, folder)
    tensors = parse(NAME, read_verified(f"{NAME}.safetensors", card["sha256"], folder), safetensors.numpy.load)
    return card["asset_ids"], tensors
