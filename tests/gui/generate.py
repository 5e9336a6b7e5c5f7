"""What an artist does first: drop the zip on the window, open the tab, press Generate, change their mind, undo."""

import json
import os
import sys
import time
from pathlib import Path

import bpy
from bpy_extras.view3d_utils import location_3d_to_region_2d

sys.path.insert(0, str(Path(__file__).parent))
import window

LONG_SIZE = (4096, 4096)  # long enough to watch and to cancel
SIZE = (512, 512)
CATEGORY, SEED = "stone-rock", 4  # for the pictures of the documentation
GRASS = 5  # a seed of nature
LONGEST_GAP = 0.5  # seconds; generous: software OpenGL on a busy machine
GENERATE = "artml.generate_texture"
DICE = "artml.randomize_seed"
MODULE = "bl_ext.user_default.artml_blender"
ZIP = os.environ["ARTML_GUI_ZIP"]
begun = time.monotonic()


def settings() -> bpy.types.PropertyGroup:
    return bpy.context.scene.artml


def job() -> bpy.types.PropertyGroup:
    return bpy.context.window_manager.artml_job


def cube() -> bpy.types.Object:
    """Looked up each time, since undo replaces every object."""
    return bpy.data.objects["Cube"]


def the_dropped_zip_installs() -> window.Step:
    """The operator that a drop on the window calls; its question is answered with the Enter key."""
    global begun
    yield from window.leave_panel()
    with bpy.context.temp_override(window=window.window(), screen=window.window().screen, area=window.area()):
        bpy.ops.extensions.package_install_files("INVOKE_DEFAULT", url=ZIP)
    yield 1.0
    yield from window.photograph("0_dropped")
    begun = time.monotonic()
    yield from window.press("Return")
    yield from window.wait(lambda: MODULE in bpy.context.preferences.addons, 60, "enabling the dropped extension")
    print(f"seconds from the drop to the enabled add-on: {time.monotonic() - begun:.1f}", flush=True)


def the_first_material_comes() -> window.Step:
    """As installed: no setting touched, the cube that every new file has selected."""
    yield from window.open_tab("ArtML")
    cube().data.materials.clear()
    yield from window.click(*(yield from window.find_button(GENERATE)))
    yield from window.wait(lambda: cube().material_slots, 60, "the first material")
    print(f"seconds from the drop to the first material: {time.monotonic() - begun:.1f}", flush=True)
    check_material()
    yield from window.leave_panel()
    yield from window.photograph("1_first_material")


def the_tab_opens() -> window.Step:
    yield from window.open_tab("ArtML")
    settings().category = "brick"
    yield from window.leave_panel()
    yield from window.photograph("1_panel")


def a_click_selects_the_cube() -> window.Step:
    bpy.ops.object.select_all(action="DESELECT")
    bpy.context.view_layer.objects.active = None
    cube().data.materials.clear()
    scene = window.region("WINDOW")
    place = location_3d_to_region_2d(scene, window.area().spaces.active.region_3d, cube().location)
    yield from window.click(scene.x + place.x, scene.y + place.y)
    assert cube().select_get(), "the cube is not selected"
    assert bpy.context.view_layer.objects.active == cube(), "the cube is not active"


def an_empty_spot_runs_nothing() -> window.Step:
    before = (settings().seed, len(bpy.data.materials), job().status, cube().select_get())
    place = yield from window.find_button(GENERATE)
    yield from window.click(*(yield from window.find_spot_beside(*place)))
    assert not job().running, "a click beside the button started a job"
    after = (settings().seed, len(bpy.data.materials), job().status, cube().select_get())
    assert before == after, f"a click beside the button changed {before} to {after}"


def the_dice_change_the_seed() -> window.Step:
    before = settings().seed
    yield from window.click(*(yield from window.find_button(DICE)))
    assert settings().seed != before, f"the seed is still {before}"
    assert not job().running, "the dice started a job"


def escape_cancels_a_running_job() -> window.Step:
    settings().size = LONG_SIZE
    materials = len(bpy.data.materials)
    place = yield from window.find_button(GENERATE)
    pulse = window.Pulse()
    yield from window.click(*place)
    yield from progress_moves()
    yield from window.press("Escape")
    yield from window.wait(lambda: not job().running, 10, "the end of the cancelled job")
    yield 1.0
    print(f"longest wait of the interface while a {LONG_SIZE[0]} px job ran: {pulse.stop():.3f} s", flush=True)
    assert "cancel" in job().status.lower(), f"after Escape the status is {job().status!r}"
    assert len(bpy.data.materials) == materials, "the cancelled job made a material"
    assert (yield from window.is_fresh("3_cancelled", "UI")), "the sidebar still shows what was before Escape"
    assert pulse.longest < LONGEST_GAP, f"the interface did not answer for {pulse.longest:.2f} s"


def progress_moves() -> window.Step:
    """Watch the progress until it has had two values between 0 and 1, and photograph the sidebar between them."""
    seen: set[float] = set()

    def is_moving() -> bool:
        assert job().running, f"the job ended early: {job().status}"
        if 0.0 < job().progress < 1.0:
            seen.add(job().progress)
        return bool(seen) if not pictured else len(seen) > 1

    pictured = False
    yield from window.wait(is_moving, 90, "the first progress")
    yield from window.photograph("2_running")
    pictured = True
    yield from window.wait(is_moving, 90, "a second progress value")
    print("progress values seen:", *(f"{value:.3f}" for value in sorted(seen)), flush=True)


