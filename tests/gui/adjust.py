"""The Adjust panel in a real window: sliders are dragged, pictures follow, undo and redo follow, nothing piles up."""

import importlib
import json
import os
import sys
import time
from pathlib import Path

import bpy
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import window

GENERATE = "artml.generate_texture"
DRAG = "artml.drag_adjustments"
DRAGS = 200
MODULE = "bl_ext.user_default.artml_blender"
MOST_GROWTH = 40.0  # MB, of the engine over 200 drags, and of Blender
RUNTIMES = {"light": "", "PyTorch": os.environ["ARTML_GUI_TORCH_PYTHON"]}
took: dict[str, list[float]] = {"adjust": [], "tick": [], "shown": []}  # seconds


def live() -> object:
    return importlib.import_module(f"{MODULE}.blender.live")


def cube() -> bpy.types.Object:
    """Looked up each time, since undo replaces every object."""
    return bpy.data.objects["Cube"]


def sliders() -> bpy.types.PropertyGroup:
    return cube().active_material.artml


def recipe() -> dict:
    return json.loads(cube().active_material["artml_recipe"])


def color() -> np.ndarray:
    """The mean of the base colour's pixels, as Blender has them in memory."""
    nodes = cube().active_material.node_tree.nodes
    image = next(node.image for node in nodes if node.label == "base_color")
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(-1, 4)[:, :3].mean(axis=0)


def is_dirty() -> bool:
    return any(node.image.is_dirty for node in cube().active_material.node_tree.nodes if node.type == "TEX_IMAGE")


def is_resting() -> bool:
    """Whether the final pictures are those of the sliders."""
    return live().is_resting() and not is_dirty()


