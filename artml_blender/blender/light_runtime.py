"""The light runtime: Blender's own Python with the wheels of the zip, in the engine's process."""

import importlib.util
import sys
from pathlib import Path

from ..client.python import EnginePython


def find() -> EnginePython | None:
    """Blender's Python and the folder in which Blender put the zip's wheels; None where none of them fits."""
    spec = importlib.util.find_spec("onnxruntime")  # looked for, never imported: it stays out of Blender's process
    if spec is None or spec.origin is None:
        return None
    return EnginePython(Path(sys.executable), Path(spec.origin).parents[1])
