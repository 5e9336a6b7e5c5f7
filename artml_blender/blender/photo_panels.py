"""The Photo panels of the ArtML tab, in the 3D viewport and in the Image Editor: layout only."""

import bpy

from . import corner_overlay
from .job_status import draw_job
from .operators import (
    ARTML_OT_clear_corners,
    ARTML_OT_image_to_material,
    ARTML_OT_mark_corners,
    ARTML_OT_mark_photo_corners,
    ARTML_OT_paste_photo,
    ARTML_OT_photo_to_material,
    ARTML_OT_randomize_seed,
    ARTML_OT_tile_image,
    ARTML_OT_tile_photo,
)


class ARTML_PT_photo(bpy.types.Panel):
    bl_label = "Photo"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(context.scene.artml, "photo")
        _draw_preparation(layout, context, ARTML_OT_mark_photo_corners)
        _draw_making(layout, context, ARTML_OT_tile_photo, ARTML_OT_photo_to_material)


class ARTML_PT_image_photo(bpy.types.Panel):
    bl_label = "Photo"
    bl_space_type = "IMAGE_EDITOR"
    bl_region_type = "UI"
    bl_category = "ArtML"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.operator(ARTML_OT_paste_photo.bl_idname, icon="PASTEDOWN")
        _draw_preparation(layout, context, ARTML_OT_mark_corners)
        _draw_making(layout, context, ARTML_OT_tile_image, ARTML_OT_image_to_material)


def _draw_preparation(layout: bpy.types.UILayout, context: bpy.types.Context, marking: type) -> None:
    """What the photo shows, and what is done to it first; `marking` is the operator that marks corners."""
    settings = context.scene.artml
    layout.prop(settings, "photo_category")
    header, body = layout.panel("artml_preparation", default_closed=True)
    header.label(text="Preparation")
    if body is None:
        return
    body.prop(settings, "even_light")
    body.prop(settings, "photo_gray")
    body.prop(settings, "photo_exposure")
    row = body.row(align=True, heading="Corners")
    row.prop(settings, "use_photo_corners", text="")
    text = "Mark Corners" if corner_overlay.marking is None else "Confirm"
    row.operator(marking.bl_idname, text=text)
    row.operator(ARTML_OT_clear_corners.bl_idname, text="", icon="X")


def _draw_making(layout: bpy.types.UILayout, context: bpy.types.Context, tile: type, material: type) -> None:
    """What is made of the photo, by these two operators."""
    settings = context.scene.artml
    layout.prop(settings, "tile_size", text="Shorter Side")
    layout.prop(settings, "use_true_displacement")
    column = layout.column()
    column.prop(settings, "photo_mode")
    row = column.row(align=True)
    row.prop(settings, "seed")
    row.operator(ARTML_OT_randomize_seed.bl_idname, text="", icon="FILE_REFRESH")
    column.prop(settings, "size")
    column.operator(tile.bl_idname, icon="MESH_GRID")
    draw_job(layout, context, (tile,))
    column = layout.column()
    column.prop(settings, "photo_largest")
    column.prop(settings, "photo_tiles")
    column.operator(material.bl_idname, icon="IMAGE_DATA")
    draw_job(layout, context, (material,))
