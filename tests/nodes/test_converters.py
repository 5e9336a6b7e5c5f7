"""Map Range, Clamp, Mix of floats and vectors, Separate, Combine and conversions against what Cycles bakes."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

from baked_node import bake
from comparison import differentiable, differing, extremes
from samples import draw

from artml_blender.engine.nodes.clamp import clamp
from artml_blender.engine.nodes.map_range import map_range, map_range_vector
from artml_blender.engine.nodes.mix_node import mix_float, mix_vector
from artml_blender.engine.nodes.rgb_to_bw import float_to_vector, rgb_to_bw, vector_to_float
from artml_blender.engine.nodes.separate_combine import combine_color, combine_xyz, separate_color, separate_xyz

INTERPOLATIONS = ("LINEAR", "STEPPED", "SMOOTHSTEP", "SMOOTHERSTEP")
RANGE = ("From Min", "From Max", "To Min", "To Max", "Steps")
VECTOR_RANGE = ("From_Min_FLOAT3", "From_Max_FLOAT3", "To_Min_FLOAT3", "To_Max_FLOAT3", "Steps_FLOAT3")
MODES = ("RGB", "HSV", "HSL")


def values(names: tuple[str, ...], reach: float, width: int = 1) -> dict[str, np.ndarray]:
    """Values within the reach, or extremes for 0."""
    generator = np.random.RandomState(1)
    return {name: draw(generator, -reach, reach, width) if reach else extremes(generator, width) for name in names}


def limited(inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What is to come out of Map Range within 3, lest float32 cancels to noise."""
    return {name: array.clip(-3.0, 3.0) if name.startswith("To") else array for name, array in inputs.items()}


@pytest.mark.parametrize("clamped", [False, True])
@pytest.mark.parametrize("reach", [2.0, 1000.0, 0.0])
@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_map_range_is_the_same(interpolation, reach, clamped):
    inputs = limited(values(("Value", *RANGE), reach))
    inputs["Steps"] = np.round(inputs["Steps"])

    theirs = bake("ShaderNodeMapRange", {"interpolation_type": interpolation, "clamp": clamped}, inputs)

    def twin(*given):
        return {"Result": map_range(*given, interpolation, clamped)}

    assert not differing(twin, inputs, theirs)


@pytest.mark.parametrize("clamped", [False, True])
@pytest.mark.parametrize("reach", [2.0, 1000.0, 0.0])
@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_map_range_of_vectors_is_the_same(interpolation, reach, clamped):
    inputs = limited(values(("Vector", *VECTOR_RANGE), reach, 3))
    inputs["Steps_FLOAT3"] = np.round(inputs["Steps_FLOAT3"])
    settings = {"data_type": "FLOAT_VECTOR", "interpolation_type": interpolation, "clamp": clamped}

    theirs = bake("ShaderNodeMapRange", settings, inputs)

    def twin(*given):
        return {"Vector": map_range_vector(*given, interpolation, clamped)}

    assert not differing(twin, inputs, theirs)


@pytest.mark.parametrize("interpolation", ["LINEAR", "SMOOTHSTEP", "SMOOTHERSTEP"])
def test_map_range_is_differentiable(interpolation):
    assert differentiable(lambda *g: {"Result": map_range(*g, interpolation)}, values(("Value", *RANGE), 2.0))


@pytest.mark.parametrize("clamp_type", ["MINMAX", "RANGE"])
def test_clamp_is_the_same(clamp_type):
    inputs = values(("Value", "Min", "Max"), 2.0)

    theirs = bake("ShaderNodeClamp", {"clamp_type": clamp_type}, inputs)

    def twin(*given):
        return {"Result": clamp(*given, clamp_type)}

    assert not differing(twin, inputs, theirs)
    assert differentiable(twin, inputs)


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.8), (0.8, 0.2)])
@pytest.mark.parametrize("clamp_type", ["MINMAX", "RANGE"])
def test_clamp_between_constants_is_the_same(clamp_type, low, high):
    value = torch.linspace(-1, 2, 7)

    slow = clamp(value, torch.full((7,), low), torch.full((7,), high), clamp_type)

    assert torch.equal(clamp(value, torch.tensor(low), torch.tensor(high), clamp_type), slow)


@pytest.mark.parametrize("clamp_factor", [False, True])
def test_mix_of_floats_is_the_same(clamp_factor):
    inputs = values(("Factor_Float", "A_Float", "B_Float"), 2.0)

    theirs = bake("ShaderNodeMix", {"data_type": "FLOAT", "clamp_factor": clamp_factor}, inputs)

    def twin(*given):
        return {"Result_Float": mix_float(*given, clamp_factor)}

    assert not differing(twin, inputs, theirs)
    assert differentiable(twin, inputs)


