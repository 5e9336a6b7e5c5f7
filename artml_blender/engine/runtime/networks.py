"""The trained networks behind one face, whichever runtime computes them: PyTorch, or ONNX Runtime from the zip."""

import functools
import importlib.util
from typing import Protocol

from ..errors import EngineFailure
from .arrays import Array, Numpy

DEVICES = ("auto", "cpu", "cuda", "mps")
LIGHT_DEVICES = ("auto", "cpu")


class Networks(Protocol):
    """The shipped networks, ready to run on one device; arrays live there."""

    device: str  # "cpu", "cuda", "cuda:1", "mps"
    runtime: str  # name and version, for the report
    warning: str  # what the user should know about this choice, or nothing

    def asarray(self, values: Numpy) -> Array:
        """The values on the device, in float32."""

    def predict_maps(self, picture: Array, category: int) -> Array:
        """Picture [1, 3, H, W] in -1..1 to base colour (three channels) in -1..1, slopes (two), roughness and metallic
        in 0..1: [1, 7, H, W]; see `models.photo_unet.PhotoUNet`."""

    def draw(self, latent: Array, density: float) -> Array:
        """Latent [1, 16, h, w] to base colour (three channels, nominally -1..1), the surface in pixels, roughness and
        metallic in 0..1: [1, 6, 8h, 8w]; see `models.material_vae.MaterialDecoder`."""

    def with_decoder(self, weights: dict[str, Numpy]) -> "Networks":
        """The same networks with another material decoder's weights, in float32."""

    def free_memory(self) -> None:
        """Give back what a job used; the networks stay."""

    def peak_memory_mb(self) -> float | None:
        """The most memory so far: the device's where it has its own, else the process's; None where unknown."""


@functools.cache
def load_networks(device: str, light: bool = False) -> Networks:
    """PyTorch's where it is installed, else ONNX Runtime's; with `light`, always the latter.

    Raises EngineFailure for a device that is not there.
    """
    if device not in DEVICES:
        raise EngineFailure(f"Unknown device {device!r}; choose one of {', '.join(DEVICES)}.")
    if not light and importlib.util.find_spec("torch") is not None:
        from .torch_networks import TorchNetworks

        return TorchNetworks(device)
    if device not in LIGHT_DEVICES:
        raise EngineFailure(
            f"The device {device} needs PyTorch: press Set Up PyTorch in ArtML's Preferences, or choose the CPU."
        )
    from .onnx_networks import OnnxNetworks

    return OnnxNetworks()
