"""The preset menu of a procedural family: choose one, save one, delete one."""

import bpy

from ...contract.errors import RequestError
from ..presets import load_preset, remove_preset, save_preset
from ..procedural import read_sliders, write_sliders
from .slider_operator import SliderOperator


class _PresetOperator(SliderOperator):
    """What the three share: a preset by its name, and `run(node, family)`, which may raise RequestError."""

    preset: bpy.props.StringProperty(name="Name", options={"SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            self.run(*self.found(context))
        except RequestError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


class ARTML_OT_apply_preset(_PresetOperator, bpy.types.Operator):
    """Set every slider as in this preset"""

    bl_idname = "artml.apply_preset"
    bl_label = "Apply Preset"
    bl_options = {"REGISTER", "UNDO"}

    def run(self, node, family) -> None:
        write_sliders(node, load_preset(family, self.preset))


class ARTML_OT_save_preset(_PresetOperator, bpy.types.Operator):
    """Keep how the sliders are set, for every file; one of the same name is replaced"""

    bl_idname = "artml.save_preset"
    bl_label = "Save Preset"

    preset: bpy.props.StringProperty(name="Name", default="My Preset", options={"SKIP_SAVE"})

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_props_dialog(self)

    def run(self, node, family) -> None:
        save_preset(family, self.preset, read_sliders(node, family))
        self.report({"INFO"}, f"Saved the preset {self.preset.strip()!r} of {family.label}")


class ARTML_OT_remove_preset(_PresetOperator, bpy.types.Operator):
    """Delete one of your own presets"""

    bl_idname = "artml.remove_preset"
    bl_label = "Delete Preset"

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(self, event)

    def run(self, node, family) -> None:
        remove_preset(family, self.preset)
