"""A program that says what it does in lines of JSON, run beside Blender and asked now and then."""

import json
import queue
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, Any, cast

from .engine import engine_command, engine_surroundings
from .python import EnginePython

SAVING = 120.0  # seconds that a training may take to save what it has learned

_PACKAGE = Path(__file__).resolve().parent.parent


class JsonProcess:
    """A running program. It ends when it is done or stopped; when Blender dies, its input ends."""

    def __init__(self, command: list[str], patience: float = 3.0) -> None:
        """Start it; raises OSError when it cannot be started. After `stop` it has `patience` seconds to end."""
        self._patience = patience
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=sys.platform != "win32",  # so that what it starts can be ended with it
            **engine_surroundings(),
        )
        self._messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="ArtML process reader", daemon=True)
        self._reader.start()

    @property
    def is_running(self) -> bool:
        """Until it has ended and everything it said can be polled."""
        return self._reader.is_alive()

    def poll(self) -> list[dict[str, Any]]:
        """The messages since the last call; a line that is no JSON object ends up in {"error": its text} at the end."""
        messages = []
        while not self._messages.empty():
            messages.append(self._messages.get())
        return messages

    def ask_to_stop(self) -> None:
        """Tell it, by a line, to come to an end by itself."""
        try:
            stdin = cast(IO[bytes], self._process.stdin)
            stdin.write(b"stop\n")
            stdin.flush()
        except (OSError, ValueError):
            pass  # it has ended already

    def stop(self) -> None:
        """End it and what it started: politely by the end of its input, in the end by force. Never waits."""
        cast(IO[bytes], self._process.stdin).close()
        if self._process.poll() is None:
            threading.Thread(target=self._end, name="ArtML process end", daemon=True).start()

    def _end(self) -> None:
        try:
            self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self) -> None:
        last_words: deque[str] = deque(maxlen=1)
        answered = False
        for line in cast(IO[bytes], self._process.stdout):
            text = line.decode("utf-8", "replace").strip()
            message = _parse(text)
            if message is not None:
                answered = "fraction" not in message
                self._messages.put(message)
            elif text:
                last_words.append(text)
        self._process.wait()
        cast(IO[bytes], self._process.stdout).close()
        if not answered:
            said = last_words[0] if last_words else f"exit status {self._process.returncode}"
            self._messages.put({"error": f"It ended without a result: {said}"})


def start_setup(action: str, *options: str) -> JsonProcess:
    """`artml_blender.setup` on the Python that runs this, which is Blender's."""
    command = [sys.executable, "-m", f"{_PACKAGE.name}.setup", action, "--until-input-ends", *options]
    return JsonProcess(command)


def start_doctor(python: EnginePython, device: str) -> JsonProcess:
    """The engine's doctor on the engine's Python; its one message is {"findings": [...]}."""
    return JsonProcess(engine_command(python, "doctor", "--json", "--device", device))


def start_training(python: EnginePython, device: str, recipe: Path) -> JsonProcess:
    """A training in the recipe's folder; its last message is {"trained": the model's card, as a path}."""
    command = engine_command(python, "train", str(recipe), "--until-input-ends", "--device", device)
    return JsonProcess(command, patience=SAVING)


def _parse(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
