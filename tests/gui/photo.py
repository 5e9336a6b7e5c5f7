"""The Photo panels: choose a picture, press Make Tile, see it on the object, undo; mark corners in the Image Editor."""

import os
import sys
from pathlib import Path

import bpy
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import window

MAKE = "artml.tile_photo"
LONGEST_GAP = 0.5  # seconds; generous: software OpenGL on a busy machine


def job() -> bpy.types.PropertyGroup:
    return bpy.context.window_manager.artml_job


def cube() -> bpy.types.Object:
    """Looked up each time, since undo replaces every object."""
    return bpy.data.objects["Cube"]


def write_photo(path: Path) -> None:
    """Cobbles, as the wall of a house shows them: every stone another."""
    rows, columns = np.mgrid[0:300, 0:400]
    generator = np.random.RandomState(1)
    stone = (np.abs(np.sin(rows * 0.1 + np.sin(columns * 0.02))) > 0.25) & (np.abs(np.sin(columns * 0.08)) > 0.2)
    grey = np.where(stone, 0.5, 0.15) + generator.normal(0.0, 0.04, rows.shape)
    colors = np.stack([grey, grey * 0.8, grey * 0.6, np.ones_like(grey)], axis=-1).clip(0.0, 1.0).astype(np.float32)
    image = bpy.data.images.new("photo", 400, 300)
    image.pixels.foreach_set(colors.ravel())
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()
    bpy.data.images.remove(image)


def the_panel_takes_a_photo() -> window.Step:
    bpy.ops.extensions.package_install_files(
        filepath=os.environ["ARTML_GUI_ZIP"], repo="user_default", enable_on_install=True
    )
    os.environ["ARTML_ENGINE_PYTHON"] = os.environ["ARTML_GUI_TORCH_PYTHON"]
    path = window.OUTPUT / "photo.png"
    write_photo(path)
    bpy.context.scene.artml.photo = str(path)
    bpy.context.scene.artml.photo_category = "paving"
    for name in ("ARTML_PT_sliders", "ARTML_PT_procedural", "ARTML_PT_texture"):  # to have room for the open panel
        bpy.utils.unregister_class(getattr(bpy.types, name))
    panel = bpy.types.ARTML_PT_photo
    bpy.utils.unregister_class(panel)
    panel.bl_options = set()
    bpy.utils.register_class(panel)
    yield from window.open_tab("ArtML")
    yield from window.leave_panel()
    yield from window.photograph("f1_panel")


def make_material_puts_it_on_the_object_and_undo_takes_it_away() -> window.Step:
    pulse = window.Pulse()
    before = cube().active_material.name
    yield from window.click(*(yield from window.find_button(MAKE)))
    yield from window.wait(lambda: not job().running, 120, "the end of the job")
    assert cube().active_material.name == "ArtML photo 1", f"nothing was made: {job().status}"
    print(f"longest wait of the interface while it was made: {pulse.stop():.3f} s", flush=True)
    window.area().spaces.active.shading.type = "MATERIAL"
    yield 5.0
    yield from window.leave_panel()
    yield from window.photograph("f2_made")
    assert pulse.longest < LONGEST_GAP, f"the interface did not answer for {pulse.longest:.2f} s"
    yield from window.press("ctrl+z")
    yield from window.wait(lambda: cube().active_material.name == before, 5, "undoing it")


def a_missing_photo_is_named_in_the_panel() -> window.Step:
    bpy.context.scene.artml.photo = "/nowhere/wall.jpg"
    yield from window.click(*(yield from window.find_button(MAKE)))
    yield from window.wait(lambda: "/nowhere/wall.jpg" in job().status, 60, "the sentence about the missing photo")
    yield from window.leave_panel()
    yield from window.photograph("f3_missing")
    yield from window.press("Escape")


def the_image_editor_has_it_too() -> window.Step:
    area = window.area()
    area.type = window.editor = "IMAGE_EDITOR"
    area.spaces.active.image = bpy.data.images.load(str(window.OUTPUT / "photo.png"))
    settings().photo_category = "paving"  # undo took it back
    cube().select_set(True)
    with bpy.context.temp_override(window=window.window()):
        bpy.ops.ed.undo_push(message="Open")  # else undoing what comes next undoes this, too
    yield from window.open_tab("ArtML")
    yield from window.click(*(yield from window.find_button("artml.tile_image")))
    yield from window.wait(lambda: not job().running, 120, "the end of the job")
    assert cube().active_material.name == "ArtML photo 1", f"nothing was made: {job().status}"
    yield from window.photograph("f4_image_editor")


