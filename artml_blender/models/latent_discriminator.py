"""A discriminator of material latents, told the layout, style, class and density; it is only used in training.

It pads with zeros, since in training it also sees parts of tiles, which do not tile.

Sources: patch discriminator: Isola et al. 2017 (https://arxiv.org/abs/1611.07004); projection: Miyato and Koyama 2018
(https://arxiv.org/abs/1802.05637).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .material_vae import LATENT_CHANNELS
from .texture_generator import CODE, Conditions

WIDTHS = (96, 160, 192)  # channels at an 8th, 16th and 32nd of the maps' size


class Block(nn.Module):
    """x + conv(act(conv(act(x)))), padded with zeros; it starts as identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        inner = self.first(F.leaky_relu(x, 0.2))
        summed: Tensor = x + self.second(F.leaky_relu(inner, 0.2))
        return summed


class LatentDiscriminator(nn.Module):
    """Latent [N, 16, h, w] of unit spread, layout [N, 1, 2h, 2w] and conditions to logits [N, h/4, w/4]."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        fine, middle, deep = WIDTHS
        self.conditions = Conditions(classes)
        self.layers = nn.Sequential(
            nn.Conv2d(LATENT_CHANNELS + 4, fine, 3, padding=1),
            Block(fine),
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * fine, middle, 1),
            Block(middle),
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * middle, deep, 1),
            Block(deep),
            nn.LeakyReLU(0.2),
        )
        self.score = nn.Conv2d(deep, 1, 1)
        self.project = nn.Linear(CODE, deep)

    def forward(self, latent: Tensor, layout: Tensor, style: Tensor, category: Tensor, density: Tensor) -> Tensor:
        features = self.layers(torch.cat([latent, F.pixel_unshuffle(layout, 2)], dim=1))
        wanted = self.project(self.conditions(style, category, density))[:, :, None, None]
        logits: Tensor = self.score(features)[:, 0] + (features * wanted).mean(1)
        return logits
