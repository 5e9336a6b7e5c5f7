"""Textures of the model `texture_generator`: a layout dressed in a style, drawn strip by strip."""

import dataclasses
import functools
import math

from ...contract.categories import CATEGORIES
from ...contract.messages import GenerateTexture
from ..errors import EngineFailure
from ..runtime.drawn_maps import CELL, draw_maps, fit
from ..runtime.looks import Looks, choose, load_looks, make_field, mix_styles
from ..runtime.networks import Networks
from ..runtime.pbr_maps import begun_calmly
from ..runtime.remix import make_generator
from ..runtime.report import Stopwatch
from ..runtime.strips import in_strips
from ..runtime.weights import check_weights, read_card
from . import ProgressCallback, Result

MODEL = "texture_generator"
BUNDLE = (MODEL, "material_vae", "texture_looks")  # the weights that make a result together
HALO = 22  # cells: more than the generator sees to one side; even
STRIP = 64  # cells made at once; even
DENSITY = 0.0


def dressed_texture(request: GenerateTexture, networks: Networks, progress: ProgressCallback) -> Result:
    """Tileable PBR maps; the same request gives the same pixels on one device and runtime. Raises EngineFailure."""
    watch = Stopwatch()
    progress(0.0, "Loading")
    with watch.stage("load"):
        request = dataclasses.replace(request, weights=check_weights(request.weights, *BUNDLE))
        looks = _looks()
    with watch.stage("lay out"):
        generator = make_generator(request.seed)
        chosen = choose(looks, request.category, generator)
        request = dataclasses.replace(request, ingredients=_ingredients(request, chosen, looks))
        layout, *styles = request.ingredients
        style = networks.asarray(mix_styles(looks, request.category, styles, request.variation, generator))
        field = networks.asarray(make_field(looks.layout(layout), _grid(request.size), generator))
    with watch.stage("dress"):
        index = list(CATEGORIES).index(request.category)
        latent = in_strips(
            lambda strip: networks.dress(strip, style, index, DENSITY),
            field,
            1,
            HALO,
            STRIP,
            lambda share: progress(0.02 + 0.28 * share, "Mixing"),
        )
    with watch.stage("draw"):
        maps = draw_maps(latent, DENSITY, networks, lambda share: progress(0.3 + 0.55 * share, "Painting"))
    progress(0.86, "Finishing")
    with watch.stage("finish"):
        arrays = begun_calmly(fit(maps, request.size))
    report = {"seconds": watch.seconds, "native_size": read_card(MODEL)["native_size"], "warnings": []}
    return Result(request, arrays, report)


def _ingredients(request: GenerateTexture, chosen: tuple[str, ...], looks: Looks) -> tuple[str, ...]:
    """The request's own or the chosen ones."""
    given = request.ingredients or chosen
    if len(given) != len(chosen):
        raise EngineFailure(f"A texture has {len(chosen)} ingredients (layout, style, other style), not {len(given)}.")
    return given


def _grid(size: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the latent: even, and enough for the size."""
    width, height = size
    return tuple(2 * math.ceil(side / (2 * CELL)) for side in (height, width))  # type: ignore[return-value]


@functools.cache
def _looks() -> Looks:
    return load_looks()
