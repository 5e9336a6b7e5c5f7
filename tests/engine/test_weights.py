"""Shipped weights: missing, truncated, tampered or foreign ones are named, never used."""

import json
import shutil
import zlib

import pytest

pytest.importorskip("torch")

import safetensors.torch

from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.runtime.torch_networks import load_into
from artml_blender.engine.runtime.weights import WEIGHTS, parse, read_card, read_verified
from artml_blender.engine.texture.lay_out import BUNDLE
from artml_blender.models.material_vae import MaterialDecoder
from artml_blender.models.patch_discriminator import PatchDiscriminator

NETWORKS = ("material_decoder", "photo_unet")
NAMES = (*BUNDLE, "photo_unet")


def read_tensors(name, folder=WEIGHTS):
    data = read_verified(f"{name}.safetensors", read_card(name, folder)["sha256"], folder)
    return parse(name, data, safetensors.torch.load)


@pytest.fixture
def folder(tmp_path):
    for name in NAMES:
        for suffix in ("json", "safetensors"):
            shutil.copy(WEIGHTS / f"{name}.{suffix}", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_shipped_weights_are_whole(name):
    assert read_tensors(name)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_light_runtimes_copy_is_whole(name):
    assert read_verified(f"{name}.onnx", read_card(name)["onnx_sha256"])


@pytest.mark.parametrize(("names", "most"), [(BUNDLE, 10e6), (("photo_unet",), 8e6)])
def test_each_model_takes_little_of_the_zip(names, most):
    files = [path for name in names for path in WEIGHTS.glob(f"{name}.*")]
    assert sum(len(zlib.compress(path.read_bytes())) for path in files) < most


def test_there_are_no_other_weights():
    assert {path.stem for path in WEIGHTS.iterdir()} == set(NAMES)


@pytest.mark.parametrize(("name", "native_size"), [("material_decoder", 512), ("photo_unet", 256)])
def test_a_card_says_where_the_weights_come_from(name, native_size):
    card = read_card(name)

    assert card["native_size"] == native_size
    assert card["training"]["command"]
    assert card["training"]["seconds"] > 0
    assert card["figures"]
    assert card["limits"]
    assert all(source["licence"] and source["name"] for source in card["data"])


def test_missing_weights_are_named(folder):
    (folder / "photo_unet.safetensors").unlink()

    with pytest.raises(EngineFailure, match=r"photo_unet\.safetensors cannot be read"):
        read_tensors("photo_unet", folder)


def test_truncated_weights_are_named(folder):
    path = folder / "material_decoder.safetensors"
    path.write_bytes(path.read_bytes()[:1000])

    with pytest.raises(EngineFailure, match="wrong hash"):
        read_tensors("material_decoder", folder)


def test_one_changed_bit_is_noticed(folder):
    path = folder / "material_decoder.safetensors"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)

    with pytest.raises(EngineFailure, match="wrong hash"):
        read_tensors("material_decoder", folder)


def test_garbage_with_a_matching_hash_is_named(folder):
    import hashlib

    (folder / "photo_unet.safetensors").write_bytes(b"garbage")
    (folder / "photo_unet.json").write_text(json.dumps({"sha256": hashlib.sha256(b"garbage").hexdigest()}))

    with pytest.raises(EngineFailure, match="are damaged"):
        read_tensors("photo_unet", folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"sha256": 3}'])
def test_a_damaged_card_is_named(folder, text):
    (folder / "photo_unet.json").write_text(text)

    with pytest.raises(EngineFailure, match=r"photo_unet\.json"):
        read_card("photo_unet", folder)


def test_weights_of_another_network_do_not_load():
    with pytest.raises(EngineFailure, match="do not fit"):
        load_into(PatchDiscriminator(14), "material_decoder")
    assert load_into(MaterialDecoder(), "material_decoder")
