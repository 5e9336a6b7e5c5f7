"""Materials as graphs: what is read comes back the same, setting for setting and pixel for pixel."""

import json

import bpy
import numpy as np
import pytest

SIDE = 64


@pytest.fixture
def trees(scene, room, tmp_path):
    """Reading into a folder of the test's own, building, and the way through JSON."""
    return Trees(room, tmp_path / "pictures")


class Trees:
    def __init__(self, room, folder):
        self.contract, self.folder = room("contract.graph"), folder
        self.error = self.contract.GraphError
        self.specs = room("contract.node_specs")
        self._read, self._build = room("blender.read_graph"), room("blender.build_material")

    def read(self, material):
        return self._read.read_graph(material, self.folder)

    def build(self, graph, name=None):
        return self._build.build_material(graph, name)

    def travel(self, graph):
        """The graph after JSON text, as the engine gets it."""
        return self.contract.from_json(json.loads(json.dumps(self.contract.to_json(graph))))

    def rebuilt(self, material):
        """The material built again in a file that forgot it, so that nothing needs another name."""
        graph = self.travel(self.read(material))
        forget_materials()
        return graph, self.build(graph)


# Gabor is new in 4.3; the others are gone since 5.0
NOT_IN_EVERY_BLENDER = {
    "ShaderNodeTexGabor",
    "ShaderNodeSeparateRGB",
    "ShaderNodeCombineRGB",
    "ShaderNodeSeparateHSV",
    "ShaderNodeCombineHSV",
}


def forget_materials() -> None:
    bpy.data.batch_remove([*bpy.data.materials, *bpy.data.node_groups, *bpy.data.images])


def empty_material(name: str = "Wall"):
    material = bpy.data.materials.new(name)
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    material.node_tree.nodes.clear()
    return material


def add(tree, idname: str, **settings):
    node = tree.nodes.new(idname)
    for name, value in settings.items():
        setattr(node, name, value)
    return node


def link(tree, source, output, target, into):
    return tree.links.new(source.outputs[output], target.inputs[into])


def emitting(tree, node, output):
    """The node's output shown through Emission."""
    emission, end = add(tree, "ShaderNodeEmission"), add(tree, "ShaderNodeOutputMaterial")
    link(tree, node, output, emission, "Color")
    link(tree, emission, "Emission", end, "Surface")
    return end


def baked(material) -> np.ndarray:
    """What Cycles bakes of its emission on a plane, [64, 64, 4]."""
    scene = bpy.context.scene
    scene.render.engine, scene.cycles.samples, scene.cycles.device = "CYCLES", 1, "CPU"
    scene.render.bake.margin = 0
    bpy.ops.object.select_all(action="DESELECT")
    bpy.ops.mesh.primitive_plane_add()
    plane = bpy.context.object
    plane.data.materials.append(material)
    target = bpy.data.images.new("Bake", SIDE, SIDE, float_buffer=True)
    node = add(material.node_tree, "ShaderNodeTexImage", image=target)
    material.node_tree.nodes.active = node
    bpy.ops.object.bake(type="EMIT")
    pixels = np.empty(SIDE * SIDE * 4, np.float32)
    target.pixels.foreach_get(pixels)
    material.node_tree.nodes.remove(node)
    bpy.data.images.remove(target)
    bpy.data.objects.remove(plane)
    return pixels.reshape(SIDE, SIDE, 4)


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


def painted(name: str, is_float: bool, scale: float = 1.0, color_space: str | None = None):
    image = bpy.data.images.new(name, 6, 4, float_buffer=is_float)
    if color_space:
        image.colorspace_settings.name = color_space  # before the values: Blender makes the picture anew
    values = np.random.default_rng(7).random(6 * 4 * 4, np.float32) * scale
    values[3::4] = 1.0
    image.pixels.foreach_set(values)
    return image


def on_disk(image, path):
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()
    loaded = bpy.data.images.load(str(path))
    bpy.data.images.remove(image)
    return loaded


