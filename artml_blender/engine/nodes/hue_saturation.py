"""The Hue/Saturation/Value node.

Source: Cycles' svm/hsv.h, as from Blender 4.5; 4.2 differs for a Hue below -0.5.
"""

from torch import Tensor

from .color_spaces import hsv_to_rgb, rgb_to_hsv
from .math_node import fraction
from .values import Color, mix, triple


def hue_saturation(hue: Tensor, saturation: Tensor, value: Tensor, factor: Tensor, color: Color) -> Color:
    """The output Color, not below 0. A hue of 0.5 and a saturation and value of 1 change nothing."""
    own_hue, own_saturation, own_value = rgb_to_hsv(color)
    strength = (own_saturation * saturation).clamp(0.0, 1.0)
    changed = hsv_to_rgb((fraction(own_hue + hue + 0.5), strength, own_value * value))
    return triple(mix(old, new, factor).clamp(min=0.0) for old, new in zip(color, changed, strict=True))
