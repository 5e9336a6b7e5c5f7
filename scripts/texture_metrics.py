"""How far one set of textures is from another: in texture, in spectrum and in colour; and how much of one repeats.

Pictures are [N, 3, H, W] in 0..1, sRGB. `tests/engine/test_texture_metrics.py` holds each figure to a ladder of damage
before it counts; `docs/evaluation.md` says which rungs it does not see.
"""

from itertools import pairwise

import torch
import torch.nn.functional as F
from texture_damage import blurred, noisy, scrambled, shuffled
from torch import Tensor

FILTERS, WIDTH = 24, 5  # of each scale; pixels of a filter
SCALES = 4  # each half as large
SEED = 7
AXES = 8  # that features are told apart along
SHRINK = 0.05  # of the spread within a group, towards the same along every axis
RINGS = 10  # of a spectrum
LUMA = torch.tensor([0.299, 0.587, 0.114])


@torch.no_grad()
def features(pictures: Tensor) -> Tensor:
    """What a random CNN of two layers says of each picture's texture, whatever its mean colour: [N, D].

    A random network needs no foreign training data (Naeem et al. 2020, https://arxiv.org/abs/2002.09797). For each
    scale and filter: how strong its answers are, how sparse, and how their strength varies from place to place.
    """
    return torch.cat([_features(batch) for batch in pictures.split(16)])


def _features(values: Tensor) -> Tensor:
    generator = torch.Generator().manual_seed(SEED)
    found = []
    for _ in range(SCALES):
        first, second = _filters(generator, 3, WIDTH), _filters(generator, FILTERS, 3)
        answers = F.conv2d(values, first)
        strength = answers.square().mean((2, 3)).sqrt() + 1e-3
        sizes = answers.abs_().div_(strength[:, :, None, None])
        varied = F.conv2d(F.avg_pool2d(sizes, 2), second).square().mean((2, 3)).sqrt()
        found += [strength.log(), (sizes.mean((2, 3)) + 1e-3).log(), (varied + 1e-2).log()]
        values = F.avg_pool2d(values, 2)
    return torch.cat(found, 1)


def _filters(generator: torch.Generator, channels: int, width: int) -> Tensor:
    """[FILTERS, channels, width, width]; each channel's mean is 0, so that a plain colour gets no answer."""
    filters = torch.randn(FILTERS, channels, width, width, generator=generator)
    filters = filters - filters.mean((2, 3), keepdim=True)
    return filters / filters.flatten(1).norm(dim=1)[:, None, None, None]


class Texture:
    """Random features along the few axes that tell classes, and whole from damaged, apart on training textures.

    Fisher's linear discriminant analysis; the unit is the spread within a group. Without it the variety within a class
    hides damage: scrambled phases came to 1.1 times the floor.
    """

    def __init__(self, pictures: Tensor, category: Tensor) -> None:
        generator = torch.Generator().manual_seed(SEED)
        variants = [
            pictures,
            blurred(pictures, 2),
            noisy(pictures, 0.05, generator),
            shuffled(pictures, 16, generator),
            scrambled(pictures, generator),
        ]
        found = torch.cat([features(each) for each in variants])
        group = torch.cat([category + 1000 * index for index in range(len(variants))])
        self.mean, self.spread = found.mean(0), found.std(0) + 1e-6
        self.axes = _discriminant((found - self.mean) / self.spread, group)

    def __call__(self, pictures: Tensor) -> Tensor:
        return (features(pictures) - self.mean) / self.spread @ self.axes


def _discriminant(values: Tensor, group: Tensor) -> Tensor:
    """[D, AXES or fewer]: the axes along which the groups' means lie farthest apart, the spread within them 1."""
    _, index, counts = group.unique(return_inverse=True, return_counts=True)
    means = torch.zeros(len(counts), values.shape[1]).index_add_(0, index, values) / counts[:, None]
    inside = torch.cov((values - means[index]).T, correction=0)
    inside = (1.0 - SHRINK) * inside + SHRINK * inside.trace() / len(inside) * torch.eye(len(inside))
    lengths, directions = torch.linalg.eigh(inside)
    whiten = directions / lengths.sqrt()
    _, _, axes = torch.linalg.svd((means - means.mean(0)) @ whiten, full_matrices=False)
    return whiten @ axes[: min(AXES, len(counts) - 1)].T


def spectra(pictures: Tensor) -> Tensor:
    """The log of luma's power in rings of frequency, [N, RINGS], lowest first; windowed, so crops may be compared."""
    luma = (pictures * LUMA[:, None, None]).sum(1)
    side = luma.shape[-1]
    line = torch.hann_window(side)
    power = torch.fft.fft2((luma - luma.mean((1, 2), keepdim=True)) * line[:, None] * line).abs().square() / side**2
    frequency = torch.fft.fftfreq(side)
    radius = (frequency[:, None].square() + frequency.square()).sqrt()
    edges = 1.5 / side * (side / 3.0) ** (torch.arange(RINGS + 1) / RINGS)
    rings = [(radius >= low) & (radius < high) for low, high in pairwise(edges.tolist())]
    return torch.stack([(power[:, ring].mean(1) + 1e-7).log() for ring in rings], 1)


def colors(pictures: Tensor) -> Tensor:
    """Mean and spread of luma and of two opponent colours, [N, 6]."""
    red, green, blue = pictures.unbind(1)
    planes = torch.stack([(pictures * LUMA[:, None, None]).sum(1), red - green, (red + green) / 2.0 - blue], 1)
    return torch.cat([planes.mean((2, 3)), planes.std((2, 3))], 1)


def energy_distance(ours: Tensor, theirs: Tensor) -> float:
    """Between two sets of points, [N, D] and [M, D] (Szekely and Rizzo 2013): 0 for the same; few points raise it."""
    within = torch.cdist(ours, ours).mean() + torch.cdist(theirs, theirs).mean()
    return float(2.0 * torch.cdist(ours, theirs).mean() - within)


def density_and_coverage(ours: Tensor, theirs: Tensor, nearest: int) -> tuple[float, float]:
    """How many of their neighbourhoods one of ours lies in, of `nearest`, and the share that hold one of ours.

    Naeem et al. 2020, https://arxiv.org/abs/2002.09797; a neighbourhood reaches to its point's `nearest`-th other.
    """
    reach = torch.cdist(theirs, theirs).kthvalue(nearest + 1, dim=1).values
    inside = torch.cdist(theirs, ours) <= reach[:, None]
    return float(inside.sum(0).float().mean() / nearest), float(inside.any(1).float().mean())


def repeats(pictures: Tensor) -> Tensor:
    """How like itself a tile is elsewhere, [N]: the autocorrelation of its details at the best shift, 1 for a repeat.

    Details are smaller than a sixteenth of the tile, shifts at least an eighth. A brick wall has a high one, too.
    """
    luma = (pictures * LUMA[:, None, None]).sum(1)
    side = luma.shape[-1]
    frequency = torch.fft.fftfreq(side)[:, None].square() + torch.fft.rfftfreq(side).square()
    power = torch.fft.rfft2(luma).abs().square() * (frequency >= (8.0 / side) ** 2)
    correlation = torch.fft.irfft2(power, s=(side, side))
    correlation = correlation / (correlation[:, :1, :1] + 1e-9)
    shift = torch.fft.fftfreq(side).abs()
    far = (shift[:, None].square() + shift.square()).sqrt() >= 0.125
    return correlation.flatten(1)[:, far.flatten()].amax(1)
