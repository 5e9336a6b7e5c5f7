"""Write the twelve procedural materials as graph.json files, for machines without Blender.

PYTHONPATH=. .venv/bin/python scripts/write_graphs.py build/packs/graphs
"""

import json
import sys
from pathlib import Path

from procedural_materials import MATERIALS

from artml_blender.blender.read_graph import read_graph
from artml_blender.contract.graph import to_json


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for make in MATERIALS:
        graph = read_graph(make(), folder)
        (folder / f"{make.__name__}.json").write_text(json.dumps(to_json(graph)))
        print(folder / f"{make.__name__}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
