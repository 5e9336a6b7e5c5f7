"""A material's graph, baked: evaluated strip by strip, so that memory stays bounded, into arrays of the whole tile."""

import functools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...contract.graph import Graph, GraphError
from ..nodes.color_spaces import linear_to_srgb
from ..nodes.values import Vector
from ..nodes.vector_math import normalized
from ..runtime.memory import return_freed_memory
from .evaluate import Shaded, evaluate
from .pictures import load_picture
from .plan import Plan, make_plan
from .surface import tile_rows

CPU_STRIP = 2**19  # pixels: 2 MiB to a tensor; a smaller strip spends its time between the operations
GPU_STRIP = 2**22
LARGE = 2**22  # pixels of a tile, whose own arrays then leave less memory to the strips
STRIPS_AT_LEAST = 2  # to a worker, so that there is progress, and a cancellation is heard
MIN_NORMAL_Z = 0.1  # a steeper slope (84 degrees) counts as this one where relief is summed up from slopes

Array = np.ndarray[Any, Any]


@dataclass
class Baked:
    """A tile of width x height pixels, the top row first."""

    size: tuple[int, int]
    has_height: bool
    base_color: Array = field(init=False)  # uint8 [H, W, 3], sRGB
    roughness: Array = field(init=False)  # uint8 [H, W, 1]
    metallic: Array = field(init=False)  # uint8 [H, W, 1]
    normal: Array = field(init=False)  # uint8 [H, W, 3], OpenGL
    relief: Array = field(init=False)  # float32: height in metres [1, H, W], or slopes to the right and top [2, H, W]
    left_out: set[str] = field(default_factory=set)  # what the material shows and no map can

    def __post_init__(self) -> None:
        width, height = self.size
        for name, channels in (("base_color", 3), ("roughness", 1), ("metallic", 1), ("normal", 3)):
            setattr(self, name, np.empty((height, width, channels), np.uint8))
        self.relief = np.empty((1 if self.has_height else 2, height, width), np.float32)


def bake(
    graph: Graph,
    size: tuple[int, int],
    extent: tuple[float, float],
    device: torch.device,
    progress: Callable[[float], None],
) -> Baked:
    """Bake a tile of `size` (width, height) pixels that is `extent` metres wide and high. Raises GraphError.

    `progress` gets the share done, and may raise to cancel.
    """
    plan = make_plan(graph)
    if plan.surface is None:
        raise GraphError("Nothing is linked to the Surface of the Material Output; link a Principled BSDF to it.")
    baked = Baked(size, plan.displacement is not None)
    names = _picture_names(graph, plan)
    pictures = {name: load_picture(graph.images[name], Path(), graph.blender, device) for name in names}
    width, height = size
    workers, most = (os.cpu_count() or 1, CPU_STRIP) if device.type == "cpu" else (1, GPU_STRIP)
    if any(step.spread is not None for step in plan.steps):
        most //= 3
    if width * height > LARGE:
        most //= 2
    step = max(1, min(most // width, height // (STRIPS_AT_LEAST * workers)))
    strips = [range(top, min(top + step, height)) for top in range(0, height, step)]

    @torch.inference_mode()
    def bake_strip(rows: range) -> None:
        surface = tile_rows(size, rows, extent, device)
        _store(evaluate(graph, plan, surface, pictures.__getitem__), baked, rows)

    # One thread to a strip: its small tensors stay in its core's cache, and nobody waits for anybody.
    with ThreadPoolExecutor(workers, initializer=functools.partial(torch.set_num_threads, 1)) as pool:
        futures = [pool.submit(bake_strip, rows) for rows in strips]
        try:
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                progress(done / len(strips))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return_freed_memory()  # what comes next needs it elsewhere
    return baked


def _picture_names(graph: Graph, plan: Plan) -> set[str]:
    names = {step.node.settings.get("image") for step in plan.steps if step.node.idname == "ShaderNodeTexImage"}
    for name in names - {None} - set(graph.images):
        raise GraphError(f"The graph has no picture {str(name)[:80]!r}.")
    return {str(name) for name in names if name is not None}


def _store(shaded: Shaded, baked: Baked, rows: range) -> None:
    """Round a strip's values into the arrays."""
    if shaded.shader is None:
        raise GraphError("The Material Output shows no shader; link a Principled BSDF to its Surface.")
    shader, part = shaded.shader, slice(rows.start, rows.stop)
    for channel, value in enumerate(shader.base_color):
        _round_into(baked.base_color[part, :, channel], linear_to_srgb(value.clamp(0.0, 1.0)))
    _round_into(baked.roughness[part, :, 0], shader.roughness)
    _round_into(baked.metallic[part, :, 0], shader.metallic)
    normal = normalized(shader.normal)
    for channel, value in enumerate(normal):
        _round_into(baked.normal[part, :, channel], value * 0.5 + 0.5)
    relief = [shaded.height] if shaded.height is not None else _slopes(normal)
    for layer, value in enumerate(relief):
        baked.relief[layer, part] = value.nan_to_num(0.0, 0.0, 0.0).cpu().numpy()
    baked.left_out |= shader.left_out


def _slopes(normal: Vector) -> list[Tensor]:
    """How much the surface rises to the right and to the top."""
    x, y, z = normal
    steepness = z.clamp(min=MIN_NORMAL_Z)
    return [-x / steepness, -y / steepness]


def _round_into(target: Array, value: Tensor) -> None:
    """0..1 to 0..255; what is not a number becomes 0."""
    rounded = (value.nan_to_num(0.0).clamp(0.0, 1.0) * 255.0 + 0.5).to(torch.uint8)
    target[:] = rounded.broadcast_to(target.shape).cpu().numpy()
