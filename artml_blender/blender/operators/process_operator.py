"""What operators share that wait for a program: modal in the interface, waiting in scripts and background mode."""

import time

import bpy

from ...client.errors import EngineError
from ...client.json_process import JsonProcess
from .. import session
from .job_operator import redraw

INTERVAL = 0.1  # seconds between looks at what the program says


class ProcessOperator:
    """A mixin: the operator gives `start(context)`, which may raise EngineError, and `use_answer(context, message)`."""

    def start(self, context: bpy.types.Context) -> JsonProcess:
        raise NotImplementedError

    def use_answer(self, context: bpy.types.Context, message: dict) -> str:
        """What to tell the user of the final message."""
        raise NotImplementedError

    def execute(self, context: bpy.types.Context) -> set[str]:
        if session.current_process is not None:
            self.report({"WARNING"}, "ArtML is busy in its Preferences already; wait, or cancel that first")
            return {"CANCELLED"}
        try:
            session.current_process = self.start(context)
        except (OSError, EngineError) as error:
            return self._end(context, str(error), "ERROR")
        state = context.window_manager.artml_setup
        state.running, state.progress, state.status = True, 0.0, self.bl_label
        redraw(context)
        if bpy.app.background or context.window is None:
            return self._wait(context)
        self._timer = context.window_manager.event_timer_add(INTERVAL, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        returned = self._look(context)
        if returned == {"RUNNING_MODAL"}:
            return {"PASS_THROUGH"}
        context.window_manager.event_timer_remove(self._timer)
        return returned

    def cancel(self, context: bpy.types.Context) -> None:
        """Blender ends the operator itself, as when another file is opened."""
        context.window_manager.event_timer_remove(self._timer)
        session.stop_process()
        self._end(context, "", None)

    def _wait(self, context: bpy.types.Context) -> set[str]:
        while (returned := self._look(context)) == {"RUNNING_MODAL"}:
            time.sleep(INTERVAL)
        return returned

    def _look(self, context: bpy.types.Context) -> set[str]:
        process = session.current_process
        if process is None:
            return self._end(context, "Cancelled; what was downloaded is kept", "INFO")
        is_over = not process.is_running
        state = context.window_manager.artml_setup
        for message in process.poll():
            if "error" in message:
                return self._end(context, message["error"], "ERROR")
            if "fraction" in message:
                state.progress, state.status = message["fraction"], message["text"]
                redraw(context)
                continue
            self._end(context, self.use_answer(context, message), "INFO")
            return {"FINISHED"}
        return self._end(context, "It ended without a word", "ERROR") if is_over else {"RUNNING_MODAL"}

    def _end(self, context: bpy.types.Context, text: str, level: str | None) -> set[str]:
        session.stop_process()
        state = context.window_manager.artml_setup
        state.running, state.progress, state.status = False, 0.0, text
        redraw(context)
        if level is not None:
            self.report({level}, text)
        return {"CANCELLED"}
