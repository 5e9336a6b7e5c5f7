"""The ArtML tab in the 3D viewport's sidebar: layout only."""

import textwrap

import bpy

from ..contract.categories import NATIVE_SIZE
from .bake_request import has_surface
from .operators import (
    ARTML_OT_bake_material,
    ARTML_OT_cancel,
    ARTML_OT_generate_texture,
    ARTML_OT_randomize_seed,
    ARTML_OT_replay_recipe,
    ARTML_OT_tile_image,
    ARTML_OT_tile_photo,
)
from .operators.replay_recipe import active_recipe

LETTER_WIDTH, BESIDE_TEXT = 6.3, 50  # pixels of a letter on average, and of tabs and margins
SHORTEST_LINE = 20  # letters


class ARTML_PT_texture(bpy.types.Panel):
    bl_label = "Texture"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"

    def draw(self, context: bpy.types.Context) -> None:
        settings = context.scene.artml
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(settings, "category")
        row = layout.row(align=True)
        row.prop(settings, "seed")
        row.operator(ARTML_OT_randomize_seed.bl_idname, text="", icon="FILE_REFRESH")
        layout.prop(settings, "size")
        tiles = " x ".join(f"{side / NATIVE_SIZE:g}" for side in settings.size)
        layout.label(text=f"Shows an area of {tiles} tiles")
        layout.prop(settings, "variation")
        layout.prop(settings, "tile_size")
        layout.prop(settings, "use_true_displacement")
        layout.operator(ARTML_OT_generate_texture.bl_idname, icon="TEXTURE")
        _draw_job(layout, context, GENERATING)
        layout.operator(ARTML_OT_replay_recipe.bl_idname, icon="FILE_TICK")
        shading = context.space_data.shading
        if shading.type in {"WIREFRAME", "SOLID"} and active_recipe(context) is not None:
            row = layout.row()
            row.use_property_split = False
            row.prop_enum(shading, "type", "MATERIAL", text="Show in Material Preview")


class ARTML_PT_photo(bpy.types.Panel):
    bl_label = "Photo"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        self.layout.use_property_split = True
        self.layout.use_property_decorate = False
        self.layout.prop(context.scene.artml, "photo")
        _draw_photo_settings(self.layout, context, ARTML_OT_tile_photo)


class ARTML_PT_image_photo(bpy.types.Panel):
    bl_label = "Photo"
    bl_space_type = "IMAGE_EDITOR"
    bl_region_type = "UI"
    bl_category = "ArtML"

    def draw(self, context: bpy.types.Context) -> None:
        self.layout.use_property_split = True
        self.layout.use_property_decorate = False
        _draw_photo_settings(self.layout, context, ARTML_OT_tile_image)


def _draw_photo_settings(layout: bpy.types.UILayout, context: bpy.types.Context, operator: type) -> None:
    """What the two Photo panels share, with their buttons."""
    settings = context.scene.artml
    layout.prop(settings, "category")
    row = layout.row(align=True)
    row.prop(settings, "seed")
    row.operator(ARTML_OT_randomize_seed.bl_idname, text="", icon="FILE_REFRESH")
    layout.prop(settings, "size")
    layout.prop(settings, "even_light")
    layout.prop(settings, "tile_size", text="Photo Width")
    layout.prop(settings, "use_true_displacement")
    layout.operator(operator.bl_idname, icon="IMAGE_DATA")
    _draw_job(layout, context, (operator,))


class _BakePanel:
    """What the two places of the bake panel share."""

    bl_label = "Bake"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(context.scene.artml, "bake_size")
        layout.prop(context.scene.artml, "use_baked")
        layout.operator(ARTML_OT_bake_material.bl_idname, icon="RENDER_STILL")
        _draw_job(layout, context, BAKING)


class ARTML_PT_bake(_BakePanel, bpy.types.Panel):
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"

    def draw(self, context: bpy.types.Context) -> None:
        """As in the Material tab, which shows by itself what the active material is."""
        if context.object is not None and context.object.active_material is not None:
            split = self.layout.split(factor=0.4)
            name = split.row()
            name.alignment = "RIGHT"
            name.label(text="Material")
            split.label(text=context.object.active_material.name, icon="MATERIAL", translate=False)
        super().draw(context)


class ARTML_PT_material_bake(_BakePanel, bpy.types.Panel):
    bl_label = "Bake with ArtML"
    bl_space_type = "PROPERTIES"
    bl_region_type = "WINDOW"
    bl_context = "material"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        """Not beside a pinned material of another object, which the button would not bake."""
        material = context.material
        return (
            material is not None
            and has_surface(material)
            and material == (context.object and context.object.active_material)
        )


def _draw_job(layout: bpy.types.UILayout, context: bpy.types.Context, operators: tuple[type, ...]) -> None:
    """The running job, or what became of the last one, if it is of these operators."""
    job = context.window_manager.artml_job
    if job.operator not in {operator.__name__ for operator in operators}:
        return
    if job.running:
        row = layout.row(align=True)
        row.progress(factor=job.progress, text=job.status)
        row.operator(ARTML_OT_cancel.bl_idname, text="", icon="X")
        return
    width = context.region.width / context.preferences.system.ui_scale - BESIDE_TEXT
    lines = layout.column(align=True)
    lines.scale_y = 0.8  # lines of one text, not rows of their own
    for line in textwrap.wrap(job.status, width=max(SHORTEST_LINE, int(width / LETTER_WIDTH))):
        lines.label(text=line, translate=False)


GENERATING = (ARTML_OT_generate_texture, ARTML_OT_replay_recipe)
BAKING = (ARTML_OT_bake_material,)
CLASSES = (ARTML_PT_texture, ARTML_PT_photo, ARTML_PT_image_photo, ARTML_PT_bake, ARTML_PT_material_bake)
