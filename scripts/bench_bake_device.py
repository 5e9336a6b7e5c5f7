"""Seconds to evaluate graphs on a device, beside this machine's processor, without Blender.

PYTHONPATH=. python scripts/bench_bake_device.py build/packs/graphs --device cuda --side 4096
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np
import torch

from artml_blender.contract.graph import Graph, from_json
from artml_blender.engine.graphs.bake import Baked, bake
from artml_blender.engine.runtime.memory import keep_freed_memory

EXTENT = (2.0, 2.0)  # metres
ROUNDS = 3


def time_bake(graph: Graph, side: int, device: torch.device) -> tuple[float, Baked]:
    """Median seconds of some rounds after a first one, and what was baked."""
    seconds = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        baked = bake(graph, (side, side), EXTENT, device, lambda share: None)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:]), baked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graphs", type=Path, help="folder of graph.json files; see write_graphs.py")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--side", type=int, default=4096)
    options = parser.parse_args()
    keep_freed_memory()
    device = torch.device(options.device)
    print(f"{'graph':20}  {options.device:>8}       cpu   ratio  largest difference of a base colour (of 255)")
    for path in sorted(options.graphs.glob("*.json")):
        graph = from_json(json.loads(path.read_text()))
        fast, ours = time_bake(graph, options.side, device)
        slow, theirs = time_bake(graph, options.side, torch.device("cpu"))
        apart = np.abs(ours.base_color.astype(int) - theirs.base_color).max()
        print(f"{path.stem:20} {fast:8.3f}s {slow:8.3f}s {slow / fast:7.1f}  {apart}", flush=True)
    if device.type == "cuda":
        print(f"most memory on the device: {torch.cuda.max_memory_allocated(device) / 2**20:.0f} MB")


if __name__ == "__main__":
    main()
