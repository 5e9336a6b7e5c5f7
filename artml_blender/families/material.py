"""A family as a whole material: coordinates, its node group, a Principled BSDF and the relief."""

from collections.abc import Mapping
from typing import Any

from ..contract.graph import Graph, Link, Node, Tree, Value
from ..contract.maps import HEIGHT_MIDLEVEL, HEIGHT_PER_TILE
from .family import Family, Setting
from .tree_builder import output_identifier

COORDINATES, MAPPING, GROUP, PRINCIPLED = "Texture Coordinate", "Mapping", "Family", "Principled BSDF"
DISPLACEMENT, OUTPUT = "Displacement", "Material Output"


def material_graph(
    family: Family, settings: Mapping[str, Setting], blender: tuple[int, int, int], tile_size: float = 1.0
) -> Graph:
    """The material of a family with these settings (the defaults for those that are not there).

    It fills the UV square once; its relief fits a tile of `tile_size` metres. It displaces, and has no Bump, so that
    the same tree does for bump-only and for true displacement.
    """
    inputs = {name: _socket_value(value) for name, value in {**family.defaults(), **settings}.items()}
    in_place = {"Location": (0.0, 0.0, 0.0), "Rotation": (0.0, 0.0, 0.0), "Scale": (1.0, 1.0, 1.0)}
    nodes = (
        Node(COORDINATES, "ShaderNodeTexCoord", look={"location": [-900.0, 0.0]}),
        Node(MAPPING, "ShaderNodeMapping", {"vector_type": "POINT"}, in_place, look={"location": [-700.0, 0.0]}),
        Node(GROUP, "ShaderNodeGroup", {"node_tree": family.group_name}, inputs, look=_group_look(family)),
        Node(PRINCIPLED, "ShaderNodeBsdfPrincipled", look={"location": [-50.0, 100.0]}),
        Node(
            DISPLACEMENT,
            "ShaderNodeDisplacement",
            {"space": "OBJECT"},
            {"Midlevel": HEIGHT_MIDLEVEL, "Scale": HEIGHT_PER_TILE * tile_size},
            look={"location": [-50.0, -300.0]},
        ),
        Node(OUTPUT, "ShaderNodeOutputMaterial", {"is_active_output": True}, look={"location": [300.0, 0.0]}),
    )
    links = (
        Link(COORDINATES, "UV", MAPPING, "Vector"),
        Link(MAPPING, "Vector", GROUP, "Vector"),
        Link(GROUP, output_identifier("Base Color"), PRINCIPLED, "Base Color"),
        Link(GROUP, output_identifier("Roughness"), PRINCIPLED, "Roughness"),
        Link(GROUP, output_identifier("Metallic"), PRINCIPLED, "Metallic"),
        Link(GROUP, output_identifier("Height"), DISPLACEMENT, "Height"),
        Link(PRINCIPLED, "BSDF", OUTPUT, "Surface"),
        Link(DISPLACEMENT, "Displacement", OUTPUT, "Displacement"),
    )
    groups = {**family.groups, family.group_name: family.tree}
    return Graph(family.label, blender, Tree(nodes, links), groups)


def _socket_value(value: Setting) -> Value:
    """Colours are opaque."""
    return (*value, 1.0) if isinstance(value, tuple) else float(value)


def _group_look(family: Family) -> dict[str, Any]:
    return {"location": [-450.0, 0.0], "width": 280.0, "label": family.label}
