"""`train RECIPE.json`: a training on an artist's photos, in the recipe's folder, told in lines of JSON.

It stops early, and makes the model of the best so far, when its input says so or ends.
"""

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from ..contract.errors import RequestError
from ..contract.recipes import training_from_text
from ..contract.training import TrainFromPhotos
from .errors import EngineFailure
from .runtime.networks import Networks


def train_command(recipe: Path, load: Callable[[], Networks]) -> int:
    """The exit status: 0, or 1 with one sentence as {"error": …}."""
    stopped = threading.Event()
    threading.Thread(target=_wait_for_input, args=(stopped,), name="ArtML training's input", daemon=True).start()
    try:
        request = training_from_text(recipe.read_bytes(), recipe.parent)
        card = _train(request, recipe.parent, load, stopped)
    except OSError as error:
        return _fail(f"The recipe {recipe} cannot be read: {error.strerror}.")
    except (RequestError, EngineFailure) as error:
        return _fail(str(error))
    _say({"trained": str(card)})
    return 0


def _train(request: TrainFromPhotos, folder: Path, load: Callable[[], Networks], stopped: threading.Event) -> Path:
    """Raises EngineFailure, as where there is no PyTorch."""
    try:
        from .training.train import train
    except ImportError:
        raise EngineFailure("Training needs PyTorch: press Set Up PyTorch in ArtML's Preferences.") from None
    return train(request, folder, load(), _progress, stopped.is_set)


def _wait_for_input(stopped: threading.Event) -> None:
    sys.stdin.readline()  # a line, or the end
    stopped.set()


def _progress(fraction: float, text: str) -> None:
    _say({"fraction": fraction, "text": text})


def _fail(sentence: str) -> int:
    _say({"error": sentence})
    return 1


def _say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)
