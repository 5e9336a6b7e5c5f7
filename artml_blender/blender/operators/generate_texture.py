"""The button Generate."""

import bpy

from ...contract.messages import Finished, GenerateTexture
from ..materials import assign, find_placement, make_material, subdivide
from .job_operator import JobOperator


class ARTML_OT_generate_texture(JobOperator, bpy.types.Operator):
    """Make a new tileable material and put it on the selected objects"""

    bl_idname = "artml.generate_texture"
    bl_label = "Generate"
    bl_options = {"REGISTER", "UNDO"}

    def make_request(self, context: bpy.types.Context) -> GenerateTexture:
        self._targets = [target.name for target in context.selected_objects if can_carry_material(target)]
        return context.scene.artml.to_request()

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        place_result(self, context, result, self._targets)


def can_carry_material(target: bpy.types.Object) -> bool:
    return target.data is not None and hasattr(target.data, "materials")


def place_result(
    operator: bpy.types.Operator, context: bpy.types.Context, result: Finished, target_names: list[str]
) -> None:
    """Make the material, put it on the objects that are still there, and report what was done."""
    settings = context.scene.artml
    targets = [bpy.data.objects[name] for name in target_names if name in bpy.data.objects]
    placement = find_placement(targets, settings.tile_size, settings.use_true_displacement)
    material = make_material(result, placement)
    if not targets:
        material.use_fake_user = True  # nothing uses it yet, and saving must not lose it
        operator.report({"INFO"}, f"Made {material.name!r}; select an object to put it on one")
        return
    refused = assign(material, targets)
    if placement.use_true_displacement:
        subdivide([target for target in targets if target.name not in refused])
    if refused:
        operator.report(
            {"WARNING"}, f"{material.name!r} was made; linked objects cannot be changed: {', '.join(refused)}"
        )
    else:
        operator.report({"INFO"}, f"Put {material.name!r} on {len(targets)} object{'s' if len(targets) > 1 else ''}")
    for warning in result.report["warnings"]:
        operator.report({"WARNING"}, warning)
