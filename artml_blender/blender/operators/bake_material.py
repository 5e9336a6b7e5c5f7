"""The button Bake with ArtML."""

from dataclasses import dataclass

import bpy

from ...contract.messages import BakeGraph, Finished
from ..bake_request import make_bake_request
from ..materials import make_material, place_baked, replace
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
        target, side = context.object, int(settings.bake_size)
        self._order = take_bake_order(target, settings.use_baked)
        return make_bake_request(target.active_material, filter(None, [target]), (side, side))

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        place_baked_result(self, context, result, self._order)


@dataclass(frozen=True)
class BakeOrder:
    """What is to be done with the result, whatever is selected, renamed or undone while it is made."""

    target: int  # the object's session_uid
    material: int  # that of the material it showed then
    material_name: str
    use_baked: bool


def take_bake_order(target: bpy.types.Object, use_baked: bool) -> BakeOrder:
    material = target.active_material
    return BakeOrder(target.session_uid, material.session_uid, material.name, use_baked)


def place_baked_result(
    operator: bpy.types.Operator, context: bpy.types.Context, result: Finished, order: BakeOrder
) -> None:
    """Make the material; put it on the object only if that was asked for; say what was done, here and in the panel."""
    targets = [target for target in bpy.data.objects if target.session_uid == order.target]
    material = make_material(result, place_baked(result.recipe, targets))
    changed = [target for target in targets if order.use_baked and replace(order.material, material, target)]
    material.use_fake_user = not changed  # nothing uses it yet, and saving must not lose it
    if changed:
        said = f"Made {material.name!r} and put it on {changed[0].name!r}."
    else:
        said = f"Made {material.name!r} beside {order.material_name!r}; choose it in the list of materials."
        if order.use_baked:
            said = (
                f"Made {material.name!r}, but the object cannot be changed, or shows {order.material_name!r} no more."
            )
    operator.report({"WARNING" if order.use_baked and not changed else "INFO"}, said)
    warnings = result.report["warnings"]
    for warning in warnings:
        operator.report({"WARNING"}, warning)
    context.window_manager.artml_job.status = " ".join((said, *warnings))
