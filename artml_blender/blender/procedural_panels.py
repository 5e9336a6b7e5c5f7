"""The Procedural panels of the ArtML tab: choose a family by its picture, and drag its sliders. Layout only."""

import bpy

from ..families.family import Family
from .operators.add_layer import ARTML_OT_add_layer
from .operators.add_procedural import ARTML_OT_add_procedural, ARTML_OT_reset_sliders, ARTML_OT_surprise
from .operators.presets import ARTML_OT_apply_preset, ARTML_OT_remove_preset, ARTML_OT_save_preset
from .presets import preset_names
from .procedural import active_family_node, adjustable_nodes, family_of, mapping_of
from .thumbnails import PICTURE_SCALE, POPUP_SCALE


class ARTML_PT_procedural(bpy.types.Panel):
    bl_label = "Procedural"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"

    def draw(self, context: bpy.types.Context) -> None:
        settings, layout = context.scene.artml, self.layout
        layout.template_icon_view(
            settings, "family", show_labels=True, scale=PICTURE_SCALE, scale_popup=POPUP_SCALE
        )  # fmt: skip
        layout.prop(settings, "family", text="")
        row = layout.row(align=True)
        row.operator(ARTML_OT_add_procedural.bl_idname, icon="NODE_MATERIAL")
        row.operator_menu_enum(ARTML_OT_add_layer.bl_idname, "mask", text="Add Layer", icon="RENDERLAYERS")


class ARTML_PT_sliders(bpy.types.Panel):
    bl_label = "Sliders"
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "ArtML"
    bl_parent_id = "ARTML_PT_procedural"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return active_family_node(context) is not None

    def draw(self, context: bpy.types.Context) -> None:
        layout, material = self.layout, context.object.active_material
        nodes = list(adjustable_nodes(material))
        active = active_family_node(context)
        if len(nodes) > 1:
            for node in nodes:
                draw_section(layout, node, is_open=node == active)
        else:
            _draw_family(layout, active, family_of(active))


class ARTML_MT_family_presets(bpy.types.Menu):
    bl_label = "Presets"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        node = shown_node(context)
        family = family_of(node)
        own = preset_names(family)
        for name in (*family.presets, *own):
            icon = "USER" if name in own else "NONE"
            item = layout.operator(ARTML_OT_apply_preset.bl_idname, text=name, icon=icon, translate=False)
            item.preset, item.node = name, node.name
        layout.separator()
        layout.operator_context = "INVOKE_DEFAULT"
        layout.operator(ARTML_OT_save_preset.bl_idname, text="Save as Preset", icon="ADD").node = node.name
        if own:
            layout.menu(ARTML_MT_remove_presets.__name__, icon="REMOVE")


class ARTML_MT_remove_presets(bpy.types.Menu):
    bl_label = "Delete Preset"

    def draw(self, context: bpy.types.Context) -> None:
        node = shown_node(context)
        self.layout.operator_context = "INVOKE_DEFAULT"
        for name in preset_names(family_of(node)):
            item = self.layout.operator(ARTML_OT_remove_preset.bl_idname, text=name, translate=False)
            item.preset, item.node = name, node.name


def shown_node(context: bpy.types.Context) -> bpy.types.ShaderNodeGroup:
    """The node whose section of the panel a menu belongs to."""
    given = getattr(context, "artml_node", None)
    return given if given is not None else active_family_node(context)


def draw_section(layout: bpy.types.UILayout, node: bpy.types.ShaderNodeGroup, is_open: bool) -> None:
    """One of several nodes, under its name."""
    header, body = layout.panel(f"artml_{node.name}", default_closed=not is_open)
    header.label(text=node.label or node.name, translate=False)
    if body is None:
        return
    family = family_of(node)
    if family is None:
        _draw_sockets(body, node, [socket.name for socket in node.inputs if not socket.is_linked])
    else:
        _draw_family(body, node, family)


def _draw_family(layout: bpy.types.UILayout, node: bpy.types.ShaderNodeGroup, family: Family) -> None:
    row = layout.row(align=True)
    row.context_pointer_set("artml_node", node)
    row.menu(ARTML_MT_family_presets.__name__)
    row.operator(ARTML_OT_surprise.bl_idname, icon="FILE_REFRESH").node = node.name
    row.operator(ARTML_OT_reset_sliders.bl_idname, text="", icon="LOOP_BACK").node = node.name
    panels: dict[str, list[str]] = {}
    for slider in family.sliders.values():
        panels.setdefault(slider.panel, []).append(slider.name)
    for panel, names in panels.items():
        if not panel:
            _draw_sockets(layout, node, names)
            continue
        header, body = layout.panel(f"artml_{node.name}_{family.name}_{panel}")
        header.label(text=panel)
        if body is not None:
            _draw_sockets(body, node, names)
    if (mapping := mapping_of(node)) is not None:
        column = layout.column()
        column.use_property_split = True
        column.prop(mapping.inputs["Scale"], "default_value", text="Tiles")


def _draw_sockets(layout: bpy.types.UILayout, node: bpy.types.ShaderNodeGroup, names: list[str]) -> None:
    column = layout.column()
    column.use_property_split = True
    for name in names:
        socket = node.inputs.get(name)
        if socket is not None and not socket.is_linked and not socket.hide_value:
            column.prop(socket, "default_value", text=name)


CLASSES = (ARTML_PT_procedural, ARTML_PT_sliders, ARTML_MT_family_presets, ARTML_MT_remove_presets)
