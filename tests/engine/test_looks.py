"""Looks: what a seed chooses, styles between two, and layouts that fit any grid."""

import numpy as np
import pytest

from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.runtime.looks import Looks, choose, make_field, mix_styles
from artml_blender.engine.runtime.remix import make_generator


@pytest.fixture
def looks() -> Looks:
    random = np.random.RandomState(0)
    return Looks(
        random.standard_normal((6, 32)).astype(np.float32),
        ["brick"] * 4 + ["wood"] * 2,
        [f"style_{index}" for index in range(6)],
        np.sign(random.standard_normal((3, 1, 128, 128))).astype(np.float32),
        ["brick", "brick", "wood"],
        ["wall_1", "wall_2", "planks_1"],
    )


def test_a_seed_chooses_within_the_class(looks: Looks) -> None:
    chosen = {choose(looks, "brick", make_generator(seed)) for seed in range(40)}
    assert len(chosen) > 6
    assert {layout for layout, _, _ in chosen} == {"wall_1", "wall_2"}
    assert {style for _, *styles in chosen for style in styles} == {f"style_{index}" for index in range(4)}
    assert choose(looks, "brick", make_generator(3)) == choose(looks, "brick", make_generator(3))


def test_less_variation_is_nearer_to_the_class(looks: Looks) -> None:
    mean = looks.styles[:4].mean(axis=0)
    distances = [
        float(np.abs(mix_styles(looks, "brick", ("style_0", "style_1"), variation, make_generator(0)) - mean).max())
        for variation in (0.0, 0.5, 1.0)
    ]
    assert distances[0] < 1e-6
    assert distances[1] == pytest.approx(0.5 * distances[2], rel=1e-3)


def test_unknown_names_are_refused(looks: Looks) -> None:
    for ask in (lambda: looks.style("wall_1"), lambda: looks.layout("style_0"), lambda: choose(looks, "sky", None)):
        with pytest.raises(EngineFailure):
            ask()


@pytest.mark.parametrize("grid", [(64, 64), (128, 64), (8, 8), (96, 200)])
def test_the_field_fits_and_tiles(looks: Looks, grid: tuple[int, int]) -> None:
    field = make_field(looks.layout("wall_1"), grid, make_generator(0))
    assert field.shape == (1, 12, *grid)
    assert field.dtype == np.float32
    assert np.abs(field[:, :4]).max() <= 1.0
    assert field[:, 4:].std() == pytest.approx(1.0, abs=0.1)


def test_the_fields_layout_is_in_pytorchs_order(looks: Looks) -> None:
    torch = pytest.importorskip("torch")
    ramp = np.arange(128, dtype=np.float32)[:, None] * np.ones(128, np.float32) / 128.0
    field = make_field(ramp[None, None], (64, 64), make_generator(0))
    pixels = torch.pixel_shuffle(torch.from_numpy(field[:, :4]), 2)[0, 0]
    steps = np.diff(pixels.numpy(), axis=0)
    assert np.abs(steps[:, 0]).max() > 0.5  # where the ramp begins anew
    assert np.median(steps) == pytest.approx(1.0 / 128.0, rel=1e-3)
