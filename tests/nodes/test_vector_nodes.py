"""Mapping, Vector Rotate, Normal Map, Fresnel and Layer Weight against what Cycles bakes."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

import bpy
from baked_node import bake
from comparison import differentiable, differing, extremes
from samples import draw

from artml_blender.engine.nodes.fresnel import fresnel, layer_weight_facing, layer_weight_fresnel
from artml_blender.engine.nodes.mapping import mapping
from artml_blender.engine.nodes.normal_map import normal_map
from artml_blender.engine.nodes.vector_rotate import vector_rotate

MAPPINGS = ("POINT", "TEXTURE", "VECTOR", "NORMAL")
ROTATIONS = {  # and the inputs they have
    "AXIS_ANGLE": ("Axis", "Angle"),
    "X_AXIS": ("Angle",),
    "Y_AXIS": ("Angle",),
    "Z_AXIS": ("Angle",),
    "EULER_XYZ": ("Rotation",),
}
NOTHING = tuple(torch.zeros(()) for _ in range(3))


def values(reach: float, **widths: int) -> dict[str, np.ndarray]:
    """Values within the reach, or extremes within 3 for 0."""
    generator = np.random.RandomState(1)
    if not reach:
        return {name: extremes(generator, width).clip(-3.0, 3.0) for name, width in widths.items()}
    return {name: draw(generator, -reach, reach, width) for name, width in widths.items()}


@pytest.mark.parametrize("reach", [1.0, 10.0, 0.0])
@pytest.mark.parametrize("vector_type", MAPPINGS)
def test_mapping_is_the_same(vector_type, reach):
    inputs = values(reach, Vector=3, Location=3, Rotation=3, Scale=3)

    theirs = bake("ShaderNodeMapping", {"vector_type": vector_type}, inputs)

    def twin(*given):
        return {"Vector": mapping(*given, vector_type)}

    assert not differing(twin, inputs, theirs)
    assert not reach or differentiable(twin, inputs)


@pytest.mark.parametrize("rotation", [(0.0, 0.0, 0.0), (0.0, 0.0, 0.7), (0.4, 0.0, 0.0)])
def test_mapping_by_constants_is_the_same(rotation):
    inputs = values(1.0, Vector=3)
    settings = {"Location": (0.1, 0.2, 0.3), "Rotation": rotation, "Scale": (2.0, 3.0, 0.5)}

    def prepare(node):
        for name, value in settings.items():
            node.inputs[name].default_value = value

    theirs = bake("ShaderNodeMapping", {}, inputs, prepare)

    constants = [tuple(map(torch.tensor, value)) for value in settings.values()]
    assert not differing(lambda vector: {"Vector": mapping(vector, *constants)}, inputs, theirs)


@pytest.mark.parametrize("invert", [False, True])
@pytest.mark.parametrize("reach", [1.0, 10.0, 0.0])
@pytest.mark.parametrize("rotation_type", ROTATIONS)
def test_vector_rotate_is_the_same(rotation_type, reach, invert):
    names = ROTATIONS[rotation_type]
    inputs = values(reach, Vector=3, Center=3, **{name: 1 if name == "Angle" else 3 for name in names})
    if "Axis" in names:
        inputs["Axis"][:20] = 0.0

    theirs = bake("ShaderNodeVectorRotate", {"rotation_type": rotation_type, "invert": invert}, inputs)

    def twin(vector, center, *rest):
        given = {"Axis": NOTHING, "Angle": NOTHING[0], "Rotation": NOTHING} | dict(zip(names, rest, strict=True))
        return {"Vector": vector_rotate(vector, center, *given.values(), rotation_type, invert)}

    assert not differing(twin, inputs, theirs)
    if reach:
        assert differentiable(twin, {name: array[20:] for name, array in inputs.items()})


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_normal_map_is_the_same(reach):
    inputs = values(reach, Strength=1, Color=3)
    inputs["Color"][:20] = 0.5

    theirs = bake("ShaderNodeNormalMap", {}, inputs)

    assert not differing(lambda *given: {"Normal": normal_map(*given)}, inputs, theirs)
    if reach:
        assert differentiable(
            lambda *given: {"Normal": normal_map(*given)}, {name: array[20:] for name, array in inputs.items()}
        )


def test_normal_map_the_other_way_up_is_the_same():
    inputs = values(1.0, Strength=1, Color=3)
    inverted = {"Strength": inputs["Strength"], "Color": inputs["Color"] * [1, -1, 1] + [0, 1, 0]}
    if "convention" in bpy.types.ShaderNodeNormalMap.bl_rna.properties:
        theirs = bake("ShaderNodeNormalMap", {"convention": "DIRECTX"}, inputs)
    else:
        theirs = bake("ShaderNodeNormalMap", {}, inverted)

    assert not differing(lambda *given: {"Normal": normal_map(*given, "DIRECTX")}, inputs, theirs)


def unit_normals() -> np.ndarray:
    normals = draw(np.random.RandomState(2), -1.0, 1.0, 3)
    normals[:100] = (0.0, 0.0, 1.0)
    return (normals / np.linalg.norm(normals, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_fresnel_is_the_same(reach):
    inputs = values(reach, IOR=1) | {"Normal": unit_normals()}

    theirs = bake("ShaderNodeFresnel", {}, inputs)

    assert not differing(lambda *given: {"Fac": fresnel(*given)}, inputs, theirs)


def layer_weight(blend, normal):
    return {"Fresnel": layer_weight_fresnel(blend, normal), "Facing": layer_weight_facing(blend, normal)}


@pytest.mark.parametrize("reach", [1.0, 3.0, 0.0])
def test_layer_weight_is_the_same(reach):
    inputs = values(reach, Blend=1) | {"Normal": unit_normals()}

    theirs = bake("ShaderNodeLayerWeight", {}, inputs)

    assert not differing(layer_weight, inputs, theirs)


def test_fresnel_without_a_normal_is_the_same():
    inputs, facing = values(3.0, IOR=1), (*NOTHING[:2], torch.ones(()))

    theirs = bake("ShaderNodeFresnel", {}, inputs)

    assert not differing(lambda ior: {"Fac": fresnel(ior, facing)}, inputs, theirs)


def test_fresnel_and_layer_weight_are_differentiable():
    normals = {"Normal": unit_normals()[100:]}
    iors = {"IOR": draw(np.random.RandomState(1), 1.1, 2.5)[100:]}
    blends = {"Blend": draw(np.random.RandomState(1), 0.05, 0.9)[100:]}

    assert differentiable(lambda *given: {"Fac": fresnel(*given)}, iors | normals)
    assert differentiable(layer_weight, blends | normals)
