"""The add-on's Preferences: what the engine runs on, setting up PyTorch, and the doctor."""

import os
import textwrap

import bpy

from ..client.python import VARIABLE
from ..setup import places
from . import light_runtime, plan

ROOT_PACKAGE = __package__.rpartition(".")[0]  # `bl_ext.user_default.artml_blender` when installed


class ARTML_AP_preferences(bpy.types.AddonPreferences):
    bl_idname = ROOT_PACKAGE

    engine_python: bpy.props.StringProperty(
        name="Use Another Python",
        description="For studios: a Python (3.10 or newer) with torch, numpy, safetensors, array-api-compat and pillow."
        " Leave empty for ArtML's own PyTorch, or else the light runtime",
        subtype="FILE_PATH",
    )
    device: bpy.props.EnumProperty(
        name="Device",
        description="What the networks run on",
        items=[
            ("auto", "Automatic", "The graphics card where PyTorch can use it, else the processor"),
            ("cpu", "CPU", "The processor"),
            ("cuda", "CUDA", "An NVIDIA or AMD graphics card; needs PyTorch"),
            ("mps", "Metal", "An Apple graphics processor; needs PyTorch"),
        ],
    )

    def draw(self, context: bpy.types.Context) -> None:
        plan.begin()  # so that it is there when Set Up PyTorch is pressed
        layout, manager = self.layout, context.window_manager
        layout.use_property_split = True
        layout.label(text=f"Generates with {runtime_in_words(self.engine_python)}")
        _draw_setup(layout, manager.artml_setup)
        layout.prop(self, "device")
        layout.prop(self, "engine_python")
        _draw_findings(layout, manager.artml_findings)


def runtime_in_words(chosen: str) -> str:
    """What the next engine will run on, as far as can be told without starting it."""
    if farm := os.environ.get(VARIABLE):
        return f"the Python {farm} (the variable {VARIABLE})"
    if chosen:
        return f"the Python {chosen}"
    if places.finished_python() is not None:
        return f"{places.installed().get('runtime', 'PyTorch')}, set up by ArtML"
    if light_runtime.find() is not None:
        return "the light runtime, on the processor"
    return "nothing yet: the light runtime does not fit this Blender's Python; set up PyTorch"


def _draw_setup(layout: bpy.types.UILayout, state: bpy.types.PropertyGroup) -> None:
    """The buttons, or while one works its progress, and below what became of the last."""
    row = layout.row(align=True)
    if state.running:
        row.progress(factor=state.progress, text=state.status)
        row.operator("artml.cancel_set_up", text="", icon="X")
        return
    row.operator("artml.set_up_pytorch", icon="IMPORT")
    row.operator("artml.remove_pytorch", icon="TRASH")
    row.operator("artml.run_doctor", icon="CHECKMARK")
    layout.operator("artml.install_assets", icon="ASSET_MANAGER")
    for line in textwrap.wrap(state.status, width=90):
        layout.label(text=line)


def _draw_findings(layout: bpy.types.UILayout, findings: bpy.types.bpy_prop_collection) -> None:
    """Green or red, one line each, with the next step beneath the red ones."""
    if not findings:
        return
    box = layout.box()
    for finding in findings:
        lines = textwrap.wrap(f"{finding.subject}: {finding.text}", width=90)
        box.label(text=lines[0], icon="CHECKMARK" if finding.is_well else "ERROR")
        for line in lines[1:]:
            box.label(text=line, icon="BLANK1")
        for line in textwrap.wrap(finding.next_step, width=86):
            box.label(text=line, icon="FORWARD")
    box.operator("artml.copy_report", icon="COPYDOWN")


def engine_python() -> str:
    """The Preferences' choice, or nothing (with `--factory-startup` an add-on may have no Preferences)."""
    return bpy.path.abspath(_value("engine_python", ""))


def device() -> str:
    return _value("device", "auto")


def _value(name: str, default: str) -> str:
    addon = bpy.context.preferences.addons.get(ROOT_PACKAGE)
    return default if addon is None else str(getattr(addon.preferences, name))


CLASSES = (ARTML_AP_preferences,)
