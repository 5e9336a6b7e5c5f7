"""White Noise and Noise Texture against the real nodes: every type, dimension and setting, ordinary and extreme."""

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

from real_node import evaluate
from samples import SAMPLES, draw, unexplained

from artml_blender.engine.nodes.noise_texture import FRACTALS, noise_texture
from artml_blender.engine.nodes.white_noise import white_noise


def positions(inputs: dict[str, np.ndarray]) -> "torch.Tensor":
    """Vector and W of the node's inputs side by side, as many as its dimensions."""
    parts = [inputs["Vector"]] if "Vector" in inputs else []
    return torch.from_numpy(np.concatenate([*parts, *([inputs["W"][:, None]] if "W" in inputs else [])], axis=1))


def place(generator: np.random.RandomState, dimensions: int, reach: float) -> dict[str, np.ndarray]:
    """Random coordinates of a node with so many dimensions."""
    given = {}
    if dimensions > 1:
        given["Vector"] = draw(generator, -reach, reach, 3)
    if dimensions in (1, 4):
        given["W"] = draw(generator, -reach, reach)
    return given


@pytest.mark.parametrize("reach", [1.0, 1000.0, 0.0])
@pytest.mark.parametrize("dimensions", [1, 2, 3, 4])
def test_white_noise_is_the_same_to_the_bit(dimensions, reach):
    inputs = place(np.random.RandomState(dimensions), dimensions, reach)

    theirs = evaluate("ShaderNodeTexWhiteNoise", {"noise_dimensions": f"{dimensions}D"}, inputs)
    position = positions(inputs)[:, :2] if dimensions == 2 else positions(inputs)
    value, color = white_noise(position)

    np.testing.assert_allclose(value.numpy(), theirs["Value"], atol=1e-7)
    np.testing.assert_allclose(color.numpy(), theirs["Color"], atol=1e-7)


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("noise_type", FRACTALS)
@pytest.mark.parametrize("dimensions", [1, 2, 3, 4])
@pytest.mark.parametrize("reach", [2.0, 3000.0])
def test_noise_is_the_same(dimensions, noise_type, normalize, reach):
    generator = np.random.RandomState(dimensions)
    inputs = {
        **place(generator, dimensions, reach),
        "Scale": draw(generator, -8.0, 8.0),
        "Detail": draw(generator, -1.0, 6.0),
        "Roughness": draw(generator, 0.0, 1.0),
        "Lacunarity": draw(generator, 0.5, 3.0),
        "Distortion": draw(generator, -2.0, 2.0),
    }
    if noise_type not in ("FBM", "MULTIFRACTAL"):
        inputs["Offset"] = draw(generator, -1.0, 1.0)
    if noise_type in ("HYBRID_MULTIFRACTAL", "RIDGED_MULTIFRACTAL"):
        inputs["Gain"] = draw(generator, 0.0, 2.0)
    settings = {"noise_dimensions": f"{dimensions}D", "noise_type": noise_type, "normalize": normalize}

    theirs = evaluate("ShaderNodeTexNoise", settings, inputs)
    position = positions(inputs)[:, :2] if dimensions == 2 else positions(inputs)
    names = ("Scale", "Detail", "Roughness", "Lacunarity", "Offset", "Gain", "Distortion")
    values = [torch.from_numpy(inputs.get(name, np.zeros(SAMPLES, np.float32))) for name in names]

    outputs = {name.replace("Factor", "Fac"): output for name, output in theirs.items()}
    for which, name in enumerate(("Fac", "Color")):

        def twin(*given, which=which):
            return noise_texture(*given, noise_type, normalize)[which]

        assert unexplained(twin, [position, *values], outputs[name]) == 0.0


@pytest.mark.parametrize("noise_type", FRACTALS)
def test_noise_is_differentiable_in_every_input(noise_type):
    generator = torch.Generator().manual_seed(1)
    position = torch.rand(6, 3, generator=generator, dtype=torch.float64)
    values = [torch.rand(6, generator=generator, dtype=torch.float64) * 0.5 + 0.3 for _ in range(7)]
    values[1] = values[1] + 1.0  # the detail: more than one octave
    arguments = [value.requires_grad_() for value in (position, *values)]

    assert torch.autograd.gradcheck(lambda *given: noise_texture(*given, noise_type), arguments, eps=1e-6, atol=1e-4)
