"""A structure carved into a material: its relief is added to the surface, and its joints show another material."""

import numpy as np
from array_api_compat import array_namespace

from .arrays import Array, Numpy
from .networks import Networks
from .pbr_maps import resize, sample
from .structures import SIDE, Structure, lines

DEEPEST = 1.0 / 32.0  # of a tile's side: from the joints' ground to the highest block at a depth of 1
MIDDLE, SOFTNESS = -0.45, 0.25  # of the layout: where a joint ends, and half the width of its border
STEP = 0.6  # of the depth: how much of it lies in that border
SURFACE = 3  # the channel of what is drawn; those before it are the base colour, in -1..1
SHADE = 0.7  # of the joints' colours: dirt, and less light


class Carving:
    """Carves a structure into what the decoder draws, any rows of it at once."""

    def __init__(
        self,
        structure: Structure,
        tones: Numpy,
        joints: Array,
        depth: float,
        size: tuple[int, int],
        networks: Networks,
    ) -> None:
        """`tones` [rows, columns] are of the cells of the latent, and `joints` what is drawn of their material,
        [1, 6, h, w], a torus; `depth` is 0..1, `size` the whole picture's rows and columns."""
        inside = _smooth_step((structure.layout - MIDDLE + SOFTNESS) / (2.0 * SOFTNESS))
        relief = STEP * inside + (1.0 - STEP) * structure.height
        relief = (relief - relief.mean()) * np.float32(depth * DEEPEST * SIDE)
        self._rows, columns = size
        self._inside, self._relief, self._joints = (
            lines(each, 3, np.arange(columns), columns)
            for each in (networks.asarray(inside), networks.asarray(relief), shaded(joints, SHADE))
        )
        self._tones = resize(networks.asarray(tones[None, None]), (columns, len(tones)))

    def __call__(self, drawn: Array, rows: Numpy) -> Array:
        """Those rows of the picture as drawn, [1, 6, len(rows), W], carved."""
        inside, relief, joints = (
            lines(each, 2, rows, self._rows) for each in (self._inside, self._relief, self._joints)
        )
        tones = sample(self._tones, 2, (rows + 0.5) * self._tones.shape[2] / self._rows - 0.5)
        mixed = joints + (shaded(drawn, tones) - joints) * inside
        surface = mixed[:, SURFACE : SURFACE + 1] + relief
        return array_namespace(drawn).concat([mixed[:, :SURFACE], surface, mixed[:, SURFACE + 1 :]], axis=1)


def shaded(drawn: Array, tone: Array | float) -> Array:
    """What is drawn with its base colour so many times as bright."""
    color = (drawn[:, :SURFACE] + 1.0) * tone - 1.0
    return array_namespace(drawn).concat([color, drawn[:, SURFACE:]], axis=1)


def _smooth_step(share: Numpy) -> Numpy:
    """0 up to 0, 1 from 1 on, without a corner."""
    inner = share.clip(0.0, 1.0)
    step: Numpy = inner * inner * (3.0 - 2.0 * inner)
    return step
