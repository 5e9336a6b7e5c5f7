"""Conversions between colour spaces: sRGB and linear, RGB and HSV or HSL.

Source: Cycles' util/color.h. Hue, saturation, value and lightness are 0..1 for colours in 0..1. Greys have hue 0, and
where the hue is undefined its gradient is 0.
"""

import torch
from torch import Tensor

from .masks import choose, equal, less
from .math_node import divide, fraction
from .values import Color


def srgb_to_linear(value: Tensor) -> Tensor:
    """One channel in sRGB as linear light; negatives become 0."""
    curved = (((value.relu() + 0.055) * (1.0 / 1.055)).log() * 2.4).exp()
    return choose(less(value, 0.04045), value.relu() * (1.0 / 12.92), curved)


def linear_to_srgb(value: Tensor) -> Tensor:
    """One channel of linear light in sRGB; negatives become 0."""
    curved = 1.055 * (value.clamp(min=0.0031308).log() * (1.0 / 2.4)).exp() - 0.055
    return choose(less(value, 0.0031308), value.relu() * 12.92, curved)


def rgb_to_hsv(color: Color) -> Color:
    """Hue, saturation and value."""
    largest, smallest = _extent(color)
    chroma = largest - smallest
    saturation = divide(chroma, largest)
    return _hue(color, largest, chroma * (1.0 - equal(saturation, 0.0))), saturation, largest


def hsv_to_rgb(color: Color) -> Color:
    """The colour of hue, saturation and value; a hue outside 0..1 goes on as between violet and red."""
    hue, saturation, value = color
    turn = hue * 6.0
    turn = choose(torch.maximum(less(hue, 0.0), less(-hue, -1.0)), fraction(turn) + 5.0, turn)
    red, green, blue = _wheel(turn)
    top, depth = value, value * saturation
    return top - depth * (1.0 - red), top - depth * (1.0 - green), top - depth * (1.0 - blue)


def rgb_to_hsl(color: Color) -> Color:
    """Hue, saturation and lightness."""
    largest, smallest = _extent(color)
    chroma, total = largest - smallest, largest + smallest
    saturation = chroma / (torch.minimum(total, 2.0 - total) + 3.0 * equal(chroma, 0.0))
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
    grey = equal(chroma, 0.0)
    share = (1.0 - grey) / (chroma + grey)
    is_red = equal(red, largest) * (1.0 - grey)
    is_green = equal(green, largest) * (1.0 - is_red) * (1.0 - grey)
    is_blue = 1.0 - grey - is_red - is_green
    ahead = is_red * (green - blue) + is_green * (blue - red) + is_blue * (red - green)
    turn = ahead * share + 2.0 * is_green + 4.0 * is_blue
    return (turn + 6.0 * less(turn, 0.0)) * (1.0 / 6.0)


def _wheel(turn: Tensor) -> Color:
    """Red, green and blue of the pure hue, whose turn is 0..6."""
    red = ((turn - 3.0).abs() - 1.0).clamp(0.0, 1.0)
    green = (2.0 - (turn - 2.0).abs()).clamp(0.0, 1.0)
    blue = (2.0 - (turn - 4.0).abs()).clamp(0.0, 1.0)
    return red, green, blue
