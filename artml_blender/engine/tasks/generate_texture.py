"""The task `generate_texture`: a scan's latent laid anew in pieces, carved with a structure, and drawn as maps."""

import dataclasses

from ...contract.messages import GenerateTexture
from ..runtime.drawn_maps import CELL, draw_maps, fit
from ..runtime.networks import Networks
from ..runtime.pbr_maps import begun_at
from ..runtime.report import Stopwatch
from ..runtime.seams import calmest_origin
from ..runtime.weights import read_card
from ..texture.adjust import even_out
from ..texture.draw import DENSITY, decoding, finishing, joints_of
from ..texture.lay_out import BUNDLE, lay_out
from . import ProgressCallback, Result


def generate_texture(request: GenerateTexture, networks: Networks, progress: ProgressCallback) -> Result:
    """Tileable PBR maps; the same request gives the same pixels on one device and runtime. Raises EngineFailure."""
    watch = Stopwatch()
    progress(0.0, "Loading")
    layout = lay_out(request, networks, progress, watch)
    request = layout.request
    with watch.stage("draw"):
        joints = joints_of(layout.blocks, request.grain) if layout.blocks else None
        size = CELL * layout.grid[0], CELL * layout.grid[1]
        draw = finishing(decoding(layout.piece, request.grain), joints, layout, request, size, networks)
        latent = networks.asarray(layout.piece.latent)
        if request.regularity:
            latent = even_out(latent, request.regularity)
        maps = draw_maps(latent, DENSITY, draw, lambda share: progress(0.25 + 0.6 * share, "Painting"))
    progress(0.86, "Finishing")
    with watch.stage("finish"):
        arrays = fit(maps, request.size)
        request = dataclasses.replace(request, origin=request.origin or calmest_origin(arrays.values()))
        arrays = begun_at(request.origin, arrays)
    report = {"seconds": watch.seconds, "native_size": read_card(BUNDLE[0])["native_size"]}
    return Result(request, arrays, {**report, "warnings": layout.warnings})
