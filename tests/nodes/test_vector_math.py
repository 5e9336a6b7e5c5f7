"""Vector Math against the real node as Cycles bakes it: every operation, with ordinary and extreme values."""

import math

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

import bpy
from baked_node import bake
from comparison import extremes
from samples import draw, sockets, unexplained

from artml_blender.engine.nodes.vector_math import AXES, VALUES, VECTORS, vector_math, vector_math_value

OPERATIONS = sorted({*AXES, *VECTORS, *VALUES})
STEPS = {"SIGN", "ROUND", "FLOOR", "CEIL", "SNAP"}


def offered() -> set[str]:
    items = bpy.types.ShaderNodeVectorMath.bl_rna.properties["operation"].enum_items
    return {item.identifier for item in items}


def call(operation, a, b, c, scale):
    return vector_math_value(a, b, operation) if operation in VALUES else vector_math(a, b, c, scale, operation)


def finite(value):
    return tuple(map(finite, value)) if isinstance(value, tuple) else value.nan_to_num(0.0, 0.0, 0.0)


def test_every_operation_of_this_blender_is_known():
    assert offered() <= set(OPERATIONS)


@pytest.mark.parametrize("reach", [2.0, 1000.0, 0.0])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_vector_math_is_the_same(operation, reach):
    if operation not in offered():
        pytest.skip("Not in this Blender.")
    generator = np.random.RandomState(1)
    widths = {"Vector": 3, "Vector_001": 3, "Vector_002": 3, "Scale": 1}
    inputs = {
        name: draw(generator, -reach, reach, width) if reach else extremes(generator, width)
        for name, width in widths.items()
    }
    if operation == "REFRACT" and not reach:  # else float32 cancels to noise
        inputs = {name: values.clip(-3.0, 3.0) for name, values in inputs.items()}

    theirs = bake("ShaderNodeVectorMath", {"operation": operation}, inputs)

    (values,) = theirs.values()
    assert unexplained(lambda *given: finite(call(operation, *given)), sockets(inputs), values) == 0.0


def flat(operation):
    """The node with ten numbers for arguments."""
    return lambda *numbers: call(operation, numbers[:3], numbers[3:6], numbers[6:9], numbers[9])


@pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - STEPS))
def test_vector_math_is_differentiable(operation):
    generator = torch.Generator().manual_seed(1)
    numbers = torch.rand((10, 20), generator=generator, dtype=torch.float64) * 0.8 + 0.1
    numbers[3:6] += 1.5
    inputs = [value.clone().requires_grad_() for value in numbers]

    assert torch.autograd.gradcheck(flat(operation), inputs)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_gradient_is_lost_where_the_node_guards(operation):
    numbers = [
        torch.tensor([0.0, value], requires_grad=True) for value in (-1.5, 0.0, 0.5, 0.0, 2.0, 0.0, 1.0, 1.0, 0, 0)
    ]

    found = flat(operation)(*numbers)
    sum(value.sum() for value in (found if isinstance(found, tuple) else (found,))).backward()

    gradients = [number for value in numbers if value.grad is not None for number in value.grad.tolist()]
    assert all(math.isfinite(number) for number in gradients)
