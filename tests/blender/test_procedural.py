"""Procedural families in Blender: materials of native nodes, their sliders, presets, layers, and what may go wrong."""

import bpy
import pytest

FAMILY = "brick_wall"


@pytest.fixture
def families(scene, room):
    return room("families").FAMILIES


@pytest.fixture
def procedural(scene, room):
    return room("blender.procedural")


@pytest.fixture
def presets(scene, room, tmp_path, monkeypatch):
    monkeypatch.setenv("ARTML_HOME", str(tmp_path))
    return room("blender.presets")


def add(family: str = FAMILY) -> bpy.types.Material:
    bpy.context.scene.artml.family = family
    assert bpy.ops.artml.add_procedural() == {"FINISHED"}
    return bpy.context.object.active_material


def sliders(procedural) -> dict:
    node = procedural.active_family_node(bpy.context)
    return procedural.read_sliders(node, procedural.family_of(node))


def same(given: dict, expected: dict) -> bool:
    return given.keys() == expected.keys() and all(given[name] == pytest.approx(expected[name]) for name in given)


def test_every_family_makes_a_material_with_its_sliders_and_uses_its_group_again(families, procedural):
    for family in families.values():
        first = add(family.name)
        assert same(sliders(procedural), family.defaults()), family.name
        second = add(family.name)

        groups = {next(procedural.family_nodes(material)).node_tree for material in (first, second)}
        assert len(groups) == 1, family.name
        assert bpy.context.object.active_material == second


def test_what_is_dragged_changes_the_material_alone(families, procedural):
    first, second = add(), add()
    procedural.write_sliders(next(procedural.family_nodes(second)), {"Rows": 20.0})

    assert next(procedural.family_nodes(first)).inputs["Rows"].default_value == families[FAMILY].defaults()["Rows"]


def test_a_slider_has_its_range_its_tip_and_its_panel(families, procedural):
    add()
    tree = procedural.active_family_node(bpy.context).node_tree
    items = {
        item.name: item for item in tree.interface.items_tree if item.item_type == "SOCKET" and item.in_out == "INPUT"
    }

    for slider in families[FAMILY].sliders.values():
        item = items[slider.name]
        assert item.description == slider.tip
        assert item.parent.name == slider.panel
        if not slider.is_color:
            assert (item.min_value, item.max_value) == pytest.approx((slider.minimum, slider.maximum))


def test_surprise_me_is_the_same_for_the_same_seed_and_stays_within_limits(families, procedural):
    add()
    found = []
    for seed in (5, 5, 6):
        assert bpy.ops.artml.surprise(seed=seed) == {"FINISHED"}
        found.append(sliders(procedural))

    assert found[0] == found[1] != found[2]
    for name, slider in families[FAMILY].sliders.items():
        if not slider.is_color:
            assert slider.minimum <= found[0][name] <= slider.maximum
    bpy.ops.artml.reset_sliders()
    assert same(sliders(procedural), families[FAMILY].defaults())


def test_a_preset_comes_back_as_it_was_saved(families, procedural, presets):
    add()
    bpy.ops.artml.surprise(seed=7)
    before = sliders(procedural)

    assert bpy.ops.artml.save_preset(preset="Häuser am Hafen") == {"FINISHED"}
    bpy.ops.artml.reset_sliders()
    assert presets.preset_names(families[FAMILY]) == ["Häuser am Hafen"]
    assert bpy.ops.artml.apply_preset(preset="Häuser am Hafen") == {"FINISHED"}

    assert same(sliders(procedural), before)
    bpy.ops.artml.remove_preset(preset="Häuser am Hafen")
    assert presets.preset_names(families[FAMILY]) == []


