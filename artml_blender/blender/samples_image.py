"""The sheet of samples of a training, as an image of Blender that is loaded again whenever it has changed."""

from pathlib import Path

import bpy

from .personal_models import samples_of

_loaded: dict[str, float] = {}  # when the file of a model's image had been written


def update_samples(name: str) -> None:
    """Load the sheet of this training again if its file has changed, and it is shown at all."""
    image, path = _image_of(name), samples_of(name)
    if image is None or path is None or _loaded.get(name) == path.stat().st_mtime:
        return
    _loaded[name] = path.stat().st_mtime
    image.reload()
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR" and area.spaces.active.image == image:
                area.tag_redraw()


def show_samples(context: bpy.types.Context, name: str) -> None:
    """In the first Image Editor of the window; without one, in a window of its own."""
    path, image = samples_of(name), _image_of(name)
    if path is None:
        return
    if image is None:
        image = bpy.data.images.load(str(path))
        image.name = f"{name} samples"
    _loaded[name] = path.stat().st_mtime
    image.reload()
    areas = [area for area in context.screen.areas if area.type == "IMAGE_EDITOR"] if context.screen else []
    if not areas and not bpy.app.background:
        bpy.ops.wm.window_new()
        areas = [context.window_manager.windows[-1].screen.areas[0]]
        areas[0].type = "IMAGE_EDITOR"
    for area in areas[:1]:
        area.spaces.active.image = image


def _image_of(name: str) -> bpy.types.Image | None:
    """The image that shows the sheet, whatever it is called."""
    path = samples_of(name)
    return next((image for image in bpy.data.images if image.filepath and Path(image.filepath) == path), None)
