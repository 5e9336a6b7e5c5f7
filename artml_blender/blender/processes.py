"""The programs that work beside Blender: one for the Preferences (the set-up, its removal, or the doctor), and one that
trains.

Each is looked at by a timer that belongs to no window: it goes on when its editor is closed or another file is opened.
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
    look: Callable[[], None]


class Watcher:
    """Follows one program at a time, and shows how it stands."""

    def __init__(self, state: str, shown_in: tuple[str, str]) -> None:
        """`state` is the window manager's property that shows it, drawn in that editor and region."""
        self._state_name, self._shown_in = state, shown_in
        self._watched: _Watched | None = None
        self._timer = self._tick  # one object, by which Blender finds it again

    @property
    def is_running(self) -> bool:
        return self._watched is not None

    def watch(
        self,
        process: JsonProcess,
        title: str,
        finish: Callable[[dict[str, Any]], str],
        look: Callable[[], None] = lambda: None,
    ) -> None:
        """Follow a program that was just started; `finish` makes a sentence of its answer, and does what must be done.
        `look` is called whenever it said how far it is."""
        self._watched = _Watched(process, finish, look)
        self._show(True, 0.0, title)
        if not bpy.app.background:
            bpy.app.timers.register(self._timer, first_interval=INTERVAL, persistent=True)

    def wait(self) -> Outcome:
        """For scripts and background mode, in which no timer runs."""
        while (outcome := self._look()) is None:
            time.sleep(INTERVAL)
        return outcome

    def ask_to_stop(self) -> None:
        """Let the program come to an end by itself, and give its answer."""
        if self._watched is not None:
            self._watched.process.ask_to_stop()

    def stop(self, text: str = "") -> None:
        """End the program, if one runs, and show the text."""
        if self._watched is None:
            return
        self._watched.process.stop()
        self._watched = None
        self._show(False, 0.0, text)
        if bpy.app.timers.is_registered(self._timer):
            bpy.app.timers.unregister(self._timer)

    def _tick(self) -> float | None:
        try:
            return INTERVAL if self._look() is None and self.is_running else None
        except (OSError, ValueError, KeyError, RuntimeError, ReferenceError) as error:  # of what `finish` does
            self._end(Outcome(f"ArtML could not take the result ({error}).", True))
            raise

    def _look(self) -> Outcome | None:
        """Take what it has said since the last look; None while it goes on."""
        if self._watched is None:
            return Outcome("Cancelled", False)
        is_over = not self._watched.process.is_running
        for message in self._watched.process.poll():
            if "fraction" in message:
                self._show(True, message["fraction"], message["text"])
                self._watched.look()
                continue
            if "error" in message:
                return self._end(Outcome(message["error"], True))
            return self._end(Outcome(self._watched.finish(message), False))
        return self._end(Outcome("It ended without a word", True)) if is_over else None

    def _end(self, outcome: Outcome) -> Outcome:
        if self._watched is not None:
            self._watched.process.stop()
            self._watched = None
        self._show(False, 0.0, outcome.text)
        return outcome

    def _show(self, running: bool, progress: float, status: str) -> None:
        """Into what is drawn."""
        state = getattr(bpy.context.window_manager, self._state_name)
        state.running, state.progress, state.status = running, progress, status
        for window in bpy.context.window_manager.windows:
            for area in window.screen.areas:
                for region in area.regions:
                    if (area.type, region.type) == self._shown_in:
                        region.tag_redraw()


setting_up = Watcher("artml_setup", ("PREFERENCES", "WINDOW"))
training = Watcher("artml_training", ("VIEW_3D", "UI"))
