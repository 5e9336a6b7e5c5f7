"""The engine's loop behind Blender: requests come in on one pipe, progress and results go out on another."""

import functools
import os
import platform
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ..contract.errors import RequestError
from ..contract.handshake import PROTOCOL, VERSION
from ..contract.messages import Failed, Finished, Previewed
from ..contract.recipes import from_recipe
from ..contract.wire import WireError, read_message, write_message
from .errors import CancelledByUser
from .runtime.networks import Networks


def take_stdout() -> BinaryIO:
    """Keep the pipe for us: a print, in Python or in a C library, then goes to stderr, which is the log."""
    wire = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return wire


class Server:
    """One engine: a thread reads requests and cancellations, the main thread works them off in order."""

    def __init__(self, stdin: BinaryIO, wire: BinaryIO, load: Callable[[], Networks]) -> None:
        self._stdin, self._wire, self._load = stdin, wire, load
        self._requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._cancelled: set[int] = set()

    def run(self) -> None:
        """Serve until the client's end of the pipe closes; the process then ends at once, mid-job or not."""
        self._write({"kind": "hello", "protocol": PROTOCOL, "version": VERSION, "python": platform.python_version()})
        threading.Thread(target=self._read, name="ArtML request reader", daemon=True).start()
        from .perform import perform, preview  # imports NumPy and more, while the reader already listens
        from .texture.previews import Previews

        previews = Previews()
        while True:
            header = self._requests.get()
            number = header["job"]
            try:
                request = from_recipe(header["recipe"])
            except RequestError as error:
                self._write({"kind": "failed", "job": number, "text": str(error)})
                continue
            progress = functools.partial(self._progress, number)
            if header["kind"] == "preview":
                event = preview(request, self._load, previews, progress)
            else:
                output = Path(header["output"]) if header["output"] else None
                event = perform(request, self._load, output, progress)
            self._answer(number, event)

    def _read(self) -> None:
        try:
            while (message := read_message(self._stdin)) is not None:
                header, _ = message
                if header["kind"] == "cancel":
                    self._cancelled.add(header["job"])
                else:
                    self._requests.put(header)
        except (WireError, KeyError) as error:
            print(f"The client's message could not be read: {error}", file=sys.stderr)
        os._exit(0)  # Blender closed the pipe or died: nobody is left to work for

    def _progress(self, number: int, fraction: float, text: str) -> None:
        if number in self._cancelled:
            raise CancelledByUser
        self._write({"kind": "progress", "job": number, "fraction": fraction, "text": text})

    def _answer(self, number: int, event: object) -> None:
        self._cancelled.discard(number)
        if isinstance(event, Finished):
            header = {"kind": "finished", "job": number, "recipe": event.recipe, "report": event.report}
            arrays = {name: np.frombuffer(png, np.uint8) for name, png in event.maps.items()}
            write_message(self._wire, header, arrays)
        elif isinstance(event, Previewed):
            write_message(self._wire, {"kind": "previewed", "job": number}, event.maps)
        elif isinstance(event, Failed):
            self._write({"kind": "failed", "job": number, "text": event.text})
        else:
            self._write({"kind": "cancelled", "job": number})

    def _write(self, header: dict[str, Any]) -> None:
        write_message(self._wire, header)
