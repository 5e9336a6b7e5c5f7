"""Layouts: where a tile's surface stands high and where low, as the texture generator is told. NumPy and PyTorch alike.

Any grey picture that tiles can be one: the height of a material, a mask, a painting.
"""

from array_api_compat import array_namespace, device

from .arrays import Array

WIDEST = 1.0 / 6.0  # of the tile's side: larger differences than this (sigma) are no layout


def layout_of(field: Array, least: float) -> Array:
    """The layout, in -1..1, of fields [N, 1, H, W] that tile, high where they are high.

    Slow changes over the tile are taken out, and the spread is made 1 before a tanh presses it into the range. A field
    whose spread is about `least` or less stays faint: noise is no layout.
    """
    xp = array_namespace(field)
    details = field - blur(field, WIDEST)
    spread = xp.std(details, axis=(2, 3), keepdims=True)
    return xp.tanh(details / xp.sqrt(spread**2 + least**2))


def blur(field: Array, sigma: float) -> Array:
    """Gaussian, on the torus; `sigma` is a share of the side."""
    xp = array_namespace(field)
    height, width = field.shape[2:]
    cycles_y = xp.fft.fftfreq(height, device=device(field))[:, None] * height
    cycles_x = xp.fft.rfftfreq(width, device=device(field))[None, :] * width
    low_pass = xp.exp(-2.0 * (3.14159265 * sigma) ** 2 * (cycles_y**2 + cycles_x**2))
    spectrum = xp.fft.rfftn(field, axes=(2, 3)) * low_pass
    return xp.astype(xp.fft.irfftn(spectrum, s=(height, width), axes=(2, 3)), field.dtype)
