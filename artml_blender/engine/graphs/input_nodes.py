"""The nodes that others start from."""

from .call import Call, Carried, constant_input

Outputs = dict[str, Carried]


def texture_coordinate(call: Call) -> Outputs:
    surface = call.surface
    return {
        "UV": surface.uv(),
        "Generated": surface.generated(),
        "Object": surface.object(),
        "Normal": surface.normal(),
    }


def geometry(call: Call) -> Outputs:
    """What a bake sees: from above, looking along the normal."""
    up = call.surface.normal()
    return {"Normal": up, "True Normal": up, "Incoming": up, "Backfacing": call.zero()}


def uv_map(call: Call) -> Outputs:
    return {"UV": call.surface.uv()}


def value(call: Call) -> Outputs:
    """Value and RGB: the socket's own value."""
    return {name: constant_input(given, call.surface)[0] for name, given in call.node.outputs.items()}


INPUT_NODES = {
    "ShaderNodeTexCoord": texture_coordinate,
    "ShaderNodeNewGeometry": geometry,
    "ShaderNodeUVMap": uv_map,
    "ShaderNodeValue": value,
    "ShaderNodeRGB": value,
}
