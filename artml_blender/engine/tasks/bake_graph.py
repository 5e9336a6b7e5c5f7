"""The task `bake_graph`: a material's node graph to maps, and its relief to a height and an occlusion map."""

from ...contract.graph import GraphError
from ...contract.messages import BakeGraph
from ...contract.node_specs import unsupported
from ..errors import EngineFailure
from ..runtime.networks import Networks
from ..runtime.report import Stopwatch
from . import ProgressCallback, Result


def bake_graph(request: BakeGraph, networks: Networks, progress: ProgressCallback) -> Result:
    """Maps of the graph's material on a flat tile. Raises GraphError and EngineFailure."""
    if names := unsupported(request.graph):
        raise GraphError(f"ArtML cannot bake these nodes of {request.graph.name!r} yet: {', '.join(names)}.")
    try:
        import torch
    except ImportError:
        raise EngineFailure("Baking needs PyTorch: press Set Up PyTorch in ArtML's Preferences.") from None
    from ..graphs.bake import bake
    from ..graphs.baked_relief import finish_relief

    watch = Stopwatch()
    progress(0.02, "Baking")
    with watch.stage("bake"):
        baked = bake(
            request.graph,
            request.size,
            request.extent,
            torch.device(networks.device),
            lambda share: progress(0.02 + 0.68 * share, "Baking"),
        )
    progress(0.7, "Finishing the relief")
    with watch.stage("relief"):
        height, ambient_occlusion, is_clipped = finish_relief(baked.relief, request.extent)
    warnings = [f"No map can show {name}." for name in sorted(baked.left_out)]
    if is_clipped:
        warnings.append("The relief is deeper than the height map can hold (2 % of the tile's width); it is cut off.")
    maps = {
        "base_color": baked.base_color,
        "roughness": baked.roughness,
        "metallic": baked.metallic,
        "normal": baked.normal,
        "height": height,
        "ambient_occlusion": ambient_occlusion,
    }
    return Result(request, maps, {"seconds": watch.seconds, "warnings": warnings})
