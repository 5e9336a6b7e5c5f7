"""The task `sample_family`: a material of a procedural family, as a graph and as maps."""

from dataclasses import replace

from ...contract.errors import RequestError
from ...contract.messages import BakeGraph, SampleFamily
from ...families import FAMILIES
from ...families.chance import surprise
from ...families.material import displaced_graph
from ...families.settings import check_settings
from ..runtime.networks import Networks
from . import ProgressCallback, Result
from .bake_graph import bake_graph

BLENDER = (5, 0, 0)  # whose nodes the graph is made of; other versions show the same


def sample_family(request: SampleFamily, networks: Networks, progress: ProgressCallback) -> Result:
    """The request with every slider, its graph, and the maps of one tile. Raises RequestError and EngineFailure."""
    family = FAMILIES.get(request.family)
    if family is None:
        known = ", ".join(sorted(FAMILIES))
        raise RequestError(f"Unknown family {ascii(request.family)[:60]}; choose one of {known}.")
    settings = {**surprise(family, request.seed), **check_settings(family, request.settings)}
    graph = displaced_graph(family, settings, BLENDER)
    baked = bake_graph(BakeGraph(graph, request.size, (1.0, 1.0)), networks, progress)
    return replace(baked, request=replace(request, settings=settings), graph=graph)
