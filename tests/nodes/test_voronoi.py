"""Voronoi Texture against the real node: every feature, metric and dimension, ordinary and extreme."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import voronoi_cases
from samples import SAMPLES, sockets, unexplained

from artml_blender.engine.nodes.voronoi_texture import (
    VoronoiOctaves,
    voronoi_cell,
    voronoi_distance_to_edge,
    voronoi_radius,
)

REFERENCES = sorted(Path(__file__).with_name("references").glob("voronoi-*.npz"))
PLAIN = {"Detail": 0.0, "Roughness": 0.5, "Lacunarity": 2.0, "Smoothness": 1.0, "Exponent": 0.5, "Randomness": 1.0}


def twin_outputs(case, position, inputs, integer_hash, everything=True):
    """What the node's outputs are by the names of their sockets, for inputs as tensors."""
    given = {**{name: torch.tensor(value) for name, value in PLAIN.items()}, **inputs}
    octaves = VoronoiOctaves(given["Detail"], given["Roughness"], given["Lacunarity"])
    scale, randomness = given["Scale"], given["Randomness"]
    feature, normalize = case.settings["feature"], case.settings["normalize"]
    if feature == "N_SPHERE_RADIUS":
        return {"Radius": voronoi_radius(position, scale, randomness, integer_hash)}
    if feature == "DISTANCE_TO_EDGE":
        distance = voronoi_distance_to_edge(position, scale, octaves, randomness, normalize, integer_hash)
        return {"Distance": distance}
    shape = (given["Smoothness"], given["Exponent"], randomness)
    how = (feature, case.settings["distance"], normalize, integer_hash)
    distance, color, place = voronoi_cell(position, scale, octaves, *shape, *how, everything, everything)
    if not everything:
        return {"Distance": distance}
    outputs = {"Distance": distance, "Color": color}
    if len(position) > 1:
        zero = torch.zeros_like(place[0])
        outputs["Position"] = (*place, zero)[:3]
    if len(position) in (1, 4):
        outputs["W"] = place[-1]
    return outputs


def position_of(case, vector, w):
    dimensions = int(case.settings["voronoi_dimensions"][0])
    return (w,) if dimensions == 1 else (*vector[: min(dimensions, 3)], *([w] if dimensions == 4 else []))


def check(case, theirs, integer_hash):
    """Every output of the real node, within the bound but where float32 cannot say."""
    inputs = sockets(case.inputs)

    def twin(*values):
        given = dict(zip(inputs, values, strict=True))
        position = position_of(case, given.pop("Vector", ()), given.pop("W", None))
        outputs = twin_outputs(case, position, given, integer_hash)
        return tuple(axis for name in theirs for axis in axes_of(outputs[name]))

    assert unexplained(twin, inputs, np.column_stack(list(theirs.values()))) == 0.0


def axes_of(value):
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("reach", [3.0, 1e5])
@pytest.mark.parametrize("normalize", [False, True])
@pytest.mark.parametrize(("feature", "metric", "dimensions"), voronoi_cases.kinds())
def test_voronoi_is_the_same(feature, metric, dimensions, normalize, reach):
    bpy = pytest.importorskip("bpy")
    from real_node import evaluate

    many = feature != "SMOOTH_F1" or dimensions < 4
    case = voronoi_cases.case(feature, metric, dimensions, normalize, reach, SAMPLES if many else 60)

    check(case, evaluate(*case), integer_hash=bpy.app.version >= (5, 0))


@pytest.mark.parametrize("name", voronoi_cases.recorded())
@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
def test_voronoi_is_the_same_as_in_other_versions(path, name):
    version = tuple(int(part) for part in path.stem.split("-")[1].split("."))
    with np.load(path) as answers:
        theirs = {key.split("/")[1]: answers[key] for key in answers.files if key.startswith(f"{name}/")}

    check(voronoi_cases.recorded()[name], theirs, integer_hash=version >= (5, 0))


