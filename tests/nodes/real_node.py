"""What a shader node of the real Blender gives: exact values, through a geometry-nodes field stored as an attribute."""

from collections.abc import Mapping

import bpy
import numpy as np

KINDS = {1: ("FLOAT", "ShaderNodeValue"), 3: ("FLOAT_VECTOR", "ShaderNodeVectorMath")}


def evaluate(idname: str, settings: Mapping[str, object], inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every visible output of the node, [N] or [N, 3], for inputs [N] or [N, 3] by the names of the sockets."""
    count = len(next(iter(inputs.values())))
    mesh = bpy.data.meshes.new("Samples")
    mesh.vertices.add(count)
    for name, values in inputs.items():
        kind = "FLOAT" if values.ndim == 1 else "FLOAT_VECTOR"
        attribute = mesh.attributes.new(f"in {name}", kind, "POINT")
        attribute.data.foreach_set("value" if values.ndim == 1 else "vector", values.astype(np.float32).ravel())
    item = bpy.data.objects.new("Samples", mesh)
    bpy.context.scene.collection.objects.link(item)
    item.modifiers.new("Field", "NODES").node_group, outputs = _tree(idname, settings, inputs)
    evaluated = item.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    found = {}
    for name, width in outputs.items():
        values = np.empty(count * width, np.float32)
        evaluated.attributes[f"out {name}"].data.foreach_get("value" if width == 1 else "vector", values)
        found[name] = values if width == 1 else values.reshape(count, width)
    tree = item.modifiers[0].node_group
    bpy.data.batch_remove([item, mesh, tree])
    return found


def _tree(
    idname: str, settings: Mapping[str, object], inputs: Mapping[str, np.ndarray]
) -> tuple[bpy.types.NodeTree, dict[str, int]]:
    tree = bpy.data.node_groups.new("Field", "GeometryNodeTree")
    tree.interface.new_socket("Geometry", in_out="INPUT", socket_type="NodeSocketGeometry")
    tree.interface.new_socket("Geometry", in_out="OUTPUT", socket_type="NodeSocketGeometry")
    node = tree.nodes.new(idname)
    for name, value in settings.items():
        setattr(node, name, value)
    for name, values in inputs.items():
        source = tree.nodes.new("GeometryNodeInputNamedAttribute")
        source.data_type = "FLOAT" if values.ndim == 1 else "FLOAT_VECTOR"
        source.inputs["Name"].default_value = f"in {name}"
        socket = next(socket for socket in node.inputs if socket.name == name and socket.enabled)
        tree.links.new(next(output for output in source.outputs if output.enabled), socket)
    geometry = tree.nodes.new("NodeGroupInput").outputs[0]
    widths = {}
    for output in node.outputs:
        if not output.enabled:
            continue
        store = tree.nodes.new("GeometryNodeStoreNamedAttribute")
        widths[output.name] = 1 if output.type == "VALUE" else 3
        store.data_type = "FLOAT" if output.type == "VALUE" else "FLOAT_VECTOR"
        store.domain = "POINT"
        store.inputs["Name"].default_value = f"out {output.name}"
        tree.links.new(geometry, store.inputs["Geometry"])
        value = next(socket for socket in store.inputs if socket.name == "Value" and socket.enabled)
        tree.links.new(output, value)
        geometry = store.outputs["Geometry"]
    tree.links.new(geometry, tree.nodes.new("NodeGroupOutput").inputs[0])
    return tree, widths
