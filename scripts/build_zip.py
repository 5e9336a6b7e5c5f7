"""Build the zips that artists install: `python scripts/build_zip.py [--output dist]`; prints the one for this machine.

One zip per platform, each with the light runtime's wheels for every Python that Blender has there. Uses Blender's
own `extension build` and `validate`, which the `bpy` wheel carries as a program without Blender in it.
"""

import argparse
import hashlib
import importlib.util
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "artml_blender"
WHEELS = ROOT / "build" / "wheels"
KNOWN_WHEELS = Path(__file__).with_name("light_runtime_wheels.txt")  # as `sha256sum *.whl` prints them
STAGE = ROOT / "build" / "stage" / PACKAGE.name
COMMON = ("safetensors==0.8.0", "array-api-compat==1.16.0")
MANYLINUX = ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
MACOS = ("macosx_13_0_arm64", "macosx_11_0_arm64")
WINDOWS = ("win_amd64",)
# Blender has Python 3.11 (4.2 to 5.0) or 3.13 (5.1 on); Debian builds it with 3.14. Three of the newest releases would
# take the zip for Linux over 60 MB.
LIGHT_RUNTIME = (  # Blender's name of the platform, pip's, Python, ONNX Runtime
    ("linux-x64", MANYLINUX, "3.11", "1.20.1"),
    ("linux-x64", MANYLINUX, "3.13", "1.20.1"),
    ("linux-x64", MANYLINUX, "3.14", "1.24.4"),
    ("macos-arm64", MACOS, "3.11", "1.23.2"),
    ("macos-arm64", MACOS, "3.13", "1.23.2"),
    ("windows-x64", WINDOWS, "3.11", "1.23.2"),
    ("windows-x64", WINDOWS, "3.13", "1.23.2"),
)
PLATFORMS = sorted({name for name, *_ in LIGHT_RUNTIME})
SYSTEMS = {"Linux": "linux", "Darwin": "macos", "Windows": "windows"}
MACHINES = {"x86_64": "x64", "AMD64": "x64", "arm64": "arm64", "aarch64": "arm64"}


def extension_tool() -> Path:
    """`blender_ext.py` inside the installed bpy wheel."""
    spec = importlib.util.find_spec("bpy")
    if spec is None or spec.origin is None:
        raise SystemExit("Building the zip needs the bpy wheel: run `make demo` or `make zip`, which set it up.")
    return next(Path(spec.origin).parent.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))


def build(output: Path) -> Path:
    """Build and validate every platform's zip; the one for this machine. Raises SystemExit with the tool's words."""
    output.mkdir(parents=True, exist_ok=True)
    stage(download_wheels())
    run_tool(
        str(extension_tool()), "build", "--source-dir", str(STAGE), "--output-dir", str(output), "--split-platforms"
    )
    archives = [archive_for(name, output) for name in PLATFORMS]
    for archive in archives:
        run_tool(str(extension_tool()), "validate", str(archive))
    return archive_for(this_platform(), output)


def this_platform() -> str:
    return f"{SYSTEMS[platform.system()]}-{MACHINES[platform.machine()]}"


def archive_for(platform_name: str, output: Path) -> Path:
    return max(
        output.glob(f"artml_blender-*-{platform_name.replace('-', '_')}.zip"), key=lambda path: path.stat().st_mtime
    )


def download_wheels() -> list[Path]:
    """The light runtime for every platform and Python, kept in build/wheels; exactly the files whose hash we know."""
    known = dict(reversed(line.split()) for line in KNOWN_WHEELS.read_text().splitlines())
    wheels = [WHEELS / name for name in sorted(known)]
    if not all(wheel.is_file() for wheel in wheels):
        for _, tags, python, version in LIGHT_RUNTIME:
            options = ["--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(WHEELS), "--python-version", python]
            options += [word for tag in tags for word in ("--platform", tag)]
            run_tool("-m", "pip", "download", *options, f"onnxruntime=={version}", *COMMON)
    for wheel in wheels:
        if not wheel.is_file() or hashlib.sha256(wheel.read_bytes()).hexdigest() != known[wheel.name]:
            raise SystemExit(f"{wheel} is not the file that {KNOWN_WHEELS.name} names; delete {WHEELS} and try again.")
    return wheels


def stage(wheels: list[Path]) -> None:
    """A copy of the package with the wheels in it and on its manifest."""
    shutil.rmtree(STAGE, ignore_errors=True)
    shutil.copytree(PACKAGE, STAGE, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    (STAGE / "wheels").mkdir()
    for wheel in wheels:
        shutil.copy(wheel, STAGE / "wheels")
    listed = "".join(f'  "./wheels/{wheel.name}",\n' for wheel in wheels)
    names = ", ".join(f'"{name}"' for name in PLATFORMS)
    manifest = STAGE / "blender_manifest.toml"
    head, permissions = manifest.read_text().split("[permissions]")
    manifest.write_text(f"{head}platforms = [{names}]\nwheels = [\n{listed}]\n\n[permissions]{permissions}")


def run_tool(*arguments: str) -> None:
    """Run a Python program; raises SystemExit with its words when it fails."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("dist"))
    print(build(parser.parse_args().output))
