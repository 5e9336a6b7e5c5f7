"""Which Python the engine runs on: one that has PyTorch, never Blender's own."""

import os
from pathlib import Path

from .errors import EngineError

VARIABLE = "ARTML_ENGINE_PYTHON"


def find_engine_python(chosen: str = "") -> Path:
    """The environment variable, else `chosen` (a script's argument or the Preferences); raises EngineError."""
    for value, place in ((os.environ.get(VARIABLE, ""), f"The variable {VARIABLE}"), (chosen, "The engine Python")):
        if not value:
            continue
        path = Path(os.path.expanduser(value)).absolute()  # not resolved: a virtual environment's python is a link
        if not os.path.isfile(path):
            raise EngineError(f"{place} names {value}, which is not a file; point it at a Python that has PyTorch.")
        return path
    raise EngineError(
        "ArtML needs a Python with PyTorch: choose one in Preferences > Add-ons > ArtML > Engine Python"
        f" (or set {VARIABLE})."
    )
