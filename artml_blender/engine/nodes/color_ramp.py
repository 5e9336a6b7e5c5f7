"""The Color Ramp node.

Source: Blender's blenkernel/intern/colorband.cc for the ramp, `key_curve_position_weights` in key.cc for its splines,
and Cycles' svm/ramp.h, which looks it up in a table; geometry nodes do without the table, and so differ within one
entry of a stop.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor

from .color_spaces import hsl_to_rgb, hsv_to_rgb, rgb_to_hsl, rgb_to_hsv
from .lookup_table import below, between, locate, places
from .math_node import divide
from .values import Color, mix, triple

TENSION = 0.71  # of Cardinal
SPACES: dict[str, tuple[Callable[[Color], Color], Callable[[Color], Color]]] = {
    "HSV": (rgb_to_hsv, hsv_to_rgb),
    "HSL": (rgb_to_hsl, hsl_to_rgb),
}


class ColorRamp(NamedTuple):
    """The stops, in the order of their positions, and how to go from one to the next."""

    positions: Tensor  # [stops], 0..1
    colors: Tensor  # [stops, 4]: red, green, blue, scene linear, and alpha
    color_mode: str = "RGB"
    interpolation: str = "LINEAR"  # counts in the mode RGB only, but for CONSTANT
    hue_interpolation: str = "NEAR"  # counts in the modes HSV and HSL


def color_ramp_of(described: Mapping[str, Any]) -> ColorRamp:
    """The ramp of plain values: the settings by Blender's names, and `elements`, each a position and four numbers."""
    elements = sorted(described["elements"], key=lambda element: float(element[0]))
    positions, colors = zip(*elements, strict=True)
    return ColorRamp(
        torch.tensor(positions, dtype=torch.float32),
        torch.tensor(colors, dtype=torch.float32),
        described["color_mode"],
        described["interpolation"],
        described["hue_interpolation"],
    )


def color_ramp(factor: Tensor, ramp: ColorRamp) -> tuple[Color, Tensor]:
    """The outputs Color and Alpha; differentiable in the factor and in the stops' positions and colours.

    What is the same everywhere, as Alpha mostly is, comes as a single number, and greys are looked up once.
    """
    columns = colors_at(places(ramp.positions), ramp).unbind(-1)
    entry, rest = locate(factor)
    look_up = below if ramp.interpolation == "CONSTANT" else between
    found: list[Tensor] = []
    for number, column in enumerate(columns):
        twin = next((index for index in range(number) if _equal(columns[index], column)), None)
        if twin is not None:
            found.append(found[twin])
        elif _equal(column[:1].expand_as(column), column):
            found.append(column[0])
        else:
            found.append(look_up(column, entry, rest))
    return triple(found[:3]), found[3]


def _equal(a: Tensor, b: Tensor) -> bool:
    return not a.requires_grad and torch.equal(a, b)


def colors_at(place: Tensor, ramp: ColorRamp) -> Tensor:
    """The ramp itself without a table, [N, 4] for places [N]."""
    if len(ramp.positions) == 1:
        return ramp.colors.expand(len(place), 4)
    after = torch.searchsorted(ramp.positions.detach(), place.detach(), right=True)  # the first stop beyond
    if ramp.color_mode == "RGB" and ramp.interpolation in SPLINES:
        return _along_spline(place, after, ramp)
    after = after.masked_fill(place <= ramp.positions[0], 0)
    left, right = _stops(after, ramp)
    start, end = ramp.positions[left], ramp.positions[right]
    share = divide(place - start, end - start)[:, None]
    if ramp.color_mode in SPACES:
        through = _through_hues(ramp.colors[left], ramp.colors[right], share[:, 0], ramp)
        return torch.where((left == right)[:, None], ramp.colors[left], through)
    if ramp.interpolation == "CONSTANT":
        return ramp.colors[left]
    if ramp.interpolation == "EASE":
        share = (3.0 - 2.0 * share) * share * share
    return mix(ramp.colors[left], ramp.colors[right], share)


