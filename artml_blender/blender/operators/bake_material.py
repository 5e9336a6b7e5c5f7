"""The button Bake with ArtML."""

import bpy

from ...contract.messages import BakeGraph, Finished
from ..bake_request import make_bake_request
from ..materials import assign, make_material, place_baked
from .job_operator import JobOperator


class ARTML_OT_bake_material(JobOperator, bpy.types.Operator):
    """Make an image material that shows what the active material's nodes show; the old one stays as it is"""

    bl_idname = "artml.bake_material"
    bl_label = "Bake with ArtML"
    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.object is None or context.object.active_material is None:
            cls.poll_message_set("Select an object that has a material")
            return False
        return True

    def make_request(self, context: bpy.types.Context) -> BakeGraph:
        settings = context.scene.artml
        self._target_name, self._use_baked = context.object.name, settings.use_baked
        side = int(settings.bake_size)
        return make_bake_request(context.object.active_material, [context.object], (side, side))

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        targets = [bpy.data.objects[self._target_name]] if self._target_name in bpy.data.objects else []
        place_baked_result(self, result, targets, self._use_baked)


def place_baked_result(
    operator: bpy.types.Operator, result: Finished, targets: list[bpy.types.Object], use_baked: bool
) -> None:
    """Make the material; put it on the targets only if that was asked for, and report what was done."""
    material = make_material(result, place_baked(result.recipe, targets))
    refused = assign(material, targets) if use_baked else [target.name for target in targets]
    material.use_fake_user = len(refused) == len(targets)  # nothing uses it yet, and saving must not lose it
    where = "and put it on the object" if len(refused) < len(targets) else "beside the old one"
    operator.report({"INFO"}, f"Made {material.name!r} {where}")
    for warning in result.report["warnings"]:
        operator.report({"WARNING"}, warning)
