"""`blender --command artml setup|doctor|remove`: what the Preferences do, without a window."""

import argparse
import os

import bpy

from .operators.run_doctor import report_text

NAME = "artml"
_handle = None


def attach() -> None:
    global _handle
    _handle = bpy.utils.register_cli_command(NAME, run)


def detach() -> None:
    bpy.utils.unregister_cli_command(_handle)


def run(words: list[str]) -> int:
    """The exit status: 0, or 1 with one sentence on the terminal."""
    parser = argparse.ArgumentParser(prog=f"blender --command {NAME}", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    setup = actions.add_parser("setup", help="download PyTorch into an environment of ArtML's own")
    setup.add_argument("--wheels", default="", help="take everything from this folder of wheels instead")
    setup.add_argument("--index", default="", help="take everything from this package index instead")
    actions.add_parser("doctor", help="look at everything that ArtML needs")
    actions.add_parser("remove", help="delete what setup made")
    arguments = parser.parse_args(words)
    try:
        return _act(arguments)
    except RuntimeError as error:  # what an operator reports as an error
        print(str(error).removeprefix("Error: ").strip())
        return 1


def _act(arguments: argparse.Namespace) -> int:
    if arguments.action == "setup":
        wheels = arguments.wheels and os.path.abspath(arguments.wheels)
        done = bpy.ops.artml.set_up_pytorch(wheels=wheels, index=arguments.index)
    elif arguments.action == "remove":
        done = bpy.ops.artml.remove_pytorch()
    else:
        done = bpy.ops.artml.run_doctor()
        print(report_text(bpy.context), end="")
    is_well = all(finding.is_well for finding in bpy.context.window_manager.artml_findings)
    return 0 if done == {"FINISHED"} and is_well else 1
