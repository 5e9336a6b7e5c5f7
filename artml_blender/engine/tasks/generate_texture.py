"""The task `generate_texture`: a scan's latent laid anew in pieces, carved with a structure, and drawn as maps."""

import dataclasses
import functools
import math
from pathlib import Path

import numpy as np
from array_api_compat import array_namespace

from ...contract.messages import GenerateTexture
from ..errors import EngineFailure
from ..photos.open_file import open_file
from ..photos.read_photo import read_photo
from ..runtime import structures
from ..runtime.arrays import Array, Numpy
from ..runtime.blocks import block_tones, label, shift_blocks
from ..runtime.carving import Carving
from ..runtime.drawn_maps import CELL, Draw, draw_maps, fit
from ..runtime.grain import NAME as GRAIN
from ..runtime.grain import GrainLayer, load_grain
from ..runtime.library import Library, load_library
from ..runtime.networks import Networks
from ..runtime.palettes import Palettes, recolor
from ..runtime.pbr_maps import begun_calmly
from ..runtime.remix import choose_ingredients, lay, make_generator, mix_palettes, take
from ..runtime.report import Stopwatch
from ..runtime.seams import seam_ratio
from ..runtime.structures import Structure
from ..runtime.weights import check_weights, read_card
from . import ProgressCallback, Result

MODEL = "material_vae"
BUNDLE = ("material_decoder", "material_library", GRAIN, structures.NAME)  # the weights that make a result together
DENSITY = 0.0
NO_SEAM = 1.1  # the seam ratio up to which a picture tiles
JOINT_CELLS = 32  # a side of the joints' material


def generate_texture(request: GenerateTexture, networks: Networks, progress: ProgressCallback) -> Result:
    """Tileable PBR maps; the same request gives the same pixels on one device and runtime. Raises EngineFailure."""
    watch = Stopwatch()
    progress(0.0, "Loading")
    with watch.stage("load"):
        library = _library()
        generator = make_generator(request.seed)
        request = complete(request, library, generator)
        request, structure, warnings = _read_structure(request, generator)
    with watch.stage("lay"):
        grid = _grid(request.size)
        latent = library.latent(request.ingredients[0])
        sources = lay(latent, grid, generator, lambda share: progress(0.02 + 0.18 * share, "Laying"))
        if structure is not None:
            blocks = label(structures.blocks(structure, grid))
            sources = shift_blocks(sources, blocks, (latent.shape[2], latent.shape[3]), generator)
    with watch.stage("grain"):
        grain = _grain(request, 0, sources, networks, generator)
    with watch.stage("draw"):
        draw = _recoloring(_drawing(networks, grain), _palettes(request, library, generator), networks)
        if structure is not None:
            joints, size = _draw_joints(request, library, networks, generator), (CELL * grid[0], CELL * grid[1])
            tones = block_tones(blocks, generator)
            draw = _carving(draw, Carving(structure, tones, joints, request.structure_depth, size, networks))
        laid = networks.asarray(take(latent, sources))
        maps = draw_maps(laid, DENSITY, draw, lambda share: progress(0.25 + 0.6 * share, "Painting"))
    progress(0.86, "Finishing")
    with watch.stage("finish"):
        arrays = begun_calmly(fit(maps, request.size))
    report = {"seconds": watch.seconds, "native_size": read_card(BUNDLE[0])["native_size"], "warnings": warnings}
    return Result(request, arrays, report)


def complete(request: GenerateTexture, library: Library, generator: np.random.RandomState) -> GenerateTexture:
    """The request with its weights' hash and its ingredients. Raises EngineFailure for what is not of this version."""
    if request.model != MODEL:
        raise EngineFailure(f"Unknown model {request.model!r}; this version ships {MODEL}.")
    weights = check_weights(request.weights, *BUNDLE)
    chosen: tuple[str, ...] = choose_ingredients(library, request.category, request.variation, generator)
    if not request.structure:
        chosen = chosen[:2]
    ingredients = request.ingredients or chosen
    if len(ingredients) != len(chosen):
        names = ", ".join(("material", "palette", "joints")[: len(chosen)])
        raise EngineFailure(f"This texture has {len(chosen)} ingredients ({names}), not {len(ingredients)}.")
    for name in ingredients[:2]:
        if library.categories[library.index(name)] != request.category:
            raise EngineFailure(f"The ingredient {name} is not of the category {request.category}.")
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


def _grain(
    request: GenerateTexture, ingredient: int, sources: Numpy, networks: Networks, generator: np.random.RandomState
) -> GrainLayer:
    """Of an ingredient whose latent is laid by these sources."""
    grain = load_grain(request.ingredients[ingredient])
    return GrainLayer(grain, request.grain, sources, CELL, generator, networks)


def _drawing(networks: Networks, grain: GrainLayer) -> Draw:
    """What the decoder draws, with grain."""
    return lambda field, rows: grain(networks.draw(field, DENSITY), rows)


def _recoloring(draw: Draw, palettes: tuple[Palettes, Palettes], networks: Networks) -> Draw:
    """What is drawn, from one palette to another."""
    own, wanted = (Palettes(*map(networks.asarray, each)) for each in palettes)

    def recolored(field: Array, rows: Numpy) -> Array:
        drawn = draw(field, rows)
        return array_namespace(drawn).concat([recolor(drawn[:, :3], own, wanted), drawn[:, 3:]], axis=1)

    return recolored


def _carving(draw: Draw, carve: Carving) -> Draw:
    """What is drawn, carved."""
    return lambda field, rows: carve(draw(field, rows), rows)


def _draw_joints(
    request: GenerateTexture, library: Library, networks: Networks, generator: np.random.RandomState
) -> Array:
    """What lies in the joints, a torus [1, 6, h, w]."""
    latent = library.latent(request.ingredients[2])
    sources = lay(latent, (JOINT_CELLS, JOINT_CELLS), generator, lambda share: None)
    draw = _drawing(networks, _grain(request, 2, sources, networks, generator))
    return draw(networks.asarray(take(latent, sources)), np.arange(CELL * JOINT_CELLS))


def _grid(size: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the latent: even, and enough for the size."""
    width, height = size
    return 2 * math.ceil(height / (2 * CELL)), 2 * math.ceil(width / (2 * CELL))


@functools.cache
def _library() -> Library:
    return load_library()
