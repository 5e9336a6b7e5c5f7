"""Both runtimes: the same numbers from the networks, the same textures from the same recipe, clear refusals."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxruntime")

from artml_blender.contract.maps import MAPS
from artml_blender.contract.messages import GenerateTexture
from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.runtime import devices, networks, relief
from artml_blender.engine.runtime.arrays import to_numpy
from artml_blender.engine.runtime.onnx_networks import OnnxNetworks
from artml_blender.engine.runtime.palettes import measure, recolor
from artml_blender.engine.runtime.pbr_maps import resize, to_array
from artml_blender.engine.tasks.generate_texture import generate_texture
from artml_blender.models.material_vae import DOWNSCALE, DRAWN_CHANNELS, LATENT_CHANNELS

PARITY = 2e-3  # of values in 0..1
SIZES = [(8, 16), (26, 12), (64, 64)]  # of latents


@pytest.fixture(scope="module")
def light():
    return OnnxNetworks()


@pytest.fixture
def torch_networks(monkeypatch):
    """PyTorch in float32: bfloat16, where a processor computes in it, is coarser than the bound."""
    monkeypatch.setattr(devices, "_cpu_computes_bfloat16", lambda: False)
    from artml_blender.engine.runtime.torch_networks import TorchNetworks

    return TorchNetworks("cpu")


def white(*shape: int) -> np.ndarray:
    return np.random.RandomState(0).standard_normal(shape).astype(np.float32)


@pytest.mark.parametrize("density", [0.0, -2.0])
@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_the_decoder_draws_the_same_maps_in_both(light, torch_networks, rows, columns, density):
    latent = 0.5 * white(1, LATENT_CHANNELS, rows, columns)

    ours = light.draw(latent, density)
    theirs = to_numpy(torch_networks.draw(torch_networks.asarray(latent), density))

    assert ours.shape == (1, DRAWN_CHANNELS, DOWNSCALE * rows, DOWNSCALE * columns)
    assert (np.abs(ours - theirs).max((0, 2, 3)) < PARITY * np.abs(theirs).max((0, 2, 3))).all()


@pytest.mark.parametrize("category", [0, 13, 14])
@pytest.mark.parametrize(("rows", "columns"), [(2, 4), (7, 3), (16, 16)])
def test_the_photo_net_gives_the_same_maps_in_both(light, torch_networks, rows, columns, category):
    picture = np.clip(0.3 * white(1, 3, 32 * rows, 32 * columns), -1, 1)

    ours = light.predict_maps(picture, category)
    theirs = to_numpy(torch_networks.predict_maps(torch_networks.asarray(picture), category))

    assert ours.shape == (1, 7, 32 * rows, 32 * columns)
    assert np.abs(ours - theirs).max() < PARITY


def test_the_light_runtime_gets_64_bit_integers_wherever_it_runs(light, monkeypatch):
    """NumPy 1 on Windows makes 32-bit ones of plain numbers, which the model refuses."""
    monkeypatch.setattr(np, "array", lambda values, dtype=np.int32: np.asarray(values, dtype))

    assert light.predict_maps(np.zeros((1, 3, 64, 64), np.float32), 3).shape == (1, 7, 64, 64)


@pytest.mark.parametrize(("category", "size"), [("brick", (256, 256)), ("wood", (200, 97)), ("metal", (64, 1024))])
def test_a_recipe_gives_the_same_material_in_both(light, torch_networks, category, size):
    request = GenerateTexture(category, seed=3, size=size)

    ours, theirs = (generate_texture(request, runtime, lambda *_: None) for runtime in (light, torch_networks))

    assert ours.request == theirs.request
    for name, array in ours.maps.items():
        largest = np.abs(array.astype(float) - theirs.maps[name].astype(float)).max() / (2 ** MAPS[name].bits - 1)
        assert largest < PARITY + 1 / 255, name  # one step of rounding on top


@pytest.mark.parametrize(
    "function",
    [
        lambda x: relief.height_from_slopes(x[:, :2]),
        lambda x: relief.slopes_to_normal(x[:, :2]),
        lambda x: relief.ambient_occlusion(0.4 * x[:, :1]),
        lambda x: recolor(0.2 * x, measure(0.2 * x), measure(0.3 * x + 0.1)),
        lambda x: resize(x, (45, 51)),
        lambda x: to_array("height", 0.5 + 0.1 * x[:, :1]) / 65535,
    ],
)
def test_the_arithmetic_is_the_same_in_both(function):
    values = white(1, 3, 48, 40)

    ours, theirs = function(values), function(torch.from_numpy(values))

    assert to_numpy(ours).dtype == to_numpy(theirs).dtype
    np.testing.assert_allclose(to_numpy(ours), to_numpy(theirs), atol=2e-5)


def test_without_torch_the_light_runtime_does_the_work(monkeypatch):
    monkeypatch.setattr(networks.importlib.util, "find_spec", lambda name: None)
    networks.load_networks.cache_clear()

    assert isinstance(networks.load_networks("auto"), OnnxNetworks)
    with pytest.raises(EngineFailure, match="needs PyTorch: press Set Up PyTorch"):
        networks.load_networks("cuda")
    networks.load_networks.cache_clear()


def test_a_card_that_does_not_compute_is_passed_over_and_named(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)  # a driver too old for this build, say

    device, warning = devices.find_device("auto")

    assert device.type == "cpu"
    assert "The CPU did the work" in warning
    assert "cuda fails" in warning
    with pytest.raises(EngineFailure, match="cuda cannot be used"):
        devices.find_device("cuda")
