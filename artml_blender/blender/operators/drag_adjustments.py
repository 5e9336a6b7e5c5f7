"""Two adjustments at once, by dragging in the viewport."""

import bpy

from .. import adjustments, live
from .job_operator import redraw
from .vary_material import AdjustingOperator

WAY = 600.0  # pixels from one end of a slider to the other, at a resolution scale of 1
SLOWLY = 0.1  # of that speed with Shift, as everywhere in Blender


class ARTML_OT_drag_adjustments(AdjustingOperator, bpy.types.Operator):
    """Move the pointer to change two adjustments at once: one sideways, the other up and down"""

    bl_idname = "artml.drag_adjustments"
    bl_label = "Drag Two at Once"
    bl_options = {"UNDO", "GRAB_CURSOR", "BLOCKING"}

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        settings = context.scene.artml
        self._names = (settings.drag_across, settings.drag_up)
        material = context.object.active_material
        self._uid = material.session_uid
        self._before = {name: getattr(material.artml, name) for name in self._names}
        self._now = dict(self._before)
        self._pointer = (event.mouse_x, event.mouse_y)
        context.window.cursor_modal_set("SCROLL_XY")
        context.window_manager.modal_handler_add(self)
        self._show(context)
        return {"RUNNING_MODAL"}

    def modal(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        if event.type == "MOUSEMOVE":
            self._move(context, event)
        elif event.type in {"LEFTMOUSE", "RET", "NUMPAD_ENTER", "SPACE"} and event.value == "PRESS":
            return self._end(context, {"FINISHED"})
        elif event.type in {"RIGHTMOUSE", "ESC"} and event.value == "PRESS":
            self.cancel(context)
            return {"CANCELLED"}
        return {"RUNNING_MODAL"}

    def cancel(self, context: bpy.types.Context) -> None:
        """As it was before."""
        self._put(self._before)
        self._end(context, {"CANCELLED"})

    def _move(self, context: bpy.types.Context, event: bpy.types.Event) -> None:
        pointer = (event.mouse_x, event.mouse_y)
        speed = (SLOWLY if event.shift else 1.0) / (WAY * context.preferences.system.ui_scale)
        for name, place, before in zip(self._names, pointer, self._pointer, strict=True):
            least, most = adjustments.SLIDERS[name]
            self._now[name] = min(max(self._now[name] + (place - before) * speed * (most - least), least), most)
        self._pointer = pointer
        self._put(self._now)
        self._show(context)

    def _put(self, values: dict[str, float]) -> None:
        """Unless the material is gone."""
        if (material := live.find(self._uid)) is not None:
            live.adjust(material, values)

    def _show(self, context: bpy.types.Context) -> None:
        """What the values are, and which key does what."""
        values = "   ".join(f"{adjustments.label(name)}: {value:.3f}" for name, value in self._now.items())
        keys = "Left Mouse, Enter: confirm   |   Esc, Right Mouse: cancel   |   Shift: slowly"
        context.workspace.status_text_set(f"{values}   |   {keys}")
        redraw(context)

    def _end(self, context: bpy.types.Context, returned: set[str]) -> set[str]:
        context.window.cursor_modal_restore()
        context.workspace.status_text_set(None)
        redraw(context)
        return returned
