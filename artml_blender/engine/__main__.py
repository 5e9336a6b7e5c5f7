"""The engine's command line: `serve` (behind Blender), `run` (one recipe), `train` (on photos), `doctor`."""

import argparse
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..contract.handshake import REFUSED_STATUS
from .requirements import unmet_requirement

if TYPE_CHECKING:  # the engine must be able to say what it lacks before it imports it
    from .runtime.networks import Networks

# Of PyTorch's threads: while Blender is busy on the same cores, waiting ones that hold on to them take 10 to 30 times
# as long (measured on two cores)
WAITING = {"OMP_WAIT_POLICY": "passive"}
POLITENESS = 5  # how far the engine steps back behind Blender, whose interface is to stay smooth; 19 is the most

TRAINING_POLITENESS = 10  # a training goes on for long, and everything else goes before it


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m artml_blender.engine", description=__doc__)
    parser.add_argument("--light", metavar="FOLDER", help="use the light runtime, whose packages are in that folder")
    commands = parser.add_subparsers(dest="command", required=True)
    serve_command = commands.add_parser("serve", help="answer requests on standard input and output")
    run_command = commands.add_parser("run", help="carry out one recipe")
    run_command.add_argument("recipe", type=Path)
    run_command.add_argument("--output", type=Path, required=True, help="folder for the maps")
    train_command = commands.add_parser("train", help="train a model on an artist's photos, in the recipe's folder")
    train_command.add_argument("recipe", type=Path)
    train_command.add_argument("--until-input-ends", action="store_true", help="stop, and save, at a line or the end")
    doctor_command = commands.add_parser("doctor", help="say what the engine runs on, and what to do where it fails")
    doctor_command.add_argument("--json", action="store_true", help="print the findings as JSON")
    doctor_command.add_argument("--fix", action="store_true", help="set up PyTorch in ArtML's own environment first")
    for command in (serve_command, run_command, train_command, doctor_command):
        command.add_argument("--device", default="auto", help="auto (the default), cpu, cuda or mps")
    arguments = parser.parse_args()
    os.environ.update(WAITING)  # read when PyTorch is imported
    if arguments.light:
        _put_before_site_packages(arguments.light)
    if arguments.command == "doctor":
        return _doctor(arguments)
    if unmet := unmet_requirement(bool(arguments.light)):
        print(unmet, file=sys.stderr)
        return REFUSED_STATUS if arguments.command == "serve" else 1
    return {"serve": _serve, "run": _run, "train": _train}[arguments.command](arguments)


def _serve(arguments: argparse.Namespace) -> int:
    from .serve import Server, take_stdout

    wire = take_stdout()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(POLITENESS)
    Server(sys.stdin.buffer, wire, _loader(arguments)).run()
    return 0


def _run(arguments: argparse.Namespace) -> int:
    from .run import run

    return run(arguments.recipe, arguments.output, _loader(arguments))


def _train(arguments: argparse.Namespace) -> int:
    from .train_command import train_command

    if hasattr(os, "nice"):
        os.nice(TRAINING_POLITENESS)
    return train_command(arguments.recipe, _loader(arguments), arguments.until_input_ends)


def _put_before_site_packages(folder: str) -> None:
    """As Blender does with it."""
    places = (place for place, name in enumerate(sys.path) if name.endswith(("site-packages", "dist-packages")))
    sys.path.insert(next(places, len(sys.path)), folder)


def _loader(arguments: argparse.Namespace) -> "Callable[[], Networks]":
    """What loads the networks, when the first request wants them."""
    from .runtime.networks import load_networks

    return functools.partial(load_networks, arguments.device, bool(arguments.light))


def _doctor(arguments: argparse.Namespace) -> int:
    from .doctor import doctor, fix_and_examine

    return fix_and_examine() if arguments.fix else doctor(arguments.device, bool(arguments.light), arguments.json)


if __name__ == "__main__":
    sys.exit(main())
