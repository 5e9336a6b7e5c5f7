"""Materials as graphs: what is read comes back the same, setting for setting and pixel for pixel."""

import json

import bpy
import numpy as np
import pytest

pytest.register_assert_rewrite("node_trees")  # else a helper that fails says little
from node_trees import add, baked, emitting, empty_material, link

pytest_plugins = ["node_trees"]

# Gabor is new in 4.3; the others are gone since 5.0
NOT_IN_EVERY_BLENDER = {
    "ShaderNodeTexGabor",
    "ShaderNodeSeparateRGB",
    "ShaderNodeCombineRGB",
    "ShaderNodeSeparateHSV",
    "ShaderNodeCombineHSV",
}


def fill(node, known) -> None:
    """Everything about the node that can be set, set to something else than its default."""
    for name, choices in known.items():
        here = {item.identifier for item in node.bl_rna.properties[name].enum_items} if choices else ()
        if usable := [choice for choice in choices or () if choice in here]:
            setattr(node, name, usable[-1])
        elif isinstance(getattr(node, name), bool):
            setattr(node, name, not getattr(node, name))
    sockets = [*node.inputs, *(node.outputs if node.bl_idname in ("ShaderNodeValue", "ShaderNodeRGB") else ())]
    for index, socket in enumerate(socket for socket in sockets if hasattr(socket, "default_value")):
        if isinstance(socket.default_value, float):
            socket.default_value = 0.07 * index + 0.03
        elif not isinstance(socket.default_value, bool | int | str):
            socket.default_value = [0.1 * part + 0.23 for part in range(len(socket.default_value))]


def test_every_supported_node_comes_back_with_every_setting(trees):
    material = empty_material()
    there = {name: spec for name, spec in trees.specs.SUPPORTED.items() if hasattr(bpy.types, name)}
    for index, (idname, spec) in enumerate(there.items()):
        node = add(material.node_tree, idname, location=(index * 31.5, -index * 7), width=163 + index)
        fill(node, {name: known for name, known in spec.settings.items() if name in node.bl_rna.properties})

    graph, again = trees.rebuilt(material)

    assert trees.read(again) == graph
    assert len(graph.tree.nodes) == len(again.node_tree.nodes) == len(there)
    assert set(trees.specs.SUPPORTED) - set(there) <= NOT_IN_EVERY_BLENDER
    assert trees.specs.unsupported(graph) == []


def test_the_names_are_those_of_blender(trees):
    renamed = {"Color": "RGB"}  # one node, from 5.0
    tree = empty_material().node_tree
    seen = 0
    for idname in dir(bpy.types):
        if idname.startswith(("ShaderNode", "Node")):
            try:
                node = tree.nodes.new(idname)
            except RuntimeError:
                continue
            seen += 1
            assert trees.specs.label(idname) == renamed.get(node.bl_label, node.bl_label)
    assert seen > 90


def rich_material():
    """Ramps, curves, groups in groups, reroutes, frames, mutes."""
    material = empty_material()
    tree = material.node_tree
    coordinates, mapping = add(tree, "ShaderNodeTexCoord"), add(tree, "ShaderNodeMapping", vector_type="TEXTURE")
    noise = add(tree, "ShaderNodeTexNoise", noise_dimensions="4D", name="Körner", label="Grain")
    mapping.inputs["Rotation"].default_value = (0.1, 0.2, 0.7)
    noise.inputs["W"].default_value, noise.inputs["Scale"].default_value = 1.75, 7.3
    noise.texture_mapping.scale, noise.texture_mapping.mapping_x = (1.0, 2.0, 1.0), "Y"
    ramp, curves = add(tree, "ShaderNodeValToRGB"), add(tree, "ShaderNodeRGBCurve", mute=True)
    set_ramp(ramp.color_ramp)
    reroute, uses = add(tree, "NodeReroute"), [add(tree, "ShaderNodeGroup", node_tree=None) for _ in range(2)]
    outer = outer_group()
    for use in uses:
        use.node_tree = outer
    uses[1].inputs["Steps"].default_value = 2.5
    link(tree, coordinates, "UV", mapping, "Vector")
    link(tree, mapping, "Vector", noise, "Vector")
    link(tree, noise, 0, ramp, "Fac")
    tree.links.new(ramp.outputs["Color"], reroute.inputs[0])
    tree.links.new(reroute.outputs[0], uses[0].inputs["Tint"])
    tree.links.new(uses[0].outputs["Result"], curves.inputs["Color"])
    tree.links.new(curves.outputs["Color"], uses[1].inputs["Tint"])
    link(tree, noise, 0, uses[1], "Steps").is_muted = True
    emitting(tree, uses[1], "Result")
    framed(tree, noise, ramp)
    return material


def set_ramp(ramp) -> None:
    ramp.interpolation = "B_SPLINE"
    ramp.elements[0].position, ramp.elements[1].position = 0.21, 0.83
    for position, color in ((0.4, (0.9, 0.1, 0.2, 0.5)), (0.4, (0.1, 0.8, 0.2, 1.0)), (0.6, (0.2, 0.3, 0.9, 1.0))):
        ramp.elements.new(position).color = color


