"""A toroidal U-Net from the colour of a texture to its other PBR maps: slopes of the relief, roughness and metallic.

Every layer pads circularly and none looks at the whole picture (no normalisation or pooling over space), so a texture
of any size gets the features that its neighbourhood calls for, and rolling the colour by 8 pixels rolls every map.

Sources: U-Net: Ronneberger et al. 2015 (https://arxiv.org/abs/1505.04597); sub-pixel convolution: Shi et al. 2016
(https://arxiv.org/abs/1609.05158); maps of a material from one picture: Deschaintre et al. 2018
(https://arxiv.org/abs/1810.09718).
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .torus import ResidualBlock, TorusConv2d


class Maps(NamedTuple):
    """Slopes [N, 2, H, W], and roughness and metallic [N, 1, H, W] in 0..1.

    The slopes are how far the surface rises per unit of way to the right, and per unit towards the top of the picture;
    the OpenGL normal (+Y up) is normalise(-slope_x, -slope_y, 1).
    """

    slopes: Tensor
    roughness: Tensor
    metallic: Tensor


class Refine(nn.Module):
    """Double the resolution of coarse features and merge the finer ones that the way down kept."""

    def __init__(self, coarse: int, fine: int) -> None:
        super().__init__()
        self.enlarge = nn.Sequential(nn.Conv2d(coarse, 4 * fine, 1), nn.PixelShuffle(2))
        self.merge = nn.Conv2d(2 * fine, fine, 1)
        self.block = ResidualBlock(fine)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        merged: Tensor = self.block(self.merge(torch.cat([self.enlarge(coarse), fine], dim=1)))
        return merged


def slopes_of(surface: Tensor) -> Tensor:
    """Central differences of a surface [N, H, W], in pixels, on the torus; rows run downwards, slope_y upwards."""
    slope_x = (surface.roll(-1, 2) - surface.roll(1, 2)) * 0.5
    slope_y = (surface.roll(1, 1) - surface.roll(-1, 1)) * 0.5
    return torch.stack([slope_x, slope_y], dim=1)


class MapUNet(nn.Module):
    """Colour [N, 3, H, W] in -1..1 (sRGB) and class index [N] to `Maps`; H and W divide by 8.

    Inside, it draws the surface itself, of which slopes are the differences: a surface needs no sense of direction, so
    it is learned from far less than slopes are. The index after the last class, `classes`, means that the class is not
    known (a photo, say).
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.PixelUnshuffle(2), TorusConv2d(12, 32), ResidualBlock(32))  # [N, 32, H/2, W/2]
        self.middle = nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(128, 64, 1), ResidualBlock(64))  # [N, 64, H/4, W/4]
        self.shrink = nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(256, 96, 1))  # [N, 96, H/8, W/8]
        self.class_embedding = nn.Embedding(classes + 1, 32 + 96)  # added to the finest and to the deepest features
        self.deep = nn.Sequential(ResidualBlock(96), ResidualBlock(96), ResidualBlock(96))
        self.refine_middle = Refine(96, 64)
        self.refine_fine = Refine(64, 32)
        self.last = TorusConv2d(32, 12)
        for layer in self.modules():  # keep the features' spread on the way (no normalisation does it)
            if isinstance(layer, nn.Conv2d) and layer.weight.any():
                nn.init.kaiming_normal_(layer.weight, nonlinearity="linear")
        nn.init.zeros_(self.last.weight)  # start flat, not at random

    def forward(self, color: Tensor, category: Tensor) -> Maps:
        class_fine, class_deep = self.class_embedding(category)[:, :, None, None].split([32, 96], dim=1)
        fine = self.stem(color) + class_fine
        middle = self.middle(fine)
        deep = self.deep(self.shrink(middle) + class_deep)
        features = F.leaky_relu(self.refine_fine(self.refine_middle(deep, middle), fine), 0.2)
        with torch.autocast(color.device.type, enabled=False):  # in half precision, slopes would come out in steps
            surface, roughness, metallic = F.pixel_shuffle(self.last(features.float()), 2).unbind(1)
        return Maps(slopes_of(surface), torch.sigmoid(roughness)[:, None], torch.sigmoid(metallic)[:, None])
