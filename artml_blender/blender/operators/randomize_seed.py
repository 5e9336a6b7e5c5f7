"""The dice beside the seed."""

import random

import bpy

from ...contract.checks import MAX_SEED


class ARTML_OT_randomize_seed(bpy.types.Operator):
    """Draw another seed"""

    bl_idname = "artml.randomize_seed"
    bl_label = "Randomize Seed"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.scene.artml.seed = random.SystemRandom().randint(0, MAX_SEED)
        return {"FINISHED"}
