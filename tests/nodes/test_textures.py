"""Gradient, Checker, Magic, Wave and Brick against the real nodes, with random and extreme settings."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

from real_node import evaluate
from samples import SAMPLES, draw, sockets, unexplained

from artml_blender.engine.nodes.brick_texture import brick_texture
from artml_blender.engine.nodes.checker_texture import checker_texture
from artml_blender.engine.nodes.gradient_texture import gradient_texture
from artml_blender.engine.nodes.magic_texture import magic_texture
from artml_blender.engine.nodes.wave_texture import wave_texture

GRADIENTS = ("LINEAR", "QUADRATIC", "EASING", "DIAGONAL", "SPHERICAL", "QUADRATIC_SPHERE", "RADIAL")
WAVES = [("BANDS", axis) for axis in ("X", "Y", "Z", "DIAGONAL")] + [
    ("RINGS", axis) for axis in ("X", "Y", "Z", "SPHERICAL")
]


def fac_of(outputs: dict[str, np.ndarray]) -> np.ndarray:
    """Blender 5 calls it Factor."""
    return outputs.get("Fac", outputs.get("Factor"))


def check(twin, inputs: dict[str, np.ndarray], theirs: dict[str, np.ndarray]) -> None:
    """A twin that gives Color and Fac, whose arguments are the inputs in their order."""
    assert unexplained(lambda *values: twin(*values)[0], sockets(inputs), theirs["Color"]) == 0.0
    assert unexplained(lambda *values: twin(*values)[1], sockets(inputs), fac_of(theirs)) == 0.0


@pytest.mark.parametrize("gradient_type", GRADIENTS)
def test_gradient_is_the_same(gradient_type):
    inputs = {"Vector": draw(np.random.RandomState(1), -1.5, 1.5, 3)}

    theirs = evaluate("ShaderNodeTexGradient", {"gradient_type": gradient_type}, inputs)

    def twin(position):
        return gradient_texture(position, gradient_type)

    clamped = np.clip(fac_of(theirs), 0.0, 1.0)  # the field is not, the shader is
    assert unexplained(twin, sockets(inputs), clamped) == 0.0


@pytest.mark.parametrize("reach", [2.0, 1e5, 0.0])
def test_checker_is_the_same(reach):
    generator = np.random.RandomState(2)
    inputs = {
        "Vector": draw(generator, -reach, reach, 3),
        "Color1": draw(generator, 0, 1, 3),
        "Color2": draw(generator, 0, 1, 3),
        "Scale": draw(generator, -5, 5),
    }

    theirs = evaluate("ShaderNodeTexChecker", {}, inputs)

    check(checker_texture, inputs, theirs)


@pytest.mark.parametrize("depth", range(11))
def test_magic_is_the_same(depth):
    generator = np.random.RandomState(depth)
    inputs = {
        "Vector": draw(generator, -2, 2, 3),
        "Scale": draw(generator, -5, 5),
        "Distortion": np.where(draw(generator, 0, 1) < 0.1, 0.0, draw(generator, -2, 2)).astype(np.float32),
    }

    theirs = evaluate("ShaderNodeTexMagic", {"turbulence_depth": depth}, inputs)

    check(lambda *given: magic_texture(*given, depth), inputs, theirs)


@pytest.mark.parametrize("profile", ["SIN", "SAW", "TRI"])
@pytest.mark.parametrize(("wave_type", "direction"), WAVES)
def test_wave_is_the_same(wave_type, direction, profile):
    generator = np.random.RandomState(3)
    inputs = {
        "Vector": draw(generator, -2, 2, 3),
        "Scale": draw(generator, -5, 5),
        "Distortion": np.where(draw(generator, 0, 1) < 0.2, 0.0, draw(generator, -5, 5)).astype(np.float32),
        "Detail": draw(generator, 0, 5),
        "Detail Scale": draw(generator, -3, 3),
        "Detail Roughness": draw(generator, 0, 1),
        "Phase Offset": draw(generator, -10, 10),
    }
    settings = {"wave_type": wave_type, f"{wave_type.lower()}_direction": direction, "wave_profile": profile}

    theirs = evaluate("ShaderNodeTexWave", settings, inputs)

    def twin(*given):
        return wave_texture(*given, wave_type, direction, profile)

    assert unexplained(twin, sockets(inputs), fac_of(theirs)) == 0.0


@pytest.mark.parametrize(
    ("offset", "offset_frequency", "squash", "squash_frequency"),
    [(0.5, 2, 1.0, 2), (0.3, 3, 0.5, 4), (1.0, 1, 2.0, 1), (0.0, 99, 99.0, 99)],
)
@pytest.mark.parametrize("smooth", [0.0, 0.3])
def test_brick_is_the_same(offset, offset_frequency, squash, squash_frequency, smooth):
    generator = np.random.RandomState(4)
    inputs = {
        "Vector": draw(generator, -3, 3, 3),
        **{name: draw(generator, 0, 1, 3) for name in ("Color1", "Color2", "Mortar")},
        "Scale": draw(generator, 0.5, 6),
        "Mortar Size": draw(generator, 0, 0.12),
        "Mortar Smooth": np.full(SAMPLES, smooth, np.float32),
        "Bias": draw(generator, -1, 1),
        "Brick Width": draw(generator, 0.1, 1),
        "Row Height": draw(generator, 0.1, 1),
    }
    settings = {
        "offset": offset,
        "offset_frequency": offset_frequency,
        "squash": squash,
        "squash_frequency": squash_frequency,
    }

    theirs = evaluate("ShaderNodeTexBrick", settings, inputs)

    check(lambda *given: brick_texture(*given, *settings.values()), inputs, theirs)
