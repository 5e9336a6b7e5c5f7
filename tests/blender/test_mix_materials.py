"""Mix: two picture materials as one, by nodes; what Cycles shows of it, its masks, and what cannot be mixed."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import bpy
import numpy as np
import pytest

pytest.register_assert_rewrite("baking")  # else a helper that fails says little
from baking import MODULE, bake, bake_error

pytest_plugins = ["baking"]

SIDE = 64


@pytest.fixture
def pair(scene):
    """The materials of two textures, unlike each other; the first is on the cube."""
    for category, seed in (("ground", 2), ("brick", 1)):
        scene.artml.category, scene.artml.seed = category, seed
        assert bpy.ops.artml.generate_texture() == {"FINISHED"}
        made = bpy.context.object.active_material
        mapping = next(node for node in made.node_tree.nodes if node.bl_idname == "ShaderNodeMapping")
        mapping.inputs["Scale"].default_value = (1.0, 1.0, 1.0)  # the whole picture on the whole UV square
        scene.artml.mix_material = scene.artml.mix_material or made
    return bpy.context.object.active_material, scene.artml.mix_material


def mix(mask: str, image: bpy.types.Image | None = None) -> bpy.types.Material:
    settings = bpy.context.scene.artml
    settings.mix_mask, settings.mix_image = mask, image
    assert bpy.ops.artml.mix_materials() == {"FINISHED"}
    return bpy.context.object.active_material


def group(material: bpy.types.Material, label: str = "Mix") -> bpy.types.Node:
    return [node for node in material.node_tree.nodes if node.label == label][-1]


def baked(material: bpy.types.Material, end: str = "Base Color") -> np.ndarray:
    """What Cycles shows of a material on a plane whose UV map is the whole square, [SIDE, SIDE, 3], linear."""
    bpy.ops.mesh.primitive_plane_add()
    plane, scene = bpy.context.object, bpy.context.scene
    plane.data.materials.append(material)
    tree = material.node_tree
    principled = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    source = principled.inputs[end].links[0].from_socket
    link = tree.links.new(source, principled.inputs["Emission Color"])
    principled.inputs["Emission Strength"].default_value = 1.0
    target = tree.nodes.new("ShaderNodeTexImage")
    target.image = bpy.data.images.new("Bake", SIDE, SIDE, float_buffer=True)
    active, tree.nodes.active = tree.nodes.active, target
    scene.render.engine, scene.cycles.samples = "CYCLES", 1
    bpy.ops.object.bake(type="EMIT")
    pixels = np.empty(SIDE * SIDE * 4, np.float32)
    target.image.pixels.foreach_get(pixels)
    tree.nodes.remove(target)
    tree.links.remove(link)
    tree.nodes.active = active
    bpy.data.objects.remove(plane)
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    return pixels.reshape(SIDE, SIDE, 4)[..., :3]


def apart(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first - second).mean())


def test_amount_leads_from_one_material_to_the_other(pair):
    mixed = mix("MORPH")
    wanted = {end: [baked(material, end) for material in pair] for end in ("Base Color", "Roughness")}

    assert mixed not in pair
    for end, (first, second) in wanted.items():
        for amount, whole in ((0.0, first), (1.0, second)):
            group(mixed).inputs["Amount"].default_value = amount
            assert apart(baked(mixed, end), whole) < 0.02 * apart(first, second), (end, amount)
    assert [socket.name for socket in group(mixed).inputs if not socket.is_linked] == [
        "Mask", "Amount", "Follow Height", "Softness",
    ]  # fmt: skip


def test_on_the_way_there_are_patches_of_both_and_hardly_a_ghost(pair):
    """With the first one black and the second one white, what is shown is the second one's share."""
    for material, grey in zip(pair, (0.0, 1.0), strict=True):
        image = group(material, "base_color").image
        image.pixels.foreach_set([grey, grey, grey, 1.0] * (image.size[0] * image.size[1]))
        image.update()
    mixed = mix("MORPH")
    sliders, low, high = group(mixed).inputs, 0.0, 1.0
    sliders["Softness"].default_value, sliders["Follow Height"].default_value = 0.0, 1.0
    for _ in range(8):  # to where about half of it has changed over
        sliders["Amount"].default_value = (low + high) / 2.0
        share = baked(mixed)[..., 0]
        low, high = ((low + high) / 2.0, high) if share.mean() < 0.5 else (low, (low + high) / 2.0)

    assert 0.3 < share.mean() < 0.7
    assert ((share < 0.05) | (share > 0.95)).mean() > 0.85


