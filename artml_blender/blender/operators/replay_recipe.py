"""The button Regenerate from Recipe."""

import bpy

from ...contract.messages import BakeGraph, Finished, Request
from ...contract.recipes import recipe_from_text
from ..images import RECIPE_PROPERTY
from .bake_material import place_baked_result, take_bake_order
from .generate_texture import place_result, take_order
from .job_operator import JobOperator


class ARTML_OT_replay_recipe(JobOperator, bpy.types.Operator):
    """Make the active material again from the recipe stored on it: the same pixels, in a new material"""

    bl_idname = "artml.replay_recipe"
    bl_label = "Regenerate from Recipe"
    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if active_recipe(context) is None:
            cls.poll_message_set("Select an object whose active material ArtML made")
            return False
        return True

    def make_request(self, context: bpy.types.Context) -> Request:
        self._order = take_order(context, [context.object])
        self._bake_order = take_bake_order(context.object, use_baked=True)
        return recipe_from_text(active_recipe(context) or "")

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        if result.recipe["task"] == BakeGraph.task:
            place_baked_result(self, context, result, self._bake_order)
        else:
            place_result(self, result, self._order)


def active_recipe(context: bpy.types.Context) -> str | None:
    """The recipe of the active object's active material, if ArtML made it."""
    material = context.object and context.object.active_material
    return str(material[RECIPE_PROPERTY]) if material and RECIPE_PROPERTY in material else None
