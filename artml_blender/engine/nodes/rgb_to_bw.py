"""The RGB to BW node, and what Blender does on a link between sockets of different types.

Source: Cycles' svm/convert.h; the weights are those of Rec. 709, the scene linear space that Blender starts with.
"""

from torch import Tensor

from .values import Color, Vector

LUMINANCE = (0.2126391, 0.7151691, 0.0721928)


def rgb_to_bw(color: Color) -> Tensor:
    """The output Val, and a colour on a float socket: the luminance."""
    red, green, blue = color
    return red * LUMINANCE[0] + green * LUMINANCE[1] + blue * LUMINANCE[2]


def vector_to_float(vector: Vector) -> Tensor:
    """A vector on a float socket: the mean. On a colour socket it stays what it is."""
    x, y, z = vector
    return (x + y + z) * (1.0 / 3.0)


def float_to_vector(value: Tensor) -> Vector:
    """A float on a vector or colour socket."""
    return value, value, value
