"""The buttons Make Material of the Photo panels: of a file, and of the image in the Image Editor."""

import bpy

from ...contract.errors import RequestError
from ...contract.messages import Finished
from ...contract.photos import TilePhoto
from ...setup.places import pictures
from ..image_files import keep_photo
from .generate_texture import place_result, take_order
from .job_operator import JobOperator


class _TilePhoto(JobOperator):
    """What both share: an operator gives `find_photo(context)`, the path of a file."""

    bl_label = "Make Material"
    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    def find_photo(self, context: bpy.types.Context) -> str:
        raise NotImplementedError

    def make_request(self, context: bpy.types.Context) -> TilePhoto:
        settings = context.scene.artml
        photo = self.find_photo(context)
        self._order = take_order(context, context.selected_objects)
        return TilePhoto(
            photo,
            settings.category,
            settings.seed,
            size=(settings.size[0], settings.size[1]),
            even_light=round(settings.even_light, 6),
        )

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        place_result(self, result, self._order)


class ARTML_OT_tile_photo(_TilePhoto, bpy.types.Operator):
    """Make a tileable material in the manner of the photo, and put it on the selected objects"""

    bl_idname = "artml.tile_photo"

    def find_photo(self, context: bpy.types.Context) -> str:
        path = context.scene.artml.photo
        if not path:
            raise RequestError("Choose a photo first: the folder button beside Photo opens the file browser.")
        return bpy.path.abspath(path)


class ARTML_OT_tile_image(_TilePhoto, bpy.types.Operator):
    """Make a tileable material in the manner of this image, and put it on the selected objects"""

    bl_idname = "artml.tile_image"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if getattr(context, "edit_image", None) is None:
            cls.poll_message_set("Open an image in this editor")
            return False
        return True

    def find_photo(self, context: bpy.types.Context) -> str:
        folder = pictures()
        try:
            return keep_photo(context.edit_image, folder)
        except OSError as error:
            raise RequestError(f"The image cannot be kept in {folder}: {error.strerror or error}.") from None
