"""The Procedural panel: add a family, see it, let chance set the sliders, undo, put a layer over it."""

import math
import os
import sys
from pathlib import Path

import bpy

sys.path.insert(0, str(Path(__file__).parent))
import window

ADD, SURPRISE, LAYER = "artml.add_procedural", "artml.surprise", "artml.add_layer"


def cube() -> bpy.types.Object:
    """Looked up each time, since undo replaces every object."""
    return bpy.data.objects["Cube"]


def family_node() -> bpy.types.Node:
    return cube().active_material.node_tree.nodes["Family"]


def the_panel_shows_the_families() -> window.Step:
    bpy.ops.extensions.package_install_files(
        filepath=os.environ["ARTML_GUI_ZIP"], repo="user_default", enable_on_install=True
    )
    bpy.context.scene.artml.family = "brick_wall"
    window.area().spaces.active.shading.type = "MATERIAL"
    run_in(window.area(), bpy.ops.view3d.view_selected)
    yield from window.open_tab("ArtML")
    yield 1.0
    yield from window.leave_panel()
    yield from window.photograph("p1_panel")


def add_material_puts_it_on_the_object() -> window.Step:
    pulse = window.Pulse()
    yield from window.click(*(yield from window.find_button(ADD)))
    yield from window.wait(lambda: cube().active_material.name.startswith("ArtML"), 30, "the material")
    print(f"longest wait of the interface with a new material: {pulse.stop():.3f} s", flush=True)


def the_viewport_shows_it() -> window.Step:
    yield from window.leave_panel()
    yield from window.wait_for_color("p2_added", lambda red, green, blue: red > 1.15 * blue, 240.0, "red bricks after")
    turned = cube().active_material.node_tree.nodes["Mapping"].inputs["Rotation"]
    turned.default_value[2] = math.pi / 2.0  # as the UVs of the default cube's sides are
    yield 10.0
    yield from window.photograph("p2_window")


def the_viewport_follows_a_slider() -> window.Step:
    sockets = [family_node().inputs[name] for name in ("Brick Color", "Second Color", "Mortar Color")]
    before = [tuple(socket.default_value) for socket in sockets]
    for socket in sockets:
        socket.default_value = (0.05, 0.1, 0.4, 1.0)
    yield from window.wait_for_color("p2_blue", lambda red, green, blue: blue > 1.15 * red, 60.0, "blue bricks after")
    for socket, value in zip(sockets, before, strict=True):
        socket.default_value = value
    yield from window.wait_for_color(
        "p2_added", lambda red, green, blue: red > 1.15 * blue, 60.0, "red bricks again after"
    )


def surprise_me_moves_the_sliders_and_undo_moves_them_back() -> window.Step:
    before = family_node().inputs["Seed"].default_value
    yield from window.click(*(yield from window.find_button(SURPRISE)))
    yield from window.wait(lambda: family_node().inputs["Seed"].default_value != before, 10, "another seed")
    yield 3.0
    yield from window.leave_panel()
    yield from window.photograph("p3_surprise")
    yield from window.press("ctrl+z")
    yield from window.wait(lambda: family_node().inputs["Seed"].default_value == before, 10, "undoing the surprise")


def a_layer_lies_over_it() -> window.Step:
    bpy.context.scene.artml.family = "moss"
    with bpy.context.temp_override(window=window.window(), area=window.area(), region=window.region("UI")):
        assert bpy.ops.artml.add_layer(mask="LOW") == {"FINISHED"}
    yield 8.0
    yield from window.leave_panel()
    yield from window.photograph("p4_layer")
    assert len([node for node in cube().active_material.node_tree.nodes if node.bl_idname == "ShaderNodeGroup"]) == 4


def its_nodes_are_tidy() -> window.Step:
    """The material, and the family's group, in the Shader Editor."""
    area = window.area()
    area.ui_type = "ShaderNodeTree"
    yield from show_all_nodes(area, "p5_material_nodes")
    cube().active_material.node_tree.nodes.active = family_node()
    yield 0.5
    run_in(area, bpy.ops.node.group_edit)
    yield from show_all_nodes(area, "p6_group_nodes")


def run_in(area: bpy.types.Area, operator: object) -> None:
    part = next(item for item in area.regions if item.type == "WINDOW")
    with bpy.context.temp_override(window=window.window(), area=area, region=part):
        operator()


def show_all_nodes(area: bpy.types.Area, name: str) -> window.Step:
    yield 2.0
    run_in(area, bpy.ops.node.view_all)
    yield 2.0
    yield from window.photograph(name)


window.prepare()
window.run(
    [
        the_panel_shows_the_families,
        add_material_puts_it_on_the_object,
        the_viewport_shows_it,
        the_viewport_follows_a_slider,
        surprise_me_moves_the_sliders_and_undo_moves_them_back,
        a_layer_lies_over_it,
        its_nodes_are_tidy,
    ]
)
