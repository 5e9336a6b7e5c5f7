"""A toroidal KL-VAE for colour textures: every layer pads circularly, so what it decodes tiles by construction.

The latent is 8 times smaller than the picture. No layer looks further than its receptive field (there is no
normalisation over space and no attention), so a larger latent decodes to a larger texture with features of that size.

Sources: KL-VAE with a spatial latent: Rombach et al. 2022 (https://arxiv.org/abs/2112.10752); sub-pixel convolution:
Shi et al. 2016 (https://arxiv.org/abs/1609.05158).
"""

import torch
from torch import Tensor, nn

from .torus import ResidualBlock, TorusConv2d

LATENT_CHANNELS = 8


class TextureVAE(nn.Module):
    """Colour texture [N, 3, H, W] in -1..1 (sRGB) to a latent [N, 8, H/8, W/8] and back; H and W divide by 8."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(4),  # [N, 48, H/4, W/4]
            TorusConv2d(48, 64),
            ResidualBlock(64),
            nn.PixelUnshuffle(2),  # [N, 256, H/8, W/8]
            nn.Conv2d(256, 96, 1),
            ResidualBlock(96),
            ResidualBlock(96),
            nn.LeakyReLU(0.2),
            TorusConv2d(96, 2 * LATENT_CHANNELS),
        )
        self.decoder = nn.Sequential(
            TorusConv2d(LATENT_CHANNELS, 128),
            ResidualBlock(128),
            ResidualBlock(128),
            ResidualBlock(128),
            nn.Conv2d(128, 4 * 80, 1),
            nn.PixelShuffle(2),  # [N, 80, H/4, W/4]
            ResidualBlock(80),
            ResidualBlock(80),
            nn.Conv2d(80, 4 * 48, 1),
            nn.PixelShuffle(2),  # [N, 48, H/2, W/2]
            ResidualBlock(48),
            nn.LeakyReLU(0.2),
            TorusConv2d(48, 12),
            nn.PixelShuffle(2),  # [N, 3, H, W]
        )

    def encode(self, texture: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log-variance of the latent, each [N, 8, H/8, W/8]; the log-variance is kept in -20..4."""
        mean, log_variance = self.encoder(texture).float().chunk(2, dim=1)
        return mean, log_variance.clamp(-20.0, 4.0)

    def decode(self, latent: Tensor) -> Tensor:
        """Colour texture [N, 3, H, W]; nominally -1..1, not clamped."""
        decoded: Tensor = self.decoder(latent)
        return decoded.float()


def sample_latent(mean: Tensor, log_variance: Tensor, generator: torch.Generator) -> Tensor:
    """A draw from the encoder's Gaussian (the reparameterisation trick)."""
    noise = torch.randn(mean.shape, generator=generator).to(mean.device)
    return mean + noise * torch.exp(0.5 * log_variance)
