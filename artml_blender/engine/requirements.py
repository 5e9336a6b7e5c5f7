"""Whether this Python has what the engine needs; standard library only, so that it can answer on any Python."""

import importlib.util
import sys

PACKAGES = {"torch": "torch", "numpy": "numpy", "PIL": "pillow", "safetensors": "safetensors"}  # import: on PyPI


def unmet_requirement() -> str:
    """Empty, or one sentence on what is missing and how to get it."""
    if sys.version_info < (3, 10):
        return (
            f"The engine needs Python 3.10 or newer, and {sys.executable} is {sys.version.split()[0]}; choose another."
        )
    missing = [package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None]
    if not missing:
        return _torch_problem()
    return (
        f"The engine's Python ({sys.executable}) lacks {', '.join(missing)}:"
        f" run `{sys.executable} -m pip install {' '.join(missing)}`, or choose another Python in ArtML's Preferences."
    )


def _torch_problem() -> str:
    """A PyTorch that is there but does not load: a library of the system or of the graphics card is missing, say."""
    try:
        import torch  # noqa: F401
    except (ImportError, OSError) as error:
        reason = " ".join(str(error).split())
        return f"PyTorch does not start in {sys.executable} ({reason}); reinstall it there, or choose another Python."
    return ""
