"""What operators share that wait for a job: modal in the interface, waiting in scripts and background mode."""

import bpy

from ...client.errors import EngineError
from ...contract.errors import RequestError
from ...contract.messages import Cancelled, Event, Failed, Finished, Previewed, Progress, Request
from .. import session

TIMEOUT = 900.0  # seconds that a script waits for one job
INTERVAL = 0.05  # seconds between looks at the job's events
# Which region of which editor
SHOWN_IN = {"VIEW_3D": "UI", "IMAGE_EDITOR": "UI", "PROPERTIES": "WINDOW", "PREFERENCES": "WINDOW"}


class JobOperator:
    """A mixin: the operator gives `make_request(context)` and `use_result(context, result)`."""

    def make_request(self, context: bpy.types.Context) -> Request:
        raise NotImplementedError

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        raise NotImplementedError

    def execute(self, context: bpy.types.Context) -> set[str]:
        """Scripts and background mode: wait for the result."""
        if not self._start(context):
            return {"CANCELLED"}
        try:
            for event in self._job.wait(TIMEOUT):
                returned = self._handle(context, event)
        except TimeoutError as error:
            self._job.cancel()
            returned = self._end(context, str(error), "ERROR")
        return returned

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """The interface: go on in `modal`, so that nothing freezes."""
        if not self._start(context):
            return {"CANCELLED"}
        self._timer = context.window_manager.event_timer_add(INTERVAL, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type == "ESC" and event.value == "PRESS":
            session.cancel()
            return {"RUNNING_MODAL"}
        if event.type == "TIMER":
            for job_event in self._job.poll():
                if not job_event.is_final:
                    self._handle(context, job_event)
                    continue
                context.window_manager.event_timer_remove(self._timer)
                return self._handle(context, job_event)
        return {"PASS_THROUGH"}

    def cancel(self, context: bpy.types.Context) -> None:
        """Blender ends the operator itself, as when another file is opened."""
        self._job.cancel()
        context.window_manager.event_timer_remove(self._timer)
        self._end(context, "", None)

    def _start(self, context: bpy.types.Context) -> bool:
        if session.current_job is not None:  # not in poll: Blender leaves a button grey until the pointer moves
            self.report({"WARNING"}, "ArtML is working already; press Esc to cancel that job")
            return False
        context.window_manager.artml_job.operator = type(self).__name__
        try:
            self._job = session.submit(self.make_request(context))
        except (EngineError, RequestError) as error:
            self._end(context, str(error), "ERROR")
            return False
        session.set_current_job(self._job)
        state = context.window_manager.artml_job
        state.running, state.progress, state.status = True, 0.0, "Starting the engine"
        redraw(context)
        return True

    def _handle(self, context: bpy.types.Context, event: Event) -> set[str]:
        match event:
            case Progress(fraction, text):
                state = context.window_manager.artml_job
                state.progress, state.status = fraction, text
                redraw(context)
                return {"RUNNING_MODAL"}
            case Finished():
                self._end(context, "", None)
                self.use_result(context, event)
                return {"FINISHED"}
            case Cancelled():
                return self._end(context, "Cancelled", "INFO")
            case Failed(text):
                return self._end(context, text, "ERROR")
            case Previewed():  # no operator asks for one
                return {"RUNNING_MODAL"}

    def _end(self, context: bpy.types.Context, text: str, level: str | None) -> set[str]:
        """The job is over: clear its state, redraw, and tell the user."""
        session.set_current_job(None)
        state = context.window_manager.artml_job
        state.running, state.progress, state.status = False, 0.0, text
        redraw(context)
        if level is not None:
            self.report({level}, text)
        return {"CANCELLED"}


def redraw(context: bpy.types.Context) -> None:
    """Wherever the job's state is shown; the 3D viewport itself need not be drawn again."""
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            shown = SHOWN_IN.get(area.type)
            for region in area.regions:
                if region.type == shown:
                    region.tag_redraw()
