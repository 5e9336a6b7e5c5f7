"""`run RECIPE.json --output DIR`: one recipe from the command line, with or without Blender on the machine."""

import sys
from collections.abc import Callable
from pathlib import Path

from ..contract.errors import RequestError
from ..contract.messages import Failed
from ..contract.recipes import recipe_from_text
from .perform import perform
from .runtime.networks import Networks


def run(recipe: Path, output: Path, load: Callable[[], Networks]) -> int:
    """Write the recipe's files into `output`; the exit status is 0, or 1 with one sentence on stderr."""
    try:
        request = recipe_from_text(recipe.read_bytes(), recipe.parent)
    except OSError as error:
        return _fail(f"The recipe {recipe} cannot be read: {error.strerror}.")
    except RequestError as error:
        return _fail(str(error))
    try:
        event = perform(request, load, output, _print_progress)
    except KeyboardInterrupt:
        return _fail("Cancelled.")
    if isinstance(event, Failed):
        return _fail(event.text)
    print(f"Wrote {output}", file=sys.stderr)
    return 0


def _print_progress(fraction: float, text: str) -> None:
    print(f"{fraction:4.0%} {text}", file=sys.stderr)


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
