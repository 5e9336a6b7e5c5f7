"""The networks under PyTorch, on the processor or a graphics card."""

import copy
import functools
import gc
from typing import TypeVar

import safetensors.torch
import torch
from torch import Tensor, nn

from ...contract.categories import CATEGORIES
from ...models.material_vae import MaterialDecoder
from ...models.photo_unet import PhotoUNet
from ..errors import EngineFailure
from .arrays import Numpy
from .devices import autocast, find_device
from .memory import keep_freed_memory, return_freed_memory
from .report import process_peak_memory_mb
from .weights import parse, read_card, read_verified, restored

Network = TypeVar("Network", bound=nn.Module)


class TorchNetworks:
    """See `networks.Networks`."""

    def __init__(self, device: str) -> None:
        self._device, self.warning = find_device(device)
        self.device = str(self._device)
        keep_freed_memory()
        gc.freeze()  # what PyTorch brings along stays: looking through it after each job took 0.1 s
        self.runtime = f"PyTorch {torch.__version__}"

    @functools.cached_property
    def _photo_net(self) -> PhotoUNet:
        return self._place(load_into(PhotoUNet(len(CATEGORIES)), "photo_unet"))

    @functools.cached_property
    def _material_decoder(self) -> MaterialDecoder:
        return self._place(load_into(MaterialDecoder(), "material_decoder"))

    def asarray(self, values: Numpy) -> Tensor:
        return torch.from_numpy(values).to(self._device, torch.float32)

    @torch.inference_mode()
    def predict_maps(self, picture: Tensor, category: int) -> Tensor:
        with autocast(self._device):
            maps = self._photo_net(picture, torch.tensor([category], device=self._device))
            return torch.cat(maps, dim=1).float()

    @torch.inference_mode()
    def draw(self, latent: Tensor, density: float) -> Tensor:
        with autocast(self._device):
            maps = self._material_decoder(latent, torch.tensor([density], device=self._device))
            return torch.cat(maps, dim=1).float()

    def with_decoder(self, weights: dict[str, Numpy]) -> "TorchNetworks":
        decoder = load_weights(MaterialDecoder(), {name: torch.from_numpy(value) for name, value in weights.items()})
        networks = copy.copy(self)
        networks._material_decoder = self._place(decoder)
        return networks

    def free_memory(self) -> None:
        return_freed_memory()
        if self._device.type == "cuda":
            torch.cuda.empty_cache()

    def peak_memory_mb(self) -> float | None:
        if self._device.type == "cuda":
            return round(torch.cuda.max_memory_allocated(self._device) / 2**20, 1)
        return process_peak_memory_mb()

    def _place(self, net: Network) -> Network:
        return net.to(self._device).to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def load_into(module: Network, name: str) -> Network:
    """`module` with the shipped weights of that name, in float32, for inference; raises EngineFailure."""
    data = read_verified(f"{name}.safetensors", read_card(name)["sha256"])
    try:
        return load_weights(module, restored(parse(name, data, safetensors.torch.load)))
    except RuntimeError as error:
        raise EngineFailure(f"The weights {name} do not fit this version of ArtML; reinstall it.") from error


def load_weights(module: Network, weights: dict[str, Tensor]) -> Network:
    """`module` with these weights, for inference; raises RuntimeError where they do not fit."""
    module.load_state_dict(weights)
    return module.eval().requires_grad_(False)
