"""Drop the built zip on real Blender windows, press the buttons that appear, and run the batch command there."""

import argparse
import json
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
ZIP = "artml_blender.zip"
BLENDERS = {"trixie": "blender-4.3", "sid": "blender-5.2"}  # Debian's suite: the pictures' folder
WIDTH, HEIGHT = 1600, 900
PYTHON_FOLDER = Path(sys.base_prefix)  # of the Python with PyTorch; Debian's own (in /usr) would hide the root folder's
PNG_BITS = {"base_color": 8, "roughness": 8, "metallic": 8, "normal": 8, "ambient_occlusion": 8, "height": 16}


class Result(NamedTuple):
    name: str
    failure: str  # empty when passed


@dataclass(frozen=True)
class Inside:
    """The root folder with Blender, entered with the checkout, the output and a home of its own visible."""

    suite: str
    home: Path
    output: Path

    def run(self, name: str, seconds: float, *command: object) -> str:
        """Run a command there, its output kept as NAME.log; what went wrong in one sentence, or nothing."""
        arguments: list[object] = ["bash", HERE / "enter.sh", "-s", self.suite, "-r", ROOT]
        variables = {
            "HOME": self.home,
            "TMPDIR": self.output / "temporary",  # the engine's logs outlive the run
            "GALLIVM_PERF": "nopt",  # software OpenGL compiles a family in seconds rather than minutes
            "ARTML_GUI_OUTPUT": self.output,
            "ARTML_GUI_ZIP": self.output / ZIP,
            "ARTML_GUI_TORCH_PYTHON": sys.executable,
        }
        arguments += ["-w", self.output, "-w", self.home]
        if PYTHON_FOLDER != Path("/usr"):
            arguments += ["-r", PYTHON_FOLDER]
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
    parser.add_argument("--output", type=Path, required=True, help="a folder for pictures and logs; what is there goes")
    arguments = parser.parse_args()
    if not arguments.zip.is_file():
        parser.error(f"{arguments.zip} is not a file.")
    shutil.rmtree(arguments.output, ignore_errors=True)
    results = []
    for suite, name in BLENDERS.items():
        if subprocess.run(["bash", HERE / "make_blender_root.sh", suite]).returncode != 0:
            return 1
        output = arguments.output.absolute() / name
        (output / "temporary").mkdir(parents=True)
        shutil.copy(arguments.zip, output / ZIP)  # a place that is visible inside
        with tempfile.TemporaryDirectory(prefix="artml-home-") as home:
            for result in check(Inside(suite, Path(home), output)):
                print(
                    f"{name}, {result.name}: {f'FAILED: {result.failure}' if result.failure else 'passed'}", flush=True
                )
                results.append(result)
    failed = sum(bool(result.failure) for result in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def check(inside: Inside) -> Iterator[Result]:
    """The windows, of which the first installs the zip, then the batch command, which finds it installed."""
    yield from check_window(inside, "generate")
    yield from check_window(inside, "adjust")
    yield from check_window(inside, "procedural")
    if PYTHON_FOLDER != Path("/usr"):
        yield from check_window(inside, "bake")
        yield from check_window(inside, "photo")
        yield from check_window(inside, "train")
    else:
        print("Not tried: baking, photos and training need a Python with PyTorch that is installed outside /usr.")
    yield from check_batch(inside)


def check_window(inside: Inside, name: str) -> Iterator[Result]:
    """Run a scenario in a window; one result for each of its steps, and one for the window itself."""
    screen = f"-screen 0 {WIDTH}x{HEIGHT}x24 -dpi 96"
    blender = ("blender", "--gpu-backend", "opengl", "-p", 0, 0, WIDTH, HEIGHT, "-P", HERE / f"{name}.py")
    (inside.output / "results.jsonl").unlink(missing_ok=True)
    failure = inside.run(name, 900, "xvfb-run", f"--server-args={screen}", *blender)
    for line in (inside.output / f"{name}.log").read_text(errors="replace").splitlines():
        if line.startswith(("picture:", "progress ", "longest ", "seconds ")):
            print(line)
    results = inside.output / "results.jsonl"
    if results.is_file():
        yield from (Result(**json.loads(line)) for line in results.read_text().splitlines())
    yield Result(f"the window of {name}.py stays open to the end", failure)


def check_batch(inside: Inside) -> Iterator[Result]:
    """Run the batch command on recipes.jsonl, and look at the files it wrote."""
    folder = inside.output / "batch"
    script = ("blender", "-b", "-P", ROOT / "scripts" / "batch.py", "--")
    options = ("--recipes", RECIPES, "--output", folder)
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


def last_line(log: Path) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    return next((line for line in reversed(lines) if line), "it said nothing")


if __name__ == "__main__":
    sys.exit(main())
