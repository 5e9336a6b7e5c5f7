"""Bake with ArtML: an image material beside the one made of nodes, and a sentence for whatever cannot be baked."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import procedural_materials
import pytest

MODULE = "bl_ext.user_default.artml_blender"
MAPS = {"base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion"}


@pytest.fixture
def set_size(room, monkeypatch):
    """Bake at another width and height than the panel offers; do `meanwhile` when the request is on its way."""
    make = room("blender.bake_request").make_bake_request
    operator = room("blender.operators.bake_material")

    def set_size(width: int, height: int, meanwhile=lambda: None) -> None:
        def make_small(material, targets, _):
            request = make(material, targets, (width, height))
            meanwhile()
            return request

        monkeypatch.setattr(operator, "make_bake_request", make_small)

    return set_size


@pytest.fixture
def cube(scene, set_size, torch_python):
    """The default cube with a small procedural material; small maps, and an engine with PyTorch."""
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    set_size(96, 64)
    cube = bpy.data.objects["Cube"]
    cube.data.materials.append(procedural_materials.plaster())
    yield cube
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""


def bake_error() -> str:
    """What the operator reports as an error, and with it that nothing was made."""
    materials, images = len(bpy.data.materials), len(bpy.data.images)
    with pytest.raises(RuntimeError) as raised:
        bpy.ops.artml.bake_material()
    text = str(raised.value).removeprefix("Error: ").strip()
    assert "\n" not in text
    assert not bpy.context.window_manager.artml_job.running
    assert (len(bpy.data.materials), len(bpy.data.images)) == (materials, images)
    return text


def bake():
    """Press the button; the material that it makes."""
    before = set(bpy.data.materials)
    assert bpy.ops.artml.bake_material() == {"FINISHED"}
    (made,) = set(bpy.data.materials) - before
    return made


def images_of(material) -> dict[str, bpy.types.Image]:
    return {node.label: node.image for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"}


def pixels(image) -> np.ndarray:
    """[H, W, 4], the top row first."""
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(image.size[1], image.size[0], 4)[::-1]


def show_in_color(material, idname: str, output: str, **settings):
    """Link a new node to the Base Color, so that the result depends on it."""
    tree = material.node_tree
    node = tree.nodes.new(idname)
    for name, value in settings.items():
        setattr(node, name, value)
    principled = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    tree.links.new(node.outputs[output], principled.inputs["Base Color"])
    return node


def test_the_baked_material_comes_beside_the_old_one(cube):
    old = cube.active_material

    made = bake()

    assert made.name == "Plaster (baked)"
    assert cube.active_material == old
    assert made.use_fake_user
    assert images_of(made).keys() == MAPS
    assert all(tuple(image.size) == (96, 64) and image.packed_file for image in images_of(made).values())
    status = bpy.context.window_manager.artml_job.status
    assert "Made 'Plaster (baked)' beside 'Plaster'" in status
    mapping = next(node for node in made.node_tree.nodes if node.bl_idname == "ShaderNodeMapping")
    assert tuple(mapping.inputs["Scale"].default_value) == pytest.approx((1.0, 1.0, 1.0))
    for name in ("base_color", "normal", "height", "ambient_occlusion"):
        assert pixels(images_of(made)[name])[..., 0].std() > 0.001, name


def test_put_on_object_changes_the_slot_of_the_old_material_only(cube, scene):
    scene.artml.use_baked = True
    other = procedural_materials.tiles()
    cube.data.materials.append(other)

    made = bake()

    assert [slot.material for slot in cube.material_slots] == [made, other]
    assert not made.use_fake_user
    assert "Plaster" in bpy.data.materials


def test_what_is_renamed_or_chosen_while_it_bakes_does_not_matter(cube, scene, set_size):
    scene.artml.use_baked = True
    old, other = cube.active_material, procedural_materials.tiles()
    cube.data.materials.append(other)

    def go_on_working():
        old.name, cube.name, cube.active_material_index = "Stucco", "Wall", 1

    set_size(64, 64, go_on_working)
    made = bake()

    assert [slot.material for slot in cube.material_slots] == [made, other]


def test_what_is_deleted_or_replaced_while_it_bakes_leaves_the_new_material(cube, scene, set_size):
    scene.artml.use_baked = True
    other = procedural_materials.tiles()

    set_size(64, 64, lambda: cube.material_slots[0].__setattr__("material", other))
    assert bake().use_fake_user
    assert cube.active_material == other

    set_size(64, 64, lambda: bpy.data.objects.remove(cube))
    assert bake().use_fake_user
    assert "the object cannot be changed" in bpy.context.window_manager.artml_job.status


def test_a_curve_gets_it_from_its_sides(cube, scene):
    scene.artml.use_baked = True
    bpy.ops.curve.primitive_bezier_circle_add(radius=1.5)
    curve = bpy.context.object
    curve.data.materials.append(cube.active_material)

    made = bake()

    assert curve.active_material == made
    assert json.loads(made["artml_recipe"])["extent"] == pytest.approx([3.0, 3.0], rel=0.01)


def test_an_object_scaled_to_nothing_is_baked_all_the_same(cube):
    cube.scale = (1e-9, 1e-9, 1e-9)
    bpy.context.view_layer.update()

    assert images_of(bake()).keys() == MAPS


def test_a_second_bake_makes_a_second_material(cube):
    assert [bake().name, bake().name] == ["Plaster (baked)", "Plaster (baked).001"]


def test_undo_takes_the_new_material_away(cube, scene):
    scene.artml.use_baked = True
    bpy.ops.ed.undo_push(message="Before")
    bpy.ops.artml.bake_material("EXEC_DEFAULT", True)

    bpy.ops.ed.undo()

    assert "Plaster (baked)" not in bpy.data.materials
    assert bpy.data.objects["Cube"].active_material.name == "Plaster"


def test_in_edit_mode_it_works_as_well(cube, scene):
    scene.artml.use_baked = True
    bpy.ops.object.mode_set(mode="EDIT")

    made = bake()

    assert cube.mode == "EDIT"
    assert cube.active_material == made
    bpy.ops.object.mode_set(mode="OBJECT")


def test_without_a_uv_map_the_material_is_projected_from_its_sides(cube, scene):
    scene.artml.use_baked = True
    while cube.data.uv_layers:
        cube.data.uv_layers.remove(cube.data.uv_layers[0])

    made = bake()

    nodes = [node for node in made.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"]
    assert {node.projection for node in nodes} == {"BOX"}
    assert json.loads(made["artml_recipe"])["extent"] == [2.0, 2.0]


def test_without_an_object_or_material_the_button_is_grey_and_says_why(cube):
    cube.data.materials.clear()
    assert "Select an object that has a material" in bake_error()

    bpy.context.view_layer.objects.active = None
    assert "Select an object that has a material" in bake_error()


def test_a_linked_material_is_baked_and_a_linked_object_stays_as_it_is(cube, scene, tmp_path):
    library = tmp_path / "library.blend"
    bpy.data.libraries.write(str(library), {cube, procedural_materials.tiles()})
    with bpy.data.libraries.load(str(library), link=True) as (_, target):
        target.materials, target.objects = ["Checker Tiles"], ["Cube"]
    cube.data.materials[0] = target.materials[0]
    scene.artml.use_baked = True

    assert bake().name == "Checker Tiles (baked)"
    assert cube.active_material.name == "Checker Tiles (baked)"

    linked = target.objects[0]
    scene.collection.objects.link(linked)
    bpy.context.view_layer.objects.active = linked
    made = bake()
    assert linked.active_material.name == "Plaster"
    assert made.use_fake_user
    assert "the object cannot be changed" in bpy.context.window_manager.artml_job.status


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


@pytest.mark.parametrize("kind", ["on disk", "relative", "packed", "generated", "painted"])
def test_an_image_texture_comes_back_as_it_is(cube, kind, tmp_path):
    """A red and a green half, from wherever Blender holds the picture."""
    image = bpy.data.images.new("Halves", 64, 64)
    colors = np.zeros((64, 64, 4), np.float32)
    colors[:, :32], colors[:, 32:] = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0)
    if kind == "generated":
        image.generated_color = (1.0, 0.0, 0.0, 1.0)
    else:
        image.pixels.foreach_set(colors.ravel())
    if kind in ("on disk", "relative"):
        image.filepath_raw, image.file_format = str(tmp_path / "halves.png"), "PNG"
        image.save()
        image.source = "FILE"
    if kind == "relative":
        bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "scene.blend"))
        image = bpy.data.images["Halves"]
        image.filepath = "//halves.png"
    if kind == "packed":
        image.pack()
    cube = bpy.data.objects["Cube"]
    show_in_color(cube.active_material, "ShaderNodeTexImage", "Color", image=image)

    shown = pixels(images_of(bake())["base_color"])

    assert shown[32, 8, :3] == pytest.approx((1.0, 0.0, 0.0), abs=0.01)
    right = (1.0, 0.0, 0.0) if kind == "generated" else (0.0, 1.0, 0.0)
    assert shown[32, 88, :3] == pytest.approx(right, abs=0.01)


def test_what_no_map_can_show_is_said(cube):
    nodes = cube.active_material.node_tree.nodes
    principled = next(node for node in nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    principled.inputs["Emission Strength"].default_value = 2.0
    principled.inputs["Transmission Weight"].default_value = 1.0

    bake()

    assert "No map can show" in bpy.context.window_manager.artml_job.status


def test_the_recipe_on_a_baked_material_makes_it_again(cube, scene):
    scene.artml.use_baked = True
    first = bake()
    cube.active_material = first

    assert bpy.ops.artml.replay_recipe() == {"FINISHED"}

    again = cube.active_material
    assert again != first
    assert again["artml_recipe"] == first["artml_recipe"]
    for name, image in images_of(again).items():
        assert np.array_equal(pixels(image), pixels(images_of(first)[name])), name


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