def test_the_presets_that_come_with_the_families_apply(families, procedural, presets):
    for family in families.values():
        add(family.name)
        for name, values in family.presets.items():
            assert bpy.ops.artml.apply_preset(preset=name) == {"FINISHED"}
            assert same(sliders(procedural), {**family.defaults(), **values}), f"{family.name}: {name}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"artml_preset": 2, "family": "brick_wall", "settings": {}}', "newer ArtML"),
        ('{"artml_preset": 1, "family": "marble", "settings": {}}', "another family"),
        ('{"artml_preset": 1, "family": "brick_wall", "settings": {"Rows": "many"}}', "must be a number"),
        ('{"artml_preset": 1, "family": "brick_wall", "settings": {"Cheese": 1}}', "no slider"),
        ('{"artml_preset": 1, "family": "brick_wall", "settings": {"Rows": 1' + "0" * 400 + "}}", "must be a number"),
        ('{"artml_preset": 1', "not valid JSON"),
        ("[]", "not a preset"),
    ],
)
def test_a_preset_that_cannot_be_used_is_refused_and_changes_nothing(families, procedural, presets, text, sentence):
    add()
    folder = presets.home() / "presets" / FAMILY
    folder.mkdir(parents=True)
    (folder / "Given.json").write_text(text)
    before = sliders(procedural)

    with pytest.raises(RuntimeError, match=sentence):
        bpy.ops.artml.apply_preset(preset="Given")

    assert sliders(procedural) == before


@pytest.mark.parametrize("name", ["", "..", "nul", "COM1.b", "../../up", "a/b", "a\nb", "x" * 99])
def test_a_preset_cannot_be_called_so(families, presets, name):
    add()
    with pytest.raises(RuntimeError, match="name"):
        bpy.ops.artml.save_preset(preset=name)


def test_every_number_is_limited_before_it_is_used(families, procedural):
    """That nonsense then shows the same pixels as the limit is tests/families' to say."""
    add()
    tree = procedural.active_family_node(bpy.context).node_tree
    numbers = [slider for slider in families[FAMILY].sliders.values() if not slider.is_color]

    limited = {
        link.from_socket.name
        for link in tree.links
        if link.from_node.bl_idname == "NodeGroupInput"
        and link.to_node.bl_idname in ("ShaderNodeClamp", "ShaderNodeMath")
    }
    assert {slider.name for slider in numbers} <= limited


@pytest.mark.parametrize("mask", ["LOW", "HIGH", "EDGES", "ABOVE", "PATCHES"])
def test_a_layer_goes_over_what_was_there(families, procedural, mask):
    material = add()
    bpy.context.scene.artml.family = sorted(families)[0]
    assert bpy.ops.artml.add_layer(mask=mask) == {"FINISHED"}
    assert bpy.ops.artml.add_layer(mask=mask) == {"FINISHED"}  # on the layer

    tree = material.node_tree
    principled = tree.nodes["Principled BSDF"]
    top = principled.inputs["Base Color"].links[0].from_node
    below = top.inputs["A Base Color"].links[0].from_node
    assert below.inputs["A Base Color"].links[0].from_node == tree.nodes["Family"]
    assert tree.nodes["Relief"].inputs["Height"].links[0].from_node == top
    assert top.inputs["Mask"].links[0].from_node != below.inputs["Mask"].links[0].from_node
    assert len(list(procedural.family_nodes(material))) == 3


def test_true_displacement_moves_the_surface_and_has_no_bump(families):
    assert bpy.ops.artml.add_procedural(family=FAMILY, use_true_displacement=True) == {"FINISHED"}

    cube = bpy.context.object
    tree = cube.active_material.node_tree
    assert cube.active_material.displacement_method == "DISPLACEMENT"
    assert not tree.nodes["Principled BSDF"].inputs["Normal"].is_linked
    assert tree.nodes["Material Output"].inputs["Displacement"].is_linked
    assert any(modifier.type == "SUBSURF" for modifier in cube.modifiers)


def test_the_button_works_before_a_family_was_chosen(families):
    assert bpy.context.scene.artml.family == FAMILY
    assert bpy.ops.artml.add_procedural() == {"FINISHED"}


