"""The pack of colour pictures: badly cut borders are mended."""

import numpy as np
from pack_textures import mend_border
from PIL import Image


def sheet_cut(border: int) -> Image.Image:
    """A tileable picture whose outermost line is mixed with a border colour, as in a badly cut sheet."""
    wave = np.sin(np.arange(128) * 2 * np.pi / 32) * 60 + 120
    picture = np.repeat((wave[:, None] + wave[None, :])[..., None] / 2, 3, axis=2)
    for lines in (picture[:1], picture[-1:], picture[:, :1], picture[:, -1:]):
        lines[:] = (lines + border) / 2
    return Image.fromarray(picture.astype(np.uint8))


def test_a_badly_cut_border_is_mended():
    mended = mend_border(sheet_cut(255)).astype(float)

    step = np.abs(mended[0] - mended[-1]).mean()
    inside = np.abs(np.diff(mended, axis=0)).mean(axis=(1, 2)).max()
    assert step <= 1.1 * inside
