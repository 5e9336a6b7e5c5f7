"""A picture's file opened, and known again by its hash."""

import hashlib
from pathlib import Path

from ..errors import EngineFailure

MAX_BYTES = 512 * 2**20


def open_file(name: str, known_hash: str, what: str, field: str) -> tuple[bytes, str]:
    """What is in the file, and the SHA-256 of that.

    `what` it is, and the recipe's `field` with the hash, are for messages. Raises EngineFailure for a file that is not
    there, or not the one that the recipe was made with.
    """
    try:
        path = Path(name)
        if path.exists() and not path.is_file():
            raise EngineFailure(f"The {what} {path} is no file.")
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no path"
        raise EngineFailure(f"The {what} {name} cannot be read: {reason}.") from None
    if size > MAX_BYTES:
        raise EngineFailure(f"The {what} {path} is larger than {MAX_BYTES // 2**20} MiB; make it smaller first.")
    found = hashlib.sha256(data).hexdigest()
    if known_hash not in ("", found):
        raise EngineFailure(
            f"The {what} {path} is not the one that the recipe was made with;"
            f" clear its field '{field}' to use this one."
        )
    return data, found
