"""The relief functions: known surfaces come back, light falls on the right side, and rolling commutes."""

import math
from collections.abc import Callable

import pytest

torch = pytest.importorskip("torch")

from artml_blender.engine.runtime import relief

SIZES = [(64, 64), (48, 80), (56, 120)]


def sine_surface(height: int, width: int) -> tuple["torch.Tensor", "torch.Tensor"]:
    """A surface in pixels [1, 1, H, W] and its slopes [1, 2, H, W], from the derivative on paper."""
    rows = torch.arange(height)[:, None] * (2.0 * math.pi / height)
    columns = torch.arange(width)[None, :] * (2.0 * math.pi / width)
    surface = torch.sin(3.0 * columns) + 0.5 * torch.cos(2.0 * rows + columns)
    slope_x = (3.0 * torch.cos(3.0 * columns) - 0.5 * torch.sin(2.0 * rows + columns)) * (2.0 * math.pi / width)
    down = -1.0 * torch.sin(2.0 * rows + columns) * (2.0 * math.pi / height)
    return surface[None, None], torch.stack([slope_x.expand(height, width), -down])[None]


def bump(size: int) -> "torch.Tensor":
    """A round hill of 3 pixels in the middle, [1, 1, S, S]."""
    line = torch.arange(size) - size / 2
    return 3.0 * torch.exp(-(line[:, None].square() + line[None, :].square()) / (2.0 * 6.0**2))[None, None]


def bump_slopes(size: int) -> "torch.Tensor":
    line = (torch.arange(size) - size / 2) / 6.0**2
    hill = bump(size)[0, 0]
    return torch.stack([-line[None, :] * hill, line[:, None] * hill])[None]


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_integrate_gives_a_sine_surface_back(height: int, width: int) -> None:
    surface, slopes = sine_surface(height, width)
    assert (relief.integrate(slopes) - surface).abs().max() < 1e-4


def test_height_is_half_on_a_plane_and_keeps_relative_strength() -> None:
    _, slopes = sine_surface(64, 64)
    weak, strong = (relief.height_from_slopes(slopes * gain) for gain in (0.05, 0.5))
    assert relief.height_from_slopes(slopes * 0.0).sub(0.5).abs().max() == 0.0
    assert strong.std() / weak.std() > 8.0
    assert 0.0 < relief.height_from_slopes(slopes * 10.0).min() < relief.height_from_slopes(slopes * 10.0).max() < 1.0


def test_normals_are_unit_and_go_back_to_slopes() -> None:
    slopes = torch.randn(1, 2, 24, 40, generator=torch.Generator().manual_seed(0))
    normal = relief.slopes_to_normal(slopes)
    assert ((normal * 2.0 - 1.0).square().sum(1) - 1.0).abs().max() < 1e-5
    assert (relief.normal_to_slopes(normal) - slopes).abs().max() < 1e-4


def test_a_bump_is_lit_from_the_right_side() -> None:
    size = 64
    normal = relief.slopes_to_normal(bump_slopes(size)) * 2.0 - 1.0
    middle, near = size // 2, 6
    assert normal[0, 0, middle, middle + near] > 0.2  # its right side faces right
    assert normal[0, 1, middle - near, middle] > 0.2  # its upper side, an earlier row, faces up: OpenGL
    assert relief.height_from_slopes(bump_slopes(size))[0, 0, middle, middle] > 0.8


def test_occlusion_of_a_flat_relief_is_one() -> None:
    assert relief.ambient_occlusion(torch.full((1, 1, 40, 56), 0.5)).sub(1.0).abs().max() < 1e-5


def test_a_pit_is_darker_than_a_peak() -> None:
    size, middle = 64, 32
    hill = relief.integrate(bump_slopes(size))
    pit = relief.integrate(-bump_slopes(size))
    open_sky, shut_sky = (float(relief.ambient_occlusion(h)[0, 0, middle, middle]) for h in (hill, pit))
    assert open_sky > 0.99
    assert shut_sky < 0.85


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("function", [relief.slopes_to_normal, relief.height_from_slopes])
def test_rolling_slopes_rolls_what_is_made_of_them(
    function: Callable[["torch.Tensor"], "torch.Tensor"], height: int, width: int
) -> None:
    slopes = 0.3 * torch.randn(2, 2, height, width, generator=torch.Generator().manual_seed(0))
    rolled = function(slopes.roll((5, -11), (2, 3)))
    assert (rolled - function(slopes).roll((5, -11), (2, 3))).abs().max() < 1e-3


def test_rolling_relief_rolls_occlusion() -> None:
    height = 4.0 * torch.rand(1, 1, 48, 80, generator=torch.Generator().manual_seed(0))
    rolled = relief.ambient_occlusion(height.roll((5, -11), (2, 3)))
    assert (rolled - relief.ambient_occlusion(height).roll((5, -11), (2, 3))).abs().max() < 1e-3
    assert torch.equal(relief.ambient_occlusion(height), relief.ambient_occlusion(height.clone()))
