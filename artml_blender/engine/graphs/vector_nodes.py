"""The vector nodes."""

from ..nodes.bump import bump
from ..nodes.curve_table import curve_mapping_of
from ..nodes.curves import vector_curves
from ..nodes.fresnel import fresnel, layer_weight_facing, layer_weight_fresnel
from ..nodes.mapping import mapping
from ..nodes.normal_map import normal_map
from ..nodes.vector_rotate import vector_rotate
from .call import Call, Carried
from .spreads import bump_spread

Outputs = dict[str, Carried]


def mapping_node(call: Call) -> Outputs:
    location, rotation, scale = (call.vector(name) for name in ("Location", "Rotation", "Scale"))
    kind = call.setting("vector_type", "POINT")
    return {"Vector": mapping(call.vector("Vector"), location, rotation, scale, kind)}


def bump_node(call: Call) -> Outputs:
    """A height that is not linked is flat; within another Bump's height, so is this one."""
    normal = call.normal()
    if call.is_spread or not call.is_linked("Height"):
        return {"Normal": normal}
    slopes = call.surface.slopes(call.number("Height"), bump_spread(call.node, call.version))
    strength, distance = call.number("Strength", 1.0), call.number("Distance", 1.0)
    return {"Normal": bump(slopes, strength, distance, normal, call.setting("invert", False))}


def normal_map_node(call: Call) -> Outputs:
    strength, convention = call.number("Strength", 1.0), call.setting("convention", "OPENGL")
    return {"Normal": normal_map(strength, call.color("Color"), convention)}


def fresnel_node(call: Call) -> Outputs:
    return {"Fac": fresnel(call.number("IOR", 1.5), call.normal())}


def layer_weight_node(call: Call) -> Outputs:
    blend, normal = call.number("Blend", 0.5), call.normal()
    return {"Fresnel": layer_weight_fresnel(blend, normal), "Facing": layer_weight_facing(blend, normal)}


def vector_rotate_node(call: Call) -> Outputs:
    vector, center, axis = (call.vector(name) for name in ("Vector", "Center", "Axis"))
    kind, invert = call.setting("rotation_type", "AXIS_ANGLE"), call.setting("invert", False)
    turned = vector_rotate(vector, center, axis, call.number("Angle"), call.vector("Rotation"), kind, invert)
    return {"Vector": turned}


def vector_curves_node(call: Call) -> Outputs:
    curves = call.described("mapping", curve_mapping_of)
    return {"Vector": vector_curves(call.number("Fac", 1.0), call.vector("Vector"), curves)}


VECTOR_NODES = {
    "ShaderNodeMapping": mapping_node,
    "ShaderNodeBump": bump_node,
    "ShaderNodeNormalMap": normal_map_node,
    "ShaderNodeFresnel": fresnel_node,
    "ShaderNodeLayerWeight": layer_weight_node,
    "ShaderNodeVectorRotate": vector_rotate_node,
    "ShaderNodeVectorCurve": vector_curves_node,
}
