"""The button Make Material, of the Photo panel."""

import bpy

from ...contract.errors import RequestError
from ...contract.messages import Finished, TilePhoto
from .generate_texture import place_result, take_order
from .job_operator import JobOperator


class ARTML_OT_tile_photo(JobOperator, bpy.types.Operator):
    """Make a tileable material in the manner of the photo, and put it on the selected objects"""

    bl_idname = "artml.tile_photo"
    bl_label = "Make Material"
    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    def make_request(self, context: bpy.types.Context) -> TilePhoto:
        settings = context.scene.artml
        if not settings.photo:
            raise RequestError("Choose a photo first: the folder button beside Photo opens the file browser.")
        self._order = take_order(context, context.selected_objects)
        photo, size = bpy.path.abspath(settings.photo), (settings.size[0], settings.size[1])
        return TilePhoto(photo, settings.category, settings.seed, size)

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        place_result(self, result, self._order)
