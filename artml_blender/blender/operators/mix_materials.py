"""The button Mix."""

import bpy

from ...contract.errors import RequestError
from ..materials import assign
from ..mix_materials import PAINTED, make_paintable, mix_materials, shown_maps


class ARTML_OT_mix_materials(bpy.types.Operator):
    """Put the chosen material over the active one, where the mask says, as a new material"""

    bl_idname = "artml.mix_materials"
    bl_label = "Mix"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.active_object is None or shown_maps(context.active_object.active_material) is None:
            cls.poll_message_set("Select an object whose active material ArtML made of pictures; Generate makes one")
            return False
        if context.scene.artml.mix_material is None:
            cls.poll_message_set("Choose a second material of ArtML's first")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        settings, target = context.scene.artml, context.active_object
        assert target is not None  # `poll` has seen one
        try:
            below, over = target.active_material, settings.mix_material
            mixed = mix_materials(below, over, settings.mix_mask, settings.mix_image)
        except RequestError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, f"Made {mixed.name!r}")
        if assign(mixed, [target]):
            self.report({"WARNING"}, f"{target.name!r} is linked from another file and keeps its material")
        elif settings.mix_mask == PAINTED and target.type == "MESH" and not make_paintable(target.data):
            self.report({"WARNING"}, "The mesh has few vertices to paint: subdivide it, or use an image as the mask")
        return {"FINISHED"}