def test_a_painted_mask_starts_black_and_is_white_where_painted(pair):
    mixed = mix("PAINTED")
    cube = bpy.data.objects["Cube"]
    colors = cube.data.color_attributes.active_color

    assert colors.name == "ArtML Mix"
    assert [tuple(each.color) for each in colors.data] == [(0.0, 0.0, 0.0, 1.0)] * len(cube.data.loops)
    assert group(mixed).inputs["Amount"].default_value == 1.0
    attribute = group(mixed).inputs["Mask"].links[0].from_node
    assert (attribute.bl_idname, attribute.attribute_name) == ("ShaderNodeAttribute", colors.name)
    assert apart(baked(mixed), baked(pair[0])) < 1e-3  # the plane has no such colours: black

    colors.data[0].color = (1.0, 1.0, 1.0, 1.0)
    bpy.context.scene.artml.mix_material = pair[1]
    mix("PAINTED")  # what was painted stays
    assert tuple(cube.data.color_attributes["ArtML Mix"].data[0].color) == (1.0, 1.0, 1.0, 1.0)


def test_an_image_is_a_mask(pair):
    image = bpy.data.images.new("Halves", 2, 1)
    image.colorspace_settings.name = "Non-Color"
    image.pixels = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    mixed = mix("IMAGE", image)
    group(mixed).inputs["Mask"].links[0].from_node.interpolation = "Closest"
    below, over, shown = (baked(material) for material in (*pair, mixed))

    assert apart(shown[:, :30], below[:, :30]) < 1e-3
    assert apart(shown[:, 34:], over[:, 34:]) < 1e-3


@pytest.mark.parametrize("mask", ["LOW", "HIGH", "ABOVE", "PATCHES"])
def test_masks_of_nodes_cover_as_much_as_they_say(pair, room, mask):
    mixed = mix(mask)
    where = group(mixed, group(mixed).inputs["Mask"].links[0].from_node.label)
    below, over = (baked(material) for material in pair)

    assert list(room("blender.procedural").adjustable_nodes(mixed)) == [group(mixed), where]
    shown = []
    for amount in (0.0, 0.5, 1.0):
        where.inputs["Amount"].default_value = amount
        shown.append(apart(baked(mixed), below))
    assert shown[0] < 1e-3
    assert shown[0] <= shown[1] <= shown[2] + 1e-6
    assert shown[2] == pytest.approx(apart(over, below), rel=0.02)


def test_a_mix_can_be_mixed_again_and_keeps_what_was_below(pair):
    scene, mixed = bpy.context.scene, mix("MORPH")
    group(mixed).inputs["Amount"].default_value = 0.0
    again = mix("MORPH")
    group(again).inputs["Amount"].default_value = 0.0

    assert apart(baked(again), baked(pair[0])) < 1e-3
    assert again.node_tree != mixed.node_tree
    assert "artml_recipe" not in again
    scene.artml.mix_material = again
    with pytest.raises(RuntimeError, match="cannot be put over another"):
        bpy.ops.artml.mix_materials()


@pytest.mark.parametrize("mask", ["MORPH", "LOW"])
def test_a_mix_can_be_baked_to_plain_maps(pair, set_size, torch_python, mask):
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    set_size(SIDE, SIDE)
    mixed = mix(mask)
    made = bake()
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""

    wanted = baked(mixed)
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    assert apart(baked(made), wanted) < 0.15 * apart(baked(pair[0]), baked(pair[1]))


