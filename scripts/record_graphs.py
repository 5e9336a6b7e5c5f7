"""Records whole materials of this Blender as graphs, and their maps as Cycles bakes them, for tests in other Blenders.

Run under the Python of a Blender module: `python scripts/record_graphs.py`. It writes
tests/nodes/references/graphs-<version>.npz: for every case of tests/nodes/graph_cases.py the graph as JSON under
"<case>" and each of its maps under "<case>/<map>".
"""

import json
import sys
import tempfile
from pathlib import Path

import bpy
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SIDE = 16


def record() -> Path:
    """The file with this Blender's graphs and maps."""
    import baked_case
    import cycles_bake
    import graph_cases

    from artml_blender.blender.read_graph import read_graph
    from artml_blender.contract.graph import to_json

    found = {}
    for name, make in graph_cases.CASES.items():
        cycles_bake.make_scene()
        case = make()
        with tempfile.TemporaryDirectory() as folder:
            found[name] = np.array(json.dumps(to_json(read_graph(case.material, Path(folder)))))
        maps = baked_case.cycles_maps(case, SIDE)
        found |= {f"{name}/{map_name}": pixels.astype(np.float16) for map_name, pixels in maps.items()}
    path = ROOT / f"tests/nodes/references/graphs-{bpy.app.version[0]}.{bpy.app.version[1]}.npz"
    np.savez_compressed(path, **found)
    return path


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests/nodes")]
    print(record())
