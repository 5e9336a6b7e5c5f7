"""What a shader node shows: exact values, baked by Cycles as the emission of a plane, one sample to a pixel."""

from collections.abc import Callable, Mapping

import bpy
import numpy as np

WIDTH = 25  # of the picture; N is a multiple
CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def bake(
    idname: str,
    settings: Mapping[str, object],
    inputs: Mapping[str, np.ndarray],
    prepare: Callable[[bpy.types.Node], None] | None = None,
    vectors: bool = False,
    srgb: bool = False,
) -> dict[str, np.ndarray]:
    """Every enabled output, [N] or [N, 3], by identifier; what is not finite bakes as 0.

    `inputs` are [N] or [N, 3] by the identifiers of the sockets, which all versions of Blender share;
    `prepare` may set up what is no plain setting, such as the stops of a ramp. Triples come from a colour, with
    `vectors` from a vector; with `srgb` from bytes in sRGB.
    """
    material, plane = bpy.data.materials.new("Samples"), _plane()
    if material.node_tree is None:
        material.use_nodes = True
    plane.data.materials.append(material)
    tree = material.node_tree
    tree.nodes.clear()
    node = tree.nodes.new(idname)
    for name, value in settings.items():
        setattr(node, name, value)
    if prepare is not None:
        prepare(node)
    images = [_feed(tree, _socket(node.inputs, name), values, vectors, srgb) for name, values in inputs.items()]
    outputs = [output for output in node.outputs if output.enabled]
    count = len(next(iter(inputs.values())))
    found = {output.identifier: _bake(tree, output, count) for output in outputs}
    mesh = plane.data
    bpy.data.batch_remove([plane, mesh, material, *images])
    return found


def _plane() -> bpy.types.Object:
    """A unit square whose UVs are its x and y, so that tangent space is the world's; it alone is selected."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 1
    scene.render.bake.margin = 0
    mesh = bpy.data.meshes.new("Samples")
    mesh.from_pydata([(*corner, 0.0) for corner in CORNERS], [], [range(4)])
    mesh.uv_layers.new(name="UVMap").data.foreach_set("uv", np.ravel(CORNERS))
    plane = bpy.data.objects.new("Samples", mesh)
    scene.collection.objects.link(plane)
    bpy.context.view_layer.update()  # after another file was read, the plane is not among its objects yet
    for item in bpy.context.view_layer.objects:
        item.select_set(item == plane)
    bpy.context.view_layer.objects.active = plane
    return plane


def _socket(sockets: bpy.types.bpy_prop_collection, identifier: str) -> bpy.types.NodeSocket:
    return next(socket for socket in sockets if socket.identifier == identifier)


def _image(values: np.ndarray, srgb: bool) -> bpy.types.Image:
    image = bpy.data.images.new(
        "Samples", WIDTH, len(values) // WIDTH, alpha=True, float_buffer=not srgb, is_data=not srgb
    )
    pixels = np.ones((len(values), 4), np.float32)
    pixels[:, :3] = values.reshape(len(values), -1)
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    return image


def _texture(tree: bpy.types.NodeTree, values: np.ndarray, srgb: bool = False) -> bpy.types.Node:
    texture = tree.nodes.new("ShaderNodeTexImage")
    texture.interpolation = "Closest"
    texture.image = _image(values, srgb)
    return texture


def _feed(
    tree: bpy.types.NodeTree, socket: bpy.types.NodeSocket, values: np.ndarray, vectors: bool, srgb: bool
) -> bpy.types.Image:
    """Gives each pixel its own value at the socket."""
    texture = _texture(tree, values, srgb)
    source = texture.outputs["Color"]
    if values.ndim == 1 or vectors:
        separate, combine = tree.nodes.new("ShaderNodeSeparateXYZ"), tree.nodes.new("ShaderNodeCombineXYZ")
        tree.links.new(source, separate.inputs[0])
        for axis in range(3):
            tree.links.new(separate.outputs[axis], combine.inputs[axis])
        source = separate.outputs[0] if values.ndim == 1 else combine.outputs[0]
    tree.links.new(source, socket)
    return texture.image


def _bake(tree: bpy.types.NodeTree, output: bpy.types.NodeSocket, count: int) -> np.ndarray:
    emission, surface = tree.nodes.new("ShaderNodeEmission"), tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(output, emission.inputs["Color"])
    tree.links.new(emission.outputs[0], surface.inputs["Surface"])
    target = _texture(tree, np.zeros(count, np.float32))
    tree.nodes.active = target
    bpy.ops.object.bake(type="EMIT")
    pixels = np.empty(count * 4, np.float32)
    target.image.pixels.foreach_get(pixels)
    bpy.data.images.remove(target.image)
    for helper in (emission, surface, target):
        tree.nodes.remove(helper)
    values = pixels.reshape(count, 4)
    return values[:, 0] if output.type == "VALUE" else values[:, :3]
