"""Installing, enabling and disabling; and what the user reads when something is wrong."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import addon_utils
import bpy
import pytest

MODULE = "bl_ext.user_default.artml_blender"


def test_disabling_leaves_nothing_and_enabling_works_again(scene, room):
    bpy.ops.artml.generate_texture()
    engine = room("blender.session")._engine

    addon_utils.disable(MODULE)

    assert not engine.is_alive
    assert not [name for name in dir(bpy.types) if name.startswith("ARTML_")]
    assert not hasattr(bpy.types.Scene, "artml")
    assert not hasattr(bpy.types.WindowManager, "artml_job")
    addon_utils.enable(MODULE, default_set=True)
    assert bpy.ops.artml.randomize_seed() == {"FINISHED"}


def test_disabling_during_a_job_does_not_lock_the_add_on(scene, room):
    session, messages = room("blender.session"), room("contract.messages")
    session.set_current_job(session.submit(messages.GenerateTexture("brick", size=(2048, 2048))))
    bpy.context.window_manager.artml_job.running = True

    addon_utils.disable(MODULE)
    addon_utils.enable(MODULE, default_set=True)

    bpy.context.scene.artml.size = (64, 64)
    assert not bpy.context.window_manager.artml_job.running
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}


def test_a_second_job_waits_for_the_first(scene, room):
    session, messages = room("blender.session"), room("contract.messages")
    job = session.submit(messages.GenerateTexture("brick", size=(64, 64)))
    session.set_current_job(job)

    assert bpy.ops.artml.generate_texture() == {"CANCELLED"}

    assert isinstance(list(job.wait(60))[-1], messages.Finished)
    session.set_current_job(None)
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}


def test_cancelling_twice_ends_an_engine_that_does_not_listen(scene, room):
    session, messages = room("blender.session"), room("contract.messages")
    bpy.ops.artml.generate_texture()
    os.kill(session._engine._process.pid, signal.SIGSTOP)
    job = session.submit(messages.GenerateTexture("brick"))
    session.set_current_job(job)

    session.cancel()
    session.cancel()

    assert isinstance(list(job.wait(20))[-1], messages.Cancelled)
    session.set_current_job(None)
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}


def test_torch_never_enters_blenders_process(archive, tmp_path):
    """In a process of its own, since other tests may have imported torch into this one."""
    code = (
        "import bpy, sys, time\n"
        f"bpy.ops.extensions.package_install_files(filepath={str(archive)!r}, repo='user_default',"
        " enable_on_install=True)\n"
        "bpy.context.scene.artml.size = (64, 64)\n"
        "print(bpy.ops.artml.generate_texture())\n"
        "print('HEAVY', sorted({'torch', 'onnxruntime', 'safetensors'} & set(sys.modules)))\n"
        "print('LEFT', [m for m in sys.modules if m == 'artml_blender' or m.startswith('artml_blender.')])\n"
    )
    environment = {**os.environ, "BLENDER_USER_RESOURCES": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)

    assert "{'FINISHED'}" in done.stdout, done.stdout + done.stderr
    assert "HEAVY []" in done.stdout
    assert "LEFT []" in done.stdout


def test_the_dice_draws_another_seed(scene):
    seeds = set()
    for _ in range(4):
        bpy.ops.artml.randomize_seed()
        seeds.add(scene.artml.seed)

    assert len(seeds) == 4


def error_of(operator) -> str:
    """An operator that reports an error raises it in scripts."""
    with pytest.raises(RuntimeError) as raised:
        operator()
    return str(raised.value).removeprefix("Error: ").strip()


def test_where_no_wheel_fits_the_user_reads_what_to_press(scene, monkeypatch, room):
    """As on a Blender with a Python that the zip has no wheels for."""
    room("blender.session").close()
    monkeypatch.setattr(room("blender.light_runtime"), "find", lambda: None)

    text = error_of(bpy.ops.artml.generate_texture)

    assert "press Set Up PyTorch in Preferences > Add-ons > ArtML" in text
    assert "\n" not in text
    assert not bpy.context.window_manager.artml_job.running
    assert not bpy.data.objects["Cube"].material_slots


def test_the_preferences_python_is_used(scene, room, torch_python):
    preferences = bpy.context.preferences.addons[MODULE].preferences
    preferences.engine_python = torch_python

    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
    assert room("blender.session")._engine._process.args[0] == torch_python
    preferences.engine_python = ""


def test_the_zip_generates_alone(scene, room):
    """On this Python, which is Blender's; its wheels lie in Blender's own folder."""
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}

    command = room("blender.session")._engine._process.args
    assert command[0] == sys.executable
    assert "site-packages" in command[command.index("--light") + 1]


def test_a_device_that_needs_pytorch_says_how_to_get_it(scene, room):
    preferences = bpy.context.preferences.addons[MODULE].preferences
    preferences.device = "cuda"

    text = error_of(bpy.ops.artml.generate_texture)

    preferences.device = "auto"
    assert "The device cuda needs PyTorch: press Set Up PyTorch" in text


def test_a_python_without_torch_is_one_sentence_with_the_next_step(scene, monkeypatch, room, tmp_path):
    room("blender.session").close()
    bare = tmp_path / "bare python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    monkeypatch.setenv("ARTML_ENGINE_PYTHON", str(bare / "bin" / "python"))

    text = error_of(bpy.ops.artml.generate_texture)

    assert "lacks torch" in text
    assert "pip install" in text
    assert "\n" not in text


def test_after_the_engine_is_killed_the_next_click_works(scene, room):
    bpy.ops.artml.generate_texture()
    engine = room("blender.session")._engine
    os.kill(engine._process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while engine.is_alive and time.monotonic() < deadline:
        time.sleep(0.05)

    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
    assert bpy.data.objects["Cube"].active_material is not None


def test_a_tampered_recipe_is_one_sentence_and_changes_nothing(scene):
    material = bpy.data.materials.new("old")
    material["artml_recipe"] = '{"task": "generate_texture", "category": "cheese"}'
    bpy.data.objects["Cube"].active_material = material

    text = error_of(bpy.ops.artml.replay_recipe)

    assert "Unknown category 'cheese'" in text
    assert bpy.data.objects["Cube"].active_material == material


def test_replay_asks_for_a_material_of_ours(scene):
    assert "whose active material ArtML made" in error_of(bpy.ops.artml.replay_recipe)


def test_weights_that_were_tampered_with_are_named(scene, room):
    room("blender.session").close()
    weights = Path(room("blender.session").__file__).parents[1] / "models" / "weights" / "material_decoder.onnx"
    whole = weights.read_bytes()
    try:
        weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        text = error_of(bpy.ops.artml.generate_texture)
    finally:
        weights.write_bytes(whole)
        room("blender.session").close()

    assert "material_decoder.onnx are not the ones ArtML shipped" in text
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
