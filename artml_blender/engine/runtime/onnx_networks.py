"""The networks under ONNX Runtime: the light runtime, which comes in the zip and needs no PyTorch. Processor only."""

import functools

import numpy as np
import onnxruntime
import safetensors.numpy

from .arrays import Numpy
from .report import process_peak_memory_mb
from .weights import parse, read_card, read_verified, restored


class OnnxNetworks:
    """See `networks.Networks`."""

    device = "cpu"
    warning = ""

    def __init__(self) -> None:
        self.runtime = f"ONNX Runtime {onnxruntime.__version__}"

    @functools.cached_property
    def _photo_net(self) -> onnxruntime.InferenceSession:
        return _session("photo_unet", _weights("photo_unet"))

    @functools.cached_property
    def _material_decoder(self) -> onnxruntime.InferenceSession:
        return _session("material_decoder", _weights("material_decoder"))

    def asarray(self, values: Numpy) -> Numpy:
        return values.astype(np.float32, copy=False)

    def predict_maps(self, picture: Numpy, category: int) -> Numpy:
        maps: Numpy = self._photo_net.run(None, {"picture": picture, "category": np.array([category], np.int64)})[0]
        return maps

    def draw(self, latent: Numpy, density: float) -> Numpy:
        given = {"latent": latent, "density": np.array([density], np.float32)}
        maps: Numpy = self._material_decoder.run(None, given)[0]
        return maps

    def with_decoder(self, weights: dict[str, Numpy]) -> "OnnxNetworks":
        networks = OnnxNetworks()
        networks._material_decoder = _session("material_decoder", weights)
        return networks

    def free_memory(self) -> None:
        """There is nothing to do: the sessions keep no arena."""

    def peak_memory_mb(self) -> float | None:
        return process_peak_memory_mb()


def _weights(name: str) -> dict[str, Numpy]:
    """Those of `<name>.safetensors`, verified; raises EngineFailure."""
    return restored(
        parse(name, read_verified(f"{name}.safetensors", read_card(name)["sha256"]), safetensors.numpy.load)
    )


def _session(name: str, weights: dict[str, Numpy]) -> onnxruntime.InferenceSession:
    """The verified `<name>.onnx` with these weights; raises EngineFailure."""
    model = read_verified(f"{name}.onnx", read_card(name).get("onnx_sha256", ""))
    given = {
        key: onnxruntime.OrtValue.ortvalue_from_numpy(values.astype(np.float16)) for key, values in weights.items()
    }
    options = onnxruntime.SessionOptions()
    options.add_external_initializers(list(given), list(given.values()))
    options.enable_cpu_mem_arena = False  # an arena would keep the largest picture's memory for ever
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores to Blender
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
