"""The maps of a graph as ArtML evaluates them, and whether they are what Cycles bakes."""

import dataclasses
from pathlib import Path

import numpy as np
import torch

from artml_blender.engine.graphs.evaluate import evaluate
from artml_blender.engine.graphs.pictures import load_picture
from artml_blender.engine.graphs.plan import make_plan
from artml_blender.engine.graphs.surface import tile_rows
from artml_blender.engine.nodes.vector_math import normalized

EXTENT = 2.0, 2.0  # metres
BOUND = 2e-3
ULPS = 8
OFFSET = 0.001, 0.002  # pixels: how far to the right of its middle, and above it, Blender bakes a pixel


def our_maps(graph, side, names, nudges=(1.0, 1.0)):
    """The maps as `baked_case.cycles_maps` gives them, with u and v multiplied by the nudges."""
    surface = tile_rows((side, side), range(side), EXTENT)
    axes = zip((surface.u, surface.v), OFFSET, nudges, strict=True)
    u, v = ((axis + offset / side) * nudge for axis, offset, nudge in axes)
    pictures = {name: load_picture(image, Path(), graph.blender) for name, image in graph.images.items()}
    with torch.inference_mode():
        shader = evaluate(graph, make_plan(graph), dataclasses.replace(surface, u=u, v=v), pictures.__getitem__).shader
    shader = dataclasses.replace(shader, normal=normalized(shader.normal))
    return {name: _pixels(getattr(shader, name), side) for name in names}


def _pixels(value, side):
    axes = value if isinstance(value, tuple) else (value,) * 3
    return np.stack([axis.broadcast_to(side, side).numpy() for axis in axes], -1)


def unexplained(graph, theirs):
    """The share of values in each map that differ without a reason: float32 cannot say (see samples.py)."""
    side = len(next(iter(theirs.values())))
    ours = our_maps(graph, side, theirs)
    differ = {name: ~(np.abs(ours[name] - pixels) <= BOUND) for name, pixels in theirs.items()}
    factors = [1.0 + ulps * 2.0**-24 for ulps in (-ULPS, -1, 1, ULPS)]
    nudges = [(factor, 1.0) for factor in factors] + [(1.0, factor) for factor in factors]
    while nudges and any(where.any() for where in differ.values()):
        moved = our_maps(graph, side, theirs, nudges.pop())
        for name in theirs:
            differ[name] &= np.abs(moved[name] - ours[name]) < 0.25 * BOUND
    return {name: float(where.mean()) for name, where in differ.items() if where.any()}
