"""The texture VAE's training at tiny size: it learns, it resumes as if never stopped, its data is mended."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from pack_textures import mend_border, tiles
from PIL import Image
from train_texture_vae import BATCH, Pack, Training, batches

from artml_blender.models.patch_discriminator import PatchDiscriminator
from artml_blender.models.texture_vae import TextureVAE
from artml_blender.models.torus import TorusConv2d


def tiny_pack() -> Pack:
    generator = torch.Generator().manual_seed(0)
    small = torch.randint(0, 256, (6, 3, 4, 4), generator=generator, dtype=torch.uint8)
    textures = small.repeat_interleave(8, dim=2).repeat_interleave(8, dim=3)  # [6, 3, 32, 32]
    return Pack(textures, torch.tensor([0, 0, 0, 1, 1, 1]), ["brick", "wood"], textures[:2])


def training(reconstruct: float) -> Training:
    torch.manual_seed(0)
    return Training(classes=2, images=10_000, reconstruct=reconstruct, device="cpu")


def test_reconstruction_improves():
    pack, trained = tiny_pack(), training(reconstruct=1.0)
    stream = batches(pack, trained.generator)
    trained.steps = 200  # past the warm-up

    losses = [trained.step(*next(stream))["l1"] for _ in range(40)]

    assert np.mean(losses[-3:]) < 0.8 * np.mean(losses[:3])


def test_the_discriminator_joins_and_steps_stay_finite():
    pack, trained = tiny_pack(), training(reconstruct=0.0)
    stream = batches(pack, trained.generator)

    losses = [trained.step(*next(stream)) for _ in range(3)][-1]

    assert {"l1", "spectrum", "kl", "generator", "discriminator"} == losses.keys()
    assert np.isfinite(list(losses.values())).all()


def test_a_resumed_training_goes_on_as_if_never_stopped(tmp_path):
    pack, first = tiny_pack(), training(reconstruct=0.0)
    first.step(*next(batches(pack, first.generator)))
    first.save(tmp_path / "checkpoint.pt")
    resumed = training(reconstruct=0.0)
    resumed.load(tmp_path / "checkpoint.pt")

    went_on, came_back = (run.step(*next(batches(pack, run.generator))) for run in (first, resumed))

    assert resumed.seen == first.seen == 2 * BATCH
    assert came_back == pytest.approx(went_on, rel=1e-3)


def test_padding_has_the_gradient_of_pytorchs_own():
    layer, x = TorusConv2d(2, 3).double(), torch.randn(1, 2, 4, 5, dtype=torch.double, requires_grad=True)

    assert torch.autograd.gradcheck(layer, x)
    with torch.no_grad():
        torch.testing.assert_close(layer(x), layer(x.detach().requires_grad_()))


@pytest.mark.parametrize("size", [(16, 16), (24, 40), (8, 64)])
def test_the_networks_take_any_multiple_of_eight(size):
    texture = torch.rand(1, 3, *size) * 2 - 1
    vae = TextureVAE()

    mean, log_variance = vae.encode(texture)

    assert mean.shape == log_variance.shape == (1, 8, size[0] // 8, size[1] // 8)
    assert vae.decode(mean).shape == texture.shape
    assert PatchDiscriminator(2)(texture, torch.tensor([1])).shape == (1, size[0] // 8, size[1] // 8)


def sheet_cut(border: int) -> Image.Image:
    """A tileable picture whose outermost line is mixed with a border colour, as in a badly cut sheet."""
    wave = np.sin(np.arange(128) * 2 * np.pi / 32) * 60 + 120
    picture = np.repeat((wave[:, None] + wave[None, :])[..., None] / 2, 3, axis=2)
    for lines in (picture[:1], picture[-1:], picture[:, :1], picture[:, -1:]):
        lines[:] = (lines + border) / 2
    return Image.fromarray(picture.astype(np.uint8))


def test_a_badly_cut_border_is_mended():
    mended = mend_border(sheet_cut(255)).astype(float)

    step = np.abs(mended[0] - mended[-1]).mean()
    inside = np.abs(np.diff(mended, axis=0)).mean(axis=(1, 2)).max()
    assert step <= 1.1 * inside
    assert tiles(mend_border(sheet_cut(255)))


def test_a_picture_that_does_not_tile_is_no_ingredient():
    ramp = np.repeat(np.arange(128, dtype=np.uint8)[:, None, None], 128, axis=1).repeat(3, axis=2)

    assert not tiles(ramp)
