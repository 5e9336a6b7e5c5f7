"""Seconds to bake twelve procedural materials, beside Cycles baking the same maps at 1 sample in the same run.

make bench           (or: PYTHONPATH=. .venv/bin/python scripts/bench_bake.py --side 1024)
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

from cycles_bake import EXTENT, bake_maps, make_scene
from procedural_materials import MATERIALS

from artml_blender.blender.read_graph import read_graph
from artml_blender.client.engine import Engine
from artml_blender.client.python import EnginePython
from artml_blender.contract.messages import BakeGraph, Finished


def time_artml(engine: Engine, request: BakeGraph, rounds: int) -> tuple[float, Finished]:
    """Median seconds from asking until every map is there, as the client sees it, and the last result."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        *_, last = engine.submit(request).wait(600)
        seconds.append(time.perf_counter() - start)
        assert isinstance(last, Finished), last
    return statistics.median(seconds), last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    engine = Engine(EnginePython(Path(sys.executable)), "cpu")
    ratios = []
    print(f"{'material':16} nodes maps  Cycles   ArtML  ratio  of it evaluated  memory")
    for make in MATERIALS:
        plane = make_scene()
        material = make()
        nodes = len(material.node_tree.nodes)
        size, extent = (options.side, options.side), (EXTENT, EXTENT)
        request = BakeGraph(read_graph(material, Path("build/pictures")), size, extent)
        runs = [bake_maps(plane, material, options.side) for _ in range(options.rounds)]
        cycles = statistics.median(sum(baked.seconds for baked in run.values()) for run in runs)
        seconds, result = time_artml(engine, request, options.rounds)
        ratios.append(cycles / seconds)
        report = result.report
        print(
            f"{material.name:16} {nodes:5} {len(runs[0]):4} {cycles:6.2f}s {seconds:6.2f}s {cycles / seconds:6.2f}"
            f"  {report['seconds']['bake']:14.2f}s {report['peak_memory_mb']:7.0f} MB",
            flush=True,
        )
    engine.close()
    print(f"median ratio {statistics.median(ratios):.2f}, least {min(ratios):.2f}")


if __name__ == "__main__":
    main()
