"""The main job inside Blender: Generate puts a whole, correctly wired material on the selected objects."""

import json
import subprocess

import bpy
import numpy as np
import pytest

MAPS = {"base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion"}
NON_COLOR = MAPS - {"base_color"}


def images_of(material) -> dict[str, bpy.types.Image]:
    return {node.label: node.image for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"}


def node(material, idname: str):
    return next(node for node in material.node_tree.nodes if node.bl_idname == idname and not node.label)


def pixels(image) -> np.ndarray:
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(image.size[1], image.size[0], 4)


def cube_material():
    return bpy.data.objects["Cube"].active_material


@pytest.fixture
def material(scene):
    assert bpy.ops.artml.generate_texture() == {"FINISHED"}
    return cube_material()


def test_what_the_panel_says_is_asked_for(scene, asked):
    scene.artml.category, scene.artml.seed, scene.artml.variation, scene.artml.grain = "wood", 3, 0.5, 0.25

    request = asked(bpy.ops.artml.generate_texture)

    assert (request.category, request.seed, request.variation, request.grain) == ("wood", 3, 0.5, 0.25)


def test_every_map_is_a_packed_image_in_its_color_space(material):
    images = images_of(material)

    assert images.keys() == MAPS
    for name, image in images.items():
        assert tuple(image.size) == (128, 128)
        assert image.packed_file is not None
        assert image.colorspace_settings.name == ("Non-Color" if name in NON_COLOR else "sRGB")
        assert image.is_float == (name == "height")


def test_the_maps_are_wired_once(material):
    principled, output = node(material, "ShaderNodeBsdfPrincipled"), node(material, "ShaderNodeOutputMaterial")

    def source(socket):
        return socket.links[0].from_node

    assert source(principled.inputs["Base Color"]).label == "base_color"
    assert source(principled.inputs["Roughness"]).label == "roughness"
    assert source(principled.inputs["Metallic"]).label == "metallic"
    assert source(source(principled.inputs["Normal"]).inputs["Color"]).label == "normal"
    assert source(source(output.inputs["Displacement"]).inputs["Height"]).label == "height"
    assert material.displacement_method == "BUMP"
    assert not material.node_tree.get_output_node("EEVEE").inputs["Displacement"].is_linked
    assert material.node_tree.get_output_node("CYCLES") == output


def test_true_displacement_leaves_out_the_normal_map_and_subdivides(scene):
    scene.artml.use_true_displacement = True

    bpy.ops.artml.generate_texture()

    material = cube_material()
    assert material.displacement_method == "DISPLACEMENT"
    assert not node(material, "ShaderNodeBsdfPrincipled").inputs["Normal"].is_linked
    assert [modifier.type for modifier in bpy.data.objects["Cube"].modifiers] == ["SUBSURF"]
    displacement = node(material, "ShaderNodeDisplacement")
    assert displacement.inputs["Midlevel"].default_value == 0.5
    assert displacement.inputs["Scale"].default_value == pytest.approx(0.02 * scene.artml.tile_size)


def test_pixels_are_the_right_way_up_and_unchanged(material, room, tmp_path, torch_python):
    """Against the engine's own files of the same recipe, read by Pillow."""
    recipes, session = room("contract.recipes"), room("blender.session")
    request = recipes.recipe_from_text(material["artml_recipe"])
    list(session.submit(request, tmp_path).wait(120))
    code = (
        "import sys; from pathlib import Path; import numpy as np; from PIL import Image\n"
        "for path in Path(sys.argv[1]).glob('*.png'): np.save(path.with_suffix('.npy'), np.asarray(Image.open(path)))"
    )
    subprocess.run([torch_python, "-c", code, str(tmp_path)], check=True)

    for name, image in images_of(material).items():
        array = np.load(tmp_path / f"{name}.npy")
        expected = np.atleast_3d(array.astype(np.float32) / np.iinfo(array.dtype).max)
        shown = pixels(image)[::-1, :, : expected.shape[2]]
        assert np.abs(shown - expected).max() < 1e-4, name


def test_the_recipe_is_on_material_and_images_and_replays_to_the_same_pixels(material):
    first = {name: pixels(image) for name, image in images_of(material).items()}
    recipe = json.loads(material["artml_recipe"])

    assert recipe["task"] == "generate_texture"
    assert recipe["ingredients"]
    assert all(image["artml_recipe"] == material["artml_recipe"] for image in images_of(material).values())
    bpy.context.scene.artml.seed = 99
    assert bpy.ops.artml.replay_recipe() == {"FINISHED"}
    again = cube_material()
    assert again != material
    assert again["artml_recipe"] == material["artml_recipe"]
    for name, image in images_of(again).items():
        np.testing.assert_array_equal(pixels(image), first[name])


def test_a_saved_file_keeps_everything(material, tmp_path):
    name, before = material.name, pixels(images_of(material)["height"])
    path = str(tmp_path / "saved.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)

    reopened = bpy.data.materials[name]

    assert reopened["artml_recipe"]
    assert images_of(reopened).keys() == MAPS
    np.testing.assert_allclose(pixels(images_of(reopened)["height"]), before, atol=1e-6)


def test_every_selected_object_gets_it(scene):
    bpy.ops.mesh.primitive_plane_add()
    bpy.data.objects["Cube"].select_set(True)
    bpy.data.objects["Light"].select_set(True)

    bpy.ops.artml.generate_texture()

    assert bpy.data.objects["Plane"].active_material == cube_material() is not None


def test_only_the_active_slot_is_replaced(scene):
    cube = bpy.data.objects["Cube"]
    for name in ("A", "B"):
        cube.data.materials.append(bpy.data.materials.new(name))
    cube.active_material_index = 1

    bpy.ops.artml.generate_texture()

    assert cube.material_slots[0].material.name == "A"
    assert cube.material_slots[1].material.name.startswith("ArtML Brick")


def test_with_nothing_selected_the_material_is_made_and_kept(scene):
    bpy.ops.object.select_all(action="DESELECT")

    assert bpy.ops.artml.generate_texture() == {"FINISHED"}

    assert cube_material() is None
    (material,) = [material for material in bpy.data.materials if "artml_recipe" in material]
    assert material.use_fake_user


def test_an_object_without_uv_map_gets_box_projection(scene):
    bpy.data.objects["Cube"].data.uv_layers.remove(bpy.data.objects["Cube"].data.uv_layers[0])

    bpy.ops.artml.generate_texture()

    textures = [node for node in cube_material().node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"]
    assert {texture.projection for texture in textures} == {"BOX"}


def test_features_keep_their_size_whatever_the_picture_size(scene):
    """The default cube: a UV unit is 8 m wide (a face of 2 m covers a quarter of it)."""
    scene.artml.tile_size = 0.5
    for size, expected in (((128, 128), 64.0), ((512, 256), 16.0)):
        scene.artml.size = size
        bpy.ops.artml.generate_texture()

        scale = node(cube_material(), "ShaderNodeMapping").inputs["Scale"].default_value
        assert scale[0] == pytest.approx(expected, rel=1e-3)
        assert scale[1] == pytest.approx(expected * size[0] / size[1], rel=1e-3)


def test_undo_takes_the_material_away(scene):
    bpy.ops.ed.undo_push(message="before")

    bpy.ops.artml.generate_texture()
    bpy.ops.ed.undo_push(message="after")
    bpy.ops.ed.undo()

    assert cube_material() is None
    assert "UNDO" in bpy.ops.artml.generate_texture.bl_options
