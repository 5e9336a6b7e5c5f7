"""A toroidal U-Net from a photo of a surface, or a texture's colour, to the maps of its PBR material.

Every layer pads circularly, so a tile's maps tile; it takes a picture apart into 4 x 4 pixels at once (pixel unshuffle)
and sees 240 pixels to every side. Nothing is normalised or pooled over the whole picture.

Sources: U-Net: Ronneberger et al. 2015 (https://arxiv.org/abs/1505.04597); sub-pixel convolution: Shi et al. 2016
(https://arxiv.org/abs/1609.05158); maps of a material from one picture: Deschaintre et al. 2018
(https://arxiv.org/abs/1810.09718).
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .torus import ResidualBlock, TorusConv2d

STEM = 4  # pixels that the first layer takes at once, each way
WIDTHS = (64, 128, 192, 256)  # channels at a 4th, 8th, 16th and 32nd of the size
DOWNSCALE = 32  # pixels to one cell of the coarsest features
CHANNELS = 6  # base colour 3, surface, roughness, metallic


class Maps(NamedTuple):
    """Base colour [N, 3, H, W] in -1..1 (sRGB; nominally), slopes [N, 2, H, W], and roughness and metallic
    [N, 1, H, W] in 0..1.

    The slopes are how far the surface rises per unit of way to the right, and per unit towards the top of the picture;
    the OpenGL normal (+Y up) is normalise(-slope_x, -slope_y, 1).
    """

    base_color: Tensor
    slopes: Tensor
    roughness: Tensor
    metallic: Tensor


def slopes_of(surface: Tensor) -> Tensor:
    """Central differences of a surface [N, H, W], in pixels, on the torus; rows run downwards, slope_y upwards."""
    slope_x = (surface.roll(-1, 2) - surface.roll(1, 2)) * 0.5
    slope_y = (surface.roll(1, 1) - surface.roll(-1, 1)) * 0.5
    return torch.stack([slope_x, slope_y], dim=1)


class Shrink(nn.Module):
    """Half the resolution, each 2 x 2 features becoming one."""

    def __init__(self, fine: int, coarse: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(4 * fine, coarse, 1), ResidualBlock(coarse))

    def forward(self, features: Tensor) -> Tensor:
        shrunk: Tensor = self.layers(features)
        return shrunk


class Enlarge(nn.Module):
    """Double the resolution of coarse features and merge the finer ones that the way down kept."""

    def __init__(self, coarse: int, fine: int) -> None:
        super().__init__()
        self.enlarge = nn.Sequential(nn.Conv2d(coarse, 4 * fine, 1), nn.PixelShuffle(2))
        self.merge = nn.Conv2d(2 * fine, fine, 1)
        self.block = ResidualBlock(fine)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        merged: Tensor = self.block(self.merge(torch.cat([self.enlarge(coarse), fine], dim=1)))
        return merged


class PhotoUNet(nn.Module):
    """Picture [N, 3, H, W] in -1..1 (sRGB) and class index [N] to `Maps`; H and W divide by 32.

    The base colour is the picture plus a change. Relief is drawn as a surface, of which slopes are the differences: a
    surface needs no sense of direction, so it is learned from less than slopes are. The index after the last class,
    `classes`, means that the class is not known.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        first, *others = WIDTHS
        self.stem = nn.Sequential(nn.PixelUnshuffle(STEM), TorusConv2d(3 * STEM**2, first), ResidualBlock(first))
        self.down = nn.ModuleList(Shrink(fine, coarse) for fine, coarse in zip(WIDTHS, others, strict=False))
        self.deep = ResidualBlock(WIDTHS[-1])
        self.up = nn.ModuleList(Enlarge(coarse, fine) for fine, coarse in zip(WIDTHS, others, strict=False))
        self.last = TorusConv2d(first, CHANNELS * STEM**2)
        self.class_embedding = nn.Embedding(classes + 1, first + WIDTHS[-1])  # for the finest and deepest features
        for layer in self.modules():  # keep the features' spread on the way (no normalisation does it)
            if isinstance(layer, nn.Conv2d) and layer.weight.any():
                nn.init.kaiming_normal_(layer.weight, nonlinearity="linear")
        nn.init.zeros_(self.last.weight)  # start with the picture itself, and flat

    def forward(self, picture: Tensor, category: Tensor) -> Maps:
        embedded = self.class_embedding(category)[:, :, None, None]
        features = [self.stem(picture) + embedded[:, : WIDTHS[0]]]
        for shrink in self.down:
            features.append(shrink(features[-1]))
        merged = self.deep(features.pop() + embedded[:, WIDTHS[0] :])
        for enlarge in reversed(self.up):
            merged = enlarge(merged, features.pop())
        with torch.autocast(picture.device.type, enabled=False):  # in half precision, slopes would come out in steps
            drawn = F.pixel_shuffle(self.last(F.leaky_relu(merged.float(), 0.2)), STEM)
            shine = torch.sigmoid(drawn[:, 4:])
            return Maps(picture + drawn[:, :3], slopes_of(drawn[:, 3]), shine[:, :1], shine[:, 1:])
