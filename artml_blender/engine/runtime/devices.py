"""Which device the networks run on, and in which precision."""

import torch

from ..errors import EngineFailure

DEVICES = ("auto", "cpu", "cuda", "mps")


def find_device(name: str) -> torch.device:
    """The device of that name; "auto" takes CUDA, then Apple's MPS, then the CPU. Raises EngineFailure."""
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        return torch.device(next(device for device, here in available.items() if here))
    if name not in available:
        raise EngineFailure(f"Unknown device {name!r}; choose one of {', '.join(DEVICES)}.")
    if not available[name]:
        raise EngineFailure(
            f"The device {name} is not available to this PyTorch ({torch.__version__}); use --device cpu."
        )
    return torch.device(name)


def autocast(device: torch.device) -> torch.autocast:
    """bfloat16 where the hardware computes in it, else float32."""
    fast = device.type == "cuda" or (device.type == "cpu" and _cpu_computes_bfloat16())
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


def _cpu_computes_bfloat16() -> bool:
    check = getattr(torch.cpu, "_is_avx512_bf16_supported", None)  # no public name for it as of PyTorch 2.13
    return bool(check and check())
