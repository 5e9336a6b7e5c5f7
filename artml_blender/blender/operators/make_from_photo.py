"""The buttons Make Tile and Photo to Material of the Photo panels: of a file, and of the image in the Image Editor."""

import bpy

from ...contract.errors import RequestError
from ...contract.messages import Finished
from ...contract.photos import PhotoToMaterial, TilePhoto
from ...setup.places import pictures
from ..image_files import keep_photo
from ..photo_files import keep_file, keep_image
from ..photo_request import material_request, tile_request
from .generate_texture import place_result, take_order
from .job_operator import JobOperator


class _OfPhoto(JobOperator):
    """What all share: an operator gives `find_photo(context)`, the path of a file, and `to_request(settings, path)`."""

    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    def find_photo(self, context: bpy.types.Context) -> str:
        raise NotImplementedError

    def to_request(self, settings: bpy.types.PropertyGroup, photo: str) -> TilePhoto | PhotoToMaterial:
        raise NotImplementedError

    def make_request(self, context: bpy.types.Context) -> TilePhoto | PhotoToMaterial:
        request = self.to_request(context.scene.artml, self.find_photo(context))
        self._order = take_order(context, context.selected_objects)
        return request

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        place_result(self, result, self._order)


class _OfFile(_OfPhoto):
    """Of the file that the panel in the 3D viewport names."""

    def find_photo(self, context: bpy.types.Context) -> str:
        path = photo_path(context)
        return keep_file(path, pictures(), is_upright=False) if context.scene.artml.use_photo_corners else path


class _OfImage(_OfPhoto):
    """Of the image in the Image Editor."""

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if getattr(context, "edit_image", None) is None:
            cls.poll_message_set("Open an image in this editor")
            return False
        return True

    def find_photo(self, context: bpy.types.Context) -> str:
        folder = pictures()
        if context.scene.artml.use_photo_corners:
            return keep_image(context.edit_image, folder)
        try:
            return keep_photo(context.edit_image, folder)
        except OSError as error:
            raise RequestError(f"The image cannot be kept in {folder}: {error.strerror or error}.") from None


class _Tile:
    bl_label = "Make Tile"

    def to_request(self, settings: bpy.types.PropertyGroup, photo: str) -> TilePhoto:
        return tile_request(settings, photo)


class _Material:
    bl_label = "Photo to Material"

    def to_request(self, settings: bpy.types.PropertyGroup, photo: str) -> PhotoToMaterial:
        return material_request(settings, photo)


class ARTML_OT_tile_photo(_Tile, _OfFile, bpy.types.Operator):
    """Make a tileable material in the manner of the photo, and put it on the selected objects"""

    bl_idname = "artml.tile_photo"


class ARTML_OT_tile_image(_Tile, _OfImage, bpy.types.Operator):
    """Make a tileable material in the manner of this image, and put it on the selected objects"""

    bl_idname = "artml.tile_image"


class ARTML_OT_photo_to_material(_Material, _OfFile, bpy.types.Operator):
    """Make the material that the photo shows, as the photo lies, and put it on the selected objects"""

    bl_idname = "artml.photo_to_material"


class ARTML_OT_image_to_material(_Material, _OfImage, bpy.types.Operator):
    """Make the material that this image shows, as the image lies, and put it on the selected objects"""

    bl_idname = "artml.image_to_material"


def photo_path(context: bpy.types.Context) -> str:
    """The file that the panel in the 3D viewport names; raises RequestError if none is."""
    path = context.scene.artml.photo
    if not path:
        raise RequestError("Choose a photo first: the folder button beside Photo opens the file browser.")
    return bpy.path.abspath(path)
