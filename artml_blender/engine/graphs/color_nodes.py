"""The colour nodes."""

from ..nodes.brightness_contrast import brightness_contrast
from ..nodes.curve_table import curve_mapping_of
from ..nodes.curves import rgb_curves
from ..nodes.gamma import gamma
from ..nodes.hue_saturation import hue_saturation
from ..nodes.invert import invert
from .call import Call, Carried

Outputs = dict[str, Carried]


def hue_saturation_node(call: Call) -> Outputs:
    hue, factor = call.number("Hue", 0.5), call.number("Fac", 1.0)
    saturation, value = call.number("Saturation", 1.0), call.number("Value", 1.0)
    return {"Color": hue_saturation(hue, saturation, value, factor, call.color("Color"))}


def brightness_contrast_node(call: Call) -> Outputs:
    return {"Color": brightness_contrast(call.color("Color"), call.number("Bright"), call.number("Contrast"))}


def invert_node(call: Call) -> Outputs:
    return {"Color": invert(call.number("Fac", 1.0), call.color("Color"))}


def gamma_node(call: Call) -> Outputs:
    return {"Color": gamma(call.color("Color"), call.number("Gamma", 1.0))}


def rgb_curves_node(call: Call) -> Outputs:
    curves = call.described("mapping", curve_mapping_of)
    return {"Color": rgb_curves(call.number("Fac", 1.0), call.color("Color"), curves)}


COLOR_NODES = {
    "ShaderNodeHueSaturation": hue_saturation_node,
    "ShaderNodeBrightContrast": brightness_contrast_node,
    "ShaderNodeInvert": invert_node,
    "ShaderNodeGamma": gamma_node,
    "ShaderNodeRGBCurve": rgb_curves_node,
}
