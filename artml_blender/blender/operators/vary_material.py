"""The buttons Vary and Reset of the Adjust panel."""

import dataclasses
import random

import bpy

from ...contract.checks import MAX_SEED
from ...contract.messages import SHIPPED_MODEL, Finished, GenerateTexture
from .. import adjustments, live
from .job_operator import JobOperator

AMOUNTS = {
    "LITTLE": ("A Little", "The same material, laid anew, its colors a little different"),
    "LOT": ("A Lot", "Another material of the category, with these adjustments"),
}


class AdjustingOperator:
    """A mixin of operators that change the active material, if it was generated."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        material = context.object and context.object.active_material
        if adjustments.made_by(material) is None:
            cls.poll_message_set("Select an object whose active material was generated")
            return False
        if not adjustments.is_adjustable(material):
            cls.poll_message_set("The material is linked from another file; make it local first")
            return False
        return True


class ARTML_OT_vary_material(AdjustingOperator, JobOperator, bpy.types.Operator):
    """Make another version of the active material, in its place; undo brings this one back"""

    bl_idname = "artml.vary_material"
    bl_label = "Vary"
    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    amount: bpy.props.EnumProperty(
        name="Amount",
        items=[(name, label, about) for name, (label, about) in AMOUNTS.items()],
        options={"SKIP_SAVE"},
    )

    @classmethod
    def description(cls, context: bpy.types.Context, properties: bpy.types.OperatorProperties) -> str:
        return AMOUNTS[properties.amount][1]

    def make_request(self, context: bpy.types.Context) -> GenerateTexture:
        material = context.object.active_material
        self._uid, request = material.session_uid, adjustments.wanted(material)
        assert request is not None  # poll has looked
        seed = random.SystemRandom().randint(0, MAX_SEED)
        ingredients = request.ingredients if self.amount == "LITTLE" else ()
        weights = request.weights if request.model == SHIPPED_MODEL else ""  # the model may have been trained on
        return dataclasses.replace(request, seed=seed, ingredients=ingredients, weights=weights, origin=())

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        if live.replace(self._uid, result):
            self.report({"INFO"}, f"Made seed {result.recipe['seed']}; undo brings the one before back")
        else:
            self.report({"WARNING"}, "The material is no longer there")


class ARTML_OT_reset_adjustments(AdjustingOperator, bpy.types.Operator):
    """Put every slider where it changes nothing: the material as the model makes it"""

    bl_idname = "artml.reset_adjustments"
    bl_label = "Reset Adjustments"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        live.adjust(context.object.active_material, adjustments.DEFAULTS)
        return {"FINISHED"}
