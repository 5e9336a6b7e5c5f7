"""From a layout to what is drawn of it, step by step: decoded, recolored, carved, worn, finished."""

import numpy as np
from array_api_compat import array_namespace

from ...contract.messages import GenerateTexture
from ..runtime.arrays import Array, Numpy
from ..runtime.carving import Carving
from ..runtime.drawn_maps import CELL, Draw
from ..runtime.networks import Networks
from ..runtime.palettes import Palettes, recolor
from .adjust import Finish, Wear
from .lay_out import Blocks, Layout, Piece

DENSITY = 0.0


def decoding(piece: Piece, grain: float) -> Draw:
    """What the decoder draws of a piece, with so much of its grain."""
    return lambda field, rows: piece.grain(piece.networks.draw(field, DENSITY), rows, grain)


def joints_of(blocks: Blocks, grain: float) -> Array:
    """What is drawn of the joints' material, a torus [1, 6, h, w]."""
    joints, rows = blocks.joints, np.arange(CELL * blocks.joints.latent.shape[2])
    return decoding(joints, grain)(joints.networks.asarray(joints.latent), rows)


def finishing(
    decode: Draw,
    joints: Array | None,
    layout: Layout,
    request: GenerateTexture,
    size: tuple[int, int],
    networks: Networks,
) -> Draw:
    """What `decode` and the joints' material show, as the request finishes the layout.

    They may be drawn smaller than the layout, as rows and columns `size` say.
    """
    scale = size[0] / (CELL * layout.grid[0])
    draw = _recoloring(decode, layout.palettes, networks)
    if layout.blocks is not None:
        tones = layout.blocks.tones + (1.0 - layout.blocks.tones) * np.float32(request.regularity)
        depth = request.structure_depth * scale
        carve = Carving(layout.blocks.structure, tones, joints, depth, size, networks)
        draw = _then(draw, carve)
    if request.wear:
        draw = _then(draw, Wear(request.wear, layout.grid, request.seed, size[1], scale, networks))
    if not request.is_neutral:
        draw = _then(draw, Finish(request, layout.palettes[1], networks))
    return draw


def _recoloring(draw: Draw, palettes: tuple[Palettes, Palettes], networks: Networks) -> Draw:
    """What is drawn, from one palette to another."""
    own, wanted = (Palettes(*map(networks.asarray, each)) for each in palettes)

    def recolored(field: Array, rows: Numpy) -> Array:
        drawn = draw(field, rows)
        return array_namespace(drawn).concat([recolor(drawn[:, :3], own, wanted), drawn[:, 3:]], axis=1)

    return recolored


def _then(draw: Draw, change: Draw) -> Draw:
    """What is drawn, changed."""
    return lambda field, rows: change(draw(field, rows), rows)
