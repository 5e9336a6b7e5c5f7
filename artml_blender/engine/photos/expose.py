"""A photo's exposure and white balance."""

import numpy as np

from ...contract.srgb import decoded, encoded
from ..runtime.arrays import Numpy
from .even_light import GREYS


def exposed(photo: Numpy, gray: tuple[float, float, float], stops: float) -> Numpy:
    """The photo, [H, W, 3] in 0..1, sRGB, brightened by `stops`, with what has the scene linear colour `gray` in it
    made grey of the same luminance."""
    if stops == 0.0 and gray[0] == gray[1] == gray[2]:
        return photo
    color = np.array(gray, np.float32)
    gain = (color @ np.array(GREYS, np.float32)) / color * 2.0**stops
    return encoded(np.clip(decoded(photo) * gain, 0.0, 1.0)).astype(np.float32)
