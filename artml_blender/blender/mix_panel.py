"""The Mix panel of the ArtML tab: one material over another. Layout only."""

import bpy

from .mix_materials import IMAGE, is_painted, shown_maps
from .operators.mix_materials import ARTML_OT_mix_materials
from .procedural import adjustable_nodes
from .procedural_panels import draw_section


class ARTML_PT_mix(bpy.types.Panel):
    bl_label = "Mix"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return context.object is not None and shown_maps(context.object.active_material) is not None

    def draw(self, context: bpy.types.Context) -> None:
        settings, layout, material = context.scene.artml, self.layout, context.object.active_material
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(settings, "mix_material")
        layout.prop(settings, "mix_mask")
        if settings.mix_mask == IMAGE:
            layout.template_ID(settings, "mix_image", open="image.open", new="image.new", text="Image")
        layout.operator(ARTML_OT_mix_materials.bl_idname, icon="NODE_COMPOSITING")
        for node in adjustable_nodes(material):
            draw_section(layout, node, is_open=True)
        if is_painted(material):
            layout.operator(
                "paint.vertex_paint_toggle",
                text="Paint the Mask",
                icon="VPAINT_HLT",
                depress=(context.mode == "PAINT_VERTEX"),
            )
