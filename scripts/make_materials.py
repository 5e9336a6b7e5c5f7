"""Procedural materials without end, for learning: the maps, the family, its sliders and its layout.

PYTHONPATH=. .venv/bin/python scripts/make_materials.py --output build/materials --count 960 --size 128

One compressed NumPy file a batch of one family: `base_color`, `roughness`, `metallic`, `height`, `normal`, `piece` and
`edge` as uint8 [N, H, W, C] (height and piece as uint16), top row first; `family`, a text; `sliders`, JSON of one
object each; `seeds`. The same seeds give the same materials. A file that is there already is not made again.
"""

import argparse
import json
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from artml_blender.engine.graphs.stacks import make_stacks
from artml_blender.families import FAMILIES
from artml_blender.families.chance import surprise

BITS = {"height": 16, "piece": 16}  # the others have 8


class Batch(NamedTuple):
    """Materials of one family: those of the seeds first .. first + count - 1."""

    family: str
    first: int
    count: int
    side: int
    device: str

    @property
    def name(self) -> str:
        return f"{self.family}_{self.side}_{self.first:06d}_{self.count}"


def plan(families: list[str], count: int, batch: int, first_seed: int, side: int, device: str) -> list[Batch]:
    """`count` materials in batches, the families in turn; each family has seeds of its own from `first_seed` on."""
    batches, made = [], 0
    while made < count:
        turn, place = divmod(len(batches), len(families))
        size = min(batch, count - made)
        batches.append(Batch(families[place], first_seed + turn * batch, size, side, device))
        made += size
    return batches


def make(batch: Batch) -> dict[str, np.ndarray]:
    """The arrays of a batch, as they are written."""
    family, seeds = FAMILIES[batch.family], range(batch.first, batch.first + batch.count)
    settings = [surprise(family, seed) for seed in seeds]
    stacks = make_stacks(family, settings, (batch.side, batch.side), batch.device)
    arrays = {name: _to_integers(name, value) for name, value in stacks.items()}
    sliders = np.array([json.dumps(item) for item in settings])
    return {**arrays, "family": np.array(batch.family), "sliders": sliders, "seeds": np.array(seeds)}


def stream(batches: list[Batch], workers: int) -> Iterator[tuple[Batch, dict[str, np.ndarray]]]:
    """Each batch as soon as it is made, in order; one process for each worker, of one thread."""
    if workers == 1:
        yield from ((batch, make(batch)) for batch in batches)
        return
    with multiprocessing.get_context("spawn").Pool(workers, torch.set_num_threads, (1,)) as pool:
        yield from zip(batches, pool.imap(make, batches), strict=True)


def _to_integers(name: str, value: torch.Tensor) -> np.ndarray:
    most = 2 ** BITS.get(name, 8) - 1
    rounded = (value * most + 0.5).permute(0, 2, 3, 1).cpu().numpy()
    return rounded.astype(np.uint16 if name in BITS else np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--output", type=Path, default=Path("build/materials"))
    parser.add_argument("--count", type=int, default=960)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes; 1 on a graphics card")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.families) - set(FAMILIES)):
        parser.error(f"no such families: {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    batches = plan(
        arguments.families, arguments.count, arguments.batch, arguments.first_seed, arguments.size, arguments.device
    )
    missing = [batch for batch in batches if not (arguments.output / f"{batch.name}.npz").exists()]
    for done, (batch, arrays) in enumerate(stream(missing, arguments.workers), start=1):
        part = arguments.output / f".{batch.name}.part.npz"
        np.savez_compressed(part, **arrays)
        part.replace(arguments.output / f"{batch.name}.npz")
        print(f"{done}/{len(missing)} {batch.name}", flush=True)


if __name__ == "__main__":
    main()