def framed(tree, *nodes) -> None:
    outer, inner = add(tree, "NodeFrame", label="Outer"), add(tree, "NodeFrame", use_custom_color=True)
    inner.parent, inner.color = outer, (0.25, 0.5, 0.75)
    for node in nodes:
        node.parent = inner
        node.location = (-40.0, 25.5)
    inner.location, outer.location = (12.0, -300.0), (500.0, 100.0)
    nodes[0].hide = True


def outer_group():
    """Tint, brightened by an inner group, to as many steps as its other input says; one input was removed again."""
    inner = bpy.data.node_groups.new("Inner", "ShaderNodeTree")
    interface(inner, "INPUT", "Removed", "NodeSocketFloat")
    interface(inner, "INPUT", "Color", "NodeSocketColor", default_value=(0.1, 0.2, 0.3, 1.0))
    interface(inner, "OUTPUT", "Color", "NodeSocketColor")
    inner.interface.remove(inner.interface.items_tree["Removed"])
    begin, bright, end = (
        add(inner, name) for name in ("NodeGroupInput", "ShaderNodeBrightContrast", "NodeGroupOutput")
    )
    bright.inputs[1].default_value = 0.2
    link(inner, begin, 0, bright, "Color")
    link(inner, bright, 0, end, 0)
    outer = bpy.data.node_groups.new("Outer", "ShaderNodeTree")
    panel = outer.interface.new_panel("More")
    interface(outer, "INPUT", "Tint", "NodeSocketColor", description="The first colour")
    interface(outer, "OUTPUT", "Result", "NodeSocketColor", default_value=(0.5, 0.0, 0.0, 1.0))
    limits = {"min_value": 1.0, "max_value": 9.0, "default_value": 4.0, "subtype": "FACTOR"}
    interface(outer, "INPUT", "Steps", "NodeSocketFloat", panel, **limits)
    begin, first, snap, end = (
        add(outer, name) for name in ("NodeGroupInput", "ShaderNodeGroup", "ShaderNodeVectorMath", "NodeGroupOutput")
    )
    first.node_tree, snap.operation = inner, "SCALE"
    link(outer, begin, "Tint", first, "Color")
    link(outer, first, "Color", snap, 0)
    link(outer, begin, "Steps", snap, "Scale")
    link(outer, snap, 0, end, 0)
    return outer


def interface(tree, in_out, name, socket_type, parent=None, **settings) -> None:
    item = tree.interface.new_socket(name, in_out=in_out, socket_type=socket_type, parent=parent)
    for setting, value in settings.items():
        setattr(item, setting, value)


def without_identifiers(graph, contract):
    """The graph's JSON text with the identifiers of group sockets by their order: Blender counts them anew."""
    text = json.dumps(contract.to_json(graph))
    for tree in graph.groups.values():
        for index, socket in enumerate(tree.interface):
            text = text.replace(f'"{socket.identifier}"', f'"{socket.name} {index}"')
    return text


def test_a_rich_material_comes_back(trees):
    before = baked(material := rich_material())

    graph, again = trees.rebuilt(material)
    read = trees.read(again)

    assert without_identifiers(read, trees.contract) == without_identifiers(graph, trees.contract)
    assert read.groups.keys() == {"Inner", "Outer"}
    assert (node := next(node for node in graph.tree.nodes if node.mute)).passes == (("Color", "Color"),)
    assert node.idname == "ShaderNodeRGBCurve"
    assert len(graph.tree.links) == len(again.node_tree.links) == 9
    np.testing.assert_array_equal(baked(again), before)
    assert before[..., :3].std() > 0.01


def test_building_beside_the_original_gives_new_groups(trees):
    graph = trees.read(rich_material())

    again = trees.build(graph, "Copy")

    assert again.name == "Copy"
    assert set(bpy.data.node_groups.keys()) == {"Inner", "Outer", "Inner.001", "Outer.001"}
    np.testing.assert_array_equal(baked(again), baked(bpy.data.materials["Wall"]))


@pytest.mark.parametrize("idname", ["ShaderNodeRGBCurve", "ShaderNodeVectorCurve", "ShaderNodeFloatCurve"])
def test_curves_come_back(trees, idname):
    material = empty_material()
    node = add(material.node_tree, idname)
    mapping = node.mapping
    mapping.clip_max_x, mapping.clip_max_y = 5.0, 6.0
    mapping.clip_min_x, mapping.clip_min_y, mapping.extend = -2.0, -1.5, "HORIZONTAL"
    mapping.black_level, mapping.white_level, mapping.tone = (0.1, 0.0, 0.05), (0.9, 1.0, 0.8), "FILMLIKE"
    for index, curve in enumerate(mapping.curves):
        for position in (0.3, 0.5, 0.5, 0.7)[: index + 2]:
            curve.points.new(position, 1.0 - position).handle_type = ("VECTOR", "AUTO_CLAMPED")[index % 2]
    mapping.update()
    checker = add(material.node_tree, "ShaderNodeTexGradient", gradient_type="EASING")
    link(material.node_tree, checker, 0, node, len(node.inputs) - 1)
    emitting(material.node_tree, node, 0)
    before = baked(material)

    graph, again = trees.rebuilt(material)

    assert trees.read(again) == graph
    np.testing.assert_array_equal(baked(again), before)
