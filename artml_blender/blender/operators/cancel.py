"""The cross beside the progress bar; Esc does the same."""

import bpy

from .. import session


class ARTML_OT_cancel(bpy.types.Operator):
    """Cancel the running job; once more ends an engine that does not answer"""

    bl_idname = "artml.cancel"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return session.current_job is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        session.cancel()
        return {"FINISHED"}