def showing(*images):
    """One material that shows all the images, mixed."""
    material = empty_material()
    tree = material.node_tree
    previous = add(tree, "ShaderNodeRGB")
    for image in images:
        texture = add(tree, "ShaderNodeTexImage", image=image, interpolation="Closest", extension="EXTEND")
        mix = add(tree, "ShaderNodeMixRGB")
        link(tree, previous, 0, mix, 1)
        link(tree, texture, 0, mix, 2)
        previous = mix
    emitting(tree, previous, 0)
    return material


def test_pictures_come_back_from_files_packed_and_generated(trees, tmp_path):
    packed = on_disk(painted("packed", False), tmp_path / "packed.png")
    packed.pack()
    generated = painted("generated", False, color_space="Non-Color")
    file = on_disk(painted("file", False), tmp_path / "file.png")
    material = showing(file, packed, generated, painted("float", True, 3.0))
    before = baked(material)

    graph, again = trees.rebuilt(material)

    assert trees.read(again) == graph
    np.testing.assert_array_equal(baked(again), before)
    assert graph.images["file.png"].path == str(tmp_path / "file.png")
    assert sorted(path.suffix for path in trees.folder.iterdir()) == [".npy", ".png", ".png"]
    assert {image.color_space for image in graph.images.values()} == {"sRGB", "Non-Color", "Linear Rec.709"}
    values = np.load(graph.images["float"].path)
    assert values.shape == (4, 6, 4)
    expected = (np.random.default_rng(7).random(96, np.float32) * 3.0).reshape(4, 6, 4)[::-1, :, :3]
    np.testing.assert_array_equal(values[..., :3], expected)


def test_equal_pictures_are_written_once(trees):
    graph = trees.read(showing(painted("A", False), painted("B", False), painted("C", True), painted("D", True)))

    assert graph.images["A"].path == graph.images["B"].path
    assert graph.images["C"].path == graph.images["D"].path
    assert len(list(trees.folder.iterdir())) == 2


def test_sixteen_bits_are_kept(trees, tmp_path):
    bpy.context.scene.render.image_settings.color_depth = "16"
    image = painted("deep", True, color_space="Non-Color")
    bpy.context.scene.view_settings.view_transform = "Raw"
    image.save_render(str(tmp_path / "deep.png"))
    deep = bpy.data.images.load(str(tmp_path / "deep.png"))
    deep.colorspace_settings.name = "Non-Color"

    values = np.load(trees.read(showing(deep)).images["deep.png"].path)

    steps = values[..., :3] * 65535
    assert np.abs(steps - np.rint(steps)).max() < 0.01
    assert np.abs(values[..., :3] * 255 - np.rint(values[..., :3] * 255)).max() > 0.1


def test_unsaved_strokes_are_read(trees, tmp_path):
    file = on_disk(painted("file", False), tmp_path / "file.png")
    file.pixels[0:4] = (1.0, 0.0, 1.0, 1.0)
    before = list(file.pixels)

    graph, _ = trees.rebuilt(showing(file))

    assert graph.images["file.png"].path.startswith(str(trees.folder))
    assert list(bpy.data.images["file.png"].pixels) == before


@pytest.mark.parametrize(
    ("source", "words"),
    [("SEQUENCE", "is an image sequence"), ("MOVIE", "is a movie"), ("TILED", "is made of UDIM tiles")],
)
def test_what_is_no_single_picture_is_refused(trees, tmp_path, source, words):
    file = on_disk(painted("file", False), tmp_path / "file.png")
    file.source = source

    with pytest.raises(trees.error, match=f"The image 'file.png' of the node 'Image Texture' {words}"):
        trees.read(showing(file))


def test_a_missing_picture_matters_only_where_it_shows(trees, tmp_path):
    file = on_disk(painted("file", False), tmp_path / "file.png")
    material = showing(file)
    (tmp_path / "file.png").unlink()

    with pytest.raises(
        trees.error, match=r"The image 'file.png' of the node 'Image Texture' is missing \(.*file.png\)"
    ):
        trees.read(material)
    material.node_tree.nodes.remove(material.node_tree.nodes["Material Output"])
    assert trees.read(material).images == {}


