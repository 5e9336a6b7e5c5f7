"""The texture generator: any size, the torus, what it is told, and its training at tiny size."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from example_materials import make_materials
from latent_sets import Latents, encode_all, load_latents, save_latents
from photo_materials import CLASSES, Materials
from train_texture_generator import CELLS, Training, batches

from artml_blender.models.material_vae import LATENT_CHANNELS, MaterialVAE
from artml_blender.models.texture_generator import LAYOUT_CHANNELS, NOISE_CHANNELS, STYLE_CHANNELS, TextureGenerator


@pytest.fixture(scope="module")
def latents(tmp_path_factory) -> list[Latents]:
    """Of eight procedural materials, at two densities, encoded by an untrained VAE."""
    materials: Materials = make_materials(tmp_path_factory.mktemp("stacks"))
    torch.manual_seed(0)
    vae = MaterialVAE().eval()
    return encode_all(vae, materials, variants=2)


def lively_generator() -> TextureGenerator:
    """A generator whose residual branches and modulation, zero at the start, have random weights."""
    torch.manual_seed(0)
    model = TextureGenerator(len(CLASSES)).eval()
    for name, weight in model.named_parameters():
        if name.endswith(("second.weight", "modulate.weight")):
            torch.nn.init.normal_(weight, std=0.05)
    return model


def told(count: int, height: int, width: int) -> dict[str, "torch.Tensor"]:
    generator = torch.Generator().manual_seed(1)
    style = torch.rand(count, STYLE_CHANNELS, generator=generator)
    return {
        "field": torch.randn(count, LAYOUT_CHANNELS + NOISE_CHANNELS, height, width, generator=generator),
        "style": style,
        "category": torch.arange(count),
        "density": torch.zeros(count),
    }


@pytest.mark.parametrize(("height", "width"), [(16, 16), (8, 24)])
@torch.no_grad()
def test_rolling_the_field_rolls_the_latent(height: int, width: int) -> None:
    model, given = lively_generator(), told(2, height, width)
    latent = model(**given)
    moved = given | {"field": given["field"].roll((4, -2), (2, 3))}
    assert latent.shape == (2, LATENT_CHANNELS, height, width)
    assert (latent.roll((4, -2), (2, 3)) - model(**moved)).abs().max() < 1e-3


@pytest.mark.parametrize("what", ["field", "style", "category", "density"])
@torch.no_grad()
def test_everything_it_is_told_counts(what: str) -> None:
    model, given = lively_generator(), told(2, 8, 8)
    other = given | {what: given[what].flip(0) if what != "density" else given[what] - 1.0}
    assert (model(**given) - model(**other)).abs().mean() > 1e-3


def test_it_has_as_many_parameters_as_was_asked_for() -> None:
    assert 1e6 < sum(parameter.numel() for parameter in TextureGenerator(len(CLASSES)).parameters()) < 3e6


def test_latents_are_of_every_material_turned_and_kept(latents: list[Latents], tmp_path) -> None:
    dense, sparse = latents
    assert dense.latents.shape == (16, LATENT_CHANNELS, 32, 32)
    assert sparse.latents.shape == (16, LATENT_CHANNELS, CELLS, CELLS)
    assert sparse.layouts.shape == (16, 1, 2 * CELLS, 2 * CELLS)
    assert sparse.styles.shape == (16, STYLE_CHANNELS)
    assert (dense.density, sparse.density) == (-1.0, -2.0)
    assert torch.equal(dense.styles, sparse.styles)
    save_latents({"procedural": latents}, tmp_path / "latents.pt")
    assert torch.equal(load_latents(tmp_path / "latents.pt")["procedural"][1].layouts, sparse.layouts)
    brick, turned_brick = sparse.layouts[0].float(), sparse.layouts[8].float()
    assert (
        torch.cosine_similarity(torch.rot90(brick.flip(2), 1, (1, 2)).flatten(), turned_brick.flatten(), dim=0) > 0.95
    )


def test_training_improves_and_resumes_as_if_never_stopped(latents: list[Latents], tmp_path) -> None:
    scale = latents[1].latents.float().std((0, 2, 3))[:, None, None]

    def fresh() -> Training:
        torch.manual_seed(0)
        return Training(scale, images=100_000, device="cpu")

    first = fresh()
    stream = batches({"procedural": latents[1:]}, 1, first.generator)
    same = next(batch for batch in stream if not batch.is_swapped)
    first.steps = 100  # past the warm-up
    losses = [first.step(same) for _ in range(14)]
    assert np.isfinite([value for each in losses for value in each.values()]).all()
    for name, share in (("discriminator", 0.9), ("probe", 0.8), ("layout", 0.8)):
        assert losses[-1][name] < share * losses[0][name]

    first.save(tmp_path / "checkpoint.pt")
    resumed = fresh()
    resumed.load(tmp_path / "checkpoint.pt")
    went_on, came_back = (
        run.step(next(batches({"procedural": latents[1:]}, 1, run.generator))) for run in (first, resumed)
    )
    assert resumed.seen == first.seen
    assert came_back == pytest.approx(went_on, rel=1e-3)


def test_some_batches_are_made_on_other_layouts(latents: list[Latents]) -> None:
    stream = batches({"procedural": latents}, 1, torch.Generator().manual_seed(0))
    seen = [next(stream) for _ in range(30)]
    assert 3 < sum(batch.is_swapped for batch in seen) < 20
    assert all(torch.equal(batch.layout, batch.given) != batch.is_swapped for batch in seen)
    assert {batch.latent.shape[2] for batch in seen} == {16, 32}
    assert not any(batch.is_part for batch in seen)
