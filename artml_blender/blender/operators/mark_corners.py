"""The buttons Mark Corners, of the image in the Image Editor and of the photo's file, and the X beside them."""

import math

import bpy

from ...contract.errors import RequestError
from .. import corner_overlay
from ..corner_overlay import Marking, in_region
from ..photo_corners import INSET_PHOTO, WHOLE_PHOTO, are_allowed, from_view, moved
from .make_from_photo import photo_path

REACH = 12.0  # pixels from the pointer to a corner, at a resolution scale of 1
CONFIRMING, CANCELLING = {"RET", "NUMPAD_ENTER", "SPACE"}, {"ESC", "RIGHTMOUSE"}


class ARTML_OT_mark_corners(bpy.types.Operator):
    """Drag the four corners of a rectangle of the surface, to straighten the photo; press again to confirm"""

    bl_idname = "artml.mark_corners"
    bl_label = "Mark Corners"
    bl_options = {"UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.area is None or context.area.type != "IMAGE_EDITOR" or context.space_data.image is None:
            cls.poll_message_set("Open an image in an Image Editor")
            return False
        return True

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if corner_overlay.marking is not None:  # the other run of this operator sees that it is over
            return confirm(context, corner_overlay.marking)
        settings = context.scene.artml
        marked = tuple(settings.photo_corners)
        start = marked if settings.use_photo_corners and are_allowed(marked) else INSET_PHOTO
        self._marking = corner_overlay.begin(context, start)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if corner_overlay.marking is not self._marking:
            return {"CANCELLED"}
        return handle(context, event, self._marking)

    def cancel(self, context: bpy.types.Context) -> None:
        """Blender ends the operator itself, as when another file is opened."""
        if corner_overlay.marking is self._marking:
            corner_overlay.end()


class ARTML_OT_clear_corners(bpy.types.Operator):
    """Use the whole photo again"""

    bl_idname = "artml.clear_corners"
    bl_label = "Clear Corners"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        corner_overlay.end()
        settings = context.scene.artml
        settings.photo_corners, settings.use_photo_corners = WHOLE_PHOTO, False
        return {"FINISHED"}


class ARTML_OT_mark_photo_corners(bpy.types.Operator):
    """Show the photo in an Image Editor, and mark there the corners of a rectangle of the surface"""

    bl_idname = "artml.mark_photo_corners"
    bl_label = "Mark Corners"
    bl_options = {"UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        if corner_overlay.marking is not None:
            return confirm(context, corner_overlay.marking)
        try:
            window, area = _find_image_editor(context)
            area.spaces.active.image = bpy.data.images.load(photo_path(context), check_existing=True)
        except (RequestError, RuntimeError) as error:
            self.report({"ERROR"}, str(error).strip())
            return {"CANCELLED"}
        region = next(region for region in area.regions if region.type == "WINDOW")
        with context.temp_override(window=window, screen=window.screen, area=area, region=region):
            if not bpy.app.background:
                bpy.ops.artml.mark_corners("INVOKE_DEFAULT")
        return {"FINISHED"}


def handle(context: bpy.types.Context, event: bpy.types.Event, marking: Marking) -> set[str]:
    """What an event does to a marking, as `modal` returns it."""
    if context.area is None or context.area.as_pointer() != marking.area or context.space_data.image is None:
        corner_overlay.end()
        return {"CANCELLED"}
    region = next(region for region in context.area.regions if region.type == "WINDOW")
    if event.type in {"MOUSEMOVE", "INBETWEEN_MOUSEMOVE"}:
        return _follow(context, event, marking, region)
    if event.type == "LEFTMOUSE" and event.value == "RELEASE" and marking.grabbed is not None:
        marking.grabbed = None
        return {"RUNNING_MODAL"}
    if event.value not in {"PRESS", "DOUBLE_CLICK"} or not _is_over(context.area, region, event):
        return {"PASS_THROUGH"}
    if event.type == "LEFTMOUSE":
        _grab(context, event, marking, region)
        return {"RUNNING_MODAL"}  # nor may it paint
    if event.type in CONFIRMING and not (event.ctrl or event.shift or event.alt or event.oskey):
        return confirm(context, marking)
    if event.type in CANCELLING:
        corner_overlay.end()
        return {"CANCELLED"}
    return {"PASS_THROUGH"}


def confirm(context: bpy.types.Context, marking: Marking) -> set[str]:
    settings = context.scene.artml
    settings.photo_corners, settings.use_photo_corners = marking.corners, True
    corner_overlay.end()
    return {"FINISHED"}


def _follow(context: bpy.types.Context, event: bpy.types.Event, marking: Marking, region: bpy.types.Region) -> set[str]:
    if marking.grabbed is None:
        over = _is_over(context.area, region, event)
        _show_near(context, marking, _near(context, event, marking, region) if over else None)
        return {"PASS_THROUGH"}
    x, y = event.mouse_x - region.x + marking.grabbed[0], event.mouse_y - region.y + marking.grabbed[1]
    marking.corners = moved(marking.corners, marking.near, from_view(*region.view2d.region_to_view(x, y)))
    context.area.tag_redraw()
    return {"RUNNING_MODAL"}


def _grab(context: bpy.types.Context, event: bpy.types.Event, marking: Marking, region: bpy.types.Region) -> None:
    _show_near(context, marking, _near(context, event, marking, region))
    if marking.near is not None:
        x, y = in_region(region, marking.corners)[marking.near]
        marking.grabbed = x - (event.mouse_x - region.x), y - (event.mouse_y - region.y)


def _near(context: bpy.types.Context, event: bpy.types.Event, marking: Marking, region: bpy.types.Region) -> int | None:
    """The corner under the pointer."""
    pointer = event.mouse_x - region.x, event.mouse_y - region.y
    distances = [math.dist(point, pointer) for point in in_region(region, marking.corners)]
    nearest = distances.index(min(distances))
    return nearest if distances[nearest] <= REACH * context.preferences.system.ui_scale else None


def _show_near(context: bpy.types.Context, marking: Marking, near: int | None) -> None:
    if near == marking.near:
        return
    marking.near = near
    if near is None:
        context.window.cursor_modal_restore()
    else:
        context.window.cursor_modal_set("SCROLL_XY")
    context.area.tag_redraw()


def _is_over(area: bpy.types.Area, region: bpy.types.Region, event: bpy.types.Event) -> bool:
    """Whether the pointer is over the image, and not over a bar or a sidebar that lies on it."""
    return _holds(region, event) and not any(
        other.type in {"UI", "TOOLS", "HEADER", "TOOL_HEADER"} and _holds(other, event) for other in area.regions
    )


def _holds(region: bpy.types.Region, event: bpy.types.Event) -> bool:
    return 0 <= event.mouse_x - region.x < region.width and 0 <= event.mouse_y - region.y < region.height


def _find_image_editor(context: bpy.types.Context) -> tuple[bpy.types.Window, bpy.types.Area]:
    """One that is open; raises RequestError if none is."""
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR":
                return window, area
    raise RequestError("Open an Image Editor beside the viewport first: the corners are marked there.")