def test_a_material_without_nodes_is_refused(trees):
    material = bpy.data.materials.new("Plain")
    if material.node_tree is not None:
        material.node_tree.nodes.clear()

    with pytest.raises(trees.error, match="The material 'Plain' has no nodes: use nodes"):
        trees.read(material)


def everything() -> set[str]:
    return {
        f"{kind} {block.name}" for kind in ("materials", "node_groups", "images") for block in getattr(bpy.data, kind)
    }


def noise(**parts) -> dict:
    return {"name": "N", "idname": "ShaderNodeTexNoise", **parts}


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"name": "N", "idname": "ShaderNodeTexMusgrave"}, "This Blender has no shader node ShaderNodeTexMusgrave."),
        ({"name": "N", "idname": "GeometryNodeMeshCube"}, "This Blender has no shader node GeometryNodeMeshCube."),
        (noise(settings={"depth": 3}), "This Blender's node Noise Texture has no setting 'depth'."),
        (noise(settings={"name": "x"}), "This Blender's node Noise Texture has no setting 'name'."),
        (
            noise(settings={"noise_type": "PINK"}),
            "In this Blender the setting 'noise_type' of the node Noise Texture cannot be 'PINK'.",
        ),
        (
            noise(settings={"texture_mapping": {"scale": []}}),
            "In this Blender the setting 'texture_mapping' of the node Noise Texture cannot be what the graph says.",
        ),
        (
            {"name": "R", "idname": "ShaderNodeValToRGB", "settings": {"color_ramp": {"elements": []}}},
            "In this Blender the setting 'color_ramp' of the node Color Ramp cannot be what the graph says.",
        ),
        (noise(inputs={"Size": 2.0}), "This Blender's node Noise Texture has no socket 'Size' among its inputs."),
        (
            noise(inputs={"Scale": "big"}),
            "The socket 'Scale' of the node Noise Texture cannot be what the graph says.",
        ),
        (
            noise(inputs={"Vector": [1.0, 2.0]}),
            "The socket 'Vector' of the node Noise Texture cannot be what the graph says.",
        ),
        (noise(look={"parent": "Nobody"}), "The graph does not say how the node 'N' is to be drawn."),
    ],
)
def test_a_graph_that_does_not_fit_leaves_nothing_behind(trees, tmp_path, node, sentence):
    picture = painted("picture", True)
    graph = trees.contract.to_json(trees.read(showing(picture)))
    group = {
        "nodes": [{"name": "V", "idname": "ShaderNodeValue"}],
        "links": [],
        "interface": [
            {"name": "A", "identifier": "a", "in_out": "INPUT", "socket_type": "NodeSocketFloat"},
        ],
    }
    data = {**graph, "groups": {"G": group}, "tree": {"nodes": [node], "links": []}}
    before = everything()

    with pytest.raises(trees.error) as caught:
        trees.build(trees.contract.from_json(data))

    assert str(caught.value) == sentence
    assert everything() == before


def test_pictures_and_sockets_that_cannot_be_are_named(trees, tmp_path):
    contract = trees.contract
    cases = [
        ({"images": {"P": {"path": str(tmp_path / "no.png")}}}, "The image 'P' is missing"),
        ({"images": {"P": {"path": __file__, "color_space": "Mine"}}}, "no colour space 'Mine'"),
        (
            {
                "groups": {
                    "G": {
                        "nodes": [],
                        "links": [],
                        "interface": [
                            {"name": "S", "identifier": "s", "in_out": "INPUT", "socket_type": "NodeSocketSmell"}
                        ],
                    }
                }
            },
            "cannot make the socket 'S' of the node group 'G'",
        ),
    ]
    before = everything()
    for parts, words in cases:
        data = {"name": "M", "blender": [5, 0, 0], "tree": {"nodes": [], "links": []}, **parts}
        with pytest.raises(trees.error, match=words):
            trees.build(contract.from_json(data))
        assert everything() == before
