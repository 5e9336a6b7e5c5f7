"""Mix Color, Hue/Saturation/Value, Brightness/Contrast, Invert and Gamma against what Cycles bakes."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

import bpy
from baked_node import bake
from comparison import differentiable, differing, extremes
from samples import draw

from artml_blender.engine.nodes.blackbody import blackbody
from artml_blender.engine.nodes.brightness_contrast import brightness_contrast
from artml_blender.engine.nodes.color_spaces import linear_to_srgb, srgb_to_linear
from artml_blender.engine.nodes.gamma import gamma
from artml_blender.engine.nodes.hue_saturation import hue_saturation
from artml_blender.engine.nodes.invert import invert
from artml_blender.engine.nodes.mix_node import CHANNELS, HUES, mix_color

BLENDS = sorted({*CHANNELS, *HUES})


def values(reach: float, **widths: int) -> dict[str, np.ndarray]:
    """Values within the reach, of colours 0 to the reach, or extremes for 0."""
    generator = np.random.RandomState(1)
    if not reach:
        return {name: extremes(generator, width) for name, width in widths.items()}
    return {name: draw(generator, -reach if width == 1 else 0.0, reach, width) for name, width in widths.items()}


def test_every_blend_of_this_blender_is_known():
    items = bpy.types.ShaderNodeMix.bl_rna.properties["blend_type"].enum_items
    assert {item.identifier for item in items} == set(BLENDS)


@pytest.mark.parametrize(("clamp_factor", "clamp_result"), [(True, False), (False, False), (True, True)])
@pytest.mark.parametrize("reach", [1.0, 10.0, 0.0])
@pytest.mark.parametrize("blend", BLENDS)
def test_mix_is_the_same(blend, reach, clamp_factor, clamp_result):
    inputs = values(reach, Factor_Float=1, A_Color=3, B_Color=3)
    if blend in HUES and not reach:  # else float32 cancels to noise
        inputs = {name: array.clip(-3.0, 3.0) for name, array in inputs.items()}
    settings = {"data_type": "RGBA", "blend_type": blend, "clamp_factor": clamp_factor, "clamp_result": clamp_result}

    theirs = bake("ShaderNodeMix", settings, inputs)

    def twin(*given):
        return {"Result_Color": mix_color(*given, blend, clamp_factor, clamp_result)}

    assert not differing(twin, inputs, theirs)


@pytest.mark.parametrize("use_clamp", [False, True])
@pytest.mark.parametrize("blend", BLENDS)
def test_older_mix_is_the_same(blend, use_clamp):
    inputs = values(2.0, Fac=1, Color1=3, Color2=3)

    theirs = bake("ShaderNodeMixRGB", {"blend_type": blend, "use_clamp": use_clamp}, inputs)

    assert not differing(lambda *given: {"Color": mix_color(*given, blend, True, use_clamp)}, inputs, theirs)


@pytest.mark.parametrize("blend", BLENDS)
def test_mix_is_differentiable(blend):
    inputs = values(0.9, Factor_Float=1, A_Color=3, B_Color=3)
    inputs["Factor_Float"] = np.abs(inputs["Factor_Float"])

    assert differentiable(lambda *given: {"Result_Color": mix_color(*given, blend)}, inputs)


@pytest.mark.parametrize("blend", BLENDS)
def test_mix_of_greys_and_black_has_a_gradient(blend):
    a, b = (tuple(torch.tensor([0.0, 0.5, 1.0], requires_grad=True) for _ in range(3)) for _ in range(2))
    factor = torch.ones(3, requires_grad=True)

    sum(channel.sum() for channel in mix_color(factor, a, b, blend)).backward()

    assert all(torch.isfinite(value.grad).all() for value in (factor, *a, *b) if value.grad is not None)


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_hue_saturation_is_the_same(reach):
    inputs = values(reach, Hue=1, Saturation=1, Value=1, Fac=1, Color=3)

    theirs = bake("ShaderNodeHueSaturation", {}, inputs)

    assert not differing(lambda *given: {"Color": hue_saturation(*given)}, inputs, theirs)


def test_hue_saturation_is_differentiable():
    inputs = {name: np.abs(array) for name, array in values(0.9, Hue=1, Saturation=1, Value=1, Fac=1, Color=3).items()}

    assert differentiable(lambda *given: {"Color": hue_saturation(*given)}, inputs)


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_brightness_contrast_is_the_same(reach):
    inputs = values(reach, Color=3, Bright=1, Contrast=1)

    theirs = bake("ShaderNodeBrightContrast", {}, inputs)

    def twin(*given):
        return {"Color": brightness_contrast(*given)}

    assert not differing(twin, inputs, theirs)
    assert not reach or differentiable(twin, inputs)


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_invert_is_the_same(reach):
    inputs = values(reach, Fac=1, Color=3)

    theirs = bake("ShaderNodeInvert", {}, inputs)

    def twin(*given):
        return {"Color": invert(*given)}

    assert not differing(twin, inputs, theirs)
    assert not reach or differentiable(twin, inputs)


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_gamma_is_the_same(reach):
    inputs = values(reach, Color=3, Gamma=1)

    theirs = bake("ShaderNodeGamma", {}, inputs)

    def twin(*given):
        return {"Color": gamma(*given)}

    assert not differing(twin, inputs, theirs)
    assert not reach or differentiable(twin, inputs)


def test_blackbody_is_the_same():
    generator = np.random.RandomState(1)
    inputs = {"Temperature": np.exp(draw(generator, np.log(500.0), np.log(15000.0)))}
    inputs["Temperature"][:9] = (-100.0, 0.0, 800.0, 965.0, 1902.0, 6365.0, 12000.0, 11999.0, 1e9)

    theirs = bake("ShaderNodeBlackbody", {}, inputs)

    assert not differing(lambda temperature: {"Color": blackbody(temperature)}, inputs, theirs)
    assert differentiable(
        lambda temperature: {"Color": blackbody(temperature)}, {"Temperature": inputs["Temperature"][9:]}
    )


def test_srgb_is_as_blender_shows_it():
    """Every byte of an image in sRGB as a shader sees it; a Gamma of 1 changes nothing."""
    bytes_ = np.arange(600) % 256
    stored = {"Color": np.repeat(bytes_[:, None] / 255.0, 3, 1).astype(np.float32)}

    theirs = bake("ShaderNodeGamma", {}, stored, srgb=True)

    assert not differing(lambda color: {"Color": tuple(map(srgb_to_linear, color))}, stored, theirs)


def test_srgb_and_linear_are_inverse_and_differentiable():
    stored = {"Color": draw(np.random.RandomState(1), 0.0, 1.0)}

    assert not differing(lambda value: {"Color": linear_to_srgb(srgb_to_linear(value))}, stored, stored)
    assert differentiable(lambda value: {"Color": srgb_to_linear(value)}, stored)
    assert differentiable(lambda value: {"Color": linear_to_srgb(value)}, stored)