def generate_makes_a_material() -> window.Step:
    settings().size, settings().category, settings().seed = SIZE, CATEGORY, SEED
    bpy.ops.ed.undo_push(message="Choose the settings")
    place = yield from window.find_button(GENERATE)
    pulse = window.Pulse()
    yield from window.click(*place)
    yield from window.wait(lambda: not job().running, 120, "the end of the job")
    yield 1.0
    print(f"longest wait of the interface while a {SIZE[0]} px job ran: {pulse.stop():.3f} s", flush=True)
    check_material()
    yield from window.leave_panel()
    yield from window.photograph("4_generated")
    assert pulse.longest < LONGEST_GAP, f"the interface did not answer for {pulse.longest:.2f} s"


def check_material() -> None:
    """The cube has one material, its Principled BSDF is fed by packed images, and each names its recipe."""
    assert len(cube().material_slots) == 1, f"the cube has {len(cube().material_slots)} material slots: {job().status}"
    nodes = cube().material_slots[0].material.node_tree.nodes
    principled = next(node for node in nodes if node.type == "BSDF_PRINCIPLED")
    assert principled.inputs["Base Color"].is_linked, "nothing is linked to the base colour"
    images = [node.image for node in nodes if node.type == "TEX_IMAGE"]
    assert images, "the material has no images"
    for image in images:
        assert tuple(image.size) == SIZE, f"the image {image.name} has the size {tuple(image.size)}"
        assert image.packed_file, f"the image {image.name} is not packed"
        assert image.get("artml_recipe"), f"the image {image.name} has no recipe"


def undo_takes_the_material_away() -> window.Step:
    check_material()
    yield from window.leave_panel()
    yield from window.press("ctrl+z")
    yield from window.wait(lambda: not cube().material_slots, 5, "undoing the material")
    yield from window.photograph("5_undone")


def redo_brings_it_back() -> window.Step:
    yield from window.press("ctrl+shift+z")
    yield from window.wait(lambda: cube().material_slots, 5, "redoing the material")
    check_material()


def a_family_lays_it_out() -> window.Step:
    settings().structure, settings().structure_family = "FAMILY", "cobbles"
    before = cube().material_slots[0].material
    yield from window.leave_panel()
    yield from window.photograph("5_structure")
    yield from window.click(*(yield from window.find_button(GENERATE)))
    yield from window.wait(lambda: cube().material_slots[0].material != before, 120, "the material with a structure")
    check_material()
    recipe = json.loads(cube().material_slots[0].material["artml_recipe"])
    assert recipe["structure"] == "cobbles", f"the recipe's structure is {recipe['structure']!r}"


def the_preview_shows_it() -> window.Step:
    viewport = window.area().spaces.active
    viewport.region_3d.view_distance = 6.0  # close enough to judge the texture
    viewport.overlay.show_overlays = False
    viewport.shading.type = "MATERIAL"
    yield 60  # the first time its shaders are compiled, on the processor
    yield from window.photograph("6_material_preview")


def grass_goes_over_it() -> window.Step:
    """A second material, mixed with the first; the viewport follows the slider from one to the other."""
    below = cube().active_material
    settings().structure, settings().category, settings().seed = "NONE", "nature", GRASS
    yield from window.click(*(yield from window.find_button(GENERATE)))
    yield from window.wait(lambda: cube().active_material != below, 120, "the second material")
    settings().mix_material, cube().active_material = cube().active_material, below
    with bpy.context.temp_override(window=window.window(), area=window.area(), region=window.region("UI")):
        assert bpy.ops.artml.mix_materials() == {"FINISHED"}
    amount = cube().active_material.node_tree.nodes.active.inputs["Amount"]
    amount.default_value = 0.0
    yield from window.wait_for_color("6_mix_below", lambda red, green, blue: blue > 0.7 * green, 240.0, "the first")
    amount.default_value = 1.0
    yield from window.wait_for_color(
        "6_mix_over", lambda red, green, blue: blue < 0.65 * green, 60.0, "the grass after"
    )
    amount.default_value = 0.5
    yield 10.0
    yield from window.photograph("6_mix")


def the_preferences_show_the_doctor() -> window.Step:
    """In Blender's own Preferences window, with ArtML's part opened."""
    bpy.ops.preferences.addon_show(module=MODULE)
    yield 2.0
    manager = bpy.context.window_manager
    with bpy.context.temp_override(window=manager.windows[-1]):
        bpy.ops.artml.run_doctor()
    assert manager.artml_setup.running, "the doctor held the interface up until it was done"
    yield from window.wait(lambda: not manager.artml_setup.running, 60, "the doctor's answer")
    yield 1.0
    yield from window.photograph("7_preferences")
    assert manager.artml_setup.status == "All is well", f"the doctor says: {manager.artml_setup.status}"


window.prepare()
window.run(
    [
        the_dropped_zip_installs,
        the_first_material_comes,
        the_tab_opens,
        a_click_selects_the_cube,
        an_empty_spot_runs_nothing,
        the_dice_change_the_seed,
        escape_cancels_a_running_job,
        generate_makes_a_material,
        undo_takes_the_material_away,
        redo_brings_it_back,
        a_family_lays_it_out,
        the_preview_shows_it,
        grass_goes_over_it,
        the_preferences_show_the_doctor,
    ]
)
