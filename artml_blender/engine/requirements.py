"""Whether this Python has what the engine needs; standard library only, so that it can answer on any Python."""

import importlib
import importlib.util
import sys

# import name: name on PyPI
PACKAGES = {"numpy": "numpy", "safetensors": "safetensors", "array_api_compat": "array-api-compat"}
RUNTIMES = {"torch": "PyTorch", "onnxruntime": "ONNX Runtime"}  # either does; PyTorch goes first


def unmet_requirement(light: bool) -> str:
    """Empty, or one sentence on what is missing and how to get it; `light` wants ONNX Runtime, else either will do."""
    if sys.version_info < (3, 10):
        return (
            f"The engine needs Python 3.10 or newer, and {sys.executable} is {sys.version.split()[0]}; choose another."
        )
    missing = [package for module, package in PACKAGES.items() if not is_installed(module)]
    wanted = ["onnxruntime"] if light else list(RUNTIMES)
    runtime = next((module for module in wanted if is_installed(module)), None)
    if runtime is None:
        missing.insert(0, "torch")
    if missing:
        return (
            f"The engine's Python ({sys.executable}) lacks {', '.join(missing)}: press Set Up PyTorch in ArtML's"
            f" Preferences, or run `{sys.executable} -m pip install {' '.join(missing)}`."
        )
    return _problem_of(runtime) if runtime else ""


def is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _problem_of(module: str) -> str:
    """A runtime that is there but does not load: a library of the system or of the graphics card is missing, say."""
    try:
        importlib.import_module(module)
    except (ImportError, OSError) as error:
        reason = " ".join(str(error).split())
        return (
            f"{RUNTIMES[module]} does not start in {sys.executable} ({reason}); reinstall it, or choose another Python."
        )
    return ""
