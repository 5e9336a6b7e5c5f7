"""A toroidal KL-VAE of whole PBR materials: every layer pads circularly, so what it decodes tiles by construction.

The latent is 8 times smaller than the maps, whatever their size. It is told how densely the tile is sampled, since a
brick of 16 pixels and one of 64 have other details. Relief is drawn as a surface, of which slopes are the differences,
so normal and height always hold the same relief. Nothing is normalised or pooled over the whole tile. Both halves have
a linear way past all layers, so what a linear code can do is learned at once.

Sources: KL-VAE with a spatial latent: Rombach et al. 2022 (https://arxiv.org/abs/2112.10752); sub-pixel convolution:
Shi et al. 2016 (https://arxiv.org/abs/1609.05158).
"""

from typing import NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .photo_unet import slopes_of
from .torus import ResidualBlock, TorusConv2d

STACK_CHANNELS = 8  # base colour 3, normal x and y, roughness, metallic, height
LATENT_CHANNELS = 16
DOWNSCALE = 8  # pixels to one cell of the latent
DEEP_DOWNSCALE = 16  # pixels to one cell of the decoder's coarsest features: maps divide by it
STEM = 4  # pixels that the first and last layers take at once, each way
FINE, MIDDLE, DEEP = 64, 128, 256  # channels at a 4th, 8th and 16th of the size
RELIEF = 8.0  # pixels, of a tile of 512, that 1 stands for where the surface is drawn
DRAWN_CHANNELS = 6  # base colour 3, surface, roughness, metallic


class DecodedMaps(NamedTuple):
    """Base colour [N, 3, H, W], nominally in -1..1 (sRGB), the surface [N, 1, H, W] in pixels, and roughness and
    metallic [N, 1, H, W] in 0..1."""

    base_color: Tensor
    surface: Tensor
    roughness: Tensor
    metallic: Tensor

    @property
    def slopes(self) -> Tensor:
        """[N, 2, H, W]; see `photo_unet.Maps`."""
        return slopes_of(self.surface[:, 0])


class Density(nn.Module):
    """Features, one per channel, of how densely tiles are sampled: [N] to [N, C, 1, 1]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.linear = nn.Linear(1, channels)

    def forward(self, density: Tensor) -> Tensor:
        features: Tensor = self.linear(density[:, None] + 1.0)[:, :, None, None]
        return features


class MaterialEncoder(nn.Module):
    """Maps [N, 8, H, W] in -1..1 to the latent's mean and log-variance, each [N, 16, H/8, W/8]; H and W divide by 8."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.PixelUnshuffle(STEM), TorusConv2d(STACK_CHANNELS * STEM**2, FINE))
        self.density = Density(FINE)
        self.layers = nn.Sequential(
            ResidualBlock(FINE),
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * FINE, MIDDLE, 1),
            ResidualBlock(MIDDLE),
            ResidualBlock(MIDDLE),
            ResidualBlock(MIDDLE),
            nn.LeakyReLU(0.2),
            TorusConv2d(MIDDLE, 2 * LATENT_CHANNELS),
        )
        self.linear = nn.Sequential(
            nn.PixelUnshuffle(DOWNSCALE), nn.Conv2d(STACK_CHANNELS * DOWNSCALE**2, LATENT_CHANNELS, 1)
        )

    def forward(self, stack: Tensor, density: Tensor) -> tuple[Tensor, Tensor]:
        mean, log_variance = self.layers(self.stem(stack) + self.density(density)).float().chunk(2, dim=1)
        return mean + self.linear(stack).float(), log_variance.clamp(-20.0, 4.0)


class MaterialDecoder(nn.Module):
    """Latent [N, 16, h, w] and density [N] to `DecodedMaps` of 8h x 8w; h and w are even."""

    def __init__(self) -> None:
        super().__init__()
        self.enter = TorusConv2d(LATENT_CHANNELS, MIDDLE)
        self.density = Density(MIDDLE)
        self.deep = nn.Sequential(
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * MIDDLE, DEEP, 1),
            ResidualBlock(DEEP),
            ResidualBlock(DEEP),
            nn.Conv2d(DEEP, 4 * MIDDLE, 1),
            nn.PixelShuffle(2),
        )
        self.layers = nn.Sequential(
            ResidualBlock(MIDDLE),
            nn.Conv2d(MIDDLE, 4 * FINE, 1),
            nn.PixelShuffle(2),
            ResidualBlock(FINE),
            nn.LeakyReLU(0.2),
            TorusConv2d(FINE, DRAWN_CHANNELS * STEM**2),
        )
        self.linear = nn.Conv2d(LATENT_CHANNELS, DRAWN_CHANNELS * DOWNSCALE**2, 1)

    def forward(self, latent: Tensor, density: Tensor) -> DecodedMaps:
        entered = self.enter(latent) + self.density(density)
        features = self.layers(entered + self.deep(entered))
        with torch.autocast(latent.device.type, enabled=False):  # in half precision, slopes would come out in steps
            drawn = F.pixel_shuffle(features.float(), STEM) + F.pixel_shuffle(self.linear(latent.float()), DOWNSCALE)
            shine = torch.sigmoid(drawn[:, 4:])
            surface = drawn[:, 3:4] * (RELIEF * torch.exp2(density))[:, None, None, None]
            return DecodedMaps(drawn[:, :3], surface, shine[:, :1], shine[:, 1:])


class MaterialVAE(nn.Module):
    """Both halves. The density is the logarithm to base 2 of a tile's pixels over 512: 0 for 512 pixels, -2 for 128."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = MaterialEncoder()
        self.decoder = MaterialDecoder()
        for layer in self.modules():  # keep the features' spread on the way (no normalisation does it)
            if isinstance(layer, nn.Conv2d) and layer.weight.any():
                nn.init.kaiming_normal_(layer.weight, nonlinearity="linear")
        with torch.no_grad():  # start with little noise on the latent
            cast(Tensor, self.encoder.layers[-1].bias)[LATENT_CHANNELS:] -= 4.0


def stack_maps(color: Tensor, normal: Tensor, roughness: Tensor, metallic: Tensor, height: Tensor) -> Tensor:
    """What the encoder sees, [N, 8, H, W] in -1..1: `color` is in -1..1 (sRGB), `normal` (OpenGL), roughness, metallic
    and height in 0..1, as they are stored."""
    stored = torch.cat([normal[:, :2], roughness, metallic, height], dim=1)
    return torch.cat([color, stored * 2.0 - 1.0], dim=1)


def sample_latent(mean: Tensor, log_variance: Tensor, generator: torch.Generator) -> Tensor:
    """A draw from the encoder's Gaussian (the reparameterisation trick), [N, 16, h, w]."""
    noise = torch.randn(mean.shape, generator=generator).to(mean.device)
    return mean + noise * torch.exp(0.5 * log_variance)
