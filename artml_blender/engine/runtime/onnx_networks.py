"""The networks under ONNX Runtime: the light runtime, which comes in the zip and needs no PyTorch. Processor only."""

import numpy as np
import onnxruntime

from .arrays import Numpy
from .report import process_peak_memory_mb
from .weights import read_card, read_verified


class OnnxNetworks:
    """See `networks.Networks`."""

    device = "cpu"
    warning = ""

    def __init__(self) -> None:
        self.runtime = f"ONNX Runtime {onnxruntime.__version__}"
        self._decoder = _session("texture_vae")
        self._map_net = _session("map_unet")

    def asarray(self, values: Numpy) -> Numpy:
        return values.astype(np.float32, copy=False)

    def decode(self, latent: Numpy) -> Numpy:
        color: Numpy = self._decoder.run(None, {"latent": latent})[0]
        return color

    def predict_maps(self, color: Numpy, category: int) -> Numpy:
        maps: Numpy = self._map_net.run(None, {"color": color, "category": np.array([category], np.int64)})[0]
        return maps

    def free_memory(self) -> None:
        """There is nothing to do: the sessions keep no arena."""

    def peak_memory_mb(self) -> float | None:
        return process_peak_memory_mb()


def _session(name: str) -> onnxruntime.InferenceSession:
    """The verified `<name>.onnx`; raises EngineFailure."""
    model = read_verified(f"{name}.onnx", read_card(name).get("onnx_sha256", ""))
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = False  # an arena would keep the largest picture's memory for ever
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores to Blender
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
