"""The doctor and the set-up as Blender's user meets them; the set-up itself is tested in tests/setup."""

import bpy
import pytest

WANTED = {"Blender", "Online", "PyTorch", "Folder", "Engine", "System", "Weights", "Runtime", "Device", "Generation"}


def findings() -> dict[str, "bpy.types.PropertyGroup"]:
    return {item.subject: item for item in bpy.context.window_manager.artml_findings}


def test_the_doctor_finds_this_blender_healthy(scene):
    assert bpy.ops.artml.run_doctor() == {"FINISHED"}

    assert WANTED <= findings().keys()
    assert all(item.is_well for item in findings().values())
    assert bpy.app.version_string in findings()["Blender"].text


def test_the_doctor_is_told_when_the_engine_does_not_even_start(scene, room, tmp_path, monkeypatch):
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 3\n")
    bare.chmod(0o755)
    monkeypatch.setenv("ARTML_ENGINE_PYTHON", str(bare))

    with pytest.raises(RuntimeError, match="exit status 3"):
        bpy.ops.artml.run_doctor()

    assert "exit status 3" in bpy.context.window_manager.artml_setup.status


def test_an_unfinished_set_up_is_red_with_its_next_step(scene, room):
    places = room("setup.places")
    places.environment().mkdir(parents=True)

    bpy.ops.artml.run_doctor()

    places.environment().rmdir()
    assert not findings()["PyTorch"].is_well
    assert "Press Set Up PyTorch" in findings()["PyTorch"].next_step


def test_the_report_is_text_that_can_be_pasted(scene, room):
    bpy.ops.artml.run_doctor()

    text = room("blender.operators.run_doctor").report_text(bpy.context)

    assert "ok   Blender" in text
    assert "ok   Generation" in text


def test_offline_the_set_up_says_what_to_switch_on(scene):
    assert not bpy.app.online_access

    with pytest.raises(RuntimeError, match="Allow Online Access in Preferences > System"):
        bpy.ops.artml.set_up_pytorch()

    assert not bpy.context.window_manager.artml_setup.running


def test_a_set_up_that_fails_is_one_sentence_and_generating_goes_on(scene, tmp_path):
    with pytest.raises(RuntimeError) as raised:
        bpy.ops.artml.set_up_pytorch(wheels=str(tmp_path))

    assert "has no wheel of uv" in str(raised.value)
    assert "\n" not in str(raised.value).strip()
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}


def test_removing_says_what_it_freed(scene, room):
    home = room("setup.places").home()
    (home / "cache").mkdir(parents=True, exist_ok=True)
    (home / "cache" / "wheel").write_bytes(bytes(1000))

    assert bpy.ops.artml.remove_pytorch() == {"FINISHED"}

    assert "Removed PyTorch" in bpy.context.window_manager.artml_setup.status
    assert not (home / "cache").exists()


def test_the_command_line_does_the_same(scene, room, capsys):
    run = room("blender.command_line").run

    assert run(["setup"]) == 1
    assert run(["doctor"]) == 0

    said = capsys.readouterr().out
    assert "Allow Online Access" in said
    assert "ok   Generation" in said
    assert "Traceback" not in said
