"""Arithmetic on toroidal latents [N, C, H, W]: their style (per-channel mean and spread), and masks to mix them by."""

import torch
from torch import Tensor

MAX_STRETCH = 1.5


def style(latent: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation per channel, each [N, C, 1, 1].

    Source: Huang and Belongie 2017, AdaIN (https://arxiv.org/abs/1703.06868).
    """
    std, mean = torch.std_mean(latent, dim=(2, 3), keepdim=True)
    return mean, std


def restyle(latent: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    """The same layout with another style; `mean` and `std` are [N, C, 1, 1].

    The spread changes at most by MAX_STRETCH: stretching a nearly flat channel turned its noise into rainbow colours.
    """
    own_mean, own_std = style(latent)
    stretch = (std / (own_std + 1e-4)).clamp(1.0 / MAX_STRETCH, MAX_STRETCH)
    return (latent - own_mean) * stretch + mean


def smooth_noise(shape: tuple[int, int, int, int], wavelength: float, generator: torch.Generator) -> Tensor:
    """Gaussian noise on the torus [N, C, H, W] without detail finer than about `wavelength` cells; mean 0, spread 1."""
    height, width = shape[2:]
    frequency_y = torch.fft.fftfreq(height)[:, None]
    frequency_x = torch.fft.rfftfreq(width)[None, :]
    low_pass = torch.exp(-0.5 * (frequency_y.square() + frequency_x.square()) * wavelength**2 * 4.0)
    low_pass[0, 0] = 0.0
    white = torch.randn(shape, generator=generator)
    noise: Tensor = torch.fft.irfft2(torch.fft.rfft2(white) * low_pass, s=(height, width))
    return noise / noise.std(dim=(2, 3), keepdim=True).clamp(min=1e-6)


def smooth_mask(shape: tuple[int, int, int, int], wavelength: float, generator: torch.Generator) -> Tensor:
    """Toroidal blobs about `wavelength` cells wide, 0..1, soft over about a cell at their borders, [N, C, H, W]."""
    return torch.sigmoid(smooth_noise(shape, wavelength, generator) * wavelength)
