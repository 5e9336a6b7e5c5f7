"""The relief of a texture on the torus: slopes, normal map, height and ambient occlusion, each a pure function.

Slopes are [N, 2, H, W]: how far the surface rises per unit of way to the right, and per unit towards the top of the
picture (rows run the other way). Normal maps are OpenGL (+Y up), height and ambient occlusion are [N, 1, H, W], and all
three are stored in 0..1. Edges wrap, so rolling an input rolls the output.
"""

import math

import torch
from torch import Tensor

MIN_NORMAL_Z = 0.1  # steeper normals than this (84 degrees) are stored as this
HEIGHT_RANGE = 4.0  # pixels that 0..1 stands for near the mean surface; see `height_from_slopes`
OCCLUSION_SCALES = (1.0, 2.0, 4.0, 8.0)  # pixels: sigma of the neighbourhoods that a point can lie below
OCCLUSION_STRENGTH = 3.0


def slopes_to_normal(slopes: Tensor) -> Tensor:
    """Slopes [N, 2, H, W] to the OpenGL normal map [N, 3, H, W] in 0..1: normalise(-slope_x, -slope_y, 1)."""
    slopes = slopes.float()
    direction = torch.cat([-slopes, torch.ones_like(slopes[:, :1])], dim=1)
    return direction / direction.square().sum(dim=1, keepdim=True).sqrt() * 0.5 + 0.5


def normal_to_slopes(normal: Tensor) -> Tensor:
    """OpenGL normal map [N, 3, H, W] in 0..1 to slopes [N, 2, H, W]; the inverse of `slopes_to_normal`."""
    direction = normal.float() * 2.0 - 1.0
    return -direction[:, :2] / direction[:, 2:].clamp(min=MIN_NORMAL_Z)


def integrate(slopes: Tensor) -> Tensor:
    """The surface [N, 1, H, W] whose slopes are nearest to these in the least squares sense, in pixels, mean 0.

    Source: Frankot and Chellappa 1988, "A method for enforcing integrability in shape from shading algorithms".
    """
    height, width = slopes.shape[2:]
    frequency_y, frequency_x = _angular_frequencies(height, width, slopes.device)
    square = frequency_x.square() + frequency_y.square()
    square[0, 0] = 1.0  # the mean is free; its numerator is 0
    nyquist = math.pi - 1e-3  # a real slope has no sign there
    step_y = frequency_y.where(frequency_y.abs() < nyquist, 0.0) / square
    step_x = frequency_x.where(frequency_x < nyquist, 0.0) / square
    spectrum = torch.fft.rfft2(slopes.float())
    surface = spectrum[:, 1:] * step_y - spectrum[:, :1] * step_x  # rows run downwards, slope_y upwards
    heights: Tensor = torch.fft.irfft2(surface * 1j, s=(height, width))
    return heights


def height_from_slopes(slopes: Tensor) -> Tensor:
    """Height [N, 1, H, W] in 0..1 with 0.5 at the mean surface.

    The scale is fixed, so that flat plaster stays flat beside cobbles: near the mean surface one pixel of relief is
    1 / `HEIGHT_RANGE`, and a tanh presses what lies further out softly into the range.
    """
    return 0.5 + 0.5 * torch.tanh(integrate(slopes) * (2.0 / HEIGHT_RANGE))


def ambient_occlusion(height: Tensor) -> Tensor:
    """Height [N, 1, H, W] in 0..1 to ambient occlusion [N, 1, H, W] in 0..1, where 1 is open.

    A point below the Gaussian mean of its neighbourhood loses the sky by the elevation at which that mean rises around
    it (difference over sigma); peaks lose nothing. The neighbourhoods' losses multiply.
    """
    rows, columns = height.shape[2:]
    frequency_y, frequency_x = _angular_frequencies(rows, columns, height.device)
    square = frequency_x.square() + frequency_y.square()
    relief = (height.float() - 0.5) * HEIGHT_RANGE  # pixels
    spectrum = torch.fft.rfft2(relief)
    loss = torch.zeros_like(relief)
    for sigma in OCCLUSION_SCALES:
        mean = torch.fft.irfft2(spectrum * torch.exp(-0.5 * sigma**2 * square), s=(rows, columns))
        loss += ((mean - relief) / sigma).clamp(min=0.0)
    return torch.exp(-OCCLUSION_STRENGTH / len(OCCLUSION_SCALES) * loss)


def _angular_frequencies(height: int, width: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Radians per pixel for `rfft2`, [H, 1] and [1, W/2+1]."""
    frequency_y = torch.fft.fftfreq(height, device=device)[:, None]
    frequency_x = torch.fft.rfftfreq(width, device=device)[None, :]
    return 2.0 * math.pi * frequency_y, 2.0 * math.pi * frequency_x
