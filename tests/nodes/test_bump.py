"""The Bump node: what it does to a normal, and its derivative. test_graphs.py compares it with Cycles."""

import math

import pytest

torch = pytest.importorskip("torch")

from artml_blender.engine.nodes.bump import bump
from artml_blender.engine.nodes.vector_math import normalized

UP = (0.0, 0.0, 1.0)
LEANING = (0.6, 0.0, 0.8)


def tensors(*numbers):
    return tuple(torch.tensor(number, dtype=torch.float64) for number in numbers)


def bent(slopes, strength=1.0, distance=1.0, normal=UP, invert=False):
    found = bump(tensors(*slopes), *tensors(strength, distance), tensors(*normal), invert)
    return tuple(float(axis) for axis in found)


def test_a_flat_height_changes_nothing():
    assert bent((0.0, 0.0), normal=LEANING) == pytest.approx(LEANING)


def test_a_slope_tilts_the_normal_away_from_it():
    assert bent((1.0, 0.0)) == pytest.approx((-math.sqrt(0.5), 0.0, math.sqrt(0.5)))
    assert bent((0.0, 3.0), distance=0.25) == pytest.approx((0.0, -0.6, 0.8))


def test_inverted_it_tilts_the_other_way():
    assert bent((0.75, 0.0), invert=True) == pytest.approx(LEANING)


def test_strength_mixes_and_goes_beyond():
    assert bent((1.0, 0.0), strength=0.0) == pytest.approx(UP)
    assert bent((1.0, 0.0), strength=-1.0) == pytest.approx(UP)
    x, _, z = bent((1.0, 0.0), strength=0.5)
    assert x / z == pytest.approx(-1.0 / (1.0 + math.sqrt(2.0)))
    assert bent((0.75, 0.0), strength=2.0) == pytest.approx(at_length_1(-1.2, 0.0, 0.6))


def test_a_normal_that_looks_down_is_bent_to_the_same_side():
    x, y, z = bent((0.5, 0.25), normal=UP)
    assert bent((0.5, 0.25), normal=(0.0, 0.0, -1.0)) == pytest.approx((x, y, -z))


def at_length_1(*vector):
    return tuple(float(axis) for axis in normalized(tensors(*vector)))


def test_a_vector_without_length_stays():
    assert at_length_1(0.0, 0.0, 0.0) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("invert", [False, True])
def test_its_derivative_is_right(invert):
    generator = torch.Generator().manual_seed(3)
    slopes = [torch.randn(12, generator=generator, dtype=torch.float64) for _ in range(2)]
    strength, distance = (0.1 + torch.rand(12, generator=generator, dtype=torch.float64) for _ in range(2))
    x, y, z = torch.randn(3, 12, generator=generator, dtype=torch.float64)
    normal = normalized((x, y, z.abs() + 0.2))
    given = [value.clone().requires_grad_() for value in (*slopes, strength, distance, *normal)]
    assert torch.autograd.gradcheck(lambda a, b, s, d, *n: bump((a, b), s, d, n, invert), given)
