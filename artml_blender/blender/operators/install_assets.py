"""The button Add to Asset Browser."""

from typing import Any

import bpy

from ...client.json_process import JsonProcess
from ..asset_library import command, library_folder, register_library
from .process_operator import ProcessOperator


class ARTML_OT_install_assets(ProcessOperator, bpy.types.Operator):
    """Make an asset library of all procedural families, to drag from the asset browser in every file"""

    bl_idname = "artml.install_assets"
    bl_label = "Add to Asset Browser"

    def start(self, context: bpy.types.Context) -> JsonProcess:
        return JsonProcess(command(library_folder()))

    @staticmethod
    def finish(message: dict[str, Any]) -> str:
        register_library(library_folder())
        return f"The asset browser has {message['families']} families in the library ArtML; save the Preferences"
