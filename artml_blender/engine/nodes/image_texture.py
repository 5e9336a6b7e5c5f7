"""The Image Texture node.

Source: Cycles' svm/image.h and device/cpu/image.h (`TextureInterpolator`); the cubic filter is a uniform B-spline.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from .color_spaces import srgb_to_linear
from .values import Color


def image_texture(
    channels: Sequence[Tensor],
    u: Tensor,
    v: Tensor,
    interpolation: str = "Linear",
    extension: str = "REPEAT",
    unassociate: bool = False,
    is_srgb: bool = False,
) -> tuple[Color, Tensor]:
    """Color, scene linear, and Alpha at u, v: 0..1 over the picture, v upwards.

    `channels` are red, green, blue and alpha, [H, W] each, the bottom row first, uint8 or float, with alpha multiplied
    in; `unassociate` takes it out again. Filtering comes before decoding from sRGB, as in Cycles. `interpolation` is
    Linear, Closest, Cubic or Smart (cubic), `extension` REPEAT, EXTEND, CLIP or MIRROR.
    """
    height, width = channels[0].shape
    x, y = u * width, v * height
    columns = _taps(x, width, interpolation, extension)
    rows = _taps(y, height, interpolation, extension)
    red, green, blue, alpha = (_filter(channel, rows, columns) for channel in channels)
    if unassociate:
        divisor = torch.where(alpha > 0.0, alpha, 1.0)
        red, green, blue = red / divisor, green / divisor, blue / divisor
    if is_srgb:
        red, green, blue = srgb_to_linear(red), srgb_to_linear(green), srgb_to_linear(blue)
    return (red, green, blue), alpha


Tap = tuple[Tensor, Tensor | None, Tensor | None]  # the line's index, its weight, and 0 where it lies outside


def _taps(place: Tensor, length: int, interpolation: str, extension: str) -> list[Tap]:
    """The lines that a coordinate (in pixels) falls between, nearest or weighted."""
    if interpolation == "Closest":
        weights: list[Tensor | None] = [None]
        first = place.detach().floor()
    else:
        first = (place - 0.5).detach().floor()
        share = place - 0.5 - first
        weights = [1.0 - share, share] if interpolation == "Linear" else _b_spline(share)
        first = first - (len(weights) - 2) // 2
    taps = []
    for step, weight in enumerate(weights):
        line = (first + step).nan_to_num(0.0, 0.0, 0.0).to(torch.int64)
        inside = ((line >= 0) & (line < length)).to(place.dtype) if extension == "CLIP" else None
        taps.append((WRAPS[extension](line, length), weight, inside))
    return taps


def _b_spline(t: Tensor) -> list[Tensor | None]:
    return [
        (1.0 - t) ** 3 / 6.0,
        (0.5 * t - 1.0) * t * t + 2.0 / 3.0,
        ((-0.5 * t + 0.5) * t + 0.5) * t + 1.0 / 6.0,
        t * t * t / 6.0,
    ]


def _clamp(line: Tensor, length: int) -> Tensor:
    return line.clamp(0, length - 1)


def _repeat(line: Tensor, length: int) -> Tensor:
    return line % length


def _mirror(line: Tensor, length: int) -> Tensor:
    line = line % (2 * length)
    return torch.minimum(line, 2 * length - 1 - line)


WRAPS: dict[str, Callable[[Tensor, int], Tensor]] = {
    "REPEAT": _repeat,
    "EXTEND": _clamp,
    "CLIP": _clamp,
    "MIRROR": _mirror,
}


def _filter(channel: Tensor, rows: list[Tap], columns: list[Tap]) -> Tensor:
    """The weighted sum of the pixels at the taps, 0..1 for uint8."""
    pixels = channel.flatten()
    total: Tensor | None = None
    for row, row_weight, row_inside in rows:
        for column, column_weight, column_inside in columns:
            index = row * channel.shape[1] + column
            value = pixels.index_select(0, index.flatten()).view(index.shape).to(torch.float32)
            for factor in (row_weight, column_weight, row_inside, column_inside):
                value = value if factor is None else value * factor
            total = value if total is None else total + value
    assert total is not None
    return total / 255.0 if channel.dtype == torch.uint8 else total
