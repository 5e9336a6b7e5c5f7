"""Maps drawn from latents strip by strip: the same as all at once, on the torus, of any size."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from artml_blender.contract.maps import MAPS
from artml_blender.engine.runtime import drawn_maps
from artml_blender.engine.runtime.drawn_maps import CELL, HALO, STRIP, draw_maps, fit, height_of, slopes_of
from artml_blender.models.material_vae import LATENT_CHANNELS, MaterialVAE
from artml_blender.models.photo_unet import slopes_of as slopes_in_training


class Drawer:
    """Draws with the material VAE's decoder, its weights by chance; every so many rows stand higher."""

    def __init__(self, density: float, raised: float = 0.0) -> None:
        torch.manual_seed(0)
        self.density, self.raised = density, raised
        self.decoder = MaterialVAE().decoder.eval()
        for name, weight in self.decoder.named_parameters():
            if name.endswith("second.weight"):
                torch.nn.init.normal_(weight, std=0.03)

    @torch.inference_mode()
    def __call__(self, latent: "torch.Tensor", rows: np.ndarray) -> "torch.Tensor":
        drawn = torch.cat(self.decoder(latent, torch.tensor([self.density])), dim=1)
        return drawn + self.raised * torch.from_numpy(rows % 40 == 0).float()[:, None]


def random_latent(rows: int, columns: int) -> "torch.Tensor":
    return torch.randn(1, LATENT_CHANNELS, rows, columns, generator=torch.Generator().manual_seed(0))


def difference(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first.astype(float) - second).max() / np.iinfo(first.dtype).max)


def test_strips_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    latent, shares, draw = random_latent(STRIP + 2 * HALO + 30, 8), [], Drawer(0.0, raised=3.0)
    in_strips = draw_maps(latent, 0.0, draw, shares.append)
    monkeypatch.setattr(drawn_maps, "STRIP", 1000)
    whole = draw_maps(latent, 0.0, draw, lambda share: None)
    assert len(shares) > 2
    assert shares[-1] == 1.0
    for name, spec in MAPS.items():
        assert in_strips[name].shape == (CELL * latent.shape[2], 64, spec.channels)
        assert in_strips[name].dtype == (np.uint16 if spec.bits == 16 else np.uint8)
        assert difference(in_strips[name], whole[name]) < 0.005


def test_rolling_the_latent_rolls_every_map() -> None:
    latent, draw = random_latent(16, 24), Drawer(-1.0)
    maps = draw_maps(latent, -1.0, draw, lambda share: None)
    rolled = draw_maps(latent.roll((4, -6), (2, 3)), -1.0, draw, lambda share: None)
    for name in maps:
        assert difference(np.roll(maps[name], (4 * CELL, -6 * CELL), (0, 1)), rolled[name]) < 0.005


def test_progress_may_stop_it() -> None:
    class Stopped(Exception):
        pass

    def stop(share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        draw_maps(random_latent(STRIP + 2 * HALO + 30, 8), 0.0, Drawer(0.0), stop)


def test_slopes_are_those_of_the_training() -> None:
    surface = torch.randn(2, 1, 16, 24, generator=torch.Generator().manual_seed(0))
    assert torch.equal(slopes_of(surface), slopes_in_training(surface[:, 0]))


def test_height_and_occlusion_have_no_stripes_that_slopes_do_not_see() -> None:
    """Of a surface that changes its sign from row to row, as the decoder draws them."""
    rows, columns = np.indices((64, 64))
    hills = 3.0 * np.sin(2.0 * np.pi * columns / 32.0)
    stripes = 2.0 * (-1.0) ** rows + 0.5 * (-1.0) ** (rows + columns)

    def drawn(latent: "torch.Tensor", numbers: np.ndarray) -> "torch.Tensor":
        surface = torch.from_numpy(hills + stripes).float()[None, None]
        return torch.cat([0.0 * surface] * 3 + [surface] + [0.0 * surface] * 2, dim=1)

    maps = draw_maps(random_latent(8, 8), 0.0, drawn, lambda share: None)
    for name in ("height", "ambient_occlusion"):
        shown = maps[name][..., 0].astype(float) / np.iinfo(maps[name].dtype).max
        assert np.ptp(shown, axis=0).max() < 0.01, name
    wanted = height_of(hills.astype(np.float32), 512.0)
    assert np.abs(maps["height"][..., 0] / 65535.0 - wanted).max() < 0.002


def test_height_is_in_shares_of_the_tile() -> None:
    hill = np.full((1, 1, 2, 2), 3.0, np.float32)
    assert np.allclose(height_of(hill, 128.0), height_of(4.0 * hill, 512.0))
    assert height_of(0.0 * hill, 512.0).max() == 0.5


def test_fitting_keeps_what_fits_and_resizes_the_rest() -> None:
    array = np.random.RandomState(0).randint(0, 65536, (32, 32, 1)).astype(np.uint16)
    assert fit({"height": array}, (32, 32))["height"] is array
    resized = fit({"height": array}, (30, 31))["height"]
    assert resized.shape == (31, 30, 1)
    assert resized.dtype == np.uint16
    assert abs(float(resized.mean()) - float(array.mean())) < 1000