def test_presets_and_chance_are_of_the_section_whose_button_was_pressed(families, procedural):
    material = add()
    bpy.context.scene.artml.family = "moss"
    bpy.ops.artml.add_layer(mask="LOW")
    below, above = procedural.family_nodes(material)
    before = procedural.read_sliders(above, families["moss"])

    assert bpy.ops.artml.surprise(seed=3, node=below.name) == {"FINISHED"}
    assert not same(procedural.read_sliders(below, families[FAMILY]), families[FAMILY].defaults())
    assert procedural.read_sliders(above, families["moss"]) == before
    assert bpy.ops.artml.apply_preset(preset="Old Red", node=below.name) == {"FINISHED"}


def test_a_layer_keeps_the_size_of_its_own_features(families, procedural):
    material = add("concrete")
    bpy.context.scene.artml.family = "cork"
    bpy.ops.artml.add_layer(mask="HIGH")
    *_, above = procedural.family_nodes(material)

    wanted = round(families["concrete"].tile_size / families["cork"].tile_size)
    assert tuple(procedural.mapping_of(above).inputs["Scale"].default_value)[:2] == (wanted, wanted)


def test_a_group_that_the_artist_changed_is_left_to_him(families, procedural):
    first = next(procedural.family_nodes(add()))
    clamp = next(node for node in first.node_tree.nodes if node.bl_idname == "ShaderNodeClamp")
    first.node_tree.nodes.remove(clamp)

    second = next(procedural.family_nodes(add()))

    assert second.node_tree != first.node_tree
    assert any(node.bl_idname == "ShaderNodeClamp" for node in second.node_tree.nodes)
    third = next(procedural.family_nodes(add()))
    assert third.node_tree == second.node_tree


def test_a_material_of_another_file_is_left_alone(families, procedural, tmp_path):
    add().use_fake_user = True
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "library.blend"), copy=True)
    with bpy.data.libraries.load(str(tmp_path / "library.blend"), link=True) as (there, here):
        here.materials = [name for name in there.materials if name.startswith("ArtML")]
    bpy.data.objects["Cube"].active_material = here.materials[0]
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]

    for operator in (bpy.ops.artml.surprise, bpy.ops.artml.reset_sliders, bpy.ops.artml.add_layer):
        assert not operator.poll()


def test_an_object_without_a_uv_map_is_named(families):
    bpy.ops.object.text_add()
    assert bpy.ops.artml.add_procedural() == {"FINISHED"}  # and warns
    assert bpy.context.object.active_material.name.startswith("ArtML")


def test_a_preset_does_not_hide_one_that_comes_with_the_family(families, presets):
    add()
    with pytest.raises(RuntimeError, match="comes with a preset"):
        bpy.ops.artml.save_preset(preset="Old Red")


def test_a_layer_needs_a_material_of_ours_as_it_was_built(families):
    material = add()
    tree = material.node_tree
    tree.links.remove(tree.nodes["Principled BSDF"].inputs["Base Color"].links[0])

    with pytest.raises(RuntimeError, match="no layer fits"):
        bpy.ops.artml.add_layer(mask="LOW", family=FAMILY)


def test_a_family_that_is_not_there_is_named(scene):
    with pytest.raises(RuntimeError, match="no family 'cheese'"):
        bpy.ops.artml.add_procedural(family="cheese")


def test_tiles_keep_their_size_on_the_object(families, procedural):
    bpy.ops.mesh.primitive_plane_add(size=8.0)
    material = add()

    scale = material.node_tree.nodes["Mapping"].inputs["Scale"].default_value
    assert tuple(scale)[:2] == pytest.approx([8.0 / families[FAMILY].tile_size] * 2)


def test_it_comes_back_from_a_saved_file(families, procedural, tmp_path):
    add()
    bpy.ops.artml.surprise(seed=3)
    before = sliders(procedural)
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]

    assert sliders(procedural) == before
    groups = len(bpy.data.node_groups)
    add()
    assert len(bpy.data.node_groups) == groups
