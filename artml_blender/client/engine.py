"""The engine's process: start it, send requests, hand its answers to their jobs, end it."""

import itertools
import os
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..contract.handshake import PROTOCOL, REFUSED_STATUS, VERSION
from ..contract.messages import Cancelled, Event, Failed, Finished, Previewed, Progress, Request
from ..contract.recipes import to_recipe
from ..contract.wire import Arrays, WireError, read_message, write_message
from .errors import EngineError
from .job import Job
from .python import EnginePython

_PACKAGE = Path(__file__).resolve().parent.parent
_CLOSE_SECONDS = 3.0


class Engine:
    """A running engine process. Thread-safe; nothing here waits for the engine but `Job.wait` and `close`."""

    def __init__(self, python: EnginePython, device: str = "auto") -> None:
        """Start `python -m artml_blender.engine serve`; raises EngineError when it cannot even be started."""
        try:
            handle, log = tempfile.mkstemp(prefix="artml-engine-", suffix=".log")
        except OSError as error:
            raise EngineError(f"No file can be made in {tempfile.gettempdir()}: {error.strerror}.") from error
        self.log = Path(log)
        self._jobs: dict[int, Job] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._end: str | None = None  # why the process is no more
        self._closing = False
        with os.fdopen(handle, "wb") as stderr:
            self._process = _start(python, device, stderr)
        self._reader = threading.Thread(target=self._read, name="ArtML engine reader", daemon=True)
        self._reader.start()

    @property
    def is_alive(self) -> bool:
        return self._end is None and self._process.poll() is None

    def submit(self, request: Request, output: Path | None = None) -> Job:
        """Queue a request; with `output`, the engine also writes its files into that folder. Raises EngineError."""
        folder = None if output is None else str(output.absolute())
        return self._queue({"kind": "request", "recipe": to_recipe(request), "output": folder})

    def preview(self, request: Request) -> Job:
        """Queue a preview of it, which ends with Previewed. Raises EngineError."""
        return self._queue({"kind": "preview", "recipe": to_recipe(request)})

    def _queue(self, header: dict[str, Any]) -> Job:
        number = next(self._numbers)
        job = Job(number, cancel=lambda: self._send({"kind": "cancel", "job": number}))
        with self._lock:
            if self._end is not None:
                raise EngineError(self._end)
            self._jobs[number] = job
        self._send({**header, "job": number})
        return job

    def close(self) -> None:
        """End the process: politely, then by force. Jobs under way end with Cancelled."""
        crashed = self._end is not None  # then the user was told of the log
        self._closing = True
        stdin = cast(BinaryIO, self._process.stdin)
        try:
            stdin.close()  # the engine ends when its input does
        except OSError:
            pass  # it is already gone
        try:
            self._process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(_CLOSE_SECONDS)
        if not crashed:
            self.log.unlink(missing_ok=True)

    def _send(self, header: dict[str, Any]) -> None:
        try:
            with self._lock:
                write_message(cast(BinaryIO, self._process.stdin), header)
        except (OSError, ValueError):
            pass  # the pipe is closed: the reader sees the end too, and tells every job why

    def _read(self) -> None:
        """In a thread of its own: hand every answer to its job, until the engine's output ends."""
        stdout = cast(BinaryIO, self._process.stdout)
        try:
            while (message := read_message(stdout)) is not None:
                self._dispatch(*message)
            reason = self._last_words()
        except (WireError, KeyError, TypeError, ValueError) as error:
            self._process.kill()
            reason = f"The engine's answer could not be read ({error}); press the button again to restart it."
        except EngineError as error:
            self._process.kill()
            reason = str(error)
        stdout.close()
        with self._lock:
            self._end = reason
            jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.put(Cancelled() if self._closing else Failed(reason))

    def _dispatch(self, header: dict[str, Any], arrays: Arrays) -> None:
        if header.get("kind") == "hello":
            if (header.get("protocol"), header.get("version")) != (PROTOCOL, VERSION):
                raise EngineError("The engine is of another ArtML version; restart Blender to use the new one.")
            return
        job = self._jobs.get(header.get("job", 0))
        if job is None:
            return
        event = _event(header, arrays)
        if event.is_final:
            with self._lock:
                self._jobs.pop(job.number, None)
        job.put(event)

    def _last_words(self) -> str:
        """One sentence on how the process ended, with the last line of its log."""
        code = self._process.wait()
        lines = (
            [line.strip() for line in self.log.read_text(errors="replace").splitlines()] if self.log.exists() else []
        )
        last = next((line for line in reversed(lines) if line), "it said nothing")
        if code == REFUSED_STATUS:
            return last
        return f"The engine stopped (exit code {code}): {last} (whole log: {self.log}). Press the button to try again."


def engine_command(python: EnginePython, *arguments: str) -> list[str]:
    """The engine's command line; to be run with `engine_surroundings`."""
    module = ["-m", f"{_PACKAGE.name}.engine"]
    if python.packages is None:
        return [str(python.executable), *module, *arguments]
    return [str(python.executable), "-s", *module, "--light", str(python.packages), *arguments]  # -s: as Blender itself


def engine_surroundings() -> dict[str, Any]:
    """What a process of the engine needs beside its command, as `subprocess` takes it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        "cwd": _PACKAGE.parent,  # `python -m` looks there first
        "env": environment,
        "creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows: no console beside Blender
    }


def _start(python: EnginePython, device: str, stderr: BinaryIO) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            engine_command(python, "serve", "--device", device),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            **engine_surroundings(),
        )
    except OSError as error:
        raise EngineError(f"The engine Python {python.executable} could not be started: {error.strerror}.") from error


def _event(header: dict[str, Any], arrays: Arrays) -> Event:
    match header.get("kind"):
        case "progress":
            return Progress(float(header["fraction"]), str(header["text"]))
        case "finished":
            return Finished(header["recipe"], header["report"], {name: png.tobytes() for name, png in arrays.items()})
        case "previewed":
            return Previewed(dict(arrays))
        case "cancelled":
            return Cancelled()
        case "failed":
            return Failed(str(header["text"]))
        case kind:
            raise WireError(f"an unknown message {kind!r}")
