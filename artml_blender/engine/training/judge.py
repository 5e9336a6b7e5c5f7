"""How far tiles are from parts of the photos that were never trained on.

The sliced Wasserstein distance between their patches, at three sizes, all maps together: how much each kind of detail
there is, wherever it lies. Of each filter the unit is the spread of its answers on the photos, so that fine detail
counts as much as coarse. Sources: Rabin et al. 2011, "Wasserstein barycenter and its application to texture mixing"
(https://doi.org/10.1007/978-3-642-24785-9_37); on patches: Elnekave and Weiss 2022, "Generating natural images with
direct patch distributions matching" (https://arxiv.org/abs/2203.11862).
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from .photo_stacks import CHANNELS

FILTERS, WIDTH = 32, 5  # of each size; pixels
STRIDES = (3, 2, 1)  # pixels from patch to patch, at each size; each is half as large
QUANTILES = 512
LEAST_SPREAD = 2e-3  # of a filter's answers
SLOPES = 2.0  # what slopes count beside colours
SEED = 5


@torch.inference_mode()
def held_out_distance(made: Tensor, held_out: Tensor) -> float:
    """The mean over photos: tiles `made` [N, 7, h, w] of each, against its part `held_out` [N, 7, H, W]."""
    distances = [_distance(ours[None], theirs[None].float()) for ours, theirs in zip(made, held_out, strict=True)]
    return sum(distances) / len(distances)


def _distance(made: Tensor, true: Tensor) -> float:
    weights = torch.ones(CHANNELS, 1, 1)
    weights[3:5] = SLOPES
    made, true = made * weights, true * weights
    generator, total = torch.Generator().manual_seed(SEED), 0.0
    for stride in STRIDES:
        filters = _filters(generator)
        ours, theirs = (F.conv2d(each, filters, stride=stride)[0].flatten(1) for each in (made, true))
        spread = theirs.std(1) + LEAST_SPREAD
        total += float(((_quantiles(ours) - _quantiles(theirs)).abs().mean(1) / spread).mean())
        made, true = F.avg_pool2d(made, 2), F.avg_pool2d(true, 2)
    return total / len(STRIDES)


def _filters(generator: torch.Generator) -> Tensor:
    """[FILTERS, 7, WIDTH, WIDTH] of length 1 over about half of the maps; a plain map gets no answer."""
    filters = torch.randn(FILTERS, CHANNELS, WIDTH, WIDTH, generator=generator)
    filters = filters - filters.mean((2, 3), keepdim=True)
    filters = filters * (torch.rand(FILTERS, CHANNELS, 1, 1, generator=generator) < 0.5)
    found: Tensor = filters / (filters.flatten(1).norm(dim=1)[:, None, None, None] + 1e-6)
    return found


def _quantiles(values: Tensor) -> Tensor:
    """[FILTERS, count] to [FILTERS, QUANTILES], from the least on."""
    places = (torch.arange(QUANTILES) + 0.5) / QUANTILES * values.shape[1]
    return values.sort(1).values[:, places.long()]
