"""Math against the real node as Cycles bakes it: every operation, with ordinary and extreme values."""

import math

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

import bpy
from baked_node import bake
from comparison import extremes
from samples import draw, sockets, unexplained

from artml_blender.engine.nodes.math_node import OPERATIONS, math_node

STEPS = {"LESS_THAN", "GREATER_THAN", "SIGN", "COMPARE", "ROUND", "FLOOR", "CEIL", "TRUNC", "SNAP"}


def offered() -> list[str]:
    return [item.identifier for item in bpy.types.ShaderNodeMath.bl_rna.properties["operation"].enum_items]


def test_every_operation_of_this_blender_is_known():
    assert set(offered()) == set(OPERATIONS)


@pytest.mark.parametrize("reach", [2.0, 1000.0, 1e9, 0.0])
@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_math_is_the_same(operation, reach):
    generator = np.random.RandomState(1)
    inputs = {
        name: draw(generator, -reach, reach) if reach else extremes(generator)
        for name in ("Value", "Value_001", "Value_002")
    }

    theirs = bake("ShaderNodeMath", {"operation": operation}, inputs)

    def twin(a, b, c):
        return math_node(a, b, c, operation).nan_to_num(0.0, 0.0, 0.0)

    assert unexplained(twin, sockets(inputs), theirs["Value"]) == 0.0


@pytest.mark.parametrize("operation", ["ADD", "MULTIPLY", "POWER", "MULTIPLY_ADD"])
def test_clamp_is_the_same(operation):
    generator = np.random.RandomState(2)
    inputs = {name: draw(generator, -2, 2) for name in ("Value", "Value_001", "Value_002")}

    theirs = bake("ShaderNodeMath", {"operation": operation, "use_clamp": True}, inputs)

    assert unexplained(lambda *given: math_node(*given, operation, True), sockets(inputs), theirs["Value"]) == 0.0


@pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - STEPS))
def test_math_is_differentiable(operation):
    generator = torch.Generator().manual_seed(1)
    a, b, c = torch.rand((3, 20), generator=generator, dtype=torch.float64) * 0.8 + 0.1
    inputs = [value.clone().requires_grad_() for value in (a, b + 1.5, c)]

    assert torch.autograd.gradcheck(lambda *given: math_node(*given, operation), inputs)


@pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - {"LESS_THAN", "GREATER_THAN", "COMPARE"}))
def test_no_gradient_is_lost_where_the_node_guards(operation):
    a, b, c = (
        torch.tensor(axis, requires_grad=True)
        for axis in zip(*[(a, b, c) for a in (-1.5, 0.0) for b in (-2.0, 0.0, 0.5) for c in (0.0, 0.5)], strict=True)
    )

    math_node(a, b, c, operation).sum().backward()

    gradients = [value.grad for value in (a, b, c) if value.grad is not None]
    assert all(math.isfinite(number) for gradient in gradients for number in gradient.tolist())
