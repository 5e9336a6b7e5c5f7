"""Which device the networks run on, and in which precision."""

import torch

from ..errors import EngineFailure


def find_device(name: str) -> tuple[torch.device, str]:
    """The device of that name, and what the user should know of it (or nothing). Raises EngineFailure.

    "auto" takes CUDA, then Apple's MPS, then the CPU; one that is there but does not compute is passed over.
    """
    if name != "auto":
        if fault := _fault(name):
            raise EngineFailure(f"The device {name} cannot be used ({fault}); choose Automatic or CPU.")
        return torch.device(name), ""
    faults = {}
    for candidate in ("cuda", "mps"):
        if not _is_there(candidate):
            continue
        fault = _fault(candidate)
        if not fault:
            return torch.device(candidate), ""
        faults[candidate] = fault
    told = "; ".join(f"{device} fails: {fault}" for device, fault in faults.items())
    warning = f"The CPU did the work, since the graphics card does not compute ({told})." if told else ""
    return torch.device("cpu"), warning


def _is_there(name: str) -> bool:
    return {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}[name]


def _fault(name: str) -> str:
    """Why the device does not do a matrix product right, in a few words; nothing when it does."""
    if not _is_there(name):
        return f"it is not available to PyTorch {torch.__version__}"
    try:
        ones = torch.ones(8, 8, device=name)
        total = (ones @ ones).sum().item()
    except (RuntimeError, AssertionError) as error:  # a driver too old, no kernels for this card, no memory left
        return " ".join(str(error).split())[:200]
    return "" if total == 512.0 else f"a matrix product gave {total} instead of 512"


def autocast(device: torch.device) -> torch.autocast:
    """bfloat16 where the hardware computes in it, else float32."""
    fast = device.type == "cuda" or (device.type == "cpu" and _cpu_computes_bfloat16())
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


def _cpu_computes_bfloat16() -> bool:
    check = getattr(torch.cpu, "_is_avx512_bf16_supported", None)  # no public name for it as of PyTorch 2.13
    return bool(check and check())
