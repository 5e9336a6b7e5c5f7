"""The marking of a photo's corners that is under way, and its drawing over the image in the Image Editor."""

from collections.abc import Sequence
from dataclasses import dataclass

import bpy
import gpu
from gpu_extras.batch import batch_for_shader

from .photo_corners import Corners, to_view

Point = tuple[float, float]

STATUS = "   |   ".join(
    (
        "Left Mouse: drag a corner",
        "Enter, Space: confirm",
        "Esc, Right Mouse: cancel",
        "Middle Mouse, Wheel: pan, zoom",
    )
)
HANDLE = 5.0  # half of a handle's side in pixels, as all widths here at a resolution scale of 1
LINE, SHADOW, OUTLINE = 1.5, 3.5, 1.0
WHITE, ORANGE, DARK, FAINT = (1.0, 1.0, 1.0, 1.0), (1.0, 0.6, 0.1, 1.0), (0.0, 0.0, 0.0, 0.6), (1.0, 1.0, 1.0, 0.4)


@dataclass
class Marking:
    """What the user has dragged so far; the settings learn of it when it is confirmed."""

    area: int  # the Image Editor's address, which stays while it is open
    workspace: str
    corners: Corners
    near: int | None = None  # the corner under the pointer
    grabbed: Point | None = None  # from the pointer to that corner while it is dragged, in pixels


marking: Marking | None = None
_drawing: object | None = None


def begin(context: bpy.types.Context, corners: Corners) -> Marking:
    global marking
    marking = Marking(context.area.as_pointer(), context.workspace.name, corners)
    context.workspace.status_text_set(STATUS)
    context.area.tag_redraw()
    return marking


def end() -> None:
    """However it ends: by a key, with its editor, its file or the add-on."""
    global marking
    if marking is None:
        return
    if workspace := bpy.data.workspaces.get(marking.workspace):
        workspace.status_text_set(None)
    marking = None
    for window in bpy.context.window_manager.windows:
        window.cursor_modal_restore()
        for area in window.screen.areas:
            if area.type == "IMAGE_EDITOR":
                area.tag_redraw()


def attach() -> None:
    global _drawing
    _drawing = bpy.types.SpaceImageEditor.draw_handler_add(_draw, (), "WINDOW", "POST_PIXEL")


def detach() -> None:
    global _drawing
    end()
    if _drawing is not None:
        bpy.types.SpaceImageEditor.draw_handler_remove(_drawing, "WINDOW")
        _drawing = None


def in_region(region: bpy.types.Region, corners: Corners) -> list[Point]:
    """The corners as pixels of the Image Editor's main region."""
    return [region.view2d.view_to_region(x, y, clip=False) for x, y in to_view(corners)]


def _draw() -> None:
    context = bpy.context
    if context.space_data.image is None:
        return
    scale = context.preferences.system.ui_scale
    gpu.state.blend_set("ALPHA")
    if marking is not None and marking.area == context.area.as_pointer():
        points = in_region(context.region, marking.corners)
        _draw_lines(points, SHADOW * scale, DARK)
        _draw_lines(points, LINE * scale, WHITE)
        for index, point in enumerate(points):
            _draw_square(point, (HANDLE + 1.0) * scale, DARK)
            _draw_square(point, HANDLE * scale, ORANGE if index == marking.near else WHITE)
    elif context.scene.artml.use_photo_corners and _shows_tab(context.area):
        _draw_lines(in_region(context.region, tuple(context.scene.artml.photo_corners)), OUTLINE * scale, FAINT)
    gpu.state.blend_set("NONE")


def _shows_tab(area: bpy.types.Area) -> bool:
    """Whether the ArtML tab is in front."""
    return area.spaces.active.show_region_ui and any(
        region.type == "UI" and str(region.active_panel_category) == "ArtML" for region in area.regions
    )


def _draw_lines(points: Sequence[Point], width: float, color: tuple[float, ...]) -> None:
    shader = gpu.shader.from_builtin("POLYLINE_UNIFORM_COLOR")
    batch = batch_for_shader(shader, "LINE_STRIP", {"pos": [(*point, 0.0) for point in (*points, points[0])]})
    shader.uniform_float("viewportSize", gpu.state.viewport_get()[2:])
    shader.uniform_float("lineWidth", width)
    shader.uniform_float("color", color)
    batch.draw(shader)


def _draw_square(middle: Point, half: float, color: tuple[float, ...]) -> None:
    x, y = middle
    corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    shader = gpu.shader.from_builtin("UNIFORM_COLOR")
    places = [(*corner, 0.0) for corner in corners]
    batch = batch_for_shader(shader, "TRIS", {"pos": places}, indices=[(0, 1, 2), (0, 2, 3)])
    shader.uniform_float("color", color)
    batch.draw(shader)