def memory(process: int | str) -> float:
    """Resident megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024.0


def engine_process() -> int:
    return importlib.import_module(f"{MODULE}.blender.session")._engine._process.pid


def timed(name: str) -> None:
    """Note how long each call of a function of the live module takes, all of which hold the interface up."""
    given = getattr(live(), name)

    def call(*arguments: object) -> object:
        start = time.perf_counter()
        try:
            return given(*arguments)
        finally:
            took[name.strip("_")].append(time.perf_counter() - start)

    setattr(live(), name, call)


def noted_when_shown() -> None:
    """Note from when to when it took for a change of a slider to be in the picture."""
    given = live().show_map

    def show(*arguments: object) -> None:
        given(*arguments)
        took["shown"].append(time.perf_counter())

    live().show_map = show


def a_material_can_be_adjusted() -> window.Step:
    bpy.ops.extensions.package_install_files(
        filepath=os.environ["ARTML_GUI_ZIP"], repo="user_default", enable_on_install=True
    )
    bpy.context.preferences.inputs.use_mouse_continuous = False  # else Blender warps the pointer while it drags
    timed("_tick")
    timed("adjust")
    noted_when_shown()
    settings = bpy.context.scene.artml
    settings.category, settings.seed, settings.structure, settings.structure_family = (
        "metal",
        8,
        "FAMILY",
        "metal_panels",
    )
    yield from window.open_tab("ArtML")
    bpy.ops.ed.undo_push(message="Choose the settings")
    yield from window.click(*(yield from window.find_button(GENERATE)))
    yield from window.wait(
        lambda: cube().active_material and "artml_recipe" in cube().active_material, 90, "a material"
    )
    yield from window.leave_panel()
    bpy.utils.unregister_class(bpy.types.ARTML_PT_texture)  # to have room for the panel below it
    yield 1.0
    yield from window.photograph("a1_panel")


def measure(runtime: str) -> window.Step:
    """From a change of a slider to its picture, one after the other; the worst of what holds the interface up."""
    sliders().hue = 0.3
    yield from window.wait(is_resting, 60, "the first final picture")
    yield 1.0
    seconds = []
    for values in took.values():
        values.clear()
    for step in range(12):
        start = time.perf_counter()
        name, value = (("hue", 0.01 * step), ("wear", 0.05 + 0.05 * step), ("roughness", 0.02 * step))[step % 3]
        setattr(sliders(), name, value)
        yield from window.wait(lambda n=name, v=value: abs(recipe()[n] - v) < 1e-5, 20, "the final picture")
        seconds.append(took["shown"][-1] - start)  # the last of its maps
        took["shown"].clear()
    yield from window.wait(is_resting, 20, "the last final picture")
    print(f"seconds from slider to picture, {runtime}: first {seconds[0]:.3f}, then up to {max(seconds[1:]):.3f}")
    print("seconds of each:", *(f"{each:.3f}" for each in seconds), flush=True)
    for name in ("adjust", "tick"):
        print(f"longest {name} that holds the interface up, {runtime}: {max(took[name]):.4f} s", flush=True)


def pictures_follow_the_light_runtime() -> window.Step:
    yield from measure("light")


def pictures_follow_pytorch() -> window.Step:
    os.environ["ARTML_ENGINE_PYTHON"] = RUNTIMES["PyTorch"]
    yield from measure("PyTorch")


def two_hundred_changes_leave_nothing_behind() -> window.Step:
    yield from window.wait(is_resting, 20, "rest")
    jobs, before = next_job(), (memory(engine_process()), memory("self"))
    took["tick"].clear(), took["adjust"].clear(), took["shown"].clear()
    for step in range(DRAGS):
        sliders().brightness = 0.5 * np.sin(step / 10.0)
        yield 0.01
    sliders().brightness = -0.25
    last = time.perf_counter()
    yield from window.wait(lambda: took["shown"] and took["shown"][-1] > last, 20, "the last preview")
    print(f"seconds from the last of {DRAGS} changes to its picture: {took['shown'][-1] - last:.3f}", flush=True)
    yield from window.wait(is_resting, 20, "the final picture")
    asked = next_job() - jobs - 1
    growth = memory(engine_process()) - before[0], memory("self") - before[1]
    print(f"progress of {DRAGS} changes: {asked} asked for, {len(took['shown'])} shown", flush=True)
    print(
        f"longest tick then: {max(took['tick']):.4f} s; MB more: engine {growth[0]:.1f}, Blender {growth[1]:.1f}",
        flush=True,
    )
    assert recipe()["brightness"] == -0.25, f"the recipe says {recipe()['brightness']}"
    assert asked < DRAGS, f"{asked} pictures were asked for"
    assert growth[0] < MOST_GROWTH, f"the engine grew by {growth[0]:.0f} MB"


def next_job() -> int:
    """The number of the next job; it is used up."""
    return next(importlib.import_module(f"{MODULE}.blender.session")._engine._numbers)


def a_real_drag_is_one_step_of_undo() -> window.Step:
    bpy.ops.artml.reset_adjustments()
    yield from window.wait(is_resting, 20, "the reset picture")
    yield 0.5
    before = color()
    x, y = yield from window.find_button("brightness")
    yield from window.run_tool("xdotool", "mousedown", 1)
    for step in range(12):
        yield from window.move(x - 3 * (step + 1), y)
    dragged = color()
    assert np.abs(dragged - before).max() > 0.01, "the picture did not follow while the slider was dragged"
    yield from window.run_tool("xdotool", "mouseup", 1)
    yield from window.wait(is_resting, 20, "the final picture")
    value, final = sliders().brightness, color()
    assert -0.9 < value < -0.02, f"the slider was dragged to {value}"
    yield from window.leave_panel()
    yield from window.photograph("a2_dragged")
    yield from window.press("ctrl+z")
    yield from window.wait(lambda: is_resting() and sliders().brightness == 0.0, 20, "undoing the drag")
    np.testing.assert_allclose(color(), before, atol=1e-3)
    yield from window.press("ctrl+shift+z")
    yield from window.wait(lambda: is_resting() and sliders().brightness == value, 20, "redoing the drag")
    np.testing.assert_allclose(color(), final, atol=1e-3)
    np.testing.assert_allclose(recipe()["brightness"], value, atol=1e-6)


def two_are_dragged_in_the_viewport() -> window.Step:
    before = sliders().hue, sliders().brightness
    yield from window.click(*(yield from window.find_button(DRAG)))
    x, y = (yield from window.leave_panel()) or (300, 200)
    for step in range(10):
        yield from window.move(x + 8 * step, y + 5 * step)
    yield from window.photograph("a3_two")
    yield from window.press("Return")
    yield from window.wait(is_resting, 20, "the final picture")
    after = sliders().hue, sliders().brightness
    assert all(first != second for first, second in zip(before, after, strict=True)), f"{before} became {after}"
    np.testing.assert_allclose((recipe()["hue"], recipe()["brightness"]), after, atol=1e-6)
    yield from window.press("ctrl+z")
    yield from window.wait(lambda: (sliders().hue, sliders().brightness) == before, 20, "undoing both")
    yield from window.wait(is_resting, 20, "the picture before")


def escape_puts_both_back() -> window.Step:
    before, shown = (sliders().hue, sliders().brightness), color()
    yield from window.click(*(yield from window.find_button(DRAG)))
    yield from window.move(400, 300)
    yield from window.move(500, 350)
    yield from window.press("Escape")
    yield from window.wait(is_resting, 20, "the picture before")
    assert (sliders().hue, sliders().brightness) == before
    np.testing.assert_allclose(color(), shown, atol=1e-3)


def the_viewport_follows() -> window.Step:
    """In Material Preview: a recording of a drag, and what the middle of the viewport shows."""
    bpy.ops.artml.reset_adjustments()
    viewport = window.area().spaces.active
    viewport.region_3d.view_distance = 6.0
    viewport.overlay.show_overlays = False
    viewport.shading.type = "MATERIAL"
    yield 50  # the first time its shaders are compiled, on the processor
    bright = yield from window.middle_of_viewport("a4_preview")
    for step, wear in enumerate((0.25, 0.5, 0.75, 1.0)):
        sliders().wear = wear
        window.region("UI").tag_redraw()  # a slider that a script moves is drawn with the next event only
        yield 4.0
        yield from window.photograph(f"a5_wear_{step}")
    sliders().brightness = -0.9
    yield from window.wait_for_color(
        "a6_dark", lambda red, green, blue: green < 0.4 * bright[1], 60.0, "the dark metal"
    )


window.prepare()
window.run(
    [
        a_material_can_be_adjusted,
        pictures_follow_the_light_runtime,
        pictures_follow_pytorch,
        two_hundred_changes_leave_nothing_behind,
        a_real_drag_is_one_step_of_undo,
        two_are_dragged_in_the_viewport,
        escape_puts_both_back,
        the_viewport_follows,
    ]
)
