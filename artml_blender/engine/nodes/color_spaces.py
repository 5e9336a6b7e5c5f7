"""Conversions between colour spaces: sRGB and linear, RGB and HSV or HSL.

Source: Cycles' util/color.h. Hue, saturation, value and lightness are 0..1 for colours in 0..1. Greys have hue 0, and
where the hue is undefined its gradient is 0.
"""

import math

import torch
from torch import Tensor

from .math_node import divide, fraction
from .values import Color


def srgb_to_linear(value: Tensor) -> Tensor:
    """One channel in sRGB as linear light; negatives become 0."""
    curved = ((value.clamp(min=0.0) + 0.055) * (1.0 / 1.055)) ** 2.4
    return torch.where(value < 0.04045, value.clamp(min=0.0) * (1.0 / 12.92), curved)


def linear_to_srgb(value: Tensor) -> Tensor:
    """One channel of linear light in sRGB; negatives become 0."""
    curved = 1.055 * value.clamp(min=0.0031308) ** (1.0 / 2.4) - 0.055
    return torch.where(value < 0.0031308, value.clamp(min=0.0) * 12.92, curved)


def rgb_to_hsv(color: Color) -> Color:
    """Hue, saturation and value."""
    largest, smallest = _extent(color)
    chroma = largest - smallest
    saturation = divide(chroma, largest)
    return _hue(color, largest, chroma.masked_fill(saturation == 0.0, 0.0)), saturation, largest


def hsv_to_rgb(color: Color) -> Color:
    """The colour of hue, saturation and value; a hue outside 0..1 goes on as between violet and red."""
    hue, saturation, value = color
    turn = torch.where((hue < 0.0) | (hue > 1.0), fraction(hue * 6.0) + 5.0, hue * 6.0)
    red, green, blue = _wheel(turn)
    top, depth = value, value * saturation
    return top - depth * (1.0 - red), top - depth * (1.0 - green), top - depth * (1.0 - blue)


def rgb_to_hsl(color: Color) -> Color:
    """Hue, saturation and lightness."""
    largest, smallest = _extent(color)
    chroma, total = largest - smallest, largest + smallest
    saturation = chroma / torch.minimum(total, 2.0 - total).masked_fill(chroma == 0.0, math.inf)
    return _hue(color, largest, chroma), saturation, (0.5 * total).clamp(max=1.0)


def hsl_to_rgb(color: Color) -> Color:
    """The colour of hue, saturation and lightness; a hue outside 0..1 is clamped to red."""
    hue, saturation, lightness = color
    red, green, blue = _wheel(hue * 6.0)
    chroma = (1.0 - (2.0 * lightness - 1.0).abs()) * saturation
    return (red - 0.5) * chroma + lightness, (green - 0.5) * chroma + lightness, (blue - 0.5) * chroma + lightness


def _extent(color: Color) -> tuple[Tensor, Tensor]:
    """The largest and the smallest channel."""
    red, green, blue = color
    return torch.maximum(torch.maximum(red, green), blue), torch.minimum(torch.minimum(red, green), blue)


def _hue(color: Color, largest: Tensor, chroma: Tensor) -> Tensor:
    """0..1 by the largest channel and its distance to the smallest; 0 where that is 0."""
    red, green, blue = color
    grey = chroma == 0.0
    share = chroma.masked_fill(grey, math.inf).reciprocal()
    turn = torch.where(green == largest, (blue - red) * share + 2.0, (red - green) * share + 4.0)
    turn = torch.where(red == largest, (green - blue) * share, turn).masked_fill(grey, 0.0)
    return (turn + 6.0 * (turn < 0.0).to(turn.dtype)) * (1.0 / 6.0)


def _wheel(turn: Tensor) -> Color:
    """Red, green and blue of the pure hue, whose turn is 0..6."""
    red = ((turn - 3.0).abs() - 1.0).clamp(0.0, 1.0)
    green = (2.0 - (turn - 2.0).abs()).clamp(0.0, 1.0)
    blue = (2.0 - (turn - 4.0).abs()).clamp(0.0, 1.0)
    return red, green, blue
