"""What the texture generator is told by default: a class's styles and layouts, and how a seed chooses among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy

from ..errors import EngineFailure
from .arrays import Numpy
from .pbr_maps import resize
from .weights import WEIGHTS, parse, read_card, read_verified

NAME = "texture_looks"
ALIKE = 4  # the second style is drawn from so many nearest ones
NOISE_CHANNELS = 8  # of the generator's field
CELLS_PER_TILE = 64  # of the latent, for a tile of 512 pixels


@dataclass(frozen=True)
class Looks:
    """Styles [S, 32] and layouts [L, 1, 128, 128] in -1..1, with the class and the name of each."""

    styles: Numpy
    style_categories: list[str]
    style_names: list[str]
    layouts: Numpy
    layout_categories: list[str]
    layout_names: list[str]

    def style(self, name: str) -> Numpy:
        """[1, 32]; raises EngineFailure for an unknown name."""
        index = _index(self.style_names, name)
        return self.styles[index : index + 1]

    def layout(self, name: str) -> Numpy:
        """[1, 1, 128, 128]; raises EngineFailure for an unknown name."""
        index = _index(self.layout_names, name)
        return self.layouts[index : index + 1]


def load_looks(folder: Path = WEIGHTS) -> Looks:
    """The shipped ones: styles in fp16, layouts in 8 bits."""
    card = read_card(NAME, folder)
    tensors = parse(NAME, read_verified(f"{NAME}.safetensors", card["sha256"], folder), safetensors.numpy.load)
    return Looks(
        tensors["styles"].astype(np.float32),
        card["style_categories"],
        card["style_names"],
        tensors["layouts"].astype(np.float32) / 127.5 - 1.0,
        card["layout_categories"],
        card["layout_names"],
    )


def choose(looks: Looks, category: str, generator: np.random.RandomState) -> tuple[str, str, str]:
    """Names of a layout, a style and another style like it, of that class."""
    layouts = _members(looks.layout_categories, category)
    styles = _members(looks.style_categories, category)
    first = styles[generator.randint(len(styles))]
    spread = looks.styles[styles].std(axis=0) + 1e-3
    distances = np.square((looks.styles[styles] - looks.styles[first]) / spread).sum(axis=1)
    alike = distances.argsort(kind="stable")[1 : 1 + ALIKE]
    second = styles[alike[generator.randint(len(alike))]] if len(alike) else first
    layout = layouts[generator.randint(len(layouts))]
    return looks.layout_names[layout], looks.style_names[first], looks.style_names[second]


def mix_styles(
    looks: Looks, category: str, names: Sequence[str], variation: float, generator: np.random.RandomState
) -> Numpy:
    """A style between two, [1, 32], pulled to the class's mean as variation falls."""
    first, second = (looks.style(name) for name in names)
    mixed = first + (second - first) * generator.random_sample()
    mean = looks.styles[_members(looks.style_categories, category)].mean(axis=0)
    result: Numpy = (mean + (mixed - mean) * variation).astype(np.float32)
    return result


def make_field(layout: Numpy, grid: tuple[int, int], generator: np.random.RandomState) -> Numpy:
    """What the generator is given: the layout of one tile [1, 1, h, w], repeated over `grid` rows and columns of the
    latent's cells, and noise: [1, 12, rows, columns].

    The layout is rolled and flipped by chance, and stretched a little so that whole ones fit.
    """
    rolled = np.roll(layout, (generator.randint(layout.shape[2]), generator.randint(layout.shape[3])), (2, 3))
    if generator.randint(2):
        rolled = np.ascontiguousarray(rolled[:, :, :, ::-1])
    times = [max(1, round(cells / CELLS_PER_TILE)) for cells in grid]
    rows, columns = (round(2 * cells / count) for cells, count in zip(grid, times, strict=True))
    repeated = np.tile(resize(rolled, (columns, rows)), (1, 1, *times))
    pixels = resize(repeated, (2 * grid[1], 2 * grid[0]))[0, 0]
    cells = [pixels[row::2, column::2] for row in (0, 1) for column in (0, 1)]  # as torch's pixel_unshuffle has them
    noise = generator.standard_normal((NOISE_CHANNELS, *grid))
    field: Numpy = np.concatenate([np.stack(cells), noise])[None].astype(np.float32)
    return field


def _members(categories: list[str], category: str) -> list[int]:
    found = [index for index, name in enumerate(categories) if name == category]
    if not found:
        raise EngineFailure(f"There are no looks of the category {category}; reinstall ArtML.")
    return found


def _index(names: list[str], name: str) -> int:
    try:
        return names.index(name)
    except ValueError:
        raise EngineFailure(f"The ingredient {name!r} is not among this version's looks.") from None
