"""The Math node: Value, Value_001 and Value_002 are a, b and c.

Source: Cycles' svm/math_util.h (`svm_math`) and util/math_base.h. Where the node guards against a division by zero or
a root of a negative, so do value and gradient here: both are 0. Blender before 5.0 says infinite for a negative power
of 0, where this, like Blender 5, says 0.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from .masks import at_most, choose, equal, less
from .values import constant

LARGEST = 2.0**31  # no larger power counts as a whole number
SAME = 1.1920929e-07  # how far numbers may be apart for Compare with an Epsilon of 0


def math_node(a: Tensor, b: Tensor, c: Tensor, operation: str = "ADD", use_clamp: bool = False) -> Tensor:
    """The output Value; in 0..1 with `use_clamp`. An operation of one or two inputs ignores the others."""
    value = OPERATIONS[operation](a, b, c)
    return value.clamp(0.0, 1.0) if use_clamp else value


def divide(a: Tensor, b: Tensor) -> Tensor:
    """a / b, but 0 where b is 0."""
    if constant(b):
        return a / b
    zero = equal(b, 0.0)
    return a / (b + zero) * (1.0 - zero)


def power(a: Tensor, b: Tensor) -> Tensor:
    """a ** b, but 0 for a negative number to a fractional power and for any power of 0 other than 0."""
    number = constant(b)
    if number is not None and number > 0.0 and number == int(number):
        return a**number
    zero, negative = equal(a, 0.0), less(a, 0.0)
    fractional = torch.maximum(1.0 - equal(b, b.trunc()), at_most(-b.abs(), -LARGEST))
    impossible = torch.maximum(zero, negative * fractional) * (1.0 - equal(b, 0.0))
    size = positive_power(choose(impossible, torch.ones_like(a), a.abs() + zero), b)
    odd = negative * equal(b.remainder(2.0), 1.0)
    return size * (1.0 - 2.0 * odd) * (1.0 - impossible)


def positive_power(a: Tensor, b: Tensor) -> Tensor:
    """a ** b for an a above 0: faster than torch.pow, and as exact as float32 needs."""
    return (a.log() * b).exp()


def logarithm(a: Tensor, base: Tensor) -> Tensor:
    """The logarithm, but 0 where it is none."""
    return divide((a.relu() + at_most(a, 0.0)).log(), (base.relu() + at_most(base, 0.0)).log())


def square_root(a: Tensor) -> Tensor:
    """The root, but 0 for negatives."""
    return a.relu().sqrt()


def inverse_root(a: Tensor) -> Tensor:
    """1 over the root, but 0 where that is none."""
    none = at_most(a, 0.0)
    return (a.relu() + none).rsqrt() * (1.0 - none)


def compare(a: Tensor, b: Tensor, epsilon: Tensor) -> Tensor:
    """1 where a and b are no further apart than epsilon, else 0."""
    return at_most((a - b).abs(), epsilon.clamp(min=SAME))


def smooth_minimum(a: Tensor, b: Tensor, distance: Tensor) -> Tensor:
    """The smaller one, rounded off where they are nearer than the distance."""
    share = divide((distance - (a - b).abs()).clamp(min=0.0), distance)
    return torch.minimum(a, b) - share * share * share * distance * (1.0 / 6.0)


def fraction(a: Tensor) -> Tensor:
    """What is above the next lower whole number, 0..1."""
    return a - a.floor()


def truncated_modulo(a: Tensor, b: Tensor) -> Tensor:
    """The rest of a / b, of the sign of a; 0 where b is 0."""
    if constant(b):
        return torch.fmod(a, b)
    zero = equal(b, 0.0)
    return torch.fmod(a, b + zero) * (1.0 - zero)


def floored_modulo(a: Tensor, b: Tensor) -> Tensor:
    """The rest of a / b, of the sign of b; 0 where b is 0."""
    rest = a - divide(a, b).floor() * b
    return rest if constant(b) else rest * (1.0 - equal(b, 0.0))


def wrap(a: Tensor, highest: Tensor, lowest: Tensor) -> Tensor:
    """a moved by whole ranges to between the two; the lowest where there is no range."""
    return floored_modulo(a - lowest, highest - lowest) + lowest


def ping_pong(a: Tensor, scale: Tensor) -> Tensor:
    """a going up and down between 0 and the scale."""
    return (fraction(divide(a - scale, 2.0 * scale)) * (2.0 * scale) - scale).abs()


def arc_tangent_2(a: Tensor, b: Tensor) -> Tensor:
    """The angle whose tangent is a / b, -pi..pi; 0 for 0 and 0."""
    return torch.atan2(a, b + equal(a, 0.0) * equal(b, 0.0))


OPERATIONS: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "ADD": lambda a, b, c: a + b,
    "SUBTRACT": lambda a, b, c: a - b,
    "MULTIPLY": lambda a, b, c: a * b,
    "DIVIDE": lambda a, b, c: divide(a, b),
    "MULTIPLY_ADD": lambda a, b, c: a * b + c,
    "POWER": lambda a, b, c: power(a, b),
    "LOGARITHM": lambda a, b, c: logarithm(a, b),
    "SQRT": lambda a, b, c: square_root(a),
    "INVERSE_SQRT": lambda a, b, c: inverse_root(a),
    "ABSOLUTE": lambda a, b, c: a.abs(),
    "EXPONENT": lambda a, b, c: a.exp(),
    "MINIMUM": lambda a, b, c: torch.minimum(a, b),
    "MAXIMUM": lambda a, b, c: torch.maximum(a, b),
    "LESS_THAN": lambda a, b, c: less(a, b),
    "GREATER_THAN": lambda a, b, c: less(b, a),
    "SIGN": lambda a, b, c: a.sign(),
    "COMPARE": compare,
    "SMOOTH_MIN": smooth_minimum,
    "SMOOTH_MAX": lambda a, b, c: -smooth_minimum(-a, -b, c),
    "ROUND": lambda a, b, c: (a + 0.5).floor(),
    "FLOOR": lambda a, b, c: a.floor(),
    "CEIL": lambda a, b, c: a.ceil(),
    "TRUNC": lambda a, b, c: a.trunc(),
    "FRACT": lambda a, b, c: fraction(a),
    "MODULO": lambda a, b, c: truncated_modulo(a, b),
    "FLOORED_MODULO": lambda a, b, c: floored_modulo(a, b),
    "WRAP": wrap,
    "SNAP": lambda a, b, c: divide(a, b).floor() * b,
    "PINGPONG": lambda a, b, c: ping_pong(a, b),
    "SINE": lambda a, b, c: a.sin(),
    "COSINE": lambda a, b, c: a.cos(),
    "TANGENT": lambda a, b, c: a.tan(),
    "ARCSINE": lambda a, b, c: a.clamp(-1.0, 1.0).asin(),
    "ARCCOSINE": lambda a, b, c: a.clamp(-1.0, 1.0).acos(),
    "ARCTANGENT": lambda a, b, c: a.atan(),
    "ARCTAN2": lambda a, b, c: arc_tangent_2(a, b),
    "SINH": lambda a, b, c: a.sinh(),
    "COSH": lambda a, b, c: a.cosh(),
    "TANH": lambda a, b, c: a.tanh(),
    "RADIANS": lambda a, b, c: a * (math.pi / 180.0),
    "DEGREES": lambda a, b, c: a * (180.0 / math.pi),
}
