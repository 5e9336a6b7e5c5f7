"""The relief of a texture on the torus: slopes, normal map, height and ambient occlusion, each a pure function.

Slopes are [N, 2, H, W]: how far the surface rises per unit of way to the right, and per unit towards the top of the
picture (rows run the other way). Normal maps are OpenGL (+Y up), height and ambient occlusion are [N, 1, H, W], and all
three are stored in 0..1. Edges wrap, so rolling an input rolls the output. NumPy arrays and PyTorch tensors alike.
"""

import math

from array_api_compat import array_namespace, device

from .arrays import Array

MIN_NORMAL_Z = 0.1  # steeper normals than this (84 degrees) are stored as this
HEIGHT_RANGE = 4.0  # pixels that 0..1 stands for near the mean surface; see `height_from_slopes`
OCCLUSION_SCALES = (1.0, 2.0, 4.0, 8.0)  # pixels: sigma of the neighbourhoods that a point can lie below
OCCLUSION_STRENGTH = 3.0


def slopes_to_normal(slopes: Array) -> Array:
    """Slopes [N, 2, H, W] to the OpenGL normal map [N, 3, H, W] in 0..1: normalise(-slope_x, -slope_y, 1)."""
    xp = array_namespace(slopes)
    return normalize(xp.concat([-slopes, xp.ones_like(slopes[:, :1])], axis=1)) * 0.5 + 0.5


def normal_to_slopes(normal: Array) -> Array:
    """OpenGL normal map [N, 3, H, W] in 0..1 to slopes [N, 2, H, W]; the inverse of `slopes_to_normal`."""
    direction = normal * 2.0 - 1.0
    return -direction[:, :2] / array_namespace(normal).clip(direction[:, 2:], min=MIN_NORMAL_Z)


def normalize(vectors: Array) -> Array:
    """Vectors [N, 3, H, W] of any length but 0, made unit vectors."""
    xp = array_namespace(vectors)
    return vectors / xp.sqrt(xp.sum(vectors * vectors, axis=1, keepdims=True))


def integrate(slopes: Array) -> Array:
    """The surface [N, 1, H, W] whose slopes are nearest to these in the least squares sense, in pixels, mean 0.

    Source: Frankot and Chellappa 1988, "A method for enforcing integrability in shape from shading algorithms".
    """
    xp = array_namespace(slopes)
    frequency_y, frequency_x = _angular_frequencies(slopes)
    square = frequency_x**2 + frequency_y**2
    square[0, 0] = 1.0  # the mean is free; its numerator is 0
    nyquist = math.pi - 1e-3  # a real slope has no sign there
    step_y = xp.where(xp.abs(frequency_y) < nyquist, frequency_y, 0.0 * frequency_y) / square
    step_x = xp.where(frequency_x < nyquist, frequency_x, 0.0 * frequency_x) / square
    spectrum = xp.fft.rfftn(slopes, axes=(2, 3))
    surface = spectrum[:, 1:] * step_y - spectrum[:, :1] * step_x  # rows run downwards, slope_y upwards
    return _inverse(surface * 1j, slopes)


def height_from_slopes(slopes: Array) -> Array:
    """Height [N, 1, H, W] in 0..1 with 0.5 at the mean surface.

    The scale is fixed, so that flat plaster stays flat beside cobbles: near the mean surface one pixel of relief is
    1 / `HEIGHT_RANGE`, and a tanh presses what lies further out softly into the range.
    """
    return 0.5 + 0.5 * array_namespace(slopes).tanh(integrate(slopes) * (2.0 / HEIGHT_RANGE))


def ambient_occlusion(relief: Array, scale: float = 1.0) -> Array:
    """Relief [N, 1, H, W] in pixels to ambient occlusion [N, 1, H, W] in 0..1, where 1 is open.

    `scale` is how many times finer the relief is sampled than a tile of 128 pixels.

    A point below the Gaussian mean of its neighbourhood loses the sky by the elevation at which that mean rises around
    it (difference over sigma); peaks lose nothing. The neighbourhoods' losses multiply.
    """
    xp = array_namespace(relief)
    frequency_y, frequency_x = _angular_frequencies(relief)
    square = frequency_x**2 + frequency_y**2
    spectrum = xp.fft.rfftn(relief, axes=(2, 3))
    loss = xp.zeros_like(relief)
    for sigma in (scale * each for each in OCCLUSION_SCALES):
        mean = _inverse(spectrum * xp.exp(-0.5 * sigma**2 * square), relief)
        loss = loss + xp.clip((mean - relief) / sigma, min=0.0)
    return xp.exp(-OCCLUSION_STRENGTH / len(OCCLUSION_SCALES) * loss)


def gaussian_mean(field: Array, sigma: float) -> Array:
    """Of fields [N, C, H, W], each by itself; `sigma` in pixels."""
    frequency_y, frequency_x = _angular_frequencies(field)
    xp = array_namespace(field)
    low_pass = xp.exp(-0.5 * sigma**2 * (frequency_y**2 + frequency_x**2))
    return _inverse(xp.fft.rfftn(field, axes=(2, 3)) * low_pass, field)


def _inverse(spectrum: Array, like: Array) -> Array:
    """Back from `rfftn` to a real field of the size and type of `like`."""
    xp = array_namespace(like)
    return xp.astype(xp.fft.irfftn(spectrum, s=tuple(like.shape[2:]), axes=(2, 3)), like.dtype)


def _angular_frequencies(field: Array) -> tuple[Array, Array]:
    """Radians per pixel for the field's `rfftn`, [H, 1] and [1, W/2+1], in float32."""
    xp, (height, width) = array_namespace(field), field.shape[2:]
    frequency_y = xp.fft.fftfreq(height, device=device(field))[:, None]
    frequency_x = xp.fft.rfftfreq(width, device=device(field))[None, :]
    return xp.astype(2.0 * math.pi * frequency_y, xp.float32), xp.astype(2.0 * math.pi * frequency_x, xp.float32)
