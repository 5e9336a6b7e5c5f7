"""What undo, redo, and files that come and go mean to live materials."""

from typing import Any

import bpy

from . import live

SAVED_IN_BETWEEN = "The file was saved before the pictures had followed the sliders: move one, and they will."


def attach() -> None:
    for handlers, function in _handlers():
        handlers.append(bpy.app.handlers.persistent(function))


def detach() -> None:
    live.show_packed(is_ending=True)
    live.stop()
    for handlers, function in _handlers():
        handlers.remove(function)


def _handlers() -> list[tuple[Any, Any]]:
    handlers = bpy.app.handlers
    return [
        (handlers.load_pre, _leave_file),
        (handlers.load_post, _look_at_file),
        (handlers.undo_post, _follow_undo),
        (handlers.redo_post, _follow_undo),
    ]


def _leave_file(*_: object) -> None:
    live.stop()


def _look_at_file(*_: object) -> None:
    """One that was saved in the middle of a drag; nothing is started for it before the user asks."""
    for material in live.not_followed():
        live.note_problem(material, SAVED_IN_BETWEEN)


def _follow_undo(*_: object) -> None:
    """Sliders and packed pictures may both be others now, and need not fit each other."""
    live.show_packed()
    if not bpy.app.background:
        for material in live.not_followed():
            live.follow(material)
