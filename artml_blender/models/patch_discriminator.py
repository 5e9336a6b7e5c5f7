"""A class-conditional patch discriminator on the torus; it is only used in training.

It sees the picture and, beside it, the picture's detail enlarged: a good reconstruction differs from its original by a
few hundredths of fine detail only, and without that input no discriminator learned to tell them apart
(docs/decisions.md).

Sources: patch discriminator: Isola et al. 2017 (https://arxiv.org/abs/1611.07004); class projection: Miyato and
Koyama 2018 (https://arxiv.org/abs/1802.05637).
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .torus import ResidualBlock, TorusConv2d

DETAIL_GAIN = 8.0


class PatchDiscriminator(nn.Module):
    """Texture [N, C, H, W] in -1..1 and class index [N] to one logit per 8-pixel cell, [N, H/8, W/8]."""

    def __init__(self, classes: int, channels: int = 3) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.PixelUnshuffle(2),  # of the texture and its detail
            TorusConv2d(2 * channels * 2**2, 32),
            nn.LeakyReLU(0.2),
            nn.PixelUnshuffle(2),  # [N, 128, H/4, W/4]
            nn.Conv2d(128, 64, 1),
            ResidualBlock(64),
            nn.LeakyReLU(0.2),
            nn.PixelUnshuffle(2),  # [N, 256, H/8, W/8]
            nn.Conv2d(256, 128, 1),
            ResidualBlock(128),
            nn.LeakyReLU(0.2),
        )
        self.score = nn.Conv2d(128, 1, 1)
        self.class_embedding = nn.Embedding(classes, 128)
        nn.init.zeros_(self.class_embedding.weight)

    def forward(self, texture: Tensor, category: Tensor) -> Tensor:
        seen = torch.cat([texture, DETAIL_GAIN * detail(texture)], dim=1)
        features = self.features(seen).float()
        projection = (features * self.class_embedding(category)[:, :, None, None]).mean(1)
        score: Tensor = self.score(features)[:, 0].float() + projection
        return score


def detail(texture: Tensor) -> Tensor:
    """The texture without its 5-pixel mean on the torus, [N, C, H, W]."""
    return texture - F.avg_pool2d(F.pad(texture, (2, 2, 2, 2), mode="circular"), kernel_size=5, stride=1)