def _stops(after: Tensor, ramp: ColorRamp) -> tuple[Tensor, Tensor]:
    """The stops before and after; the same one twice before the first and after the last."""
    return (after - 1).clamp(min=0), after.clamp(max=len(ramp.positions) - 1)


def _along_spline(place: Tensor, after: Tensor, ramp: ColorRamp) -> Tensor:
    """A spline through or near the stops, the outer of which count again at the ends; 0..1."""
    zero, one = torch.zeros_like(ramp.positions[:1]), torch.ones_like(ramp.positions[:1])
    bounds = torch.cat((zero, ramp.positions, one))
    start, end = bounds[after], bounds[after + 1]
    back = (1.0 - divide(place - start, end - start)).clamp(0.0, 1.0)[:, None]  # 1 at the stop before
    left, right = _stops(after, ramp)
    further = (after + 1).clamp(max=len(ramp.positions) - 1)
    earlier = (after - 2).clamp(min=0)
    weights = SPLINES[ramp.interpolation](back)
    colors = (ramp.colors[stop] for stop in (further, right, left, earlier))
    blended = torch.stack([weight * color for weight, color in zip(weights, colors, strict=True)]).sum(0)
    return blended.clamp(0.0, 1.0)


def _cardinal(t: Tensor) -> tuple[Tensor, ...]:
    """The weights of four stops in turn, where t is 0 at the second and 1 at the third."""
    square, cube = t * t, t * t * t
    return (
        TENSION * (2.0 * square - cube - t),
        (2.0 - TENSION) * cube + (TENSION - 3.0) * square + 1.0,
        (TENSION - 2.0) * cube + (3.0 - 2.0 * TENSION) * square + TENSION * t,
        TENSION * (cube - square),
    )


def _b_spline(t: Tensor) -> tuple[Tensor, ...]:
    """The weights of four stops in turn, where t is 0 nearest to the second and 1 nearest to the third."""
    square, cube = t * t, t * t * t
    return (
        (1.0 - t) * (1.0 - t) * (1.0 - t) / 6.0,
        0.5 * cube - square + 2.0 / 3.0,
        0.5 * (square - cube + t) + 1.0 / 6.0,
        cube / 6.0,
    )


SPLINES: dict[str, Callable[[Tensor], tuple[Tensor, ...]]] = {"CARDINAL": _cardinal, "B_SPLINE": _b_spline}


def _through_hues(before: Tensor, after: Tensor, share: Tensor, ramp: ColorRamp) -> Tensor:
    """From colour to colour in HSV or HSL, the way round that the hue interpolation says."""
    there, back = SPACES[ramp.color_mode]
    hue_a, *rest_a = there(triple(before[:, :3].unbind(-1)))
    hue_b, *rest_b = there(triple(after[:, :3].unbind(-1)))
    hue = _mixed_hue(hue_a, hue_b, share, ramp.hue_interpolation)
    rest = (mix(a, b, share) for a, b in zip(rest_a, rest_b, strict=True))
    return torch.stack((*back(triple((hue, *rest))), mix(before[:, 3], after[:, 3], share)), dim=-1)


def _mixed_hue(a: Tensor, b: Tensor, share: Tensor, hue_interpolation: str) -> Tensor:
    """0..1, by way of 1 where either hue is to start a turn later."""
    a, b = _within_turn(a), _within_turn(b)
    gap = (a - b).detach()
    never = torch.zeros_like(gap, dtype=torch.bool)
    later_a, later_b = {
        "NEAR": (gap < -0.5, gap > 0.5),
        "FAR": ((gap < 0.0) & (gap > -0.5), (gap >= 0.0) & (gap < 0.5)),
        "CCW": (gap < 0.0, never),
        "CW": (never, gap > 0.0),
    }[hue_interpolation]
    return _within_turn(mix(a + later_a.to(a.dtype), b + later_b.to(b.dtype), share))


def _within_turn(hue: Tensor) -> Tensor:
    return hue - (hue >= 1.0).to(hue.dtype)
