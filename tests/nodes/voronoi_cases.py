"""Inputs for the Voronoi Texture node, ordinary and extreme; without PyTorch, so that any Blender can answer them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

DIMENSIONS = (1, 2, 3, 4)
METRICS = ("EUCLIDEAN", "MANHATTAN", "CHEBYCHEV", "MINKOWSKI")


class Case(NamedTuple):
    idname: str
    settings: Mapping[str, object]
    inputs: Mapping[str, np.ndarray]  # by the names of the sockets, [samples] or [samples, 3]


def kinds() -> list[tuple[str, str, int]]:
    """Every feature with every metric and number of dimensions that tell it apart."""
    return [
        (feature, metric, dimensions)
        for feature in ("F1", "F2", "SMOOTH_F1", "DISTANCE_TO_EDGE", "N_SPHERE_RADIUS")
        for metric in (METRICS if feature in ("F1", "F2", "SMOOTH_F1") else METRICS[:1])
        for dimensions in (DIMENSIONS if metric == "EUCLIDEAN" else DIMENSIONS[1:])
    ]


def case(feature: str, metric: str, dimensions: int, normalize: bool, reach: float, samples: int) -> Case:
    """Coordinates up to `reach`; one in eight samples of a socket is at one of its extremes.

    Far out the scale and the detail are small, so that coordinates keep some of their fraction.
    """
    generator = np.random.RandomState(dimensions)
    largest, octaves = (8.0, 6.0) if reach < 1000.0 else (2.0, 1.5)
    if (feature, dimensions) == ("SMOOTH_F1", 4):  # 625 cells an octave
        octaves = 1.5

    def draw(low: float, high: float, extremes: tuple[float, ...]) -> np.ndarray:
        values = generator.uniform(low, high, samples)
        extreme = generator.choice(extremes, samples)
        return np.where(generator.uniform(size=samples) < 0.125, extreme, values).astype(np.float32)

    inputs = {}
    if dimensions > 1:
        inputs["Vector"] = generator.uniform(-reach, reach, (samples, 3)).astype(np.float32)
    if dimensions in (1, 4):
        inputs["W"] = generator.uniform(-reach, reach, samples).astype(np.float32)
    inputs["Scale"] = draw(-largest, largest, (0.0, 1.0))
    if feature != "N_SPHERE_RADIUS":
        inputs["Detail"] = draw(0.0, octaves, (0.0, 1.0))
        inputs["Roughness"] = draw(0.0, 1.0, (0.0, 1.0))
        inputs["Lacunarity"] = draw(0.5, 3.0, (1.0, 2.0))
    if feature == "SMOOTH_F1":
        inputs["Smoothness"] = draw(0.0, 1.0, (0.0, 1.0, 2.0))
    if metric == "MINKOWSKI":
        inputs["Exponent"] = draw(0.3, 8.0, (1.0, 2.0))
    inputs["Randomness"] = draw(0.0, 1.0, (0.0, 1.0, 2.0))
    settings = {"voronoi_dimensions": f"{dimensions}D", "feature": feature, "distance": metric}
    return Case("ShaderNodeTexVoronoi", {**settings, "normalize": normalize}, inputs)


def recorded() -> dict[str, Case]:
    """A few samples of every kind, by its name."""
    return {
        f"{feature} {metric} {dimensions}D": case(feature, metric, dimensions, dimensions % 2 == 0, 3.0, 40)
        for feature, metric, dimensions in kinds()
    }
