"""The panel Train from Photos of the ArtML tab. Layout only."""

import bpy

from .job_status import draw_text
from .operators.train_from_photos import (
    ARTML_OT_pause_training,
    ARTML_OT_remove_model,
    ARTML_OT_show_samples,
    ARTML_OT_train_from_photos,
)
from .personal_models import is_begun


class ARTML_PT_train(bpy.types.Panel):
    bl_label = "Train from Photos"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        settings, state, layout = context.scene.artml, context.window_manager.artml_training, self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        column = layout.column()
        column.enabled = not state.running
        for name in ("photos_folder", "model_name", "training_category", "training_minutes"):
            column.prop(settings, name)
        if state.running:
            row = layout.row(align=True)
            row.progress(factor=state.progress, text=f"{state.progress:.0%}")
            row.operator(ARTML_OT_pause_training.bl_idname, icon="PAUSE")
        else:
            text = "Go On" if is_begun(settings.model_name) else "Train"
            layout.operator(ARTML_OT_train_from_photos.bl_idname, text=text, icon="PLAY")
        draw_text(layout, context, state.status)
        row = layout.row(align=True)
        row.operator(ARTML_OT_show_samples.bl_idname, icon="IMAGE_DATA")
        row.operator(ARTML_OT_remove_model.bl_idname, text="", icon="TRASH")
