"""The texture nodes."""

from torch import Tensor

from ..nodes.brick_texture import brick_texture
from ..nodes.checker_texture import checker_texture
from ..nodes.gabor_texture import gabor_2d, gabor_3d
from ..nodes.gradient_texture import gradient_texture
from ..nodes.magic_texture import magic_texture
from ..nodes.noise_texture import Octaves, noise_color, noise_factor
from ..nodes.wave_texture import wave_texture
from ..nodes.white_noise import white_noise_color, white_noise_value
from .call import Call, Carried

Outputs = dict[str, Carried]


def noise(call: Call) -> Outputs:
    octaves = Octaves(
        call.number("Detail", 2.0),
        call.number("Roughness", 0.5),
        call.number("Lacunarity", 2.0),
        call.number("Offset"),
        call.number("Gain", 1.0),
    )
    arguments = (
        call.position("noise_dimensions"),
        call.number("Scale", 5.0),
        octaves,
        call.number("Distortion"),
        call.setting("noise_type", "FBM"),
        call.setting("normalize", True),
    )
    if "Color" not in call.wanted:
        return {"Fac": noise_factor(*arguments)}
    color = noise_color(*arguments)
    return {"Fac": color[0], "Color": color}


def white_noise(call: Call) -> Outputs:
    position = call.position("noise_dimensions", call.vector("Vector"))  # alone among textures, 0 if not linked
    if "Color" not in call.wanted:
        return {"Value": white_noise_value(position)}
    color = white_noise_color(position)
    return {"Value": color[0], "Color": color}


def wave(call: Call) -> Outputs:
    wave_type = call.setting("wave_type", "BANDS")
    names = ("Scale", "Distortion", "Detail", "Detail Scale", "Detail Roughness", "Phase Offset")
    scale, distortion, detail, detail_scale, roughness, phase = (call.number(name) for name in names)
    value = wave_texture(
        call.coordinates(),
        scale,
        distortion,
        detail,
        detail_scale,
        roughness,
        phase,
        wave_type=wave_type,
        direction=call.setting("bands_direction" if wave_type == "BANDS" else "rings_direction", "X"),
        profile=call.setting("wave_profile", "SIN"),
    )
    return _grey(value)


def magic(call: Call) -> Outputs:
    depth = call.setting("turbulence_depth", 2)
    color, factor = magic_texture(call.coordinates(), call.number("Scale"), call.number("Distortion"), depth)
    return {"Color": color, "Fac": factor}


def gradient(call: Call) -> Outputs:
    return _grey(gradient_texture(call.coordinates(), call.setting("gradient_type", "LINEAR")))


def checker(call: Call) -> Outputs:
    color, factor = checker_texture(
        call.coordinates(), call.color("Color1"), call.color("Color2"), call.number("Scale")
    )
    return {"Color": color, "Fac": factor}


def brick(call: Call) -> Outputs:
    names = ("Scale", "Mortar Size", "Mortar Smooth", "Bias", "Brick Width", "Row Height")
    scale, mortar_size, mortar_smooth, bias, width, height = (call.number(name) for name in names)
    color, factor = brick_texture(
        call.coordinates(),
        call.color("Color1"),
        call.color("Color2"),
        call.color("Mortar"),
        scale,
        mortar_size,
        mortar_smooth,
        bias,
        width,
        height,
        offset=call.setting("offset", 0.5),
        offset_frequency=call.setting("offset_frequency", 2),
        squash=call.setting("squash", 1.0),
        squash_frequency=call.setting("squash_frequency", 2),
    )
    return {"Color": color, "Fac": factor}


def gabor(call: Call) -> Outputs:
    scale, frequency, anisotropy = (
        call.number("Scale", 5.0),
        call.number("Frequency", 2.0),
        call.number("Anisotropy", 1.0),
    )
    position = call.coordinates()
    if call.setting("gabor_type", "2D") == "2D":
        found = gabor_2d(position[:2], scale, frequency, anisotropy, call.number("Orientation 2D"))
    else:
        found = gabor_3d(position, scale, frequency, anisotropy, call.vector("Orientation 3D"))
    return {"Value": found.value, "Phase": found.phase, "Intensity": found.intensity}


def _grey(value: Tensor) -> Outputs:
    return {"Fac": value, "Color": (value, value, value)}


TEXTURE_NODES = {
    "ShaderNodeTexNoise": noise,
    "ShaderNodeTexWhiteNoise": white_noise,
    "ShaderNodeTexWave": wave,
    "ShaderNodeTexMagic": magic,
    "ShaderNodeTexGradient": gradient,
    "ShaderNodeTexChecker": checker,
    "ShaderNodeTexBrick": brick,
    "ShaderNodeTexGabor": gabor,
}
