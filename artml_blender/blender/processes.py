"""The one program that works beside Blender for the Preferences: the set-up, its removal, or the doctor.

Looked at by a timer that belongs to no window: it goes on when the Preferences are closed or another file is opened.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bpy

from ..client.json_process import JsonProcess

INTERVAL = 0.1  # seconds between looks at what the program says


@dataclass(frozen=True)
class Outcome:
    """How it ended, in a sentence for the user."""

    text: str
    is_error: bool


@dataclass(frozen=True)
class _Watched:
    process: JsonProcess
    finish: Callable[[dict[str, Any]], str]


_watched: _Watched | None = None


def is_running() -> bool:
    return _watched is not None


def watch(process: JsonProcess, title: str, finish: Callable[[dict[str, Any]], str]) -> None:
    """Follow a program that was just started; `finish` makes a sentence of its answer, and does what must be done."""
    global _watched
    _watched = _Watched(process, finish)
    _show(True, 0.0, title)
    if not bpy.app.background:
        bpy.app.timers.register(_tick, first_interval=INTERVAL, persistent=True)


def wait() -> Outcome:
    """For scripts and background mode, in which no timer runs."""
    while (outcome := _look()) is None:
        time.sleep(INTERVAL)
    return outcome


def stop(text: str = "") -> None:
    """End the program, if one runs, and show the text."""
    global _watched
    if _watched is None:
        return
    _watched.process.stop()
    _watched = None
    _show(False, 0.0, text)
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)


def _tick() -> float | None:
    return INTERVAL if _look() is None and is_running() else None


def _look() -> Outcome | None:
    """Take what it has said since the last look; None while it goes on."""
    if _watched is None:
        return Outcome("Cancelled", False)
    is_over = not _watched.process.is_running
    for message in _watched.process.poll():
        if "fraction" in message:
            _show(True, message["fraction"], message["text"])
            continue
        if "error" in message:
            return _end(Outcome(message["error"], True))
        return _end(Outcome(_watched.finish(message), False))
    return _end(Outcome("It ended without a word", True)) if is_over else None


def _end(outcome: Outcome) -> Outcome:
    global _watched
    if _watched is not None:
        _watched.process.stop()
        _watched = None
    _show(False, 0.0, outcome.text)
    return outcome


def _show(running: bool, progress: float, status: str) -> None:
    """Into what the Preferences draw."""
    state = bpy.context.window_manager.artml_setup
    state.running, state.progress, state.status = running, progress, status
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "PREFERENCES":
                area.tag_redraw()
