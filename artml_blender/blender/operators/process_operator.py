"""What operators share that start a program: they return at once in the interface, and wait in scripts."""

from typing import Any

import bpy

from ...client.errors import EngineError
from ...client.json_process import JsonProcess
from .. import processes


class ProcessOperator:
    """A mixin: the operator gives `start(context)`, which may raise EngineError, and `finish(message)`."""

    def start(self, context: bpy.types.Context) -> JsonProcess:
        raise NotImplementedError

    @staticmethod
    def finish(message: dict[str, Any]) -> str:
        """What to tell the user of the program's answer; the operator itself is gone by then."""
        raise NotImplementedError

    def execute(self, context: bpy.types.Context) -> set[str]:
        if processes.setting_up.is_running:
            self.report({"WARNING"}, "ArtML is busy in its Preferences already; wait, or cancel that first")
            return {"CANCELLED"}
        try:
            process = self.start(context)
        except (OSError, EngineError) as error:
            context.window_manager.artml_setup.status = str(error)
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        processes.setting_up.watch(process, self.bl_label, self.finish)
        if not bpy.app.background:
            return {"FINISHED"}
        outcome = processes.setting_up.wait()
        self.report({"ERROR" if outcome.is_error else "INFO"}, outcome.text)
        return {"CANCELLED"} if outcome.is_error else {"FINISHED"}
