"""`python -m artml_blender.setup install|remove|plan`: the set-up in a process of its own; progress as JSON lines."""

import argparse
import json
import os
import sys
import threading
from pathlib import Path

from .detect import make_plan
from .errors import SetupError
from .install import Source, install, remove


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m artml_blender.setup", description=__doc__)
    parser.add_argument("action", choices=["plan", "install", "remove"])
    parser.add_argument("--wheels", type=Path, help="take everything from this folder of wheels; nothing is downloaded")
    parser.add_argument(
        "--index", default="", help="take everything from this package index instead of PyPI and PyTorch"
    )
    parser.add_argument("--backend", default="", help="the PyTorch build, as uv names it: auto, cpu, cu128, ...")
    parser.add_argument("--until-input-ends", action="store_true", help="stop at once when standard input is closed")
    arguments = parser.parse_args()
    if arguments.until_input_ends:
        threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    try:
        say(**_act(arguments))
    except SetupError as error:
        say(error=str(error))
        return 1
    return 0


def _act(arguments: argparse.Namespace) -> dict[str, object]:
    if arguments.action == "plan":
        return {"plan": make_plan().text}
    if arguments.action == "remove":
        return {"freed": remove()}
    source = Source(arguments.index, arguments.wheels and arguments.wheels.absolute())
    return {"installed": install(source, arguments.backend, lambda share, text: say(fraction=share, text=text))}


def say(**message: object) -> None:
    """One line of JSON."""
    print(json.dumps(message), flush=True)


def _stop_at_end_of_input() -> None:
    """Whoever started us cancelled or died; uv is ours and must not go on alone."""
    while os.read(0, 4096):  # not sys.stdin, whose lock the end of the program would wait for in vain
        pass
    if sys.platform == "win32":
        os.system(f"taskkill /F /T /PID {os.getpid()} >NUL 2>&1")
    else:
        import signal

        os.killpg(0, signal.SIGKILL)  # we were started as the leader of a group of our own


if __name__ == "__main__":
    sys.exit(main())