def test_a_painted_mix_is_not_baked_and_said_so(pair, set_size, torch_python):
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    set_size(SIDE, SIDE)
    mix("PAINTED")
    text = bake_error()
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""
    assert "Attribute" in text


def test_the_second_material_keeps_its_size(pair):
    mapping = next(node for node in pair[1].node_tree.nodes if node.bl_idname == "ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = (3.0, 5.0, 1.0)
    mixed = mix("MORPH")

    scales = [node.inputs["Scale"].default_value[:2] for node in mixed.node_tree.nodes if node.type == "MAPPING"]
    assert (3.0, 5.0) in [tuple(scale) for scale in scales]
    assert len(scales) == 2


def test_what_cannot_be_mixed_is_one_sentence(pair, room):
    settings = bpy.context.scene.artml
    settings.mix_mask, settings.mix_image = "IMAGE", None
    with pytest.raises(RuntimeError, match="Choose an image for the mask first"):
        bpy.ops.artml.mix_materials()
    settings.mix_material.node_tree.nodes.remove(group(settings.mix_material, "height"))
    with pytest.raises(RuntimeError, match="cannot be put over another"):
        bpy.ops.artml.mix_materials()
    settings.mix_material = None
    assert not bpy.ops.artml.mix_materials.poll()
    bpy.context.object.active_material = None
    assert not bpy.ops.artml.mix_materials.poll()
    assert len([material for material in bpy.data.materials if "+" in material.name]) == 0


@pytest.mark.parametrize("rebuilt", ["a node between", "other coordinates"])
def test_a_second_material_that_was_rebuilt_is_refused(pair, rebuilt):
    tree = pair[1].node_tree
    if rebuilt == "a node between":
        between = tree.nodes.new("ShaderNodeHueSaturation")
        end = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled").inputs["Base Color"]
        tree.links.new(end.links[0].from_socket, between.inputs["Color"])
        tree.links.new(between.outputs["Color"], end)
    else:
        mapping = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeMapping")
        tree.links.new(tree.nodes.new("ShaderNodeUVMap").outputs["UV"], mapping.inputs["Vector"])
    materials = len(bpy.data.materials)

    with pytest.raises(RuntimeError, match="cannot be put over another"):
        bpy.ops.artml.mix_materials()
    assert len(bpy.data.materials) == materials


@pytest.mark.parametrize(
    ("mask", "sliders"),
    [
        ("MORPH", {"Amount", "Follow Height", "Softness"}),
        ("PAINTED", {"Amount", "Follow Height", "Softness"}),
        ("LOW", {"Amount", "Follow Height", "Softness", "Breakup", "Breakup Scale", "Seed"}),
    ],
)
def test_the_panel_shows_the_settings_and_the_mixs_sliders(pair, room, mask, sliders):
    mix(mask)
    layout = MagicMock()
    layout.panel.return_value = layout, layout
    layout.column.return_value = layout
    panel = room("blender.mix_panel").ARTML_PT_mix

    panel.draw(SimpleNamespace(layout=layout), bpy.context)

    assert panel.poll(bpy.context)
    shown = [call.args[1] for call in layout.prop.call_args_list if call.args[1] != "default_value"]
    assert shown == ["mix_material", "mix_mask"]
    named = {call.kwargs["text"] for call in layout.prop.call_args_list if call.args[1] == "default_value"}
    assert named == sliders
    buttons = [call.args[0] for call in layout.operator.call_args_list]
    assert buttons == ["artml.mix_materials", *(["paint.vertex_paint_toggle"] if mask == "PAINTED" else [])]


def test_a_coarse_mesh_is_said_to_be_coarse(pair, room):
    cube = bpy.data.objects["Cube"]
    assert not room("blender.mix_materials").make_paintable(cube.data)
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=20, y_subdivisions=20)
    assert room("blender.mix_materials").make_paintable(bpy.context.object.data)
