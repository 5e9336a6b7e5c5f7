"""Values out of JSON that anybody may have written; what is not of its kind raises TypeError or ValueError."""

import math
from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 6  # lists in lists; a curve's points are four deep


def settings(data: Any) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise TypeError(f"{_kind(data)} where settings should be")
    return {text(name): _plain(value, 1) for name, value in data.items()}


def _plain(data: Any, depth: int) -> Any:
    """A setting as JSON has it: a text, number, yes or no, or lists and names of these."""
    if depth > MAX_DEPTH:
        raise ValueError("a setting is nested too deep")
    if isinstance(data, Mapping):
        return {text(name): _plain(value, depth + 1) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value, depth + 1) for value in data]
    if isinstance(data, str):
        return text(data)
    if data is not None:
        number(data)
    return data


def socket_value(data: Any) -> float | tuple[float, ...] | str:
    """What a socket is set to."""
    if isinstance(data, str):
        return text(data)
    if isinstance(data, list | tuple):
        return tuple(number(part) for part in data)
    return number(data)


def number(data: Any) -> float:
    if not isinstance(data, int | float):
        raise TypeError(f"{_kind(data)} where a number should be")
    if not math.isfinite(data):
        raise ValueError("a number that is not finite")
    return float(data)


def flag(data: Any) -> bool:
    if not isinstance(data, bool):
        raise TypeError(f"{_kind(data)} where yes or no should be")
    return data


def text(data: Any) -> str:
    if not isinstance(data, str):
        raise TypeError(f"{_kind(data)} where a text should be")
    if not data.isascii():
        data.encode()  # half of a surrogate pair is no text
    return data


def _kind(value: Any) -> str:
    names = {dict: "names and values", list: "a list", tuple: "a list", type(None): "nothing", str: "a text"}
    return names.get(type(value), "a number")
