"""Laying and healing latents: what fits is left alone, what does not is mended, and large areas do not just repeat."""

import pytest

torch = pytest.importorskip("torch")

from artml_blender.engine.runtime import palettes, remix
from artml_blender.engine.runtime.latents import restyle, smooth_noise, style
from artml_blender.engine.runtime.library import Library
from artml_blender.engine.runtime.palettes import Palettes


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def stripes(period: int) -> torch.Tensor:
    """A latent [1, 8, 16, 16] of horizontal courses, with a little grain."""
    rows = torch.sin(torch.arange(16) * 2 * torch.pi / period)[None, None, :, None]
    return rows.expand(1, 8, 16, 16) + 0.05 * torch.randn(1, 8, 16, 16, generator=generator(9))


def library() -> Library:
    latents = torch.cat(
        [stripes(4), stripes(4).roll(1, 2), stripes(8), torch.randn(2, 8, 16, 16, generator=generator())]
    )
    palette = Palettes(torch.zeros(5, 3), torch.ones(5, 3))
    return Library(latents, palette, ["brick"] * 5, ["a", "b", "c", "d", "e"])


def test_what_fits_already_is_not_changed_by_healing():
    source = torch.randn(1, 8, 16, 16, generator=generator())

    healed = remix._heal(source.repeat(1, 1, 2, 2), source)

    torch.testing.assert_close(healed, source.repeat(1, 1, 2, 2))


def test_a_hole_is_filled_from_the_sources():
    source = stripes(4)
    broken = source.clone()
    broken[:, :, 5:8, 5:8] = 3.0

    healed = remix._heal(broken, source)

    assert (healed - source).abs().max() < 0.3
    assert (broken - source).abs().max() > 2.0


@pytest.mark.parametrize("grid", [(16, 16), (32, 16), (25, 15), (8, 8), (40, 9)])
def test_the_latent_has_the_grid_and_repeats_by_seed(grid):
    ingredients = ("a", "b", "c")

    first, again, other = (remix.remix(library(), ingredients, grid, generator(seed)) for seed in (1, 1, 2))

    assert first.shape == (1, 8, *grid)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_courses_stay_whole():
    """A lattice of four cells on a grid that holds it: every row keeps its own phase across the whole width."""
    mixed = remix.remix(library(), ("a", "b", "a"), (32, 32), generator(3))

    assert mixed.mean(1)[0].std(dim=1).max() < 0.25


def test_a_large_grainy_area_is_not_one_tile_again_and_again():
    mixed = remix.remix(library(), ("d", "e", "d"), (64, 64), generator(1))

    centred = mixed - mixed.mean()
    repeat = (centred * centred.roll(16, 3)).mean() / centred.square().mean()
    assert repeat < 0.5


def test_the_partner_is_alike_or_the_texture_itself():
    descriptors = remix.describe(library().latents)

    assert remix._choose_partner(descriptors, 0, generator()) == 1
    distances = torch.cdist(descriptors, descriptors).fill_diagonal_(torch.inf)
    lonely = int(distances.min(dim=1).values.argmax())
    assert remix._choose_partner(descriptors, lonely, generator()) == lonely


def test_a_cut_is_made_where_the_tile_meets_itself():
    """Eight lines of a period of eight: the seam is no stronger than the steps inside."""
    assert (stripes(8).roll(-8, 2) - stripes(8)).abs().mean() < 0.2
    start = remix._best_start(stripes(8), 8, dim=2)

    covered = remix._cover(stripes(8), (8, 16), (start, 0), cuts=(0, 0))

    step = (covered[:, :, 0] - covered[:, :, -1]).abs().mean()
    inside = (covered[:, :, 1:] - covered[:, :, :-1]).abs().mean(dim=(0, 1, 3)).max()
    assert step <= 1.1 * inside


def test_a_palette_is_taken_over_and_its_contrast_is_bounded():
    color = 0.1 * torch.randn(1, 3, 32, 32, generator=generator())
    target = palettes.measure(0.12 * torch.randn(1, 3, 32, 32, generator=generator(1)) + 0.3)

    recolored = palettes.measure(palettes.recolor(color, target))

    torch.testing.assert_close(recolored.mean, target.mean, atol=1e-3, rtol=0)
    torch.testing.assert_close(recolored.std, target.std, atol=1e-3, rtol=0)
    loud = Palettes(target.mean, target.std * 50)
    assert palettes.measure(palettes.recolor(color, loud)).std.max() < 0.2


def test_restyling_keeps_the_layout_and_bounds_the_stretch():
    latent = torch.randn(1, 8, 16, 16, generator=generator())
    mean, std = torch.full((1, 8, 1, 1), 2.0), torch.full((1, 8, 1, 1), 100.0)

    restyled = restyle(latent, mean, std)

    torch.testing.assert_close(style(restyled)[0], mean)
    assert style(restyled)[1].max() < 2.0


def test_noise_wraps_around():
    noise = smooth_noise((1, 1, 24, 40), 8.0, generator())

    inside = (noise[..., 1:] - noise[..., :-1]).abs().mean()
    assert (noise[..., 0] - noise[..., -1]).abs().mean() < 3 * inside
