"""The add-on's Preferences: which Python the engine runs on, and on which device."""

import textwrap

import bpy

ROOT_PACKAGE = __package__.rpartition(".")[0]  # `bl_ext.user_default.artml_blender` when installed


class ARTML_AP_preferences(bpy.types.AddonPreferences):
    bl_idname = ROOT_PACKAGE

    engine_python: bpy.props.StringProperty(
        name="Engine Python",
        description="A Python (3.10 or newer) with torch, numpy, pillow and safetensors; not Blender's own",
        subtype="FILE_PATH",
    )
    device: bpy.props.EnumProperty(
        name="Device",
        description="What the networks run on",
        items=[
            ("auto", "Automatic", "The graphics card where PyTorch can use it, else the processor"),
            ("cpu", "CPU", "The processor"),
            ("cuda", "CUDA", "An NVIDIA or AMD graphics card"),
            ("mps", "Metal", "An Apple graphics processor"),
        ],
    )

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "engine_python")
        layout.prop(self, "device")
        layout.operator("artml.test_engine", icon="CHECKMARK")
        for line in textwrap.wrap(context.window_manager.artml_job.status, width=90):
            layout.label(text=line)


def engine_python() -> str:
    """The Preferences' choice, or nothing (with `--factory-startup` an add-on may have no Preferences)."""
    return bpy.path.abspath(_value("engine_python", ""))


def device() -> str:
    return _value("device", "auto")


def _value(name: str, default: str) -> str:
    addon = bpy.context.preferences.addons.get(ROOT_PACKAGE)
    return default if addon is None else str(getattr(addon.preferences, name))


CLASSES = (ARTML_AP_preferences,)
