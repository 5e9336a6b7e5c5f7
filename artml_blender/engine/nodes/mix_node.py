"""The Mix node, for floats, vectors and colours, and the older Mix Color node (MixRGB), which clamps its factor.

Source: Cycles' svm/mix.h and svm/color_util.h.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from .color_spaces import hsv_to_rgb, rgb_to_hsv
from .masks import at_most, choose, equal, less
from .values import Color, Vector, constant, mix, triple


def mix_float(factor: Tensor, a: Tensor, b: Tensor, clamp_factor: bool = True) -> Tensor:
    """The output Result_Float."""
    return mix(a, b, _limited(factor, clamp_factor))


def mix_vector(factor: Tensor | Vector, a: Vector, b: Vector, clamp_factor: bool = True) -> Vector:
    """The output Result_Vector; a factor for each axis, Factor_Vector, is the mode NON_UNIFORM."""
    factors = factor if isinstance(factor, tuple) else (factor, factor, factor)
    shares = (_limited(one, clamp_factor) for one in factors)
    return triple(mix(low, high, share) for low, high, share in zip(a, b, shares, strict=True))


def mix_color(
    factor: Tensor,
    a: Color,
    b: Color,
    blend_type: str = "MIX",
    clamp_factor: bool = True,
    clamp_result: bool = False,
) -> Color:
    """The output Result_Color."""
    factor = _limited(factor, clamp_factor)
    if blend_type in HUES:
        result = HUES[blend_type](factor, a, b)
    else:
        result = triple(CHANNELS[blend_type](factor, low, high) for low, high in zip(a, b, strict=True))
    return triple(channel.clamp(0.0, 1.0) for channel in result) if clamp_result else result


def _limited(factor: Tensor, clamp_factor: bool) -> Tensor:
    number = constant(factor)
    inside = number is not None and 0.0 <= number <= 1.0
    return factor.clamp(0.0, 1.0) if clamp_factor and not inside else factor


def _overlay(t: Tensor, a: Tensor, b: Tensor) -> Tensor:
    dark = a * (1.0 - t + 2.0 * t * b)
    bright = 1.0 - (1.0 - t + 2.0 * t * (1.0 - b)) * (1.0 - a)
    return choose(less(a, 0.5), dark, bright)


def _divide(t: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """A channel that is to be divided by 0 stays."""
    return mix(a, a / (b + equal(b, 0.0)), t)


def _dodge(t: Tensor, a: Tensor, b: Tensor) -> Tensor:
    left = 1.0 - t * b
    gone = at_most(left, 0.0)
    white = gone * (1.0 - equal(a, 0.0))
    return choose(white, torch.ones_like(a), (a / choose(gone, torch.ones_like(left), left)).clamp(max=1.0))


def _burn(t: Tensor, a: Tensor, b: Tensor) -> Tensor:
    left = 1.0 - t + t * b
    gone = at_most(left, 0.0)
    return (1.0 - (1.0 - a) / choose(gone, torch.ones_like(left), left)).clamp(0.0, 1.0) * (1.0 - gone)


def _soft_light(t: Tensor, a: Tensor, b: Tensor) -> Tensor:
    screen = 1.0 - (1.0 - b) * (1.0 - a)
    return mix(a, (1.0 - a) * b * a + a * screen, t)


def _hue(t: Tensor, a: Color, b: Color) -> Color:
    """The hue of b, where it has one."""
    hue, colourful, _ = rgb_to_hsv(b)
    _, saturation, value = rgb_to_hsv(a)
    return _between(t * (1.0 - equal(colourful, 0.0)), a, hsv_to_rgb((hue, saturation, value)))


def _saturation(t: Tensor, a: Color, b: Color) -> Color:
    """The saturation of b, where a has a hue."""
    hue, saturation, value = rgb_to_hsv(a)
    mixed = mix(saturation, rgb_to_hsv(b)[1], t)
    return _between(1.0 - equal(saturation, 0.0), a, hsv_to_rgb((hue, mixed, value)))


def _color(t: Tensor, a: Color, b: Color) -> Color:
    """The hue and saturation of b, where it has a hue."""
    hue, saturation, _ = rgb_to_hsv(b)
    value = torch.maximum(torch.maximum(*a[:2]), a[2])
    return _between(t * (1.0 - equal(saturation, 0.0)), a, hsv_to_rgb((hue, saturation, value)))


def _value(t: Tensor, a: Color, b: Color) -> Color:
    """The value of b."""
    hue, saturation, value = rgb_to_hsv(a)
    other = torch.maximum(torch.maximum(*b[:2]), b[2])
    return hsv_to_rgb((hue, saturation, mix(value, other, t)))


def _between(t: Tensor, a: Color, b: Color) -> Color:
    return triple(mix(low, high, t) for low, high in zip(a, b, strict=True))


CHANNELS: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "MIX": lambda t, a, b: mix(a, b, t),
    "DARKEN": lambda t, a, b: mix(a, torch.minimum(a, b), t),
    "MULTIPLY": lambda t, a, b: mix(a, a * b, t),
    "BURN": _burn,
    "LIGHTEN": lambda t, a, b: mix(a, torch.maximum(a, b), t),
    "SCREEN": lambda t, a, b: 1.0 - (1.0 - t * b) * (1.0 - a),
    "DODGE": _dodge,
    "ADD": lambda t, a, b: a + t * b,
    "OVERLAY": _overlay,
    "SOFT_LIGHT": _soft_light,
    "LINEAR_LIGHT": lambda t, a, b: a + t * (2.0 * b - 1.0),
    "DIFFERENCE": lambda t, a, b: mix(a, (a - b).abs(), t),
    "EXCLUSION": lambda t, a, b: mix(a, a + b - 2.0 * a * b, t).clamp(min=0.0),
    "SUBTRACT": lambda t, a, b: a - t * b,
    "DIVIDE": _divide,
}
HUES: dict[str, Callable[[Tensor, Color, Color], Color]] = {
    "HUE": _hue,
    "SATURATION": _saturation,
    "COLOR": _color,
    "VALUE": _value,
}