@pytest.mark.parametrize("dimensions", [1, 2, 3, 4])
@pytest.mark.parametrize("feature", ["F1", "F2", "SMOOTH_F1", "DISTANCE_TO_EDGE", "N_SPHERE_RADIUS"])
@pytest.mark.parametrize(("scale", "randomness"), [(2.0, 1.0), (9.0, 0.3), (2.0, 0.0)])
@pytest.mark.parametrize("metric", ["EUCLIDEAN", "MINKOWSKI"])
@pytest.mark.parametrize("bent", [False, True])
def test_voronoi_on_a_plane_is_that_of_its_points(feature, metric, dimensions, scale, randomness, bent):
    """Tiles of pixels that rule out points are a short cut to the same values, aligned with the cells or not."""
    rows, columns = (61, 97) if feature != "SMOOTH_F1" or dimensions < 4 else (16, 32)
    u, v = torch.linspace(-1, 2, columns)[None], torch.linspace(-1, 1, rows)[:, None]
    plane = (u + 0.3 * v * v, v - 0.2 * u, u * v, u - v) if bent else (u, v, *torch.tensor([0.3, -2.7]).unbind())
    inputs = {"Scale": torch.tensor(scale), "Randomness": torch.tensor(randomness), "Detail": torch.tensor(1.3)}
    case = voronoi_cases.case(feature, metric, dimensions, False, 1.0, 1)
    points = tuple(axis.expand(rows, columns).flatten() for axis in plane[:dimensions])
    each = {**inputs, "Randomness": torch.full((rows * columns,), randomness)}

    short = twin_outputs(case, plane[:dimensions], inputs, True)
    long = twin_outputs(case, points, each, True)

    alone = twin_outputs(case, plane[:dimensions], inputs, True, everything=False)
    torch.testing.assert_close(next(iter(alone.values())), next(iter(short.values())))
    for name, values in short.items():
        for a, b in zip(axes_of(values), axes_of(long[name]), strict=True):
            different = (a.expand(rows, columns).flatten() - b).abs() > 2e-5
            assert different.float().mean() < 1e-3, name  # points as far away as each other, to rounding


@pytest.mark.parametrize("dimensions", [1, 2, 3, 4])
@pytest.mark.parametrize("feature", ["F1", "F2", "SMOOTH_F1", "DISTANCE_TO_EDGE", "N_SPHERE_RADIUS"])
def test_voronoi_is_differentiable_in_every_input(feature, dimensions):
    case = voronoi_cases.case(feature, "MINKOWSKI", dimensions, True, 1.0, 1)
    generator = torch.Generator().manual_seed(dimensions)
    names = [name for name in PLAIN if name != "Scale"] + ["Scale"]
    many = feature == "SMOOTH_F1"  # points to look at
    values = [
        torch.rand(2 if many else 6, generator=generator, dtype=torch.float64) * 0.5 + 0.3
        for _ in range(dimensions + 7)
    ]
    values[dimensions] = values[dimensions] + 1.0  # the detail: more than one octave
    arguments = [value.requires_grad_() for value in values]

    def node(*values):
        inputs = dict(zip(names, values[dimensions:], strict=True))
        outputs = twin_outputs(case, values[:dimensions], inputs, True, everything=dimensions < 4 or not many)
        return tuple(axis for value in outputs.values() for axis in axes_of(value) if axis.requires_grad)

    assert torch.autograd.gradcheck(node, arguments, eps=1e-6, atol=1e-4, fast_mode=many)


def test_voronoi_on_a_plane_is_differentiable():
    u = torch.linspace(0.1, 1.0, 40, dtype=torch.float64)[None].requires_grad_()
    v = torch.linspace(0.1, 1.0, 30, dtype=torch.float64)[:, None].requires_grad_()
    scale, randomness = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (2.3, 0.8))
    case = voronoi_cases.case("SMOOTH_F1", "EUCLIDEAN", 2, False, 1.0, 1)

    def node(u, v, scale, randomness):
        return twin_outputs(case, (u, v), {"Scale": scale, "Randomness": randomness}, True)["Distance"].mean()

    assert torch.autograd.gradcheck(node, (u, v, scale, randomness), eps=1e-6, atol=1e-5)
