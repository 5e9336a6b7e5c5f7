"""Train from Photos in a real window: it goes on beside Blender, is paused, goes on, and its model generates."""

import json
import os
import sys
from pathlib import Path

import bpy
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import window

TRAIN, PAUSE, GENERATE = "artml.train_from_photos", "artml.pause_training", "artml.generate_texture"
NAME = "My Walls"
LONGEST_GAP = 0.5  # seconds; generous: software OpenGL on a busy machine


def settings() -> bpy.types.PropertyGroup:
    return bpy.context.scene.artml


def training() -> bpy.types.PropertyGroup:
    return bpy.context.window_manager.artml_training


def cube() -> bpy.types.Object:
    return bpy.data.objects["Cube"]


def write_photos(folder: Path) -> None:
    """Two walls of bricks."""
    folder.mkdir()
    rows, columns = np.mgrid[0:400, 0:500]
    for index, color in enumerate(((0.6, 0.3, 0.2), (0.5, 0.35, 0.25))):
        brick = (rows % 40 > 5) & ((columns + rows // 40 * 45) % 90 > 5)
        colors = np.where(brick[..., None], color, (0.7, 0.7, 0.65))
        colors = colors + np.random.RandomState(index).normal(0.0, 0.04, (400, 500, 1))
        image = bpy.data.images.new("wall", 500, 400)
        image.pixels.foreach_set(np.dstack([colors, np.ones((400, 500))]).astype(np.float32).ravel())
        image.filepath_raw, image.file_format = str(folder / f"wall {index}.png"), "PNG"
        image.save()
        bpy.data.images.remove(image)


def the_panel_takes_a_folder() -> window.Step:
    bpy.ops.extensions.package_install_files(
        filepath=os.environ["ARTML_GUI_ZIP"], repo="user_default", enable_on_install=True
    )
    os.environ["ARTML_ENGINE_PYTHON"] = os.environ["ARTML_GUI_TORCH_PYTHON"]
    os.environ["ARTML_HOME"] = str(window.OUTPUT / "home")
    write_photos(window.OUTPUT / "walls")
    settings().photos_folder, settings().model_name = str(window.OUTPUT / "walls"), NAME
    settings().training_category, settings().training_minutes = "brick", 20.0
    for name in ("ARTML_PT_procedural", "ARTML_PT_bake"):  # to have room for the open panel
        bpy.utils.unregister_class(getattr(bpy.types, name))
    panel = bpy.types.ARTML_PT_train
    bpy.utils.unregister_class(panel)
    panel.bl_options = set()
    bpy.utils.register_class(panel)
    yield from window.open_tab("ArtML")
    yield from window.leave_panel()
    yield from window.photograph("t1_panel")


def it_trains_beside_blender() -> window.Step:
    yield from window.click(*(yield from window.find_button(TRAIN)))
    assert training().running, f"nothing began: {training().status}"
    pulse = window.Pulse()
    yield from window.wait(lambda: "Training" in training().status, 120, "the first step")
    yield from window.wait(lambda: bpy.ops.artml.show_samples.poll(), 300, "the first samples")
    print(f"longest wait of the interface while a model trained: {pulse.stop():.3f} s", flush=True)
    bpy.ops.artml.show_samples()
    yield 3.0
    yield from window.photograph("t2_training")
    assert training().running
    assert f"{NAME} samples" in bpy.data.images
    assert pulse.longest < LONGEST_GAP, f"the interface did not answer for {pulse.longest:.2f} s"


def it_is_paused_and_keeps_the_best() -> window.Step:
    bpy.ops.artml.pause_training()
    yield from window.wait(lambda: not training().running, 90, "the end of the paused training")
    assert training().status.startswith(f"Choose {NAME}"), training().status
    yield from window.photograph("t3_paused")


def it_goes_on_where_it_was() -> window.Step:
    bpy.ops.artml.train_from_photos()
    yield from window.wait(lambda: "Training" in training().status, 120, "going on")
    bpy.ops.artml.pause_training()
    yield from window.wait(lambda: not training().running, 90, "the end of the second part")
    assert training().status.startswith(f"Choose {NAME}"), training().status


def its_model_generates() -> window.Step:
    settings().model = NAME
    with bpy.context.temp_override(window=window.window(), area=window.area(), region=window.region("UI")):
        bpy.ops.artml.generate_texture("INVOKE_DEFAULT")
    yield from window.wait(
        lambda: cube().active_material and "artml_recipe" in cube().active_material, 90, "a material"
    )
    recipe = json.loads(cube().active_material["artml_recipe"])
    assert recipe["model"] == NAME
    yield 1.0
    yield from window.photograph("t4_generated")


window.prepare()
window.run(
    [
        the_panel_takes_a_folder,
        it_trains_beside_blender,
        it_is_paused_and_keeps_the_best,
        it_goes_on_where_it_was,
        its_model_generates,
    ]
)
