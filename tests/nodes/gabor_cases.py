"""Inputs for the Gabor Texture node, ordinary and extreme; without PyTorch, so that any Blender can answer them."""

import numpy as np
from voronoi_cases import Case


def case(gabor_type: str, reach: float, samples: int) -> Case:
    """Coordinates up to `reach`; one in eight samples of a socket is at one of its extremes."""
    generator = np.random.RandomState(int(gabor_type[0]))

    def draw(low: float, high: float, extremes: tuple[float, ...]) -> np.ndarray:
        values = generator.uniform(low, high, samples)
        extreme = generator.choice(extremes, samples)
        return np.where(generator.uniform(size=samples) < 0.125, extreme, values).astype(np.float32)

    largest = 8.0 if reach < 1000.0 else 1.0
    inputs = {
        "Vector": generator.uniform(-reach, reach, (samples, 3)).astype(np.float32),
        "Scale": draw(-largest, largest, (0.0, 1.0)),
        "Frequency": draw(0.0, 5.0, (0.0, 1.0, 2.0)),
        "Anisotropy": draw(0.0, 1.0, (0.0, 1.0, 2.0, -1.0)),
    }
    angle, direction = draw(-4.0, 4.0, (0.0, 0.785)), generator.normal(size=(samples, 3)).astype(np.float32)
    return Case(
        "ShaderNodeTexGabor",
        {"gabor_type": gabor_type},
        {**inputs, "Orientation": angle if gabor_type == "2D" else direction},
    )


def recorded() -> dict[str, Case]:
    """A few samples of every kind, by its name."""
    return {gabor_type: case(gabor_type, 3.0, 200) for gabor_type in ("2D", "3D")}
