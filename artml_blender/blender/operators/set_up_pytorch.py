"""The Preferences' buttons Set Up PyTorch, Remove PyTorch, and the X beside their progress."""

import textwrap
from typing import Any

import bpy

from ...client.errors import EngineError
from ...client.json_process import JsonProcess, start_setup
from ...setup import places
from .. import plan, processes, session
from .process_operator import ProcessOperator

OFFLINE = (
    "PyTorch comes from the internet: switch on Allow Online Access in Preferences > System (or start Blender with"
    " --online-mode), or give a folder of wheels."
)


class ARTML_OT_set_up_pytorch(ProcessOperator, bpy.types.Operator):
    """Download PyTorch into an environment of ArtML's own, for the graphics card and for training"""

    bl_idname = "artml.set_up_pytorch"
    bl_label = "Set Up PyTorch"

    wheels: bpy.props.StringProperty(
        name="Folder of Wheels",
        description="Take everything from this folder instead of the internet; leave empty to download",
        subtype="DIR_PATH",
        options={"SKIP_SAVE"},
    )
    index: bpy.props.StringProperty(
        name="Package Index",
        description="The address of a studio's own package index, used instead of PyPI and PyTorch's",
        options={"SKIP_SAVE"},
    )

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        self._plan = plan.text()
        return context.window_manager.invoke_props_dialog(self, width=520)

    def draw(self, context: bpy.types.Context) -> None:
        for line in textwrap.wrap(self._plan, width=80):
            self.layout.label(text=line)
        if not bpy.app.online_access:
            self.layout.label(text="Allow Online Access is off: give a folder of wheels", icon="ERROR")
        self.layout.prop(self, "wheels")
        self.layout.prop(self, "index")
        if self.wheels or self.index:
            self.layout.label(text="These decide the build and its size, and use Blender's own Python")

    def start(self, context: bpy.types.Context) -> JsonProcess:
        if processes.training.is_running:
            raise EngineError("A model is being trained; pause that before you set up anew what it runs on.")
        wheels = bpy.path.abspath(self.wheels)
        if not wheels and not bpy.app.online_access:
            raise EngineError(OFFLINE)
        return start_setup("install", *_option("--wheels", wheels), *_option("--index", self.index))

    @staticmethod
    def finish(message: dict[str, Any]) -> str:
        """The next job starts an engine with PyTorch by itself."""
        found = message["installed"]
        return f"{found['runtime']} is ready and works on {found['device']}"


class ARTML_OT_remove_pytorch(ProcessOperator, bpy.types.Operator):
    """Delete ArtML's PyTorch environment and everything downloaded for it; the light runtime stays"""

    bl_idname = "artml.remove_pytorch"
    bl_label = "Remove PyTorch"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if not places.home().exists():
            cls.poll_message_set("ArtML has set up nothing here")
            return False
        return True

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(self, event)

    def start(self, context: bpy.types.Context) -> JsonProcess:
        if session.current_job is not None:
            raise EngineError("ArtML is working; wait for that job, or cancel it, before you remove what it runs on.")
        if processes.training.is_running:
            raise EngineError("A model is being trained; pause that before you remove what it runs on.")
        session.close()  # it may run on what is to be deleted
        return start_setup("remove")

    @staticmethod
    def finish(message: dict[str, Any]) -> str:
        return f"Removed PyTorch and freed {message['freed'] / 1e9:.1f} GB"


class ARTML_OT_cancel_set_up(bpy.types.Operator):
    """Stop what is working here; a set-up keeps what it has downloaded"""

    bl_idname = "artml.cancel_set_up"
    bl_label = "Cancel"

    def execute(self, context: bpy.types.Context) -> set[str]:
        processes.setting_up.stop("Stopped; a set-up keeps what it has downloaded")
        return {"FINISHED"}


def _option(name: str, value: str) -> list[str]:
    return [name, value] if value else []
