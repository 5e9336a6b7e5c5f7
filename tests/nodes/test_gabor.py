"""Gabor Texture against the real node: both types, ordinary and extreme."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import gabor_cases
from samples import SAMPLES, sockets, unexplained

from artml_blender.engine.nodes.gabor_texture import gabor_2d, gabor_3d

REFERENCES = sorted(Path(__file__).with_name("references").glob("gabor-*.npz"))


def twin(position, scale, frequency, anisotropy, orientation):
    """The outputs side by side; an angle is the orientation of the type 2D."""
    if isinstance(orientation, tuple):
        return tuple(gabor_3d(position, scale, frequency, anisotropy, orientation))
    return tuple(gabor_2d(position[:2], scale, frequency, anisotropy, orientation))


def check(case, theirs):
    """Every output of the real node, within the bound but where float32 cannot say."""
    outputs = np.column_stack([theirs[name] for name in ("Value", "Phase", "Intensity")])
    assert unexplained(twin, sockets(case.inputs), outputs) == 0.0


@pytest.mark.parametrize("reach", [3.0, 1e5])
@pytest.mark.parametrize("gabor_type", ["2D", "3D"])
def test_gabor_is_the_same(gabor_type, reach):
    bpy = pytest.importorskip("bpy")
    from real_node import evaluate

    if bpy.app.version < (4, 3):
        pytest.skip("the node is newer")
    case = gabor_cases.case(gabor_type, reach, SAMPLES)

    check(case, evaluate(*case))


@pytest.mark.parametrize("gabor_type", ["2D", "3D"])
@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_gabor_is_the_same_as_in_other_versions(path, gabor_type):
    with np.load(path) as answers:
        theirs = {name: answers[f"{gabor_type}/{name}"] for name in ("Value", "Phase", "Intensity")}

    check(gabor_cases.recorded()[gabor_type], theirs)


@pytest.mark.parametrize("gabor_type", ["2D", "3D"])
@pytest.mark.parametrize("anisotropy", [0.3, 1.0])
@pytest.mark.parametrize("bent", [False, True])
def test_gabor_on_a_plane_is_that_of_its_points(gabor_type, anisotropy, bent):
    """Tiles of pixels that rule out impulses are a short cut to the same values."""
    u, v = torch.linspace(-1, 2, 97)[None], torch.linspace(-1, 1, 61)[:, None]
    plane = (u + 0.3 * v * v, v - 0.2 * u, u * v) if bent else (u, v, torch.tensor(0.3))
    scale, frequency, anisotropy = torch.tensor([2.5, 2.0, anisotropy])
    orientation = torch.tensor(0.7) if gabor_type == "2D" else torch.tensor([0.3, -0.5, 0.4]).unbind()
    points = tuple(axis.expand(61, 97).flatten() for axis in plane)

    short = twin(plane, scale, frequency, anisotropy, orientation)
    long = twin(points, scale, frequency.expand(61 * 97), anisotropy, orientation)

    for a, b in zip(short, long, strict=True):
        torch.testing.assert_close(a.flatten(), b, atol=2e-5, rtol=0.0)


@pytest.mark.parametrize("gabor_type", ["2D", "3D"])
def test_gabor_is_differentiable_in_every_input(gabor_type):
    generator = torch.Generator().manual_seed(1)
    values = [torch.rand(6, generator=generator, dtype=torch.float64) * 0.5 + 0.3 for _ in range(9)]
    arguments = [value.requires_grad_() for value in values[: 9 if gabor_type == "3D" else 7]]

    def node(x, y, z, scale, frequency, anisotropy, *orientation):
        angle = orientation if gabor_type == "3D" else orientation[0]
        return twin((x, y, z), scale, frequency, anisotropy, angle)

    unused = torch.zeros_like(values[0])
    if gabor_type == "2D":
        del arguments[2]
        assert torch.autograd.gradcheck(lambda x, y, *rest: node(x, y, unused, *rest), arguments, atol=1e-4)
    else:
        assert torch.autograd.gradcheck(node, arguments, atol=1e-4)
