"""Records what shader nodes of this Blender give, for the tests of their twins in other Blenders.

Run under the Python of a Blender module: `python scripts/record_references.py voronoi`. It writes
tests/nodes/references/<name>-<version>.npz: for every case that tests/nodes/<name>_cases.py names in `recorded()`,
every output, under "<case>/<output>". The inputs are not stored: the cases draw the same ones again.
"""

import importlib
import sys
from pathlib import Path

import bpy
import numpy as np

NODES = Path(__file__).resolve().parent.parent / "tests/nodes"


def record(name: str) -> Path:
    """The file with the answers of this Blender to the cases of a node."""
    cases = importlib.import_module(f"{name}_cases").recorded()
    evaluate = importlib.import_module("real_node").evaluate
    answers = {
        f"{case}/{output}": values for case, asked in cases.items() for output, values in evaluate(*asked).items()
    }
    path = NODES / "references" / f"{name}-{bpy.app.version[0]}.{bpy.app.version[1]}.npz"
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, **answers)
    return path


if __name__ == "__main__":
    sys.path.insert(0, str(NODES))
    for name in sys.argv[1:]:
        print(record(name))
