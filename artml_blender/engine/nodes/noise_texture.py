"""The Noise Texture node.

Source: Blender's blenlib/intern/noise.cc (`perlin_fbm` and its like) and Cycles' svm/noisetex.h; the fractals are
Musgrave's, in Ebert et al. 2003, "Texturing and Modeling", chapter 16.
"""

import functools
import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from .hashing import hash_floats
from .perlin import perlin_signed
from .values import Color, Position, constant, triple

MAX_DETAIL = 15.0


class Octaves(NamedTuple):
    """How a fractal adds up its octaves; the values may differ per sample."""

    detail: Tensor  # differentiable between whole numbers
    roughness: Tensor
    lacunarity: Tensor
    offset: Tensor
    gain: Tensor


def noise_factor(
    position: Position,
    scale: Tensor,
    octaves: Octaves,
    distortion: Tensor,
    noise_type: str = "FBM",
    normalize: bool = True,
) -> Tensor:
    """The output Fac, Factor in Blender 5.

    `position` is Vector and W together: one coordinate (W alone) to four. `noise_type` is MULTIFRACTAL,
    RIDGED_MULTIFRACTAL, HYBRID_MULTIFRACTAL, FBM or HETERO_TERRAIN.
    """
    bent = _distort(position, scale, distortion)
    return _fractal(bent, _limited(octaves), noise_type, normalize)


def noise_color(
    position: Position,
    scale: Tensor,
    octaves: Octaves,
    distortion: Tensor,
    noise_type: str = "FBM",
    normalize: bool = True,
) -> Color:
    """The output Color: three noises, the first of which is the output Fac."""
    bent = _distort(position, scale, distortion)
    octaves = _limited(octaves)
    elsewhere = (_move(bent, len(position) + more) for more in (0, 1))
    return triple(_fractal(place, octaves, noise_type, normalize) for place in (bent, *elsewhere))


def _distort(position: Position, scale: Tensor, distortion: Tensor) -> Position:
    position = tuple(axis * scale for axis in position)
    if constant(distortion) == 0.0:
        return position
    return tuple(axis + distortion * perlin_signed(_move(position, number)) for number, axis in enumerate(position))


def _move(position: Position, seed: int) -> Position:
    """The same place in another part of the noise."""
    return tuple(axis + way for axis, way in zip(position, _way_off(seed, len(position)), strict=True))


@functools.cache
def _way_off(seed: int, dimensions: int) -> tuple[float, ...]:
    """How far off another part of the noise is: each axis by 100 to 200."""
    seeds, axes = torch.full((dimensions,), float(seed)), torch.arange(dimensions, dtype=torch.float32)
    hashed = hash_floats(seeds) if dimensions == 1 else hash_floats(seeds, axes)
    return tuple((100.0 + hashed * 100.0).tolist())


def _limited(octaves: Octaves) -> Octaves:
    detail, roughness = octaves.detail.clamp(0.0, MAX_DETAIL), octaves.roughness.clamp(min=0.0)
    return octaves._replace(detail=detail, roughness=roughness)


def _fractal(position: Position, octaves: Octaves, noise_type: str, normalize: bool) -> Tensor:
    if noise_type == "FBM":
        return fbm(position, octaves.detail, octaves.roughness, octaves.lacunarity, normalize)
    return FRACTALS[noise_type](position, octaves)


def _last_octave(detail: Tensor) -> int:
    """The number of the last octave that counts for any sample; the first is 0."""
    highest = float(detail.detach().max())
    return math.ceil(highest) if math.isfinite(highest) else 0


def _share(detail: Tensor, octave: int) -> Tensor:
    """How much of an octave counts, 0 to 1: all of it, the fraction of the last, or nothing."""
    return (detail - (octave - 1)).clamp(0.0, 1.0)


def _stretch(position: Position, lacunarity: Tensor) -> Position:
    return tuple(axis * lacunarity for axis in position)


