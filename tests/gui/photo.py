"""The Photo panel: choose a picture, press Make Material, see the tile on the object, undo."""

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
    bpy.context.scene.artml.category = "paving"
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
    area.type = "IMAGE_EDITOR"
    area.spaces.active.image = bpy.data.images.load(str(window.OUTPUT / "photo.png"))
    area.spaces.active.show_region_ui = True
    yield 1.0
    sidebar = next(item for item in area.regions if item.type == "UI")
    sidebar.active_panel_category = "ArtML"
    sidebar.tag_redraw()
    yield 1.0
    cube().select_set(True)
    with bpy.context.temp_override(window=window.window(), area=area, region=sidebar):
        bpy.ops.artml.tile_image("INVOKE_DEFAULT")
    yield from window.wait(lambda: not job().running, 120, "the end of the job")
    assert cube().active_material.name == "ArtML photo 1", f"nothing was made: {job().status}"
    yield from window.photograph("f4_image_editor")


window.prepare()
window.run(
    [
        the_panel_takes_a_photo,
        make_material_puts_it_on_the_object_and_undo_takes_it_away,
        a_missing_photo_is_named_in_the_panel,
        the_image_editor_has_it_too,
    ]
)
