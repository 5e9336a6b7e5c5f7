"""The button Paste Image."""

import bpy
import numpy as np

NOTHING = "There is no picture on the clipboard, or this system does not let Blender read it: save it and open the file"


class ARTML_OT_paste_photo(bpy.types.Operator):
    """Take the picture on the clipboard into this file, and show it in this editor"""

    bl_idname = "artml.paste_photo"
    bl_label = "Paste Image"
    bl_options = {"UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.area is None or context.area.type != "IMAGE_EDITOR":
            cls.poll_message_set("Use it in an Image Editor")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        paste = bpy.ops.image.clipboard_paste  # asked only now: on some systems looking takes a moment
        if not paste.poll() or paste() != {"FINISHED"}:  # type: ignore[call-arg]
            self.report({"ERROR"}, NOTHING)
            return {"CANCELLED"}
        _pack(context.space_data.image)
        return {"FINISHED"}


def _pack(image: bpy.types.Image) -> None:
    """Else saving the file would lose it. Blender packs what was painted, of other images their files."""
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    image.pixels.foreach_set(pixels)
    image.pack()
