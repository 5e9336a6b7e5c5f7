"""Damage to textures: the rungs of the ladder that figures are held to. Pictures are tiles, [N, C, H, W] in 0..1."""

import torch
from torch import Tensor


def blurred(pictures: Tensor, passes: int) -> Tensor:
    """By 1-2-1 along both axes, so many times."""
    for _ in range(passes):
        for axis in (2, 3):
            pictures = (pictures.roll(1, axis) + 2.0 * pictures + pictures.roll(-1, axis)) / 4.0
    return pictures


def noisy(pictures: Tensor, amount: float, generator: torch.Generator) -> Tensor:
    return (pictures + amount * torch.randn(pictures.shape, generator=generator)).clamp(0.0, 1.0)


def scrambled(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """The same spectrum, phases at random: what is left is a field without edges or shapes."""
    noise = torch.fft.rfft2(torch.randn(len(pictures), 1, *pictures.shape[2:], generator=generator))
    mean = pictures.mean((2, 3), keepdim=True)
    spectrum = torch.fft.rfft2(pictures - mean) * noise / noise.abs()
    return (torch.fft.irfft2(spectrum, s=pictures.shape[2:]) + mean).clamp(0.0, 1.0)


def shuffled(pictures: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Square blocks of this side, in an order by chance."""
    count, channels, height, width = pictures.shape
    rows, columns = height // side, width // side
    blocks = pictures.reshape(count, channels, rows, side, columns, side).permute(0, 1, 3, 5, 2, 4).flatten(4)
    mixed = blocks[..., torch.randperm(rows * columns, generator=generator)]
    folded = mixed.reshape(count, channels, side, side, rows, columns).permute(0, 1, 4, 2, 5, 3)
    return folded.reshape(pictures.shape)
