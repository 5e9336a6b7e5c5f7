"""The task `generate_texture`: remix a class's latents, decode the colour, and derive the other maps from it."""

import dataclasses
import functools
from collections.abc import Callable

from ...contract.messages import GenerateTexture
from ..errors import EngineFailure
from ..runtime.arrays import Numpy
from ..runtime.library import Library, load_library
from ..runtime.networks import Networks
from ..runtime.palettes import Palettes, recolor
from ..runtime.pbr_maps import begun_calmly, derive_maps, to_arrays
from ..runtime.remix import choose_ingredients, make_generator, mix_palette, remix
from ..runtime.report import Stopwatch
from ..runtime.strips import in_strips
from ..runtime.weights import check_weights, read_card
from . import ProgressCallback, Result

MODEL = "texture_vae"
BUNDLE = (MODEL, "texture_library", "photo_unet")  # the weights that make a result together
LATENT_DOWNSCALE = 8  # pixels of the texture to one cell of the latent, per axis
DECODER_HALO = 12  # cells: more than the decoder's receptive field to one side
DECODER_STRIP = 64  # cells decoded at once


def generate_texture(request: GenerateTexture, networks: Networks, progress: ProgressCallback) -> Result:
    """Tileable PBR maps; the same request gives the same pixels on one device and runtime. Raises EngineFailure."""
    watch = Stopwatch()
    progress(0.0, "Loading")
    with watch.stage("load"):
        request, library = complete(request), _library()
    with watch.stage("remix"):
        request, latent, palette = mix(request, library, lambda share: progress(0.02 + 0.1 * share, "Mixing"))
    with watch.stage("decode"):
        color = in_strips(
            networks.decode,
            networks.asarray(latent),
            1,
            DECODER_HALO,
            DECODER_STRIP,
            lambda share: progress(0.12 + 0.38 * share, "Painting"),
        )
    with watch.stage("recolor"):
        color = recolor(color, Palettes(*(networks.asarray(part) for part in palette)))
    with watch.stage("maps"):
        maps = derive_maps(color, request.category, networks, lambda share: progress(0.5 + 0.3 * share, "Shaping"))
        maps["base_color"] = color * 0.5 + 0.5  # what the decoder paints is no photo: there is no light to take out
    progress(0.85, "Finishing")
    with watch.stage("finish"):
        arrays = begun_calmly(to_arrays(maps, request.size))
    report = {"seconds": watch.seconds, "native_size": read_card(MODEL)["native_size"], "warnings": _warnings(request)}
    return Result(request, arrays, report)


def complete(request: GenerateTexture) -> GenerateTexture:
    """The request with its weights' hash; raises EngineFailure for a model or weights that are not these."""
    if request.model != MODEL:
        raise EngineFailure(f"Unknown model {request.model!r}; this version ships {MODEL}.")
    return dataclasses.replace(request, weights=check_weights(request.weights, *BUNDLE))


def mix(
    request: GenerateTexture, library: Library, progress: Callable[[float], None]
) -> tuple[GenerateTexture, Numpy, Palettes]:
    """The request with its ingredients, the latent [1, C, rows, columns] and the palette they make."""
    generator = make_generator(request.seed)
    for name in request.ingredients:
        if library.categories[library.index(name)] != request.category:
            raise EngineFailure(f"The ingredient {name} is not of the category {request.category}.")
    chosen = choose_ingredients(library, request.category, request.variation, generator)
    ingredients = request.ingredients or chosen
    if len(ingredients) != len(chosen):
        raise EngineFailure(
            f"A texture has {len(chosen)} ingredients (layout, partner, palette), not {len(ingredients)}."
        )
    width, height = request.size
    grid = round(height / LATENT_DOWNSCALE), round(width / LATENT_DOWNSCALE)
    palette = mix_palette(library, request.category, ingredients, request.variation, generator)
    latent = remix(library, ingredients, grid, generator, progress)
    return dataclasses.replace(request, ingredients=ingredients), latent, palette


def _warnings(request: GenerateTexture) -> list[str]:
    if request.category in read_card(MODEL)["experimental"]:
        return [f"The category {request.category} is experimental: it does not look right yet."]
    return []


@functools.cache
def _library() -> Library:
    return load_library()
