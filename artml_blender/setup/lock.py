"""One set-up at a time, over all Blenders of this user."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import IO

from . import places
from .errors import SetupError


@contextlib.contextmanager
def lock() -> Iterator[None]:
    """Held by one process at a time; the system lets it go when that process ends, however it ends.

    Raises SetupError when another one holds it.
    """
    places.home().mkdir(parents=True, exist_ok=True)
    with open(places.home() / "lock", "w") as file:
        os.set_inheritable(file.fileno(), True)
        if not _take(file):
            raise SetupError("Another Blender is setting up PyTorch already; wait until it has finished.")
        yield


def _take(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
