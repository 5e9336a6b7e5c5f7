"""Previews of a texture while its adjustments are dragged: the final picture, made smaller where it is large.

What was laid and drawn last is kept, so that a change of the adjustments takes only the finishing.
"""

import dataclasses
from dataclasses import dataclass

import numpy as np
from array_api_compat import array_namespace

from ...contract.messages import GenerateTexture
from ..runtime.arrays import Array, Numpy
from ..runtime.drawn_maps import CELL, HALO, STRIP, fit, flat_maps_of, relief_maps_of
from ..runtime.networks import Networks
from ..runtime.pbr_maps import begun_at
from ..runtime.report import Stopwatch
from ..runtime.strips import strips
from ..tasks import ProgressCallback
from .adjust import even_out
from .draw import DENSITY, finishing
from .lay_out import Layout, Piece, lay_out

LARGEST = 512  # pixels of a preview, its longer side


@dataclass(frozen=True)
class Drawn:
    """What the decoder draws of a piece, without grain and with all of it, [1, 6, h, w]."""

    bare: Array
    full: Array

    def with_grain(self, share: float) -> Array:
        return self.bare + (self.full - self.bare) * share


class Previews:
    """Draws them, and keeps what the last one was drawn from."""

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._laid: GenerateTexture | None = None  # what that layout was asked for by
        self._drawn: tuple[Drawn, Drawn | None] | None = None  # the material, and what lies in the joints
        self._regularity = 0.0  # of what is drawn
        self._relief: tuple[Array, dict[str, Numpy]] | None = None  # the last surface, and its maps

    def maps(self, request: GenerateTexture, networks: Networks, progress: ProgressCallback) -> dict[str, Numpy]:
        """Every map of a request, as integers [h, w, C]. Raises EngineFailure."""
        shrink = _shrink(request.size)
        wanted = dataclasses.replace(request.unadjusted(), grain=1.0, structure_depth=1.0, origin=())
        if self._layout is None or wanted != self._laid:
            self._drawn = None
            self._layout, self._laid = lay_out(wanted, networks, progress, Stopwatch()), wanted
        layout = self._layout
        if self._drawn is None or self._regularity != request.regularity:
            self._drawn = _draw(layout, request.regularity, shrink, progress)
            self._regularity = request.regularity
        material, joints = self._drawn[0].with_grain(request.grain), self._drawn[1]
        size = material.shape[2], material.shape[3]
        draw = finishing(
            lambda field, rows: material, joints and joints.with_grain(request.grain), layout, request, size, networks
        )
        drawn = draw(material, np.arange(size[0]))
        maps = {**flat_maps_of(drawn, 0), **self._relief_maps(drawn[:, 3:4], DENSITY - np.log2(shrink))}
        width, height = (max(1, round(side / shrink)) for side in request.size)
        origin = tuple(place // shrink for place in request.origin or (0, 0))
        return begun_at(origin, fit(maps, (width, height)))

    def _relief_maps(self, surface: Array, density: float) -> dict[str, Numpy]:
        """Those of the surface; they take half of the time, and most sliders leave it as it is."""
        xp = array_namespace(surface)
        if self._relief is None or self._relief[0].shape != surface.shape or not xp.all(self._relief[0] == surface):
            self._relief = surface, relief_maps_of(surface, density, 0)
        return self._relief[1]


def _shrink(size: tuple[int, int]) -> int:
    """How many times smaller a preview is: a power of 2."""
    shrink = 1
    while max(size) > shrink * LARGEST:
        shrink *= 2
    return shrink


def _draw(layout: Layout, regularity: float, shrink: int, progress: ProgressCallback) -> tuple[Drawn, Drawn | None]:
    """The material and what lies in its joints, if there are any, so many times smaller."""
    material = _drawn(layout.piece, regularity, shrink, progress)
    if layout.blocks is None:
        return material, None
    return material, _drawn(layout.blocks.joints, 0.0, shrink, progress)


def _drawn(piece: Piece, regularity: float, shrink: int, progress: ProgressCallback) -> Drawn:
    """Strip by strip, since what is drawn at full size may need more memory than there is."""
    latent = piece.networks.asarray(piece.latent)
    if regularity:
        latent = even_out(latent, regularity)
    parts = []
    for strip in strips(latent, 1, HALO, STRIP):
        rows = np.arange(CELL * (strip.top - strip.margin), CELL * (strip.bottom + strip.margin))
        rows %= CELL * latent.shape[2]
        decoded = piece.networks.draw(strip.field, DENSITY)
        margin, end = CELL * strip.margin, len(rows) - CELL * strip.margin
        parts.append([_smaller(piece.grain(decoded, rows, share)[:, :, margin:end], shrink) for share in (0.0, 1.0)])
        progress(0.25 + 0.6 * strip.bottom / latent.shape[2], "Painting")
    xp = array_namespace(latent)
    return Drawn(*(xp.concat(list(column), axis=2) for column in zip(*parts, strict=True)))


def _smaller(drawn: Array, shrink: int) -> Array:
    """What is drawn, as means of squares of that many pixels; the surface stays in pixels."""
    if shrink == 1:
        return drawn
    xp, (height, width) = array_namespace(drawn), drawn.shape[2:]
    means = xp.mean(xp.reshape(drawn, (1, 6, height // shrink, shrink, width // shrink, shrink)), axis=(3, 5))
    return xp.concat([means[:, :3], means[:, 3:4] / shrink, means[:, 4:]], axis=1)
