"""A family as a whole material: coordinates, its node group, a Principled BSDF and the relief."""

from collections.abc import Mapping
from typing import Any

from ..contract.graph import Graph, Link, Node, Tree, Value
from ..contract.maps import HEIGHT_MIDLEVEL, HEIGHT_PER_TILE
from .family import Family, Setting
from .tree_builder import output_identifier

COORDINATES, MAPPING, GROUP, PRINCIPLED = "Texture Coordinate", "Mapping", "Family", "Principled BSDF"
RELIEF, OUTPUT = "Relief", "Material Output"
SHOWN = ("Base Color", "Roughness", "Metallic")

Blender = tuple[int, int, int]  # the version whose nodes a graph is made of


def bumped_graph(family: Family, settings: Mapping[str, Setting], blender: Blender, tile_size: float = 1.0) -> Graph:
    """The material of a family with these settings (the defaults for those that are not there), its relief a bump.

    It fills the UV square once; its relief fits a tile of `tile_size` metres. A Bump node takes less of Cycles' room
    than a displacement shown as bump, for which every number that colour and height share stays until the end.
    """
    inputs = {"Strength": 1.0, "Distance": HEIGHT_PER_TILE * tile_size}
    node = Node(RELIEF, "ShaderNodeBump", {"invert": False}, inputs, look={"location": [-300.0, -400.0]})
    return _graph(family, settings, blender, node, Link(RELIEF, "Normal", PRINCIPLED, "Normal"))


def displaced_graph(family: Family, settings: Mapping[str, Setting], blender: Blender, tile_size: float = 1.0) -> Graph:
    """The same, its relief a displacement: for true displacement, and for height maps."""
    inputs = {"Midlevel": HEIGHT_MIDLEVEL, "Scale": HEIGHT_PER_TILE * tile_size}
    node = Node(RELIEF, "ShaderNodeDisplacement", {"space": "OBJECT"}, inputs, look={"location": [50.0, -400.0]})
    return _graph(family, settings, blender, node, Link(RELIEF, "Displacement", OUTPUT, "Displacement"))


def _graph(family: Family, settings: Mapping[str, Setting], blender: Blender, relief: Node, relief_link: Link) -> Graph:
    inputs = {name: _socket_value(value) for name, value in {**family.defaults(), **settings}.items()}
    in_place = {"Location": (0.0, 0.0, 0.0), "Rotation": (0.0, 0.0, 0.0), "Scale": (1.0, 1.0, 1.0)}
    nodes = (
        Node(COORDINATES, "ShaderNodeTexCoord", look={"location": [-1100.0, 0.0]}),
        Node(MAPPING, "ShaderNodeMapping", {"vector_type": "POINT"}, in_place, look={"location": [-900.0, 0.0]}),
        Node(GROUP, "ShaderNodeGroup", {"node_tree": family.group_name}, inputs, look=_group_look(family)),
        relief,
        Node(PRINCIPLED, "ShaderNodeBsdfPrincipled", look={"location": [50.0, 100.0]}),
        Node(OUTPUT, "ShaderNodeOutputMaterial", {"is_active_output": True}, look={"location": [400.0, 0.0]}),
    )
    links = (
        Link(COORDINATES, "UV", MAPPING, "Vector"),
        Link(MAPPING, "Vector", GROUP, "Vector"),
        *(Link(GROUP, output_identifier(name), PRINCIPLED, name) for name in SHOWN),
        Link(GROUP, output_identifier("Height"), RELIEF, "Height"),
        relief_link,
        Link(PRINCIPLED, "BSDF", OUTPUT, "Surface"),
    )
    groups = {**family.groups, family.group_name: family.tree}
    return Graph(family.label, blender, Tree(nodes, links), groups)


def _socket_value(value: Setting) -> Value:
    """Colours are opaque."""
    return (*value, 1.0) if isinstance(value, tuple) else float(value)


def _group_look(family: Family) -> dict[str, Any]:
    return {"location": [-650.0, 0.0], "width": 280.0, "label": family.label}
