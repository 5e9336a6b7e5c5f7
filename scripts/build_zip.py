"""Build the zip that artists install: `python scripts/build_zip.py [--output dist]`; prints its path.

Uses Blender's own `extension build` and `validate`, which the `bpy` wheel carries as a program without Blender in it.
"""

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "artml_blender"


def extension_tool() -> Path:
    """`blender_ext.py` inside the installed bpy wheel."""
    spec = importlib.util.find_spec("bpy")
    if spec is None or spec.origin is None:
        raise SystemExit("Building the zip needs the bpy wheel: run `make demo` or `make zip`, which set it up.")
    return next(Path(spec.origin).parent.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))


def build(output: Path) -> Path:
    """The built and validated zip; raises SystemExit with the tool's words when Blender refuses it."""
    output.mkdir(parents=True, exist_ok=True)
    _run("build", "--source-dir", str(PACKAGE), "--output-dir", str(output))
    archive = max(output.glob("artml_blender-*.zip"), key=lambda path: path.stat().st_mtime)
    _run("validate", str(archive))
    return archive


def _run(*arguments: str) -> None:
    command = [sys.executable, str(extension_tool()), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("dist"))
    print(build(parser.parse_args().output))
