"""Bake with ArtML: one sentence for whatever cannot be baked, or only in part, and nothing half-made."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

pytest.register_assert_rewrite("baking")  # else a helper that fails says little
from baking import bake, bake_error, show_in_color

pytest_plugins = ["baking"]


def test_without_an_object_or_material_the_button_is_grey_and_says_why(cube):
    cube.data.materials.clear()
    assert "Select an object that has a material" in bake_error()

    bpy.context.view_layer.objects.active = None
    assert "Select an object that has a material" in bake_error()


def test_nodes_that_cannot_be_baked_are_named_once(cube):
    for idname, output, settings in (
        ("ShaderNodeTexSky", "Color", {}),
        ("ShaderNodeAttribute", "Color", {"attribute_name": "dirt"}),
    ):
        show_in_color(cube.active_material, idname, output, **settings)
        text = bake_error()
        assert text.startswith("ArtML cannot bake these nodes of 'Plaster' yet: ")
    assert "'dirt'" in text


@pytest.mark.parametrize(
    ("removed", "words"),
    [
        (lambda node: True, "has no nodes"),
        (lambda node: node.bl_idname == "ShaderNodeOutputMaterial", "has no Material Output"),
        (lambda node: node.bl_idname == "ShaderNodeBsdfPrincipled", "Nothing is linked to the Surface"),
    ],
)
def test_a_material_without_what_it_needs_is_one_sentence(cube, removed, words):
    nodes = cube.active_material.node_tree.nodes
    for node in [node for node in nodes if removed(node)]:
        nodes.remove(node)

    assert words in bake_error()


def test_a_grease_pencil_material_is_one_sentence(cube):
    material = bpy.data.materials.new("Stroke")
    bpy.data.materials.create_gpencil_data(material)
    cube.data.materials[0] = material

    assert "'Stroke' is not one of a surface" in bake_error()


def test_a_missing_picture_is_named_with_its_node(cube, tmp_path):
    image = bpy.data.images.new("Stain", 8, 8)
    image.source, image.filepath = "FILE", str(tmp_path / "stain.png")
    show_in_color(cube.active_material, "ShaderNodeTexImage", "Color", image=image)

    text = bake_error()

    assert "'Stain'" in text
    assert "stain.png" in text


def test_what_no_map_can_show_is_said(cube):
    nodes = cube.active_material.node_tree.nodes
    principled = next(node for node in nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    principled.inputs["Emission Strength"].default_value = 2.0
    principled.inputs["Transmission Weight"].default_value = 1.0

    bake()

    assert "No map can show" in bpy.context.window_manager.artml_job.status


def test_without_pytorch_the_user_reads_what_to_press(cube, room, monkeypatch, tmp_path):
    """The zip's wheels on a Python of the same version that has nothing else."""
    session, python = room("blender.session"), room("client.python")
    (packages,) = Path(bpy.utils.resource_path("USER")).glob("extensions/.local/lib/python*/site-packages")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path)], check=True)
    bare = python.EnginePython(tmp_path / "bin" / "python", packages)
    monkeypatch.setattr(session, "engine_python", lambda _: bare)

    assert "press Set Up PyTorch" in bake_error()


def test_a_second_click_while_busy_says_so(cube, room):
    session = room("blender.session")
    session.set_current_job(SimpleNamespace())
    try:
        assert bpy.ops.artml.bake_material() == {"CANCELLED"}
    finally:
        session.set_current_job(None)


def test_cancelling_makes_nothing(cube, room, set_size):
    session, materials = room("blender.session"), len(bpy.data.materials)
    set_size(2048, 2048)
    user = threading.Thread(target=lambda: (wait_for_a_job(session), session.cancel()))
    user.start()

    assert bpy.ops.artml.bake_material() == {"CANCELLED"}

    user.join()
    assert len(bpy.data.materials) == materials
    assert bpy.context.window_manager.artml_job.status == "Cancelled"


def wait_for_a_job(session) -> None:
    deadline = time.monotonic() + 20
    while session.current_job is None and time.monotonic() < deadline:
        time.sleep(0.01)