def fbm(position: Position, detail: Tensor, roughness: Tensor, lacunarity: Tensor, normalize: bool) -> Tensor:
    """Fractal Brownian motion, in about 0..1 when normalized, -1..1 else.

    A sum of octaves whose weights need no pixel. Blender normalizes the sum up to the last whole octave and the sum
    with the next one, each by its own amplitudes, and goes between the two by the fraction of the detail.
    """
    octaves = range(_last_octave(detail) + 1)
    weights = [roughness**octave * _share(detail, octave) for octave in octaves]
    if normalize:
        whole = detail.detach().floor()
        rest = detail - whole
        inner = sum(torch.where(octave <= whole, roughness**octave, 0.0) for octave in octaves)
        outer = inner + roughness ** (whole + 1.0)
        both, last = 0.5 * ((1.0 - rest) / inner + rest / outer), 0.5 / outer
        weights = [
            weight * torch.where(octave <= whole, both, last) for octave, weight in zip(octaves, weights, strict=True)
        ]
    total = weights[0] * perlin_signed(position) + (0.5 if normalize else 0.0)
    for octave in octaves[1:]:
        total = total + weights[octave] * perlin_signed(_stretch(position, lacunarity**octave))
    return total


def _multifractal(position: Position, octaves: Octaves) -> Tensor:
    value, power = torch.ones_like(octaves.detail), torch.ones_like(octaves.roughness)
    for octave in range(_last_octave(octaves.detail) + 1):
        value = value * (_share(octaves.detail, octave) * power * perlin_signed(position) + 1.0)
        power, position = power * octaves.roughness, _stretch(position, octaves.lacunarity)
    return value


def _hetero_terrain(position: Position, octaves: Octaves) -> Tensor:
    value, power = octaves.offset + perlin_signed(position), octaves.roughness
    for octave in range(1, _last_octave(octaves.detail) + 1):
        position = _stretch(position, octaves.lacunarity)
        noise = perlin_signed(position) + octaves.offset
        value = value + _share(octaves.detail, octave) * noise * power * value
        power = power * octaves.roughness
    return value


def _hybrid_multifractal(position: Position, octaves: Octaves) -> Tensor:
    value, power = torch.zeros_like(octaves.detail), torch.ones_like(octaves.roughness)
    weight = torch.ones_like(octaves.detail)
    alive = torch.ones_like(octaves.detail, dtype=torch.bool)
    for octave in range(_last_octave(octaves.detail) + 1):
        alive = alive & (weight > 0.001)
        weight = weight.clamp(max=1.0)
        signal = (perlin_signed(position) + octaves.offset) * power
        value = value + torch.where(alive, _share(octaves.detail, octave) * weight * signal, 0.0)
        weight, power = weight * octaves.gain * signal, power * octaves.roughness
        position = _stretch(position, octaves.lacunarity)
    return value


def _ridged_multifractal(position: Position, octaves: Octaves) -> Tensor:
    signal = (octaves.offset - perlin_signed(position).abs()) ** 2
    value, power = signal, octaves.roughness
    for octave in range(1, _last_octave(octaves.detail) + 1):
        position = _stretch(position, octaves.lacunarity)
        weight = (signal * octaves.gain).clamp(0.0, 1.0)
        signal = (octaves.offset - perlin_signed(position).abs()) ** 2 * weight
        counts = octaves.detail >= octave  # a fraction of an octave counts nothing
        value = value + torch.where(counts, signal * power, 0.0)
        power = power * octaves.roughness
    return value


FRACTALS: dict[str, Callable[[Position, Octaves], Tensor]] = {
    "MULTIFRACTAL": _multifractal,
    "HETERO_TERRAIN": _hetero_terrain,
    "HYBRID_MULTIFRACTAL": _hybrid_multifractal,
    "RIDGED_MULTIFRACTAL": _ridged_multifractal,
}
NOISE_TYPES = ("FBM", *FRACTALS)
