"""Run the Blender tests on every supported release of the bpy wheel, each in a cached environment of its own."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / ".venvs"
PYTHON_OF_BPY = {"4.2.23": "3.11", "4.5.15": "3.11", "5.0.1": "3.11", "5.2.3": "3.13"}
FEWEST_RUNS = 2
SUITE_SECONDS = 1800
TESTS = ("tests/blender", "tests/contract/test_graph.py", "tests/contract/test_node_specs.py")


class Outcome(NamedTuple):
    verdict: str  # "passed", "failed" or "skipped"
    reason: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zip", type=Path, required=True, help="the built extension")
    parser.add_argument("--torch-python", type=Path, required=True, help="one with PyTorch and Pillow")
    arguments = parser.parse_args()
    for path in (arguments.zip, arguments.torch_python):
        if not path.is_file():
            parser.error(f"{path} is not a file.")
    verdicts = []
    for bpy_version, python_version in PYTHON_OF_BPY.items():
        outcome = try_version(bpy_version, python_version, arguments.zip, arguments.torch_python)
        print(f"bpy {bpy_version}, Python {python_version}: {outcome.verdict} ({outcome.reason})", flush=True)
        verdicts.append(outcome.verdict)
    passed, failed, skipped = (verdicts.count(verdict) for verdict in ("passed", "failed", "skipped"))
    too_few = passed + failed < FEWEST_RUNS
    if too_few:
        print(f"Only {passed + failed} version(s) ran; at least {FEWEST_RUNS} must.")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or too_few else 0


def try_version(bpy_version: str, python_version: str, extension: Path, torch_python: Path) -> Outcome:
    """What the suite says on one release; a release whose Python is not on this machine is skipped."""
    interpreter = find_interpreter(python_version)
    if interpreter is None:
        return Outcome("skipped", f"no Python {python_version} on PATH or under ~/.pyenv/versions")
    environment = ENVIRONMENTS / f"bpy-{bpy_version}"
    try:
        prepare(environment, interpreter, bpy_version)
        return run_suite(environment, extension, torch_python)
    except subprocess.CalledProcessError as error:
        return Outcome("failed", f"could not be set up: {last_line(error.stdout)}")
    except subprocess.TimeoutExpired as error:
        return Outcome("failed", f"not finished after {error.timeout:.0f} s")


def find_interpreter(version: str) -> Path | None:
    """A Python of exactly this minor version: this one, one on PATH, or one that pyenv built."""
    on_path = shutil.which(f"python{version}")
    candidates = [Path(sys.executable)] + ([Path(on_path)] if on_path else [])
    candidates += sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"), reverse=True)
    return next((candidate for candidate in candidates if python_version(candidate) == version), None)


def python_version(interpreter: Path) -> str:
    """Its "major.minor", or nothing: a pyenv shim on PATH exists also for versions that it refuses to start."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([interpreter, "-c", code], capture_output=True, text=True).stdout.strip()


def prepare(environment: Path, interpreter: Path, bpy_version: str) -> None:
    """Make the environment unless a complete one is there; what an interrupted set-up left is removed."""
    marker = environment / "complete"
    if marker.is_file():
        return
    if environment.exists():
        shutil.rmtree(environment)
    print(f"Setting up {environment.relative_to(ROOT)} (about 400 MB to download) ...", flush=True)
    python = environment / "bin" / "python"
    for command in (
        [interpreter, "-m", "venv", environment],
        [python, "-m", "pip", "install", "--quiet", f"bpy=={bpy_version}", "pytest"],
        [python, "-c", "import bpy"],
    ):
        subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    marker.touch()


def run_suite(environment: Path, extension: Path, torch_python: Path) -> Outcome:
    """Run the tests with a home folder of its own, so that the user's own extensions are not imported."""
    with tempfile.TemporaryDirectory(prefix="artml-home-") as home:
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_"))}
        variables |= {
            "HOME": home,
            "ARTML_TORCH_PYTHON": str(torch_python.absolute()),  # not resolved: it is a link
            "ARTML_ZIP": str(extension.resolve()),
        }
        result = subprocess.run(
            [environment / "bin" / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS],
            cwd=ROOT,
            env=variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SUITE_SECONDS,
        )
    # Blender's own words may come after pytest's: they wait in a buffer until the process ends.
    counts = re.findall(r"^.*\d+ (?:passed|failed|skipped|errors?)\b.* in [\d.]+s.*$", result.stdout, re.MULTILINE)
    summary = counts[-1] if counts else last_line(result.stdout)
    if result.returncode == 0 and " passed" in summary:  # an all-skipped suite exits with 0 too
        return Outcome("passed", summary)
    print(result.stdout)
    return Outcome("failed", f"exit status {result.returncode}; {summary}")


def last_line(text: str | None) -> str:
    """The last line of an output that says something."""
    return next((line.strip() for line in reversed((text or "").splitlines()) if line.strip()), "it said nothing")


if __name__ == "__main__":
    sys.exit(main())
