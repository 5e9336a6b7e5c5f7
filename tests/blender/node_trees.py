"""What the tests of graphs in Blender share: reading, building, and small materials."""

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
