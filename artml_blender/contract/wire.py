"""How a message crosses the pipe: a length, a JSON header, then the raw bytes of its arrays. No pickle."""

import json
import math
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

import numpy as np

Arrays = Mapping[str, np.ndarray[Any, Any]]

_LENGTH = struct.Struct(">I")
_MAX_HEADER = 16 * 2**20  # bytes; anything longer is not our protocol
_MAX_ARRAY = 2**31  # bytes
_DTYPES = {"uint8", "uint16", "float32"}


class WireError(Exception):
    """The other side wrote something that is not a message."""


def write_message(stream: BinaryIO, header: Mapping[str, Any], arrays: Arrays | None = None) -> None:
    """Write `header` (JSON values) and `arrays` (uint8, uint16 or float32)."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in (arrays or {}).items()}
    layout = [{"name": name, "shape": array.shape, "dtype": array.dtype.name} for name, array in contiguous.items()]
    head = json.dumps({**header, "arrays": layout}).encode()
    stream.write(_LENGTH.pack(len(head)) + head)
    for array in contiguous.values():
        stream.write(array.data.cast("B") if array.size else b"")
    stream.flush()


def read_message(stream: BinaryIO) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]] | None:
    """The next header and its arrays; None when the stream ends between messages. Raises WireError on anything else."""
    prefix = stream.read(_LENGTH.size)
    if not prefix:
        return None
    if len(prefix) < _LENGTH.size:
        raise WireError("The stream ended in the middle of a message.")
    (length,) = _LENGTH.unpack(prefix)
    if length > _MAX_HEADER:
        raise WireError("The header is too long to be one of ours.")
    try:
        header = json.loads(_exactly(stream, length))
        layout = header.pop("arrays")
        arrays = {entry["name"]: _read_array(stream, entry["shape"], entry["dtype"]) for entry in layout}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WireError(f"The header is not one of ours: {error}") from error
    return header, arrays


def _read_array(stream: BinaryIO, shape: list[int], dtype: str) -> np.ndarray[Any, Any]:
    if dtype not in _DTYPES or not all(type(side) is int and side >= 0 for side in shape):
        raise WireError(f"An array of {dtype} {shape} is not one of ours.")
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size > _MAX_ARRAY:
        raise WireError(f"An array of {size} bytes is too large.")
    return np.frombuffer(_exactly(stream, size), dtype).reshape(shape)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise WireError("The stream ended in the middle of a message.")
    return data
