"""Which Python the engine runs on: the studio's or the artist's, ArtML's own, or Blender's with the zip's wheels."""

import os
from dataclasses import dataclass
from pathlib import Path

from ..setup.places import finished_python
from .errors import EngineError

VARIABLE = "ARTML_ENGINE_PYTHON"


@dataclass(frozen=True)
class EnginePython:
    """An interpreter with PyTorch; or any, with the folder of the light runtime's packages (the zip's wheels)."""

    executable: Path
    packages: Path | None = None


def find_engine_python(chosen: str = "", light: EnginePython | None = None) -> EnginePython:
    """The environment variable; `chosen` (a script's argument or the Preferences); the environment that ArtML set up;
    `light`, the light runtime. Raises EngineError when the first of these that is given is not usable."""
    for value, place in ((os.environ.get(VARIABLE, ""), f"The variable {VARIABLE}"), (chosen, "The engine Python")):
        if not value:
            continue
        path = Path(os.path.expanduser(value)).absolute()  # not resolved: a virtual environment's python is a link
        if not os.path.isfile(path):
            raise EngineError(f"{place} names {value}, which is not a file; clear it, or point it at a Python.")
        return EnginePython(path)
    if python := finished_python():
        return EnginePython(python)
    if light is not None:
        return light
    raise EngineError(
        "The light runtime in ArtML's zip does not fit this Blender's Python: press Set Up PyTorch in Preferences >"
        f" Add-ons > ArtML, or choose a Python that has PyTorch there (or set {VARIABLE})."
    )
