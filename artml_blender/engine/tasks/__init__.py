"""One file per task, each a function from a request to named maps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from ...contract.graph import Graph
from ...contract.messages import Request
from ..runtime.networks import Networks


class ProgressCallback(Protocol):
    """Called with the share done (0..1) and what happens now; raises CancelledByUser when the user cancelled."""

    def __call__(self, fraction: float, text: str) -> None: ...


@dataclass(frozen=True)
class Result:
    """The complete request, the maps (uint8 or uint16, [H, W, C]) and what the report adds to the common part."""

    request: Request
    maps: dict[str, np.ndarray[Any, Any]]
    report: dict[str, Any]
    graph: Graph | None = None  # the material as nodes, where the task made it


Task = Callable[[Any, Networks, ProgressCallback], Result]


def find_task(name: str) -> Task:
    """The function of a task that `contract.messages.REQUESTS` names."""
    from .bake_graph import bake_graph
    from .generate_texture import generate_texture
    from .photo_to_material import photo_to_material
    from .sample_family import sample_family
    from .tile_photo import tile_photo

    tasks: dict[str, Task] = {
        "generate_texture": generate_texture,
        "bake_graph": bake_graph,
        "sample_family": sample_family,
        "tile_photo": tile_photo,
        "photo_to_material": photo_to_material,
    }
    return tasks[name]
