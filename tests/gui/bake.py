"""Bake with ArtML in the sidebar: on a material of nodes, watched, then put on the object; and where the panels are."""

import os
import sys
from pathlib import Path

import bpy

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2] / "scripts")]
import procedural_materials
import window

BAKE = "artml.bake_material"
MODULE = "bl_ext.user_default.artml_blender"
LONGEST_GAP = 0.5  # seconds; generous: software OpenGL on a busy machine


def job() -> bpy.types.PropertyGroup:
    return bpy.context.window_manager.artml_job


def cube() -> bpy.types.Object:
    """Looked up each time, since undo replaces every object."""
    return bpy.data.objects["Cube"]


def the_panel_is_there() -> window.Step:
    bpy.ops.extensions.package_install_files(
        filepath=os.environ["ARTML_GUI_ZIP"], repo="user_default", enable_on_install=True
    )
    os.environ["ARTML_ENGINE_PYTHON"] = os.environ["ARTML_GUI_TORCH_PYTHON"]
    cube().data.materials.clear()
    cube().data.materials.append(procedural_materials.cobbles())
    yield from window.open_tab("ArtML")
    yield from window.leave_panel()
    yield from window.photograph("b1_panel")


def escape_cancels_a_bake() -> window.Step:
    bpy.context.scene.artml.bake_size = "8192"
    materials = len(bpy.data.materials)
    yield from window.click(*(yield from window.find_button(BAKE)))
    yield from progress_moves("b2_running")
    yield from window.press("Escape")
    yield from window.wait(lambda: not job().running, 30, "the end of the cancelled bake")
    assert len(bpy.data.materials) == materials, "the cancelled bake made a material"
    assert "cancel" in job().status.lower(), f"after Escape the status is {job().status!r}"


def progress_moves(name: str) -> window.Step:
    """Wait for a progress between 0 and 1, and photograph it."""

    def is_moving() -> bool:
        assert job().running, f"the job ended early: {job().status}"
        return 0.0 < job().progress < 1.0

    yield from window.wait(is_moving, 90, "the first progress")
    yield 1.0
    yield from window.photograph(name)


def a_bake_makes_a_material_beside_the_old_one() -> window.Step:
    bpy.context.scene.artml.bake_size = "512"
    bpy.ops.ed.undo_push(message="Choose the settings")
    old, pulse = cube().active_material, window.Pulse()
    yield from window.click(*(yield from window.find_button(BAKE)))
    yield from window.wait(lambda: not job().running, 120, "the end of the bake")
    yield 1.0
    print(f"longest wait of the interface while it baked: {pulse.stop():.3f} s", flush=True)
    assert f"{old.name} (baked)" in bpy.data.materials, f"nothing was made: {job().status}"
    assert cube().active_material == old, "the material on the object was replaced without being asked for"
    yield from window.leave_panel()
    yield from window.photograph("b3_baked")
    assert pulse.longest < LONGEST_GAP, f"the interface did not answer for {pulse.longest:.2f} s"


def put_on_object_shows_it_and_undo_takes_it_away() -> window.Step:
    bpy.context.scene.artml.use_baked = True
    bpy.ops.ed.undo_push(message="Choose to put it on the object")
    name = cube().active_material.name
    yield from window.click(*(yield from window.find_button(BAKE)))
    yield from window.wait(lambda: not job().running, 120, "the end of the bake")
    assert cube().active_material.name.startswith(f"{name} (baked)"), job().status
    yield from window.leave_panel()
    yield from window.photograph("b4_put_on_object")
    yield from window.press("ctrl+z")
    yield from window.wait(lambda: cube().active_material.name == name, 5, "undoing the bake")


def an_error_is_read_in_the_panel() -> window.Step:
    tree = cube().active_material.node_tree
    sky = tree.nodes.new("ShaderNodeTexSky")
    shader = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    tree.links.new(sky.outputs["Color"], shader.inputs["Base Color"])
    yield from window.click(*(yield from window.find_button(BAKE)))
    yield from window.wait(lambda: "Sky Texture" in job().status, 10, "the sentence about the Sky Texture")
    yield from window.leave_panel()
    yield from window.photograph("b5_error")
    yield from window.press("Escape")


def the_material_tab_has_it_too() -> window.Step:
    """The large area shows the Properties, with the panel opened."""
    panel = bpy.types.ARTML_PT_material_bake
    bpy.utils.unregister_class(panel)
    panel.bl_options = set()
    bpy.utils.register_class(panel)
    window.area().type = "PROPERTIES"
    large = max(window.window().screen.areas, key=lambda area: area.width * area.height)
    yield 0.5
    large.spaces.active.context = "MATERIAL"
    yield 3.0
    yield from window.move(large.x + large.width // 2, large.y + large.height // 2)
    yield from window.run_tool("xdotool", "click", "--repeat", 60, 5)  # the wheel: the panel is the last one
    yield 1.0
    yield from window.photograph("b6_material_tab")


window.prepare()
window.run(
    [
        the_panel_is_there,
        escape_cancels_a_bake,
        a_bake_makes_a_material_beside_the_old_one,
        put_on_object_shows_it_and_undo_takes_it_away,
        an_error_is_read_in_the_panel,
        the_material_tab_has_it_too,
    ]
)