@pytest.mark.parametrize("clamp_factor", [False, True])
@pytest.mark.parametrize(("mode", "factor", "width"), [("UNIFORM", "Float", 1), ("NON_UNIFORM", "Vector", 3)])
def test_mix_of_vectors_is_the_same(mode, factor, width, clamp_factor):
    inputs = values((f"Factor_{factor}",), 2.0, width) | values(("A_Vector", "B_Vector"), 2.0, 3)

    theirs = bake("ShaderNodeMix", {"data_type": "VECTOR", "factor_mode": mode, "clamp_factor": clamp_factor}, inputs)

    def twin(*given):
        return {"Result_Vector": mix_vector(*given, clamp_factor)}

    assert not differing(twin, inputs, theirs)
    assert differentiable(twin, inputs)


@pytest.mark.parametrize("reach", [1.0, 10.0, 0.0])
@pytest.mark.parametrize("mode", MODES)
def test_separate_color_is_the_same(mode, reach):
    inputs = values(("Color",), reach, 3)

    theirs = bake("ShaderNodeSeparateColor", {"mode": mode}, inputs)

    def twin(color):
        return dict(zip(("Red", "Green", "Blue"), separate_color(color, mode), strict=True))

    assert not differing(twin, inputs, theirs)


@pytest.mark.parametrize("reach", [1.0, 10.0, 0.0])
@pytest.mark.parametrize("mode", MODES)
def test_combine_color_is_the_same(mode, reach):
    inputs = values(("Red", "Green", "Blue"), reach)

    theirs = bake("ShaderNodeCombineColor", {"mode": mode}, inputs)

    assert not differing(lambda *given: {"Color": combine_color(*given, mode)}, inputs, theirs)


@pytest.mark.parametrize("mode", MODES)
def test_separate_and_combine_color_are_differentiable_and_inverse(mode):
    colors = {"Color": draw(np.random.RandomState(1), 0.05, 0.95, 3)}

    assert differentiable(lambda color: {"Color": separate_color(color, mode)}, colors)
    assert differentiable(lambda color: {"Color": combine_color(*color, mode)}, colors)
    assert not differing(lambda color: {"Color": combine_color(*separate_color(color, mode), mode)}, colors, colors)


def test_greys_have_a_gradient():
    color = tuple(torch.tensor([0.0, 0.5, 1.0], requires_grad=True) for _ in range(3))

    for mode in MODES:
        sum(part.sum() for part in combine_color(*separate_color(color, mode), mode)).backward()

    assert all(torch.isfinite(channel.grad).all() for channel in color)


def test_separate_and_combine_xyz_are_the_same():
    vectors, axes = values(("Vector",), 1000.0, 3), values(("X", "Y", "Z"), 1000.0)

    separate, combine = bake("ShaderNodeSeparateXYZ", {}, vectors), bake("ShaderNodeCombineXYZ", {}, axes)

    assert not differing(lambda vector: dict(zip("XYZ", separate_xyz(vector), strict=True)), vectors, separate)
    assert not differing(lambda *given: {"Vector": combine_xyz(*given)}, axes, combine)


@pytest.mark.parametrize("reach", [1.0, 1000.0, 0.0])
def test_rgb_to_bw_is_the_same(reach):
    inputs = values(("Color",), reach, 3)

    theirs = bake("ShaderNodeRGBToBW", {}, inputs)

    assert not differing(lambda color: {"Val": rgb_to_bw(color)}, inputs, theirs)
    assert differentiable(lambda color: {"Val": rgb_to_bw(color)}, inputs)


def test_conversions_between_sockets_are_the_same():
    """A colour and a vector on the float socket of a Math node, and a float on a vector socket."""
    color, vector = values(("Value",), 2.0, 3), values(("Vector",), 2.0, 3)
    nothing = {"Value_001": np.zeros(len(color["Value"]), np.float32)}
    value = values(("Vector",), 2.0)

    from_color = bake("ShaderNodeMath", {}, color | nothing)
    from_vector = bake("ShaderNodeMath", {}, {"Value": vector["Vector"]} | nothing, vectors=True)
    from_float = bake("ShaderNodeSeparateXYZ", {}, value)

    assert not differing(lambda given, _: {"Value": rgb_to_bw(given)}, color | nothing, from_color)
    assert not differing(lambda given, _: {"Value": vector_to_float(given)}, color | nothing, from_vector)
    assert not differing(lambda given: dict(zip("XYZ", float_to_vector(given), strict=True)), value, from_float)
