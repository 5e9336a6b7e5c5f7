"""Many materials of one family at once: maps for learning, straight from its node group."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from ...contract.graph import Graph, Link, Node, Tree
from ...contract.maps import HEIGHT_PER_TILE
from ...families.family import Family, Setting
from ...families.material import COORDINATES, GROUP
from ...families.tree_builder import output_identifier
from ..nodes.color_spaces import linear_to_srgb
from ..runtime.relief import slopes_to_normal
from .call import convert
from .evaluate import evaluate_values
from .pictures import Picture
from .plan import plan_values
from .surface import tile_rows

BLENDER = (5, 0, 0)  # the version whose nodes are evaluated
KINDS = {"Base Color": "RGBA", **dict.fromkeys(("Roughness", "Metallic", "Height", "Piece", "Edge"), "VALUE")}
RELIEF = HEIGHT_PER_TILE  # of the height map, in widths of the tile


@torch.inference_mode()
def make_stacks(
    family: Family, settings: Sequence[Mapping[str, Setting]], size: tuple[int, int], device: torch.device | str = "cpu"
) -> dict[str, Tensor]:
    """Maps of N settings of a family on one tile of `size` (width, height), each [N, C, H, W] in 0..1.

    `base_color` (3 channels, sRGB), `roughness`, `metallic`, `height`, `normal` (3, OpenGL), and the layout: `piece`
    (the random number of the brick, plank or cell that a pixel is in) and `edge` (0 between pieces, 1 within).
    """
    graph, sink = _graph(family, _batched(family, settings, device))
    width, height = size
    surface = tile_rows(size, range(height), (1.0, 1.0), device)
    found = evaluate_values(graph, plan_values(graph, sink, KINDS), surface, _no_pictures)
    stacks = {}
    for name, kind in KINDS.items():
        value = convert(*found[name], kind)
        channels = value if isinstance(value, tuple) else (value,)
        planes = [channel.broadcast_to(len(settings), height, width) for channel in channels]  # type: ignore[union-attr]
        stacks[name.lower().replace(" ", "_")] = torch.stack(planes, dim=1).clamp(0.0, 1.0)
    stacks["base_color"] = linear_to_srgb(stacks["base_color"])
    stacks["normal"] = _normals(stacks["height"])
    return stacks


def _graph(family: Family, inputs: Mapping[str, Any]) -> tuple[Graph, Node]:
    """The family's group on UV coordinates, and a node that its outputs lead into."""
    sink = Node("Maps", "NodeGroupOutput")
    nodes = (
        Node(COORDINATES, "ShaderNodeTexCoord"),
        Node(GROUP, "ShaderNodeGroup", {"node_tree": family.group_name}, inputs),
        sink,
    )
    links = [Link(COORDINATES, "UV", GROUP, "Vector")]
    links += [Link(GROUP, output_identifier(name), sink.name, name) for name in KINDS]
    groups = {**family.groups, family.group_name: family.tree}
    return Graph(family.label, BLENDER, Tree(nodes, tuple(links)), groups), sink


def _normals(height: Tensor) -> Tensor:
    """Of the relief, seen two pixels wide, on the torus."""
    across = (height.roll(-1, 3) - height.roll(1, 3)) * (0.5 * RELIEF * height.shape[3])
    up = (height.roll(1, 2) - height.roll(-1, 2)) * (0.5 * RELIEF * height.shape[2])
    normals: Tensor = slopes_to_normal(torch.cat([across, up], dim=1))
    return normals


def _no_pictures(name: str) -> Picture:
    raise LookupError(name)


def _batched(
    family: Family, settings: Sequence[Mapping[str, Setting]], device: torch.device | str
) -> dict[str, object]:
    """Each slider's value in all materials: [N, 1, 1], of colours three of them."""
    batch: dict[str, object] = {}
    for name, default in family.defaults().items():
        values = torch.tensor([item.get(name, default) for item in settings], dtype=torch.float32, device=device)
        channels = values.reshape(len(settings), -1).T[..., None, None]
        batch[name] = tuple(channels) if len(channels) > 1 else channels[0]
    return batch
