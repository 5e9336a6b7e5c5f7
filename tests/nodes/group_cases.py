"""Materials whose links go through reroutes, muted nodes and node groups."""

import bpy
from baked_case import Case, Socket, of_principled
from procedural_materials import Builder


def reroutes() -> Case:
    """A colour that becomes a float after two reroutes, and another that becomes a vector."""
    build = Builder("Reroutes")
    color = build.add("TexNoise", {"Vector": build.coordinates(), "Scale": 5.0}).outputs["Color"]
    for _ in range(2):
        reroute = build.tree.nodes.new("NodeReroute")
        build.tree.links.new(color, reroute.inputs[0])
        color = reroute.outputs[0]
    return of_principled(build.finish(build.noise(color, 2.0), build.math("POWER", color, 2.0), build.bump(color)))


def muted() -> Case:
    """Muted nodes of one input, of several, of none that fits, and a muted Bump."""
    build = Builder("Muted")
    place = build.coordinates()
    value = build.noise(place, 4.0)
    color = build.mix(0.3, build.add("TexNoise", {"Vector": place}).outputs["Color"], (0.2, 0.4, 0.6))
    rough = build.math("MULTIPLY", value, 5.0)
    ramp = build.ramp(value, (0.3, (0.5, 0.2, 0.1)), (0.7, (0.1, 0.2, 0.5)))
    metal = build.math("MULTIPLY", build.math("ADD", build.noise(place, 3.0), 0.5), 0.5)
    relief = build.add("Bump", {"Height": value, "Normal": build.bump(build.noise(place, 2.0))}).outputs["Normal"]
    for output in (color, rough, ramp, relief, metal.node.inputs[0].links[0].from_socket):
        output.node.mute = True
    return of_principled(build.finish(build.mix(0.5, color, ramp), rough, relief, metal))


def groups() -> Case:
    """Groups in groups, whose sockets are of other types than what is linked to them."""
    build = Builder("Groups")
    place = build.coordinates()
    color = build.add("TexNoise", {"Vector": place, "Scale": 3.0}).outputs["Color"]
    grey = _through(build, _through(build, place, "NodeSocketColor"), "NodeSocketFloat")
    kept = _through(build, _through(build, color, "NodeSocketFloat"), "NodeSocketVector")
    rough = build.math("MULTIPLY", _through(build, color, "NodeSocketVector"), 0.5)
    return of_principled(build.finish(build.mix(0.5, kept, grey), rough, build.bump(grey, 1.0, 0.2)))


def two_thousand_nodes() -> Case:
    """In a row, in groups of groups of ten."""
    build = Builder("Two Thousand")
    value = build.noise(build.coordinates(), 3.0)
    one = bpy.data.node_groups.new("One", "ShaderNodeTree")
    _fill(one, "ShaderNodeMath", 10)
    ten = bpy.data.node_groups.new("Ten", "ShaderNodeTree")
    _fill(ten, "ShaderNodeGroup", 10, one)
    for _ in range(20):
        node = build.tree.nodes.new("ShaderNodeGroup")
        node.node_tree = ten
        build.tree.links.new(value, node.inputs[0])
        value = node.outputs[0]
    return of_principled(build.finish(build.math("FRACT", value), 0.5))


def _fill(tree: bpy.types.NodeTree, idname: str, count: int, inner: bpy.types.NodeTree | None = None) -> None:
    """That many nodes, one after the other, between the group's input and its output; of Math, each adds a little."""
    for way in ("INPUT", "OUTPUT"):
        tree.interface.new_socket("Value", in_out=way, socket_type="NodeSocketFloat")
    value = tree.nodes.new("NodeGroupInput").outputs[0]
    for _ in range(count):
        node = tree.nodes.new(idname)
        if inner is None:
            node.inputs[1].default_value = 0.03125
        else:
            node.node_tree = inner
        tree.links.new(value, node.inputs[0])
        value = node.outputs[0]
    tree.links.new(value, tree.nodes.new("NodeGroupOutput").inputs[0])


def loose_ends() -> Case:
    """Links from reroutes and muted nodes that get nothing, and values of groups' own sockets."""
    build = Builder("Loose Ends")
    muted, passing = build.add("TexNoise"), build.add("Math", {"Value": 0.7})
    muted.mute = passing.mute = True
    ends = muted, passing, build.tree.nodes.new("NodeReroute")
    kept = [(_kept(build, end.outputs[0], "NodeSocketFloat", 0.3), end) for end in ends]
    values = [build.math("ADD", value, end.outputs[0]) for value, end in kept]
    for value, own in zip(values, (0.1, 0.2, 0.4), strict=True):
        value.node.inputs[1].default_value = own
    total = build.math("ADD", build.math("ADD", *values[:2]), values[2])
    rough = _through(build, _kept(build, None, "NodeSocketColor", (0.1, 0.8, 0.2, 1.0)), "NodeSocketFloat")
    color = _kept(build, None, "NodeSocketColor", (0.1, 0.8, 0.2, 1.0), is_open=True)
    build.finish(build.mix(total, color, (0.3, 0.2, 0.1)), rough, None, build.math("MULTIPLY", total, 0.3))
    return of_principled(build.material)


def _through(build: Builder, source: Socket, socket_type: str) -> Socket:
    """What comes out of a group that passes on what it gets."""
    return _kept(build, source, socket_type, None)


def _kept(build: Builder, source: Socket | None, socket_type: str, own: object, is_open: bool = False) -> Socket:
    """The same, of a socket with a value of its own: within the group where that is open."""
    tree = bpy.data.node_groups.new("Group", "ShaderNodeTree")
    for way in ("INPUT", "OUTPUT"):
        tree.interface.new_socket("Value", in_out=way, socket_type=socket_type)
    start, end = tree.nodes.new("NodeGroupInput"), tree.nodes.new("NodeGroupOutput")
    node = build.tree.nodes.new("ShaderNodeGroup")
    node.node_tree = tree
    if source is not None:
        build.tree.links.new(source, node.inputs[0])
    if not is_open:
        tree.links.new(start.outputs[0], end.inputs[0])
    if own is not None:
        (end if is_open else node).inputs[0].default_value = own
    return node.outputs[0]


GROUP_CASES = (reroutes, muted, groups, loose_ends, two_thousand_nodes)
