"""White Noise and Noise Texture against the real nodes: every type, dimension and setting, ordinary and extreme."""

import math

import numpy as np
import pytest

pytest.importorskip("bpy")
torch = pytest.importorskip("torch")

from real_node import evaluate
from samples import SAMPLES, draw, sockets, unexplained

from artml_blender.engine.nodes.noise_texture import NOISE_TYPES, Octaves, noise_color, noise_factor
from artml_blender.engine.nodes.perlin import perlin_signed
from artml_blender.engine.nodes.white_noise import white_noise_color, white_noise_value


def position(inputs: dict[str, np.ndarray], dimensions: int) -> tuple["torch.Tensor", ...]:
    """Vector and W of the node's inputs side by side, as many as its dimensions."""
    given = sockets(inputs)
    return (*given.get("Vector", ())[: min(dimensions, 3)], *([given["W"]] if "W" in given else []))


SUMMED = ("Detail", "Roughness", "Lacunarity", "Offset", "Gain")  # the fields of Octaves


def coordinates(generator: np.random.RandomState, dimensions: int, reach: float) -> dict[str, np.ndarray]:
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
    inputs = coordinates(np.random.RandomState(dimensions), dimensions, reach)

    theirs = evaluate("ShaderNodeTexWhiteNoise", {"noise_dimensions": f"{dimensions}D"}, inputs)

    place = position(inputs, dimensions)
    np.testing.assert_allclose(white_noise_value(place).numpy(), theirs["Value"], atol=1e-7)
    np.testing.assert_allclose(torch.stack(white_noise_color(place), -1).numpy(), theirs["Color"], atol=1e-7)


@pytest.mark.parametrize("normalize", [True, False])
@pytest.mark.parametrize("noise_type", NOISE_TYPES)
@pytest.mark.parametrize("dimensions", [1, 2, 3, 4])
@pytest.mark.parametrize("reach", [2.0, 3000.0])
def test_noise_is_the_same(dimensions, noise_type, normalize, reach):
    generator = np.random.RandomState(dimensions)
    inputs = {
        **coordinates(generator, dimensions, reach),
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
    names = ("Scale", *SUMMED, "Distortion")
    zeros = np.zeros(SAMPLES, np.float32)
    given = {
        "position": position(inputs, dimensions),
        **sockets({name: inputs.get(name, zeros) for name in names}),
    }

    outputs = {name.replace("Factor", "Fac"): output for name, output in theirs.items()}
    for node, name in ((noise_factor, "Fac"), (noise_color, "Color")):

        def twin(place, scale, *rest, node=node):
            return node(place, scale, Octaves(*rest[:5]), rest[5], noise_type, normalize)

        assert unexplained(twin, given, outputs[name]) == 0.0


@pytest.mark.parametrize("noise_type", NOISE_TYPES)
def test_noise_is_differentiable_in_every_input(noise_type):
    generator = torch.Generator().manual_seed(1)
    values = [torch.rand(6, generator=generator, dtype=torch.float64) * 0.5 + 0.3 for _ in range(10)]
    values[4] = values[4] + 1.0  # the detail: more than one octave
    arguments = [value.requires_grad_() for value in values]

    def node(x, y, z, scale, *rest):
        return noise_factor((x, y, z), scale, Octaves(*rest[:5]), rest[5], noise_type)

    assert torch.autograd.gradcheck(node, arguments, eps=1e-6, atol=1e-4)


@pytest.mark.parametrize("dimensions", [2, 3, 4])
def test_noise_on_a_plane_is_the_noise_of_its_points(dimensions):
    """Rows and columns that broadcast, and coordinates that do not vary, are a short cut to the same values."""
    u, v = torch.linspace(-3, 5, 40)[None], torch.linspace(-1, 9, 30)[:, None]
    plane = (u, v, *torch.tensor([0.3, -2.7]).unbind())[:dimensions]
    points = tuple(axis.expand(30, 40).contiguous() for axis in plane)
    octaves = Octaves(*torch.tensor([3.5, 0.6, 2.1, 0.0, 1.0]))

    short = noise_factor(plane, torch.tensor(4.0), octaves, torch.tensor(0.7))

    torch.testing.assert_close(short, noise_factor(points, torch.tensor(4.0), octaves, torch.tensor(0.7)))


@pytest.mark.parametrize("planes", [(1,), (3,)])
def test_noise_around_two_circles_is_the_noise_of_its_points(planes):
    """Two coordinates that depend on the column and two on the row are a short cut, too; each plane has its own."""
    angles = torch.linspace(0.0, 6.0, 40)[None], torch.linspace(0.0, 6.0, 30)[:, None]
    start = 7.0 * torch.arange(float(math.prod(planes))).view(*planes, 1, 1)
    circles = tuple(start + 5.0 * way for angle in angles for way in (angle.cos(), angle.sin()))
    points = tuple(axis.expand(*planes, 30, 40).contiguous() for axis in circles)

    torch.testing.assert_close(perlin_signed(circles), perlin_signed(points))
