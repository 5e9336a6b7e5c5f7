"""The Blackbody node.

Source: Cycles' svm/math_util.h (`svm_math_blackbody_color_rec709`) and tables.h, a fit to Planck's law in seven bands.
The scene linear space is Rec. 709, Blender's default.
"""

import torch
from torch import Tensor

from .values import Color, triple

BOUNDS = (965.0, 1167.0, 1449.0, 1902.0, 3315.0, 6365.0)  # between the bands, in kelvin
COOLEST, HOTTEST = 800.0, 12000.0
RED = (  # a / t + b t + c, a band
    (1.61919106e03, -2.05010916e-03, 5.02995757e00),
    (2.48845471e03, -1.11330907e-03, 3.22621544e00),
    (3.34143193e03, -4.86551192e-04, 1.76486769e00),
    (4.09461742e03, -1.27446582e-04, 7.25731635e-01),
    (4.67028036e03, 2.91258199e-05, 1.26703442e-01),
    (4.59509185e03, 2.87495649e-05, 1.50345020e-01),
    (3.78717450e03, 9.35907826e-06, 3.99075871e-01),
)
GREEN = (  # likewise
    (-4.88999748e02, 6.04330754e-04, -7.55807526e-02),
    (-7.55994277e02, 3.16730098e-04, 4.78306139e-01),
    (-1.02363977e03, 1.20223470e-04, 9.36662319e-01),
    (-1.26571316e03, 4.87340896e-06, 1.27054498e00),
    (-1.42529332e03, -4.01150431e-05, 1.43972784e00),
    (-1.17554822e03, -2.16378048e-05, 1.30408023e00),
    (-5.00799571e02, -4.59832026e-06, 1.09098763e00),
)
BLUE = (  # a t^3 + b t^2 + c t + d, a band
    (5.96945309e-11, -4.85742887e-08, -9.70622247e-05, -4.07936148e-03),
    (2.40430366e-11, 5.55021075e-08, -1.98503712e-04, 2.89312858e-02),
    (-1.40949732e-11, 1.89878968e-07, -3.56632824e-04, 9.10767778e-02),
    (-3.61460868e-11, 2.84822009e-07, -4.93211319e-04, 1.56723440e-01),
    (-1.97075738e-11, 1.75359352e-07, -2.50542825e-04, -2.22783266e-02),
    (-1.61997957e-13, -1.64216008e-08, 3.86216271e-04, -7.38077418e-01),
    (6.72650283e-13, -2.73078809e-08, 4.24098264e-04, -7.52335691e-01),
)
HOT = (0.8262954810464208, 0.9945080501520986, 1.566307710274283)  # from the hottest on
COOL = (5.413294490189271, -0.20319390035873933, -0.0822535242887164)  # below the coolest


def blackbody(temperature: Tensor) -> Color:
    """The output Color, not below 0, of a temperature in kelvin."""
    t = temperature.clamp(COOLEST, HOTTEST)
    band = torch.bucketize(t.detach(), torch.tensor(BOUNDS, dtype=t.dtype, device=t.device), right=True)
    red, green = (_hyperbola(t, *_coefficients(table, band, t)) for table in (RED, GREEN))
    a, b, c, d = _coefficients(BLUE, band, t)
    blue = ((a * t + b) * t + c) * t + d
    hot, cool = temperature >= HOTTEST, temperature < COOLEST
    return triple(
        torch.where(hot, end, torch.where(cool, start, channel)).clamp(min=0.0)
        for channel, end, start in zip((red, green, blue), HOT, COOL, strict=True)
    )


def _hyperbola(t: Tensor, a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    return a / t + b * t + c


def _coefficients(table: tuple[tuple[float, ...], ...], band: Tensor, like: Tensor) -> tuple[Tensor, ...]:
    """The coefficients of each temperature's band."""
    return torch.tensor(table, dtype=like.dtype, device=like.device)[band].unbind(-1)
