"""The networks under ONNX Runtime: the light runtime, which comes in the zip and needs no PyTorch. Processor only."""

import numpy as np
import onnxruntime
import safetensors.numpy

from .arrays import Numpy
from .report import process_peak_memory_mb
from .weights import parse, read_card, read_verified


class OnnxNetworks:
    """See `networks.Networks`."""

    device = "cpu"
    warning = ""

    def __init__(self) -> None:
        self.runtime = f"ONNX Runtime {onnxruntime.__version__}"
        self._decoder = _session("texture_vae", "decoder.")
        self._photo_net = _session("photo_unet", "")

    def asarray(self, values: Numpy) -> Numpy:
        return values.astype(np.float32, copy=False)

    def decode(self, latent: Numpy) -> Numpy:
        color: Numpy = self._decoder.run(None, {"latent": latent})[0]
        return color

    def predict_maps(self, picture: Numpy, category: int) -> Numpy:
        maps: Numpy = self._photo_net.run(None, {"picture": picture, "category": np.array([category], np.int64)})[0]
        return maps

    def free_memory(self) -> None:
        """There is nothing to do: the sessions keep no arena."""

    def peak_memory_mb(self) -> float | None:
        return process_peak_memory_mb()


def _session(name: str, part: str) -> onnxruntime.InferenceSession:
    """The verified `<name>.onnx` with those weights of `<name>.safetensors` whose names begin with `part`; raises
    EngineFailure."""
    card = read_card(name)
    model = read_verified(f"{name}.onnx", card.get("onnx_sha256", ""))
    weights = parse(name, read_verified(f"{name}.safetensors", card["sha256"]), safetensors.numpy.load)
    used = {key: onnxruntime.OrtValue.ortvalue_from_numpy(weights[key]) for key in weights if key.startswith(part)}
    options = onnxruntime.SessionOptions()
    options.add_external_initializers(list(used), list(used.values()))
    options.enable_cpu_mem_arena = False  # an arena would keep the largest picture's memory for ever
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores to Blender
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
