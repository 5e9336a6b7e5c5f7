"""Whether textures are copies: how like their patches are to the nearest training patch of their class, at every shift.

Like means correlated: a patch that is brighter or has more contrast is the same patch. Pictures are [N, 3, 128, 128] in
0..1, and are compared at half size. A turned or mirrored copy is not found.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from texture_damage import blurred
from texture_metrics import LUMA
from torch import Tensor

PATCH = 16  # pixels at half size: a quarter of the tile's side
STARTS = (8, 40)  # of a texture's patches, along both axes
LARGE = 9  # pixels at half size: what is larger tells little
LEVELS = (0.5, 0.95)  # of the patches: the middle one, and the one that a twentieth is more alike than
TRIALS, CERTAINTY = 200, 0.975


@dataclass(frozen=True)
class Verdict:
    """`levels`: how alike made patches are at `LEVELS`; `limits`: what as few validation textures reach by chance."""

    levels: tuple[float, ...]
    limits: tuple[float, ...]

    @property
    def passed(self) -> bool:
        return all(level <= limit for level, limit in zip(self.levels, self.limits, strict=True))


def judge_memory(made: list[Tensor], validation: list[Tensor]) -> Verdict:
    """Of each class, the likeness of made and of validation textures, each [N, patches].

    Passed is what has no more alike patches, in the middle and at the top, than as many validation textures show in 39
    of 40 draws. Each class counts alike.
    """
    generator = torch.Generator().manual_seed(0)
    drawn = []
    for _ in range(TRIALS):
        pairs = zip(made, validation, strict=True)
        picks = [theirs[torch.randint(len(theirs), (len(ours),), generator=generator)] for ours, theirs in pairs]
        drawn.append(_levels(picks))
    limits = torch.tensor(drawn).quantile(CERTAINTY, dim=0)
    return Verdict(_levels(made), tuple(limits.tolist()))


def _levels(found: list[Tensor]) -> tuple[float, ...]:
    return tuple(torch.cat([each.flatten() for each in found]).quantile(torch.tensor(LEVELS)).tolist())


@torch.no_grad()
def likeness(made: Tensor, training: Tensor) -> Tensor:
    """For each patch of each made texture the correlation with the nearest training patch, [N, patches], at most 1."""
    windows = _details(made).unfold(1, PATCH, 1).unfold(2, PATCH, 1)
    patches = windows[:, STARTS][:, :, STARTS].reshape(-1, 1, PATCH, PATCH)
    patches = patches - patches.mean((2, 3), keepdim=True)
    patches = patches / (patches.flatten(1).norm(dim=1)[:, None, None, None] + 1e-3)
    best = torch.full((len(patches),), -1.0)
    for batch in _details(training).split(8):
        around = F.pad(batch[:, None], (0, PATCH - 1, 0, PATCH - 1), mode="circular")
        mean, square = (F.avg_pool2d(values, PATCH, stride=1) for values in (around, around.square()))
        norm = ((square - mean.square()).clamp(min=0.0) * PATCH**2).sqrt() + 1e-3
        best = torch.maximum(best, (F.conv2d(around, patches) / norm).amax((0, 2, 3)))
    return best.reshape(len(made), -1)


def _details(pictures: Tensor) -> Tensor:
    """Luma at half size without what is larger than `LARGE` pixels, [N, 64, 64]."""
    luma = blurred((pictures * LUMA[:, None, None]).sum(1, keepdim=True), 2)  # so that half a pixel matters little
    luma = F.avg_pool2d(luma, 2)
    large = F.avg_pool2d(F.pad(luma, (LARGE // 2,) * 4, mode="circular"), LARGE, stride=1)
    return (luma - large)[:, 0]
