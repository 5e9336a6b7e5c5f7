"""Bake with ArtML: an image material beside the one made of nodes, whatever the object and its pictures are."""

import json

import bpy
import numpy as np
import procedural_materials
import pytest

pytest.register_assert_rewrite("baking")  # else a helper that fails says little
from baking import bake, images_of, pixels, show_in_color

pytest_plugins = ["baking"]

MAPS = {"base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion"}


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
