"""`train RECIPE.json`: a training on an artist's photos, in the recipe's folder, told in lines of JSON.

It stops early, and makes the model of the best so far, when it is interrupted, when nobody reads what it says, and, if
it was told to, when its input says a line or ends.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from ..contract.errors import RequestError
from ..contract.recipes import training_from_text
from ..contract.training import TrainFromPhotos
from .errors import EngineFailure
from .runtime.networks import Networks


def train_command(recipe: Path, load: Callable[[], Networks], until_input_ends: bool) -> int:
    """The exit status: 0, or 1 with one sentence as {"error": …}."""
    stopped = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stopped.set())
    try:
        request = _read(recipe)
        train, networks = _trainer(), load()
        if until_input_ends:
            threading.Thread(
                target=_wait_for_input, args=(stopped,), name="ArtML training's input", daemon=True
            ).start()
        card = train(request, recipe.parent, networks, lambda *told: _progress(stopped, *told), stopped.is_set)
    except (RequestError, EngineFailure) as error:
        _say({"error": str(error)}, stopped)
        return 1
    _say({"trained": str(card)}, stopped)
    return 0


def _read(recipe: Path) -> TrainFromPhotos:
    """Raises EngineFailure and RequestError."""
    try:
        text = recipe.read_bytes()
    except OSError as error:
        raise EngineFailure(f"The recipe {recipe} cannot be read: {error.strerror}.") from None
    request = training_from_text(text, recipe.parent)
    if recipe.name == f"{request.name}.json":
        raise EngineFailure(f"The model's card would take the place of the recipe {recipe.name}; rename one of them.")
    return request


def _trainer() -> Callable[..., Path]:
    """Raises EngineFailure where there is no PyTorch."""
    try:
        from .training.train import train
    except ImportError:
        raise EngineFailure("Training needs PyTorch: press Set Up PyTorch in ArtML's Preferences.") from None
    return train


def _wait_for_input(stopped: threading.Event) -> None:
    sys.stdin.readline()  # a line, or the end
    stopped.set()


def _progress(stopped: threading.Event, fraction: float, text: str) -> None:
    _say({"fraction": fraction, "text": text}, stopped)


def _say(message: dict[str, object], stopped: threading.Event) -> None:
    try:
        print(json.dumps(message), flush=True)
    except OSError:  # nobody reads any more: what was learned is saved
        sys.stdout = open(os.devnull, "w")
        stopped.set()
