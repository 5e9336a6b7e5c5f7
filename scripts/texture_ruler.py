"""What measures a set of textures against the validation textures, class by class, in the same way for each set."""

import re

import torch
from photo_materials import CLASSES
from texture_judges import Sample, answers, told_by_cnn, told_by_features, train
from texture_memory import Verdict, judge_memory, likeness
from texture_metrics import Texture, colors, density_and_coverage, energy_distance, repeats, spectra
from texture_sets import Textures, same_files
from torch import Tensor

NEAREST = 3  # neighbours that a neighbourhood reaches to
FITTED = 40  # training textures of a class that the axes are fitted on

Figures = dict[str, float]


class Ruler:
    """Measures sets of `counts` textures of each class; `steps` is how long a judge trains."""

    def __init__(self, training: Textures, validation: Textures, counts: dict[int, int], steps: int) -> None:
        self.counts, self.steps = counts, steps
        self.training, self.shown_training = training, same_files(training.pictures)
        self.validation, self.shown = validation, same_files(validation.pictures)
        of_class = [torch.nonzero(training.category == index)[:, 0] for index in range(len(CLASSES))]
        self.spare = [indices[1::2] for indices in of_class]
        fitted = torch.cat([indices[::2][:FITTED] for indices in of_class])
        texture = Texture(self.shown_training[fitted], training.category[fitted])
        self.descriptors = {"texture": texture, "spectrum": spectra, "color": colors}
        self.described = {name: describe(self.shown) for name, describe in self.descriptors.items()}
        share = 1.0 / torch.bincount(training.category, minlength=len(CLASSES))[training.category]
        self.classifier = train(self.shown_training, training.category, share, 4 * steps, 0)
        self.known = self._likeness(validation, self.shown, new_assets(validation, training))

    def draw(self, seed: int) -> Textures:
        """Training textures that the axes were not fitted on, as many of each class as are measured."""
        generator = torch.Generator().manual_seed(seed)
        chosen = []
        for index, count in self.counts.items():
            spare = self.spare[index]
            chosen.append(spare[torch.randperm(len(spare), generator=generator)[:count]])
        return self.training.take(torch.cat(chosen))

    def measure(self, textures: Textures, shown: Tensor) -> dict[int, Figures]:
        """By class: distances from the validation textures, density, coverage and repeats."""
        described = {name: describe(shown) for name, describe in self.descriptors.items()}
        found: dict[int, Figures] = {}
        for index in self.counts:
            ours, theirs = textures.category == index, self.validation.category == index
            pairs = {name: (described[name][ours], self.described[name][theirs]) for name in described}
            figures = {name: energy_distance(*pair) for name, pair in pairs.items()}
            density, coverage = density_and_coverage(*pairs["texture"], NEAREST)
            more = repeats(shown[ours]).mean() - repeats(self.shown[theirs]).mean()
            found[index] = figures | {"density": density, "coverage": coverage, "repeats": float(more)}
        return found

    def fidelity(self, textures: Textures, shown: Tensor) -> dict[int, float]:
        """By class, how often a network that learned the classes of training textures names it."""
        right = (answers(self.classifier, shown).mean(1).argmax(1) == textures.category).float()
        return {index: float(right[textures.category == index].mean()) for index in self.counts}

    def remember(self, textures: Textures, shown: Tensor) -> Verdict:
        """Whether these are copies of training textures, over the classes that are measured."""
        everything = torch.ones(len(textures), dtype=torch.bool)
        return judge_memory(self._likeness(textures, shown, everything), self.known)

    def tell_apart(self, textures: Textures, shown: Tensor) -> Figures:
        """Over the classes that are measured: how often they are told from validation textures."""
        measured = torch.isin(self.validation.category, torch.tensor(list(self.counts)))
        theirs = self.validation.take(torch.nonzero(measured)[:, 0])
        sides = _sample(textures, shown), _sample(theirs, self.shown[measured])
        return {"told_by_cnn": told_by_cnn(*sides, self.steps), "told_by_features": told_by_features(*sides)}

    def _likeness(self, textures: Textures, shown: Tensor, mask: Tensor) -> list[Tensor]:
        found = []
        for index in self.counts:
            chosen = (textures.category == index) & mask
            found.append(likeness(shown[chosen], self.shown_training[self.training.category == index]))
        return found


def asset_of(name: str) -> str:
    """An asset's id without the letters of its variant: Bricks081B shows the bricks of Bricks081A."""
    return re.sub(r"(?<=\d)[A-Z]+$", "", name)


def _sample(textures: Textures, shown: Tensor) -> Sample:
    """For the judge: every class counts alike."""
    weight = 1.0 / torch.bincount(textures.category)[textures.category]
    return Sample(shown, weight, [asset_of(name) for name in textures.names])


def new_assets(validation: Textures, training: Textures) -> Tensor:
    """Which validation textures, [N] bool, show no other variant of an asset in the training."""
    trained = {asset_of(name) for name in training.names}
    return torch.tensor([asset_of(name) not in trained for name in validation.names])
