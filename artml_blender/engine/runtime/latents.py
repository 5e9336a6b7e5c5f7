"""Arithmetic on toroidal latents [N, C, H, W]: their style (per-channel mean and spread), and masks to mix them by."""

from array_api_compat import array_namespace, device

from .arrays import Array

MAX_STRETCH = 1.5


def style(latent: Array) -> tuple[Array, Array]:
    """Mean and standard deviation per channel, each [N, C, 1, 1].

    Source: Huang and Belongie 2017, AdaIN (https://arxiv.org/abs/1703.06868).
    """
    xp = array_namespace(latent)
    return xp.mean(latent, axis=(2, 3), keepdims=True), xp.std(latent, axis=(2, 3), keepdims=True, correction=1)


def restyle(latent: Array, mean: Array, std: Array) -> Array:
    """The same layout with another style; `mean` and `std` are [N, C, 1, 1].

    The spread changes at most by MAX_STRETCH: stretching a nearly flat channel turned its noise into rainbow colours.
    """
    xp = array_namespace(latent)
    own_mean, own_std = style(latent)
    stretch = xp.clip(std / (own_std + 1e-4), min=1.0 / MAX_STRETCH, max=MAX_STRETCH)
    return (latent - own_mean) * stretch + mean


def smooth_noise(white: Array, wavelength: float) -> Array:
    """Gaussian noise on the torus without detail finer than about `wavelength` cells; mean 0, spread 1.

    `white` is Gaussian white noise, [N, C, H, W] in float32, and so is the result.
    """
    xp = array_namespace(white)
    height, width = white.shape[2:]
    frequency_y = xp.fft.fftfreq(height, device=device(white))[:, None]
    frequency_x = xp.fft.rfftfreq(width, device=device(white))[None, :]
    low_pass = xp.exp(-0.5 * (frequency_y**2 + frequency_x**2) * wavelength**2 * 4.0)
    low_pass[0, 0] = 0.0
    noise = xp.fft.irfftn(xp.fft.rfftn(white, axes=(2, 3)) * low_pass, s=(height, width), axes=(2, 3))
    noise = xp.astype(noise, xp.float32)
    return noise / xp.clip(xp.std(noise, axis=(2, 3), keepdims=True, correction=1), min=1e-6)


def smooth_mask(white: Array, wavelength: float) -> Array:
    """Toroidal blobs about `wavelength` cells wide, 0..1, soft over a cell at their borders; see `smooth_noise`."""
    xp = array_namespace(white)
    return 1.0 / (1.0 + xp.exp(-wavelength * smooth_noise(white, wavelength)))
