"""The Preferences' Test button."""

import bpy

from ...contract.messages import Finished, GenerateTexture
from .job_operator import JobOperator


class ARTML_OT_test_engine(JobOperator, bpy.types.Operator):
    """Start the engine as it is set here and make one small texture"""

    bl_idname = "artml.test_engine"
    bl_label = "Test"

    def make_request(self, context: bpy.types.Context) -> GenerateTexture:
        return GenerateTexture(category="brick", size=(128, 128))

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        seconds, device = result.report["seconds"]["total"], result.report["device"]
        text = f"The engine works: a texture in {seconds:.1f} s on {device}"
        context.window_manager.artml_job.status = text
        self.report({"INFO"}, text)
