"""The shaders, and the Displacement node."""

import torch

from ..nodes.values import constant
from .call import Call, Carried
from .shading import Shader, mix_shaders

Outputs = dict[str, Carried]

# What Principled can show and no map holds, and the value at which it does not
LEFT_OUT = {
    "Alpha": 1.0,
    "Emission Strength": 0.0,
    "Transmission Weight": 0.0,
    "Subsurface Weight": 0.0,
    "Coat Weight": 0.0,
    "Sheen Weight": 0.0,
    "Anisotropic": 0.0,
}


def principled(call: Call) -> Outputs:
    names = (name for name, idle in LEFT_OUT.items() if constant(call.number(name, idle)) != idle)
    shader = Shader(
        call.color("Base Color"),
        call.number("Roughness").clamp(0.0, 1.0),
        call.number("Metallic").clamp(0.0, 1.0),
        call.normal(),
        frozenset(name.removesuffix(" Weight").removesuffix(" Strength") for name in names),
    )
    return {"BSDF": shader}


def emission(call: Call) -> Outputs:
    """Light as the base colour of something dull: maps can show its pattern, not its glow."""
    strength = call.number("Strength", 1.0)
    red, green, blue = (channel * strength for channel in call.color("Color"))
    one = torch.ones_like(strength)
    shader = Shader((red, green, blue), one, 0.0 * one, call.base_normal, frozenset({"Emission"}))
    return {"Emission": shader}


def mix_shader(call: Call) -> Outputs:
    """A socket without a shader shows black."""
    factor = call.number("Fac", 0.5)
    black = (torch.zeros_like(factor),) * 3
    none = Shader(black, torch.ones_like(factor), torch.zeros_like(factor), call.base_normal)
    return {"Shader": mix_shaders(call.shader("Shader") or none, call.shader("Shader_001") or none, factor)}


def displacement(call: Call) -> Outputs:
    """Along the surface's normal, in metres: the z of a vector."""
    height = (call.number("Height") - call.number("Midlevel", 0.5)) * call.number("Scale", 1.0)
    zero = torch.zeros_like(height)
    return {"Displacement": (zero, zero, height)}


SHADER_NODES = {
    "ShaderNodeBsdfPrincipled": principled,
    "ShaderNodeEmission": emission,
    "ShaderNodeMixShader": mix_shader,
    "ShaderNodeDisplacement": displacement,
}
