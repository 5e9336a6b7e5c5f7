"""The ArtML tab in the 3D viewport's sidebar: layout only."""

import bpy

from ..contract.categories import NATIVE_SIZE
from ..contract.messages import SHIPPED_MODEL
from .adjust_panel import ARTML_PT_adjust
from .bake_request import has_surface
from .job_status import draw_job
from .mix_panel import ARTML_PT_mix
from .operators import (
    ARTML_OT_bake_material,
    ARTML_OT_generate_texture,
    ARTML_OT_randomize_seed,
    ARTML_OT_replay_recipe,
)
from .operators.replay_recipe import active_recipe
from .personal_models import names
from .photo_panels import ARTML_PT_image_photo, ARTML_PT_photo
from .structure_properties import FAMILY, IMAGE, NONE
from .thumbnails import PICTURE_SCALE, POPUP_SCALE
from .train_panel import ARTML_PT_train


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
        if names() or not settings.model:
            layout.prop(settings, "model")
        if settings.model == SHIPPED_MODEL:
            layout.prop(settings, "category")
        row = layout.row(align=True)
        row.prop(settings, "seed")
        row.operator(ARTML_OT_randomize_seed.bl_idname, text="", icon="FILE_REFRESH")
        layout.prop(settings, "size")
        tiles = " x ".join(f"{side / NATIVE_SIZE:.3g}" for side in settings.size)
        layout.label(text=f"Shows an area of {tiles} tiles")
        layout.prop(settings, "variation")
        layout.prop(settings, "grain")
        _draw_structure(layout, settings)
        layout.prop(settings, "tile_size")
        layout.prop(settings, "use_true_displacement")
        layout.operator(ARTML_OT_generate_texture.bl_idname, icon="TEXTURE")
        draw_job(layout, context, GENERATING)
        layout.operator(ARTML_OT_replay_recipe.bl_idname, icon="FILE_TICK")
        shading = context.space_data.shading
        if shading.type in {"WIREFRAME", "SOLID"} and active_recipe(context) is not None:
            row = layout.row()
            row.use_property_split = False
            row.prop_enum(shading, "type", "MATERIAL", text="Show in Material Preview")


def _draw_structure(layout: bpy.types.UILayout, settings: bpy.types.PropertyGroup) -> None:
    """Where it is taken from, what that is, and its depth."""
    layout.prop(settings, "structure")
    if settings.structure == NONE:
        return
    if settings.structure == FAMILY:
        layout.template_icon_view(
            settings, "structure_family", show_labels=True, scale=PICTURE_SCALE, scale_popup=POPUP_SCALE
        )
        layout.prop(settings, "structure_family", text="")
    elif settings.structure == IMAGE:
        layout.template_ID(settings, "structure_image", open="image.open", text="Image")
    layout.prop(settings, "structure_depth")


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
        draw_job(layout, context, BAKING)


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


GENERATING = (ARTML_OT_generate_texture, ARTML_OT_replay_recipe)
BAKING = (ARTML_OT_bake_material,)
CLASSES = (
    ARTML_PT_texture,
    ARTML_PT_adjust,
    ARTML_PT_mix,
    ARTML_PT_photo,
    ARTML_PT_train,
    ARTML_PT_image_photo,
    ARTML_PT_bake,
    ARTML_PT_material_bake,
)
