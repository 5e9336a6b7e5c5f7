"""Color Ramp against what Cycles bakes: every mode and interpolation, with one stop, many, and at the same place."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

from baked_node import bake
from comparison import differing
from samples import SAMPLES, draw

from artml_blender.engine.nodes.color_ramp import ColorRamp, color_ramp, color_ramp_of

GREY = [[0.0, [0.0, 0.0, 0.0, 1.0]], [1.0, [1.0, 1.0, 1.0, 1.0]]]
FACTORS = {"Fac": np.concatenate([draw(np.random.RandomState(1), -0.2, 1.2)[:-7], [-1e9, 0, 0.25, 0.5, 1, 3, 1e9]])}
FACTORS = {"Fac": FACTORS["Fac"].astype(np.float32)}
assert len(FACTORS["Fac"]) == SAMPLES


def described(mode: str, interpolation: str, hue: str, elements: list) -> dict:
    return {"color_mode": mode, "interpolation": interpolation, "hue_interpolation": hue, "elements": elements}


def set_up(ramp: dict):
    """Gives the real node the ramp."""

    def prepare(node) -> None:
        real = node.color_ramp
        real.color_mode, real.hue_interpolation = ramp["color_mode"], ramp["hue_interpolation"]
        real.interpolation = ramp["interpolation"]
        while len(real.elements) > 1:
            real.elements.remove(real.elements[0])
        for _ in ramp["elements"][1:]:
            real.elements.new(1.0)
        for element, (_, color) in zip(real.elements, ramp["elements"], strict=True):
            element.position = 1.0  # so that they stay in order
            element.color = color
        for element, (position, _) in zip(real.elements, ramp["elements"], strict=True):
            element.position = position

    return prepare


def stops(count: int, seed: int) -> list:
    generator = np.random.RandomState(seed)
    positions = np.sort(generator.uniform(0.05, 0.95, count)).astype(np.float32).tolist()
    colors = generator.uniform(0, 1, (count, 4)).astype(np.float32).tolist()
    return [[position, color] for position, color in zip(positions, colors, strict=True)]


def twin_of(ramp: dict):
    def twin(factor):
        color, alpha = color_ramp(factor, color_ramp_of(ramp))
        return {"Color": color, "Alpha": alpha}

    return twin


ELEMENTS = {
    "one": [[0.4, [0.1, 0.5, 0.9, 0.3]]],
    "grey": GREY,
    "two": stops(2, 2),
    "three": stops(3, 3),
    "many": stops(12, 4),
    "at the ends": [[0.0, [1, 0, 0, 1]], [0.3, [0, 1, 0, 0.5]], [1.0, [0, 0, 1, 0]]],
    "same place": [[0.0, [1, 0, 0, 1]], [0.0, [1, 1, 0, 1]], [0.5, [0, 1, 0, 0.5]], [0.5, [0, 0, 1, 0]], [1, [1] * 4]],
    "bright": [[0.1, [3, 0.2, 0, 1]], [0.8, [0, 0.5, 7, 1]]],
}


@pytest.mark.parametrize("elements", ELEMENTS.values(), ids=ELEMENTS)
@pytest.mark.parametrize("interpolation", ["EASE", "CARDINAL", "LINEAR", "B_SPLINE", "CONSTANT"])
def test_ramp_is_the_same(interpolation, elements):
    ramp = described("RGB", interpolation, "NEAR", elements)

    theirs = bake("ShaderNodeValToRGB", {}, FACTORS, set_up(ramp))

    assert not differing(twin_of(ramp), FACTORS, theirs)


@pytest.mark.parametrize("elements", ELEMENTS.values(), ids=ELEMENTS)
@pytest.mark.parametrize("hue", ["NEAR", "FAR", "CW", "CCW"])
@pytest.mark.parametrize(("mode", "interpolation"), [("HSV", "LINEAR"), ("HSL", "LINEAR"), ("HSV", "CONSTANT")])
def test_ramp_through_hues_is_the_same(mode, interpolation, hue, elements):
    ramp = described(mode, interpolation, hue, elements)

    theirs = bake("ShaderNodeValToRGB", {}, FACTORS, set_up(ramp))

    assert not differing(twin_of(ramp), FACTORS, theirs)


@pytest.mark.parametrize(
    ("mode", "interpolation"),
    [
        ("RGB", "EASE"),
        ("RGB", "CARDINAL"),
        ("RGB", "LINEAR"),
        ("RGB", "B_SPLINE"),
        ("HSV", "LINEAR"),
        ("HSL", "LINEAR"),
    ],
)
def test_ramp_is_differentiable(mode, interpolation):
    positions = torch.tensor([0.1, 0.45, 0.8], dtype=torch.float64, requires_grad=True)
    colors = torch.rand((3, 4), generator=torch.Generator().manual_seed(1), dtype=torch.float64).requires_grad_()
    factor = torch.linspace(0.013, 0.987, 14, dtype=torch.float64).requires_grad_()

    def outputs(factor, positions, colors):
        color, alpha = color_ramp(factor, ColorRamp(positions, colors, mode, interpolation, "NEAR"))
        return *color, alpha

    assert torch.autograd.gradcheck(outputs, (factor, positions, colors))
