"""The material VAE: any size, the torus, relief that fits, its data, and its training at tiny size."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
F = torch.nn.functional

from example_materials import make_materials
from fit_material_decoder import Fitting
from fit_material_decoder import batches as library_batches
from material_sets import batches, density_of, fill_unknown, load_colors, stack_of
from photo_materials import CLASSES, Materials, cut
from train_material_vae import SIDE, Training, load_vae, sample_sheet
from training_run import run

from artml_blender.engine.training.conv_muon import ConvMuon, orthogonal
from artml_blender.models.material_vae import DOWNSCALE, LATENT_CHANNELS, MaterialVAE
from artml_blender.models.photo_unet import PhotoUNet
from artml_blender.models.torus import TorusConv2d


@pytest.fixture(scope="module")
def stacks(tmp_path_factory) -> Materials:
    return make_materials(tmp_path_factory.mktemp("stacks"))


@pytest.fixture(scope="module")
def colors(tmp_path_factory) -> tuple[Materials, Materials]:
    """A pack of ten pictures, one of them for validation."""
    path = tmp_path_factory.mktemp("pack") / "pack.npz"
    textures = np.random.RandomState(0).randint(0, 256, (10, 128, 128, 3)).astype(np.uint8)
    names = [f"Asset{index}" for index in range(10)]  # of which Asset8 is for validation
    np.savez(path, textures=textures, categories=np.array(["brick", "wood"] * 5), asset_ids=np.array(names))
    return load_colors(path)


def lively_vae() -> MaterialVAE:
    """A VAE whose residual branches, zero at the start, have random weights."""
    torch.manual_seed(0)
    vae = MaterialVAE().eval()
    for name, weight in vae.named_parameters():
        if name.endswith("second.weight"):
            torch.nn.init.normal_(weight, std=0.03)
    return vae


@pytest.mark.parametrize(("height", "width"), [(64, 64), (48, 160)])
@torch.no_grad()
def test_rolling_by_cells_rolls_latents_and_maps(height: int, width: int) -> None:
    vae, density = lively_vae(), torch.tensor([-2.0, 0.0])
    stack = torch.rand(2, 8, height, width, generator=torch.Generator().manual_seed(0)) * 2.0 - 1.0
    mean, log_variance = vae.encoder(stack, density)
    assert mean.shape == log_variance.shape == (2, LATENT_CHANNELS, height // DOWNSCALE, width // DOWNSCALE)
    rolled, _ = vae.encoder(stack.roll((16, -48), (2, 3)), density)
    assert (mean.roll((2, -6), (2, 3)) - rolled).abs().max() < 1e-3
    for maps, moved in zip(vae.decoder(mean, density), vae.decoder(rolled, density), strict=True):
        assert maps.shape[2:] == (height, width)
        assert (maps.roll((16, -48), (2, 3)) - moved).abs().max() < 1e-3


@torch.no_grad()
def test_density_counts() -> None:
    vae, latent = lively_vae(), torch.randn(1, LATENT_CHANNELS, 8, 8, generator=torch.Generator().manual_seed(0))
    dense, sparse = (vae.decoder(latent, torch.tensor([density])).base_color for density in (0.0, -2.0))
    assert (dense - sparse).abs().max() > 0.05


def test_it_has_as_many_parameters_as_was_asked_for() -> None:
    assert 4e6 < sum(parameter.numel() for parameter in MaterialVAE().parameters()) < 6e6


def test_colour_pictures_are_split_by_asset(colors: tuple[Materials, Materials]) -> None:
    training, validation = colors
    assert len(training.names) + len(validation.names) == 10
    assert not set(training.names) & set(validation.names)
    assert validation.names
    assert not training.known.any()
    assert training.color.shape[1:] == (3, 128, 128)


def test_maps_that_are_not_known_are_guessed_and_stay_marked(colors: tuple[Materials, Materials]) -> None:
    materials = colors[0].select(torch.arange(len(colors[0].names)) < 2)
    network = PhotoUNet(len(CLASSES)).eval()
    torch.nn.init.normal_(network.last.weight, std=0.05)
    fill_unknown(materials, network)
    assert materials.slopes is not None
    assert all(float(maps.float().std()) > 0.0 for maps in (materials.slopes, materials.height, materials.roughness))
    assert not materials.known.any()


def test_batches_have_their_density(stacks: Materials) -> None:
    stream = batches({"procedural": stacks}, {"procedural": 1.0}, 3, 128, torch.Generator().manual_seed(0))
    densities = set()
    for truth, density in (next(stream) for _ in range(8)):
        assert truth.color.shape == (3, 3, 128, 128)
        assert bool(truth.inside.all()) == (density == -2.0)
        assert stack_of(truth, density).abs().max() <= 1.0
        densities.add(density)
    assert densities == {density_of(stacks, 1), density_of(stacks, 2)} == {-1.0, -2.0}


def test_the_optimizers_directions_are_orthogonal() -> None:
    matrix = torch.randn(24, 90, generator=torch.Generator().manual_seed(0))
    singular = torch.linalg.svdvals(orthogonal(matrix))
    assert 0.5 < singular.min()
    assert singular.max() < 1.5
    assert (orthogonal(matrix.T) - orthogonal(matrix).T).abs().max() < 1e-4


def test_the_optimizer_finds_a_kernel() -> None:
    torch.manual_seed(0)
    wanted, kernel = torch.randn(4, 3, 3, 3), torch.nn.Parameter(torch.zeros(4, 3, 3, 3))
    optimizer = ConvMuon([kernel], lr=0.05)
    for _ in range(100):
        optimizer.zero_grad()
        (kernel - wanted).square().mean().backward()
        optimizer.step()
    assert (kernel - wanted).abs().mean() < 0.3 * wanted.abs().mean()


def test_training_improves_and_resumes_as_if_never_stopped(stacks: Materials, tmp_path) -> None:
    def fresh() -> Training:
        torch.manual_seed(0)
        return Training(images=100_000, device="cpu")

    first = fresh()
    first.steps = 60  # past the warm-up
    same = next(batches({"procedural": stacks}, {"procedural": 1.0}, 2, SIDE, first.generator))
    totals = [sum(first.step(*same).values()) for _ in range(10)]
    assert np.isfinite(totals).all()
    assert totals[-1] < 0.8 * totals[0]

    first.save(tmp_path / "checkpoint.pt")
    resumed = fresh()
    resumed.load(tmp_path / "checkpoint.pt")
    went_on, came_back = (
        run.step(*next(batches({"procedural": stacks}, {"procedural": 1.0}, 2, SIDE, run.generator)))
        for run in (first, resumed)
    )
    assert resumed.seen == first.seen == 11 * 2
    assert came_back == pytest.approx(went_on, rel=1e-3)


def test_a_sheet_is_drawn(stacks: Materials, tmp_path) -> None:
    sample_sheet(MaterialVAE().eval(), {"scans": stacks, "colors": stacks}, "cpu", tmp_path / "sheet.png")
    assert (tmp_path / "sheet.png").stat().st_size > 10_000


def test_a_training_run_stops_writes_and_goes_on(stacks: Materials, tmp_path) -> None:
    def go_on(images: int) -> Training:
        training = Training(images, device="cpu")
        stream = batches({"procedural": stacks}, {"procedural": 1.0}, 2, SIDE, training.generator)
        run(training, lambda batch: training.step(*batch), stream, tmp_path, 60.0, lambda path: path.touch())
        return training

    assert go_on(images=3).seen == 4
    assert go_on(images=6).steps == 3
    assert {path.name for path in tmp_path.glob("sheet_*")} == {"sheet_0000004.png", "sheet_0000006.png"}
    assert (tmp_path / "checkpoint.pt").exists()


def test_parts_of_the_library_lie_where_their_latents_do(stacks: Materials) -> None:
    whole = cut(stacks, torch.arange(len(stacks.names)), stacks.side, 1, (0, 0))
    cells = F.avg_pool2d(whole.color, DOWNSCALE)
    halves = stacks.select(torch.arange(len(stacks.names)) < 3), stacks.select(torch.arange(len(stacks.names)) >= 3)

    for batch, _ in zip(library_batches([*halves], cells, 2, torch.Generator().manual_seed(1)), range(8), strict=False):
        torch.testing.assert_close(F.avg_pool2d(batch.truth.color, DOWNSCALE), batch.latent)


def test_fitting_changes_the_decoder_alone_and_improves_it(stacks: Materials, tmp_path) -> None:
    torch.manual_seed(0)
    vae = MaterialVAE().eval().requires_grad_(False)
    before = {name: weight.clone() for name, weight in vae.state_dict().items()}
    stack = stack_of(cut(stacks, torch.arange(len(stacks.names)), stacks.side, 1, (0, 0)), -1.0)
    latents, _ = vae.encoder(stack, torch.full((len(stack),), -1.0))
    training = Fitting(vae, images=100, device="cpu")
    batch = next(library_batches([stacks], latents, 2, training.generator))

    losses = [training.step(batch) for _ in range(8)]

    assert losses[-1]["color"] < 0.95 * losses[0]["color"]
    changed = {
        name.split(".")[0] for name, weight in training.ema.state_dict().items() if (weight != before[name]).any()
    }
    assert changed == {"decoder"}
    training.save(tmp_path / "checkpoint.pt")
    assert load_vae(tmp_path).decoder.enter.weight.equal(training.ema.decoder.enter.weight)


def test_padding_has_the_gradient_of_pytorchs_own():
    layer, x = TorusConv2d(2, 3).double(), torch.randn(1, 2, 4, 5, dtype=torch.double, requires_grad=True)

    assert torch.autograd.gradcheck(layer, x)
    with torch.no_grad():
        torch.testing.assert_close(layer(x), layer(x.detach().requires_grad_()))
