"""Seconds from starting the engine to its first result, and what enabling the add-on costs Blender.

make bench           (or: PYTHONPATH=. .venv/bin/python scripts/bench_start.py)
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
ENABLE = """
import bpy, addon_utils, sys, time
bpy.ops.extensions.package_install_files(filepath=sys.argv[1], repo="user_default", enable_on_install=False)
before = set(sys.modules)
start = time.perf_counter()
addon_utils.enable("bl_ext.user_default.artml_blender", default_set=False)
print("SECONDS", time.perf_counter() - start, "torch" in sys.modules)
addon_utils.disable("bl_ext.user_default.artml_blender")
"""


def time_cold_start() -> float:
    """Seconds to the first 512 x 512 set, from a process that does not run yet."""
    from artml_blender.client.engine import Engine
    from artml_blender.client.python import EnginePython
    from artml_blender.contract.messages import Finished, GenerateTexture

    start = time.perf_counter()
    engine = Engine(EnginePython(Path(sys.executable)), "cpu")
    *_, last = engine.submit(GenerateTexture("brick", size=(512, 512))).wait(300)
    seconds = time.perf_counter() - start
    engine.close()
    assert isinstance(last, Finished), last
    return seconds


def time_enabling(archive: Path) -> tuple[float, bool]:
    """Seconds that enabling takes in a fresh Blender, and whether torch is in its process afterwards."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "BLENDER_USER_RESOURCES": home}
        command = [sys.executable, "-c", ENABLE, str(archive)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("SECONDS"))
    _, seconds, has_torch = line.split()
    return float(seconds), has_torch == "True"


def main() -> None:
    from build_zip import build

    archive = build(Path("dist").absolute())
    cold = statistics.median(time_cold_start() for _ in range(ROUNDS))
    enabled = [time_enabling(archive) for _ in range(ROUNDS)]
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; medians of {ROUNDS}")
    print(f"engine start to first 512 x 512 set: {cold:.2f} s   (bound: 5 s)")
    print(f"enabling the add-on: {statistics.median(s for s, _ in enabled) * 1000:.0f} ms   (bound: 50 ms)")
    print(f"torch in Blender's process: {any(has_torch for _, has_torch in enabled)}   (bound: False)")


if __name__ == "__main__":
    main()
