"""A toroidal generator of material latents: it dresses a layout in a style.

The layout says where the surface stands high (the bricks) and where low (their joints); the style says what statistics
the latent has, hence colours, roughness and how strong the relief is; noise draws the rest. Every layer pads
circularly and nothing is pooled over the tile, so any size comes out and tiles.

Sources: layout as an input: Zhou et al. 2022, TileGen (https://arxiv.org/abs/2206.05649); noise on a spatial grid:
Jetchev et al. 2016 (https://arxiv.org/abs/1611.08207); modulation by a style: Perez et al. 2017, FiLM
(https://arxiv.org/abs/1709.07871).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .material_vae import LATENT_CHANNELS
from .torus import TorusConv2d

LAYOUT_DOWNSCALE = 4  # pixels of the maps to one of the layout, each way
LAYOUT_CHANNELS = 4  # its pixels in a cell of the latent
NOISE_CHANNELS = 8
STYLE_CHANNELS = 2 * LATENT_CHANNELS  # mean and spread of each channel of the latent
FINE, DEEP = 96, 160  # channels at an 8th and a 16th of the maps' size
CODE = 128  # of style, class and density together
CLASS_CHANNELS = 32


class Conditions(nn.Module):
    """One code [N, 128] for style [N, 32], class index [N] and density [N] (see `MaterialVAE`)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.class_embedding = nn.Embedding(classes, CLASS_CHANNELS)
        self.layers = nn.Sequential(
            nn.Linear(STYLE_CHANNELS + CLASS_CHANNELS + 1, CODE),
            nn.LeakyReLU(0.2),
            nn.Linear(CODE, CODE),
            nn.LeakyReLU(0.2),
        )

    def forward(self, style: Tensor, category: Tensor, density: Tensor) -> Tensor:
        code: Tensor = self.layers(torch.cat([style, self.class_embedding(category), density[:, None] + 1.0], dim=1))
        return code


class StyledBlock(nn.Module):
    """x + conv(act(modulated(conv(act(x))))) on the torus, modulated per channel by the code; it starts as identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = TorusConv2d(channels, channels)
        self.second = TorusConv2d(channels, channels)
        self.modulate = nn.Linear(CODE, 2 * channels)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.modulate.weight)
        nn.init.zeros_(self.modulate.bias)

    def forward(self, x: Tensor, code: Tensor) -> Tensor:
        scale, shift = self.modulate(code)[:, :, None, None].chunk(2, dim=1)
        inner = self.first(F.leaky_relu(x, 0.2)) * (1.0 + scale) + shift
        summed: Tensor = x + self.second(F.leaky_relu(inner, 0.2))
        return summed


class TextureGenerator(nn.Module):
    """Field [N, 12, h, w], style [N, 32], class index [N] and density [N] to a latent [N, 16, h, w]; h and w are even.

    The field is of each cell the 2 x 2 pixels of the layout (in -1..1; in the order of `pixel_unshuffle`), and 8
    numbers of Gaussian noise.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.conditions = Conditions(classes)
        self.enter = TorusConv2d(LAYOUT_CHANNELS + NOISE_CHANNELS, FINE)
        self.shrink = nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(4 * FINE, DEEP, 1))
        self.deep = nn.ModuleList(StyledBlock(DEEP) for _ in range(3))
        self.enlarge = nn.Sequential(nn.Conv2d(DEEP, 4 * FINE, 1), nn.PixelShuffle(2))
        self.fine = nn.ModuleList(StyledBlock(FINE) for _ in range(2))
        self.draw = TorusConv2d(FINE, LATENT_CHANNELS)

    def forward(self, field: Tensor, style: Tensor, category: Tensor, density: Tensor) -> Tensor:
        code = self.conditions(style, category, density)
        entered = self.enter(field)
        features = self.shrink(entered)
        for block in self.deep:
            features = block(features, code)
        features = entered + self.enlarge(features)
        for block in self.fine:
            features = block(features, code)
        mean, std = style[:, :, None, None].chunk(2, dim=1)
        drawn: Tensor = mean + std * self.draw(F.leaky_relu(features, 0.2))
        return drawn