def a_corner_is_dragged_and_enter_confirms_and_undo_takes_it_back() -> window.Step:
    x, y = yield from window.find_button("photo_category")
    yield from window.click(x, y - 26)  # the header of Preparation, which is closed at first
    yield from window.click(*(yield from window.find_button("artml.mark_corners")))
    yield from drag(place(0.1, 0.1), place(0.2, 0.3))
    yield from window.photograph("f5_marking")
    assert not settings().use_photo_corners, "the settings changed before it was confirmed"
    yield from window.press("Return")
    assert settings().use_photo_corners, "Enter did not confirm"
    check_corners(0.2, 0.3, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9)
    yield from window.photograph("f6_confirmed")
    yield from window.press("ctrl+z")
    assert not settings().use_photo_corners, "undo did not take it back"


def a_corner_stops_before_it_turns_inside_out_and_a_second_press_confirms() -> window.Step:
    button = yield from window.find_button("artml.mark_corners")
    yield from window.click(*button)
    yield from drag(place(0.9, 0.9), place(0.2, 0.2))
    yield from window.run_tool("xdotool", "click", 4)  # the wheel zooms meanwhile
    yield 1.0
    yield from drag(place(0.1, 0.9), place(0.1, 0.8))
    yield from window.photograph("f7_stopped")
    yield from window.click(*button)
    assert settings().use_photo_corners, "the second press did not confirm"
    corner = settings().photo_corners[4]
    assert 0.5 < corner < 0.55, f"it did not stop just before the line between its neighbours, but at {corner:.3f}"
    assert abs(settings().photo_corners[7] - 0.8) < 0.02, "the corner after zooming went elsewhere"


def escape_keeps_what_was_marked() -> window.Step:
    marked = tuple(settings().photo_corners)
    yield from window.click(*(yield from window.find_button("artml.mark_corners")))
    yield from drag(place(marked[2], marked[3]), place(0.7, 0.05))
    yield from window.press("Escape")
    assert tuple(settings().photo_corners) == marked, "Esc did not restore the corners"
    yield from window.leave_panel()
    yield from window.photograph("f8_escaped")


def opening_a_file_while_marking_ends_it() -> window.Step:
    yield from window.click(*(yield from window.find_button("artml.mark_corners")))
    with bpy.context.temp_override(window=window.window()):
        bpy.ops.wm.read_homefile(app_template="")
    yield 1.0
    overlay = sys.modules["bl_ext.user_default.artml_blender.blender.corner_overlay"]
    assert overlay.marking is None, "the marking went on"
    yield from window.photograph("f9_new_file")


def settings() -> bpy.types.PropertyGroup:
    return bpy.context.scene.artml


def place(x: float, y: float) -> tuple[float, float]:
    """Where a place of the photo, from its top left, is in the window."""
    part = window.region("WINDOW")
    across, up = part.view2d.view_to_region(x, 1.0 - y, clip=False)
    return part.x + across, part.y + up


def drag(start: tuple[float, float], end: tuple[float, float]) -> window.Step:
    """With the left mouse button, in ten steps."""
    yield from window.move(*start)
    yield window.PRESS_SECONDS
    yield from window.run_tool("xdotool", "mousedown", 1)
    yield window.PRESS_SECONDS
    for share in range(1, 11):
        yield from window.move(*(a + (b - a) * share / 10 for a, b in zip(start, end, strict=True)))
    yield from window.run_tool("xdotool", "mouseup", 1)
    yield window.SETTLE_SECONDS


def check_corners(*wanted: float) -> None:
    found = tuple(settings().photo_corners)
    off = max(abs(a - b) for a, b in zip(found, wanted, strict=True))
    assert off < 0.01, f"the corners are {', '.join(f'{value:.3f}' for value in found)}"


window.prepare()
window.run(
    [
        the_panel_takes_a_photo,
        make_material_puts_it_on_the_object_and_undo_takes_it_away,
        a_missing_photo_is_named_in_the_panel,
        the_image_editor_has_it_too,
        a_corner_is_dragged_and_enter_confirms_and_undo_takes_it_back,
        a_corner_stops_before_it_turns_inside_out_and_a_second_press_confirms,
        escape_keeps_what_was_marked,
        opening_a_file_while_marking_ends_it,
    ]
)
