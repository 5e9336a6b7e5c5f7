"""What a request's seed and ingredients settle: all of a texture but how it is finished."""

import dataclasses
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...contract.messages import SHIPPED_MODEL, GenerateTexture
from ...setup.places import models
from ..errors import EngineFailure
from ..photos.open_file import open_file
from ..photos.read_photo import read_photo
from ..runtime import structures
from ..runtime.arrays import Numpy
from ..runtime.blocks import block_tones, label, shift_blocks, shift_blocks_inside
from ..runtime.drawn_maps import CELL
from ..runtime.grain import NAME as GRAIN
from ..runtime.grain import Grain, GrainLayer, load_grain
from ..runtime.library import Library, load_library
from ..runtime.networks import Networks
from ..runtime.palettes import Palettes
from ..runtime.personal_model import load_personal_model
from ..runtime.remix import choose_ingredients, lay, make_generator, mix_palettes, take
from ..runtime.report import Stopwatch
from ..runtime.seams import seam_ratio
from ..runtime.structures import Structure
from ..runtime.weights import bundle_hash, check_weights
from ..tasks import ProgressCallback

BUNDLE = ("material_decoder", "material_library", GRAIN, structures.NAME)  # the weights that make a result together
NO_SEAM = 1.1  # the seam ratio up to which a picture tiles
JOINT_CELLS = 32  # a side of the joints' material


@dataclass(frozen=True)
class Model:
    """What materials are laid of: their library, a grain for each, the networks that draw them, and its hash."""

    library: Library
    grain: Callable[[str], Grain]
    networks: Networks
    weights: str


@dataclass(frozen=True)
class Piece:
    """A material's latent [1, 16, h, w] as it is laid, its grain, and the networks that draw it."""

    latent: Numpy
    grain: GrainLayer
    networks: Networks


@dataclass(frozen=True)
class Blocks:
    """What is carved: the structure, how bright each cell's block is [h, w], and what lies in the joints."""

    structure: Structure
    tones: Numpy
    joints: Piece


@dataclass(frozen=True)
class Layout:
    """A texture before it is drawn. The request is complete but for its origin; the palettes are the scan's and the one
    that it gets."""

    request: GenerateTexture
    piece: Piece
    palettes: tuple[Palettes, Palettes]
    blocks: Blocks | None
    warnings: list[str]

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the latent."""
        return self.piece.latent.shape[2], self.piece.latent.shape[3]


def lay_out(request: GenerateTexture, networks: Networks, progress: ProgressCallback, watch: Stopwatch) -> Layout:
    """The layout of a request, the same for every adjustment, grain and depth. Raises EngineFailure."""
    with watch.stage("load"):
        model = _model(request.model, networks)
        generator = make_generator(request.seed)
        request = complete(request, model, generator)
        request, structure, warnings = _read_structure(request, generator)
    with watch.stage("lay"):
        grid = _grid(request.size)
        latent = model.library.latent(request.ingredients[0])
        wraps = model.library.wraps
        sources = lay(latent, grid, generator, lambda share: progress(0.02 + 0.18 * share, "Laying"), wraps)
        if structure is not None:
            numbers = label(structures.blocks(structure, grid))
            shift = shift_blocks if wraps else shift_blocks_inside
            sources = shift(sources, numbers, (latent.shape[2], latent.shape[3]), generator)
    with watch.stage("grain"):
        piece = _piece(request.ingredients[0], latent, sources, model, generator)
    palettes = _palettes(request, model.library, generator)
    blocks = None
    if structure is not None:
        joints = _lay_joints(request, model, generator)
        blocks = Blocks(structure, block_tones(numbers, generator), joints)
    return Layout(request, piece, palettes, blocks, warnings)


def complete(request: GenerateTexture, model: Model, generator: np.random.RandomState) -> GenerateTexture:
    """The request with its weights' hash and its ingredients. Raises EngineFailure for what is not of this version."""
    if request.model != SHIPPED_MODEL and request.weights not in ("", model.weights):
        raise EngineFailure(
            f"The model {request.model} was trained on since this was made; press Vary a Little for one of the model"
            " as it is now, or clear the recipe's field 'weights'."
        )
    weights, library = check_weights(request.weights, model.weights), model.library
    category = request.category if request.model == SHIPPED_MODEL else library.categories[0]
    chosen: tuple[str, ...] = choose_ingredients(library, category, request.variation, generator)
    if not request.structure:
        chosen = chosen[:2]
    ingredients = request.ingredients or chosen
    if len(ingredients) != len(chosen):
        names = ", ".join(("material", "palette", "joints")[: len(chosen)])
        raise EngineFailure(f"This texture has {len(chosen)} ingredients ({names}), not {len(ingredients)}.")
    for name in ingredients[:2]:
        if library.categories[library.index(name)] != category:
            raise EngineFailure(f"The ingredient {name} is not of the category {category}.")
    for name in ingredients[2:]:
        library.index(name)
    return dataclasses.replace(request, weights=weights, ingredients=ingredients)


