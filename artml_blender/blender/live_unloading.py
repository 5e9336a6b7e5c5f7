"""Previews that are still loaded in Blender's images, to be given up one at a time: what is packed is shown then."""

import time
from collections.abc import Iterable

import bpy

from .live_images import unload


class Unloading:
    """Images by their session_uid, since undo and artists remove them."""

    def __init__(self) -> None:
        self._due: dict[int, float] = {}  # the times

    def __bool__(self) -> bool:
        return bool(self._due)

    def add(self, images: Iterable[bpy.types.Image], seconds: float) -> None:
        """Unload them in so many seconds."""
        self._due |= {image.session_uid: time.monotonic() + seconds for image in images}

    def keep(self, image: bpy.types.Image) -> None:
        """It shows something new."""
        self._due.pop(image.session_uid, None)

    def do_one(self) -> None:
        """Unload one whose time has come; it is decoded when it is next drawn."""
        now = time.monotonic()
        uid = next((uid for uid, due in self._due.items() if due <= now), None)
        if uid is None:
            return
        del self._due[uid]
        for image in bpy.data.images:
            if image.session_uid == uid:
                unload(image)
