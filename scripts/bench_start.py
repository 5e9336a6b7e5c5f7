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
MODULE = "bl_ext.user_default.artml_blender"
INSTALL = """
import bpy, os, sys, time
start = time.perf_counter()
bpy.ops.extensions.package_install_files(filepath=sys.argv[1], repo="user_default", enable_on_install=True)
print("SECONDS", time.perf_counter() - start, flush=True)
bpy.ops.wm.save_userpref()
os._exit(0)
"""
START = """
import bpy, addon_utils, os, sys, time
enable = addon_utils.enable
def timed(name, **options):
    start = time.perf_counter()
    enabled = enable(name, **options)
    if name == sys.argv[1]:
        print("SECONDS", time.perf_counter() - start, "torch" in sys.modules, flush=True)
    return enabled
addon_utils.enable = timed
bpy.ops.wm.read_userpref()  # enables what is in the Preferences, as the program does when it starts
os._exit(0)
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


def time_enabling(archive: Path) -> tuple[float, float, bool]:
    """Seconds that installing takes (with unpacking the wheels, once), and enabling in a Blender started after it, as
    at every start; and whether torch is in Blender's process then."""
    with tempfile.TemporaryDirectory() as home:
        (installing,) = run_blender(INSTALL, home, str(archive))
        enabling, has_torch = run_blender(START, home, MODULE)
    return float(installing), float(enabling), has_torch == "True"


def run_blender(code: str, home: str, *arguments: str) -> list[str]:
    """The words after SECONDS in what the code prints."""
    environment = {**os.environ, "BLENDER_USER_RESOURCES": home}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return next(line for line in done.stdout.splitlines() if line.startswith("SECONDS")).split()[1:]


def main() -> None:
    from build_zip import build

    archive = build(Path("dist").absolute())
    cold = statistics.median(time_cold_start() for _ in range(ROUNDS))
    enabled = [time_enabling(archive) for _ in range(ROUNDS)]
    print(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; medians of {ROUNDS}")
    print(f"engine start to first 512 x 512 set: {cold:.2f} s   (bound: 5 s)")
    installing, enabling = (statistics.median(times) for times in list(zip(*enabled, strict=True))[:2])
    print(f"installing the zip, with unpacking its wheels: {installing:.2f} s")
    print(f"enabling the add-on, as at each start of Blender: {enabling * 1000:.0f} ms   (bound: 50 ms)")
    print(f"torch in Blender's process: {any(has_torch for *_, has_torch in enabled)}   (bound: False)")


if __name__ == "__main__":
    main()
