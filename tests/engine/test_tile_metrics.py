"""The measure of tiles must put damage in order before it counts: a ladder of ever worse pictures of a texture."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tile_metrics import texture_distance

from artml_blender.engine.graphs.stacks import make_stacks
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise


def picture(family: str, seed: int) -> np.ndarray:
    made = make_stacks(FAMILIES[family], [surprise(FAMILIES[family], seed)], (256, 256))["base_color"]
    return np.ascontiguousarray(made[0].movedim(0, -1).numpy())


def blurred(values: np.ndarray, passes: int) -> np.ndarray:
    for _ in range(passes):
        for axis in (0, 1):
            values = (np.roll(values, 1, axis) + 2.0 * values + np.roll(values, -1, axis)) / 4.0
    return values.astype(np.float32)


def noisy(values: np.ndarray, amount: float) -> np.ndarray:
    noise = np.random.RandomState(0).standard_normal(values.shape)
    return np.clip(values + amount * noise, 0.0, 1.0).astype(np.float32)


def scrambled(values: np.ndarray) -> np.ndarray:
    """The same spectrum, phases at random."""
    noise = np.fft.rfft2(np.random.RandomState(1).standard_normal(values.shape[:2]))
    mean = values.mean((0, 1))
    spectrum = np.fft.rfft2(values - mean, axes=(0, 1)) * (noise / np.abs(noise))[..., None]
    return np.clip(np.fft.irfft2(spectrum, s=values.shape[:2], axes=(0, 1)) + mean, 0.0, 1.0).astype(np.float32)


def shuffled(values: np.ndarray, side: int) -> np.ndarray:
    rows, columns = (length // side for length in values.shape[:2])
    blocks = values.reshape(rows, side, columns, side, 3).swapaxes(1, 2).reshape(-1, side, side, 3)
    mixed = blocks[np.random.RandomState(2).permutation(len(blocks))]
    return np.ascontiguousarray(mixed.reshape(rows, columns, side, side, 3).swapaxes(1, 2).reshape(values.shape))


@pytest.mark.parametrize("family", ["brick_wall", "cobbles", "ceramic_tiles", "stone_wall"])
def test_damage_is_ranked_in_order(family):
    photo = picture(family, 3)
    other = np.roll(photo, (100, 60), (0, 1))

    def distance(values):
        return texture_distance(values, photo)

    floor, wrong = distance(other), distance(picture("fabric_weave", 2))
    assert distance(photo) == 0.0
    assert floor < distance(blurred(other, 1)) < distance(blurred(other, 6)) < wrong
    assert floor < distance(noisy(other, 0.05)) < distance(noisy(other, 0.15)) < wrong
    assert floor < distance(shuffled(other, 16)) < wrong
    assert floor < distance(scrambled(other)) < wrong
