"""The converter nodes."""

from collections.abc import Callable
from functools import partial

from ..nodes.blackbody import blackbody
from ..nodes.clamp import clamp
from ..nodes.color_ramp import color_ramp, color_ramp_of
from ..nodes.curve_table import curve_mapping_of
from ..nodes.curves import float_curve
from ..nodes.map_range import map_range, map_range_vector
from ..nodes.math_node import math_node
from ..nodes.mix_node import mix_color, mix_float, mix_vector
from ..nodes.rgb_to_bw import rgb_to_bw
from ..nodes.separate_combine import combine_color, separate_color
from ..nodes.vector_math import VALUES, vector_math, vector_math_value
from .call import Call, Carried

Outputs = dict[str, Carried]


def math(call: Call) -> Outputs:
    a, b, c = (call.number(name) for name in ("Value", "Value_001", "Value_002"))
    return {"Value": math_node(a, b, c, call.setting("operation", "ADD"), call.setting("use_clamp", False))}


def vector_math_node(call: Call) -> Outputs:
    a, b, c = (call.vector(name) for name in ("Vector", "Vector_001", "Vector_002"))
    operation = call.setting("operation", "ADD")
    if operation in VALUES:
        return {"Value": vector_math_value(a, b, operation), "Vector": call.zero_vector()}
    return {"Vector": vector_math(a, b, c, call.number("Scale", 1.0), operation), "Value": call.zero()}


def map_range_node(call: Call) -> Outputs:
    kind, clamped = call.setting("interpolation_type", "LINEAR"), call.setting("clamp", True)
    if call.setting("data_type", "FLOAT") == "FLOAT":
        names = ("From Min", "From Max", "To Min", "To Max", "Steps")
        from_min, from_max, to_min, to_max, steps = (call.number(name) for name in names)
        value = call.number("Value")
        return {"Result": map_range(value, from_min, from_max, to_min, to_max, steps, kind, clamped)}
    names = ("From_Min_FLOAT3", "From_Max_FLOAT3", "To_Min_FLOAT3", "To_Max_FLOAT3", "Steps_FLOAT3")
    low, high, to_low, to_high, counts = (call.vector(name) for name in names)
    return {"Vector": map_range_vector(call.vector("Vector"), low, high, to_low, to_high, counts, kind, clamped)}


def clamp_node(call: Call) -> Outputs:
    value, low, high = (call.number(name) for name in ("Value", "Min", "Max"))
    return {"Result": clamp(value, low, high, call.setting("clamp_type", "MINMAX"))}


def mix(call: Call) -> Outputs:
    clamp_factor = call.setting("clamp_factor", True)
    match call.setting("data_type", "FLOAT"):
        case "FLOAT":
            a, b, factor = call.number("A_Float"), call.number("B_Float"), call.number("Factor_Float")
            return {"Result_Float": mix_float(factor, a, b, clamp_factor)}
        case "VECTOR":
            is_uniform = call.setting("factor_mode", "UNIFORM") == "UNIFORM"
            share = call.number("Factor_Float") if is_uniform else call.vector("Factor_Vector")
            return {"Result_Vector": mix_vector(share, call.vector("A_Vector"), call.vector("B_Vector"), clamp_factor)}
    color = mix_color(
        call.number("Factor_Float"),
        call.color("A_Color"),
        call.color("B_Color"),
        call.setting("blend_type", "MIX"),
        clamp_factor,
        call.setting("clamp_result", False),
    )
    return {"Result_Color": color}


def mix_rgb(call: Call) -> Outputs:
    """The Mix node of Blender 3.3 and older, which files still hold."""
    factor, a, b = call.number("Fac"), call.color("Color1"), call.color("Color2")
    color = mix_color(factor, a, b, call.setting("blend_type", "MIX"), True, call.setting("use_clamp", False))
    return {"Color": color}


def ramp(call: Call) -> Outputs:
    color, alpha = color_ramp(call.number("Fac"), call.described("color_ramp", color_ramp_of))
    return {"Color": color, "Alpha": alpha}


def float_curve_node(call: Call) -> Outputs:
    curve = call.described("mapping", curve_mapping_of)
    return {"Value": float_curve(call.number("Factor"), call.number("Value"), curve)}


def separate(call: Call) -> Outputs:
    red, green, blue = separate_color(call.color("Color"), call.setting("mode", "RGB"))
    return {"Red": red, "Green": green, "Blue": blue}


def combine(call: Call) -> Outputs:
    red, green, blue = (call.number(name) for name in ("Red", "Green", "Blue"))
    return {"Color": combine_color(red, green, blue, call.setting("mode", "RGB"))}


def separate_channels(call: Call, color: str, mode: str) -> Outputs:
    """Separate RGB and Separate HSV, which Blender 4 still has."""
    return dict(zip(mode, separate_color(call.color(color), mode), strict=True))


def combine_channels(call: Call, color: str, mode: str) -> Outputs:
    """Combine RGB and Combine HSV, which Blender 4 still has."""
    first, second, third = (call.number(name) for name in mode)
    return {color: combine_color(first, second, third, mode)}


def separate_xyz(call: Call) -> Outputs:
    x, y, z = call.vector("Vector")
    return {"X": x, "Y": y, "Z": z}


def combine_xyz(call: Call) -> Outputs:
    return {"Vector": (call.number("X"), call.number("Y"), call.number("Z"))}


def to_bw(call: Call) -> Outputs:
    return {"Val": rgb_to_bw(call.color("Color"))}


def blackbody_node(call: Call) -> Outputs:
    return {"Color": blackbody(call.number("Temperature", 1500.0))}


CONVERTER_NODES: dict[str, Callable[[Call], Outputs]] = {
    "ShaderNodeMath": math,
    "ShaderNodeVectorMath": vector_math_node,
    "ShaderNodeMapRange": map_range_node,
    "ShaderNodeClamp": clamp_node,
    "ShaderNodeMix": mix,
    "ShaderNodeMixRGB": mix_rgb,
    "ShaderNodeValToRGB": ramp,
    "ShaderNodeFloatCurve": float_curve_node,
    "ShaderNodeSeparateColor": separate,
    "ShaderNodeCombineColor": combine,
    "ShaderNodeSeparateRGB": partial(separate_channels, color="Image", mode="RGB"),
    "ShaderNodeCombineRGB": partial(combine_channels, color="Image", mode="RGB"),
    "ShaderNodeSeparateHSV": partial(separate_channels, color="Color", mode="HSV"),
    "ShaderNodeCombineHSV": partial(combine_channels, color="Color", mode="HSV"),
    "ShaderNodeBlackbody": blackbody_node,
    "ShaderNodeSeparateXYZ": separate_xyz,
    "ShaderNodeCombineXYZ": combine_xyz,
    "ShaderNodeRGBToBW": to_bw,
}
