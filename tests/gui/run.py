"""Install the built zip into a real Blender with a real window, press its buttons, and run the batch command there."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECIPES = HERE / "recipes.jsonl"
WIDTH, HEIGHT = 1600, 900
PNG_BITS = {"base_color": 8, "roughness": 8, "metallic": 8, "normal": 8, "ambient_occlusion": 8, "height": 16}


class Result(NamedTuple):
    name: str
    failure: str  # empty when passed


@dataclass(frozen=True)
class Inside:
    """The root folder with Blender, entered with the checkout, the engine's Python, a home and the output visible."""

    engine_python: Path
    home: Path
    output: Path

    def run(self, name: str, seconds: float, *command: object) -> str:
        """Run a command there, its output kept as NAME.log; what went wrong in one sentence, or nothing."""
        arguments: list[object] = ["bash", HERE / "enter.sh", "-r", ROOT]
        for folder in places_of(self.engine_python):
            arguments += ["-r", folder]
        variables = {
            "HOME": self.home,
            "TMPDIR": self.output / "temporary",  # the engine's logs outlive the run
            "ARTML_ENGINE_PYTHON": self.engine_python,
            "ARTML_GUI_OUTPUT": self.output,
        }
        arguments += ["-w", self.output, "-w", self.home]
        for variable, value in variables.items():
            arguments += ["-e", f"{variable}={value}"]
        log = self.output / f"{name}.log"
        with log.open("w") as stream:
            try:
                subprocess.run(
                    [str(word) for word in (*arguments, *command)],
                    check=True,
                    stdin=subprocess.DEVNULL,
                    stdout=stream,
                    stderr=subprocess.STDOUT,
                    timeout=seconds,
                )
            except subprocess.CalledProcessError as error:
                return f"exit status {error.returncode}; {last_line(log)}"
            except subprocess.TimeoutExpired:
                return f"not finished after {seconds:g} s; {last_line(log)}"
        return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zip", type=Path, required=True, help="the built extension")
    parser.add_argument("--engine-python", type=Path, required=True, help="the Python with PyTorch")
    parser.add_argument("--output", type=Path, required=True, help="a folder for pictures and logs; what is there goes")
    arguments = parser.parse_args()
    for path in (arguments.zip, arguments.engine_python):
        if not path.is_file():
            parser.error(f"{path} is not a file.")
    if subprocess.run(["bash", HERE / "make_blender_root.sh"]).returncode != 0:
        return 1
    output = arguments.output.absolute()
    shutil.rmtree(output, ignore_errors=True)
    (output / "temporary").mkdir(parents=True)
    extension = Path(shutil.copy(arguments.zip, output))  # a place that is visible inside
    with tempfile.TemporaryDirectory(prefix="artml-home-") as home:
        inside = Inside(Path(os.path.abspath(arguments.engine_python)), Path(home), output)
        results = []
        for result in check(inside, extension):
            print(f"{result.name}: {f'FAILED: {result.failure}' if result.failure else 'passed'}", flush=True)
            results.append(result)
    failed = sum(bool(result.failure) for result in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def check(inside: Inside, extension: Path) -> Iterator[Result]:
    """Everything that is tried, in order; without an engine or the extension the rest makes no sense."""
    imports = "import torch, numpy, PIL, safetensors"
    failure = inside.run("engine", 120, inside.engine_python, "-c", imports)
    yield Result("the engine's Python works beside Blender", failure)
    if failure:
        return
    command = ("blender", "--command", "extension", "install-file", "-r", "user_default", "--enable", extension)
    failure = inside.run("install", 60, *command)
    yield Result("the zip installs", failure)
    if failure:
        return
    yield from check_window(inside)
    yield from check_batch(inside)


def check_window(inside: Inside) -> Iterator[Result]:
    """Run the scenario in a window; one result for each of its steps, and one for the window itself."""
    screen = f"-screen 0 {WIDTH}x{HEIGHT}x24 -dpi 96"
    blender = ("blender", "--gpu-backend", "opengl", "-p", 0, 0, WIDTH, HEIGHT, "-P", HERE / "generate.py")
    failure = inside.run("window", 900, "xvfb-run", f"--server-args={screen}", *blender)
    for line in (inside.output / "window.log").read_text(errors="replace").splitlines():
        if line.startswith(("picture:", "progress ", "longest ")):
            print(line)
    results = inside.output / "results.jsonl"
    if results.is_file():
        yield from (Result(**json.loads(line)) for line in results.read_text().splitlines())
    yield Result("the window stays open to the end", failure)


def check_batch(inside: Inside) -> Iterator[Result]:
    """Run the batch command on recipes.jsonl, and look at the files it wrote."""
    folder = inside.output / "batch"
    script = ("blender", "-b", "-P", ROOT / "scripts" / "batch.py", "--")
    options = ("--recipes", RECIPES, "--output", folder, "--engine-python", inside.engine_python)
    yield Result("the batch command runs in Blender", inside.run("batch", 600, *script, *options))
    wanted = [json.loads(line) for line in RECIPES.read_text().splitlines()]
    found = sorted(path.parent for path in folder.rglob("recipe.json"))
    failure = "" if len(found) == len(wanted) else f"there are {len(found)}, not {len(wanted)}"
    yield Result("the batch has a folder for each recipe", failure)
    for written in found:
        yield Result(f"the batch's {written.name} is complete", what_is_wrong(written, wanted))


def what_is_wrong(folder: Path, wanted: list[dict[str, object]]) -> str:
    """Whether a folder holds a recipe that was asked for, its report, and every map in the recipe's size."""
    recipe = json.loads((folder / "recipe.json").read_text())
    if not any(line.items() <= recipe.items() for line in wanted):
        return "its recipe was not asked for"
    if not (folder / "report.json").is_file():
        return "report.json is missing"
    for name, bits in PNG_BITS.items():
        path = folder / f"{name}.png"
        header = path.read_bytes()[:25] if path.is_file() else b""
        size = [int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")]
        if size != recipe["size"] or header[24] != bits:
            return f"{path.name} is not a picture of {recipe['size']} pixels in {bits} bits"
    return ""


def places_of(python: Path) -> list[Path]:
    """The folders a Python needs: its environment, and the installation that the environment was made from."""
    places = "sys.prefix, sys.base_prefix, os.path.realpath(sys.executable), sysconfig.get_path('stdlib')"
    code = f"import json, os, sys, sysconfig; print(json.dumps([{places}]))"
    answer = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout
    environment, installation, executable, library = map(Path, json.loads(answer))
    if installation == Path("/usr"):  # the system's own: /usr inside must stay that of Blender
        return [environment.resolve(), executable, library]
    return [environment.resolve(), installation.resolve()]


def last_line(log: Path) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it said nothing")


if __name__ == "__main__":
    sys.exit(main())
