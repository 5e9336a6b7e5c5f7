"""Small networks that judge textures: one is told to tell made from real, one knows the classes of real ones.

Both see crops of half a tile's side at any origin, turned and mirrored. Pictures are [N, 3, H, W] in 0..1, tiles.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import torch
import torch.nn.functional as F
from texture_metrics import features
from torch import Tensor, nn

CROP = 64
BATCH = 32
VIEWS = 4  # crops by which a texture is judged
FOLDS = 3
RIDGE = 0.3  # of a linear judge

Sides = tuple[Tensor, Tensor, Tensor]  # pictures, labels and weights


class Judge(nn.Module):
    """Crops in, logits out; it looks at what there is and how much it varies, not at where. 0.1 M parameters."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        widths = (24, 48, 64, 96)
        layers: list[nn.Module] = [nn.Conv2d(3, widths[0], 5, stride=2, padding=2)]
        for before, after in pairwise(widths):
            layers += [nn.BatchNorm2d(before), nn.ReLU(), nn.Conv2d(before, after, 3, stride=2, padding=1)]
        self.body = nn.Sequential(*layers, nn.BatchNorm2d(widths[-1]), nn.ReLU())
        self.head = nn.Linear(2 * widths[-1], outputs)

    def forward(self, crops: Tensor) -> Tensor:
        seen = self.body(crops * 4.0 - 2.0)
        return self.head(torch.cat([seen.mean((2, 3)), seen.std((2, 3))], 1))


@dataclass
class Sample:
    """Pictures with what each of them counts, [N]; those of the same asset are never both trained on and judged."""

    pictures: Tensor
    weight: Tensor
    assets: list[str]


def train(pictures: Tensor, label: Tensor, weight: Tensor, steps: int, seed: int) -> Judge:
    """A fresh judge of these labels [N]; pictures are shown as often as their weights [N] say."""
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        judge = Judge(int(label.max()) + 1)
    optimizer = torch.optim.AdamW(judge.parameters(), 3e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for _ in range(steps):
        chosen = torch.multinomial(weight, BATCH, replacement=True, generator=generator)
        loss = F.cross_entropy(judge(crops(pictures[chosen], generator)), label[chosen], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return judge.eval()


def crops(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """One of each, [N, 3, CROP, CROP], across the wrap too; all turned and mirrored alike."""
    side = pictures.shape[-1]
    origin = torch.randint(side, (2, len(pictures), 1), generator=generator)
    rows, columns = (origin + torch.arange(CROP)) % side
    index = torch.arange(len(pictures))[:, None, None]
    found = pictures.movedim(1, 3)[index, rows[:, :, None], columns[:, None]].movedim(3, 1)
    mirrored, turns = torch.randint(4, (2,), generator=generator).tolist()
    return torch.rot90(found.flip(3) if mirrored & 1 else found, turns, (2, 3))


@torch.no_grad()
def answers(judge: Judge, pictures: Tensor) -> Tensor:
    """The logits of `VIEWS` crops of each, [N, VIEWS, outputs]."""
    generator = torch.Generator().manual_seed(5)
    return torch.stack([judge(crops(pictures, generator)) for _ in range(VIEWS)], 1)


def told_by_cnn(ours: Sample, theirs: Sample, steps: int) -> float:
    """How often a judge, trained on other textures of both sets, says rightly which set a crop is from; 0.5 is best.

    Lopez-Paz and Oquab 2017, "Revisiting Classifier Two-Sample Tests" (https://arxiv.org/abs/1610.06545).
    """

    def judged(seen: Sides, unseen: Sides, fold: int) -> Tensor:
        found = answers(train(*seen, steps, fold), unseen[0])
        return (found.argmax(2) == unseen[1][:, None]).float().mean(1)

    return _cross_validated(ours, theirs, judged)


def told_by_features(ours: Sample, theirs: Sample) -> float:
    """The same of a linear judge of random features: it sees what few pictures cannot teach a CNN, as phases."""

    def judged(seen: Sides, unseen: Sides, fold: int) -> Tensor:
        (known, label, weight), (asked, truth, _) = seen, unseen
        mean, spread = known.mean(0), known.std(0) + 1e-6
        known, asked = (known - mean) / spread, (asked - mean) / spread
        weighted = known.T * (weight / weight.sum())
        target = 2.0 * label.float() - 1.0
        line = torch.linalg.solve(weighted @ known + RIDGE * torch.eye(len(mean)), weighted @ target)
        return ((asked @ line > 0.0).long() == truth).float()

    sides = (replace(side, pictures=features(side.pictures)) for side in (ours, theirs))
    return _cross_validated(*sides, judged)


def _cross_validated(ours: Sample, theirs: Sample, judged: Callable[[Sides, Sides, int], Tensor]) -> float:
    """The share that is judged rightly by one who has seen none of the same assets; both sides count alike."""
    both = (ours, theirs)
    values = torch.cat([side.pictures for side in both])
    weight = torch.cat([side.weight / side.weight.sum() for side in both])
    label = torch.cat([torch.full((len(side.assets),), index) for index, side in enumerate(both)])
    fold = torch.tensor([hashlib.sha256(name.encode()).digest()[0] % FOLDS for side in both for name in side.assets])
    right = torch.zeros(len(values))
    for index in range(FOLDS):
        seen, unseen = fold != index, fold == index
        sides = [(values[mask], label[mask], weight[mask]) for mask in (seen, unseen)]
        right[unseen] = judged(*sides, index)
    return float((right * weight).sum() / 2.0)