def _read_structure(
    request: GenerateTexture, generator: np.random.RandomState
) -> tuple[GenerateTexture, Structure | None, list[str]]:
    """The request with its picture's hash, its structure, and what the user should know of that."""
    if not request.structure:
        return request, None, []
    if request.structure in structures.families():
        return request, structures.of_family(request.structure, generator), []
    if not Path(request.structure).suffix and not Path(request.structure).exists():
        known = ", ".join(structures.families())
        raise EngineFailure(f"Unknown structure {ascii(request.structure)[:60]}; choose a picture, or one of {known}.")
    data, found = open_file(request.structure, request.structure_hash, "structure", "structure_hash")
    grey = read_photo(data, f"structure {request.structure}", structures.SIDE).mean(axis=2, keepdims=True)
    does_tile = seam_ratio(grey) <= NO_SEAM
    warnings = [] if does_tile else ["The structure's picture does not tile: its edges show as they are."]
    return dataclasses.replace(request, structure_hash=found), structures.of_picture(grey[..., 0]), warnings


def _palettes(
    request: GenerateTexture, library: Library, generator: np.random.RandomState
) -> tuple[Palettes, Palettes]:
    """The palette of the scan that is laid, and the one that it gets."""
    own, other = (library.palette(name) for name in request.ingredients[:2])
    return own, mix_palettes(own, other, request.variation, generator)


def _piece(ingredient: str, latent: Numpy, sources: Numpy, model: Model, generator: np.random.RandomState) -> Piece:
    """An ingredient's latent, laid by these sources, and its grain."""
    grain = GrainLayer(model.grain(ingredient), sources, CELL, generator, model.networks)
    return Piece(take(latent, sources), grain, model.networks)


def _lay_joints(request: GenerateTexture, model: Model, generator: np.random.RandomState) -> Piece:
    """What lies in the joints, a torus."""
    latent = model.library.latent(request.ingredients[2])
    sources = lay(latent, (JOINT_CELLS, JOINT_CELLS), generator, lambda share: None, model.library.wraps)
    return _piece(request.ingredients[2], latent, sources, model, generator)


def _grid(size: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the latent: even, and enough for the size."""
    width, height = size
    return 2 * math.ceil(height / (2 * CELL)), 2 * math.ceil(width / (2 * CELL))


def _model(name: str, networks: Networks) -> Model:
    """The shipped one, or one of the artist's own; raises EngineFailure."""
    if name == SHIPPED_MODEL:
        return Model(_library(), load_grain, networks, bundle_hash(*BUNDLE))
    card = models() / name / f"{name}.json"
    if Path(name).name != name or not card.is_file():
        raise EngineFailure(f"Unknown model {ascii(name)[:70]}; choose {SHIPPED_MODEL} or one that you trained here.")
    return _personal(card, card.stat().st_mtime_ns, networks)  # type: ignore[arg-type]  # networks have an identity


@functools.cache
def _library() -> Library:
    return load_library()


@functools.lru_cache(maxsize=2)
def _personal(card: Path, written: int, networks: Networks) -> Model:
    """Read once, unless it was written again."""
    personal = load_personal_model(card)
    return Model(personal.library, personal.grain, networks.with_decoder(personal.decoder), personal.sha256)
