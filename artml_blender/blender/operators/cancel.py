"""The cross beside the progress bar; Esc does the same."""

import bpy

from .. import session


class ARTML_OT_cancel(bpy.types.Operator):
    """Cancel the running job"""

    bl_idname = "artml.cancel"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return session.current_job is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        session.current_job.cancel()
        return {"FINISHED"}
