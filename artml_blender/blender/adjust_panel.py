"""The Adjust panel of the ArtML tab: the sliders of a generated material. Layout only."""

import bpy

from . import adjustments, live
from .job_status import draw_job, draw_text
from .operators.drag_adjustments import ARTML_OT_drag_adjustments
from .operators.vary_material import ARTML_OT_reset_adjustments, ARTML_OT_vary_material

COLORS = ("hue", "saturation", "brightness", "contrast")
SURFACE = ("roughness", "relief", "wear", "regularity", "grain")


class ARTML_PT_adjust(bpy.types.Panel):
    bl_label = "Adjust"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return context.object is not None and adjustments.made_by(context.object.active_material) is not None

    def draw(self, context: bpy.types.Context) -> None:
        material, settings, layout = context.object.active_material, context.scene.artml, self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.enabled = adjustments.is_adjustable(material)
        request = adjustments.made_by(material)
        for names in (COLORS, (*SURFACE, "structure_depth") if request.structure else SURFACE):
            column = layout.column(align=True)
            for name in names:
                column.prop(material.artml, name)
        row = layout.row(align=True)
        row.prop(settings, "drag_across", text="")
        row.prop(settings, "drag_up", text="")
        layout.operator(ARTML_OT_drag_adjustments.bl_idname, icon="VIEW_PAN")
        row = layout.row(align=True)
        row.operator(ARTML_OT_vary_material.bl_idname, text="Vary a Little").amount = "LITTLE"
        row.operator(ARTML_OT_vary_material.bl_idname, text="Vary a Lot").amount = "LOT"
        layout.operator(ARTML_OT_reset_adjustments.bl_idname, icon="LOOP_BACK")
        draw_job(layout, context, (ARTML_OT_vary_material,))
        draw_text(layout, context, live.problem(material))
