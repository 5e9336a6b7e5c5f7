"""An engine without torch, for the client's tests: it does what its argument says."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from artml_blender.contract.handshake import PROTOCOL, REFUSED_STATUS, VERSION
from artml_blender.contract.wire import read_message, write_message


def say(**header):
    write_message(sys.stdout.buffer, header)


def answer(mode: str, number: int, recipe: dict) -> None:
    say(kind="progress", job=number, fraction=0.5, text="Half way")
    if mode == "crash":
        print("CUDA error: out of memory", file=sys.stderr)
        os._exit(5)
    if mode == "garbage":
        os.write(1, b"a stray print from some library")
        return
    if mode == "cancellable":
        header, _ = read_message(sys.stdin.buffer)
        assert header == {"kind": "cancel", "job": number}
        say(kind="cancelled", job=number)
        return
    maps = {"height": np.full(3, recipe["seed"], np.uint8)}
    write_message(sys.stdout.buffer, {"kind": "finished", "job": number, "recipe": recipe, "report": {}}, maps)


def main(mode: str) -> None:
    if mode == "refuse":
        print("This Python lacks torch: install it.", file=sys.stderr)
        sys.exit(REFUSED_STATUS)
    say(kind="hello", protocol=PROTOCOL, version="0.0.1" if mode == "old" else VERSION)
    while (message := read_message(sys.stdin.buffer)) is not None:
        header, _ = message
        answer(mode, header["job"], header["recipe"])
    if mode == "stubborn":
        time.sleep(60)


main(sys.argv[1])
