"""RGB Curves, Vector Curves and Float Curve against what Cycles bakes."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

from baked_node import bake
from comparison import differing, extremes
from samples import draw

from artml_blender.engine.nodes.curve_table import Curve, CurveMapping, curve_mapping_of
from artml_blender.engine.nodes.curves import float_curve, rgb_curves, vector_curves

IDENTITY = [[0.0, 0.0, "AUTO"], [1.0, 1.0, "AUTO"]]
HANDLES = ("AUTO", "AUTO_CLAMPED", "VECTOR")


def points(count: int, seed: int, handle: str | None = None, low: float = 0.0, high: float = 1.0) -> list:
    """Points from left to right, with one kind of handle or all."""
    generator = np.random.RandomState(seed)
    step = (high - low) / count
    x = (low + step * (np.arange(count) + generator.uniform(0.1, 0.9, count))).astype(np.float32).tolist()
    y = generator.uniform(low, high, count).astype(np.float32).tolist()
    return [[a, b, handle or HANDLES[generator.randint(3)]] for a, b in zip(x, y, strict=True)]


def described(curves: list, extend: str, **changes) -> dict:
    mapping = {"extend": extend, "use_clip": False, "clip_min_x": 0.0, "clip_min_y": 0.0, "clip_max_x": 1.0}
    levels = {"clip_max_y": 1.0, "black_level": [0.0] * 3, "white_level": [1.0] * 3, "tone": "STANDARD"}
    return mapping | levels | {"curves": curves} | changes


def set_up(mapping: dict):
    """Gives the real node the curves, and the curves what it makes of them: clipping may move points."""

    def prepare(node) -> None:
        real = node.mapping
        for name in ("extend", "clip_min_x", "clip_min_y", "clip_max_x", "clip_max_y", "black_level", "white_level"):
            setattr(real, name, mapping[name])
        real.tone, real.use_clip = mapping["tone"], mapping["use_clip"]
        for curve, wanted in zip(real.curves, mapping["curves"], strict=True):
            for _ in range(len(wanted) - len(curve.points)):
                curve.points.new(1e6, 0.0)
            for point, (x, y, handle) in zip(reversed(curve.points), reversed(wanted), strict=True):
                point.location, point.handle_type = (x, y), handle
        real.update()
        mapping["curves"] = [[[*point.location, point.handle_type] for point in curve.points] for curve in real.curves]

    return prepare


CURVES = {
    "identity": IDENTITY,
    "two": points(2, 1, "AUTO"),
    "auto": points(5, 2, "AUTO"),
    "clamped": points(6, 3, "AUTO_CLAMPED"),
    "vector": points(5, 4, "VECTOR"),
    "mixed": points(12, 5),
    "beyond": points(5, 6, None, -2.0, 3.0),
    "hill": [[0.0, 0.1, "AUTO"], [0.5, 1.0, "AUTO_CLAMPED"], [1.0, 0.1, "AUTO"]],
    "flat": [[0.0, 0.5, "AUTO"], [0.4, 0.5, "AUTO_CLAMPED"], [1.0, 0.5, "VECTOR"]],
    "step": [[0.0, 0.0, "VECTOR"], [0.5, 0.0, "VECTOR"], [0.51, 1.0, "VECTOR"], [1.0, 1.0, "VECTOR"]],
}


@pytest.mark.parametrize("extend", ["HORIZONTAL", "EXTRAPOLATED"])
@pytest.mark.parametrize("curve", CURVES.values(), ids=CURVES)
def test_float_curve_is_the_same(curve, extend):
    generator = np.random.RandomState(1)
    inputs = {"Factor": draw(generator, 0, 1), "Value": draw(generator, -1, 2)}
    inputs["Value"][:100] = extremes(generator)[:100].clip(-3, 3)
    mapping = described([curve], extend)

    theirs = bake("ShaderNodeFloatCurve", {}, inputs, set_up(mapping))

    assert not differing(lambda *g: {"Value": float_curve(*g, curve_mapping_of(mapping))}, inputs, theirs)


CHANGES = {
    "plain": {},
    "clipped": {"use_clip": True},
    "wider": {"clip_min_x": -1.0, "clip_max_x": 2.0},
    "levels": {"black_level": [0.1, 0.2, 0.0], "white_level": [0.9, 0.8, 1.5]},
    "film": {"tone": "FILMLIKE"},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("extend", ["HORIZONTAL", "EXTRAPOLATED"])
@pytest.mark.parametrize("reach", [(0.0, 1.0), (-1.0, 1.5)])
def test_rgb_curves_are_the_same(reach, extend, changes):
    if "use_clip" in changes and reach != (0.0, 1.0):
        pytest.skip("Blender moves points that are outside whenever it updates.")
    generator = np.random.RandomState(1)
    inputs = {"Fac": draw(generator, 0, 1), "Color": draw(generator, -0.3, 1.3, 3)}
    mapping = described([points(count, count, None, *reach) for count in (3, 2, 5, 4)], extend, **changes)

    theirs = bake("ShaderNodeRGBCurve", {}, inputs, set_up(mapping))

    assert not differing(lambda *g: {"Color": rgb_curves(*g, curve_mapping_of(mapping))}, inputs, theirs)


@pytest.mark.parametrize("extend", ["HORIZONTAL", "EXTRAPOLATED"])
@pytest.mark.parametrize("reach", [(0.0, 1.0), (-1.0, 1.0)])
def test_vector_curves_are_the_same(reach, extend):
    generator = np.random.RandomState(1)
    inputs = {"Fac": draw(generator, -1, 2), "Vector": draw(generator, -2, 2, 3)}
    curves = [points(count, count, None, *reach) for count in (3, 2, 5)]
    mapping = described(curves, extend, clip_min_x=-1.0, clip_min_y=-1.0)

    theirs = bake("ShaderNodeVectorCurve", {}, inputs, set_up(mapping))

    assert not differing(lambda *g: {"Vector": vector_curves(*g, curve_mapping_of(mapping))}, inputs, theirs)


@pytest.mark.parametrize("extrapolate", [False, True])
def test_curves_are_differentiable(extrapolate):
    factor = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    value = torch.linspace(-0.21, 1.23, 11, dtype=torch.float64).requires_grad_()
    x = torch.tensor([0.05, 0.31, 0.52, 0.93], dtype=torch.float64)
    y = torch.tensor([0.1, 0.7, 0.4, 0.9], dtype=torch.float64, requires_grad=True)

    def output(factor, value, y):
        curve = Curve(x, y, ("AUTO", "AUTO_CLAMPED", "VECTOR", "AUTO"))
        return float_curve(factor, value, CurveMapping((curve,), extrapolate, 0.0, 1.0))

    assert torch.autograd.gradcheck(output, (factor, value, y))
