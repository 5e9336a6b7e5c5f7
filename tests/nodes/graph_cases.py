"""Materials that go through every turn a graph can take, and what Cycles bakes of them."""

from collections.abc import Callable
from typing import NamedTuple

import bpy
import cycles_bake
import numpy as np
from procedural_materials import MATERIALS, Builder, find_output

Socket = bpy.types.NodeSocket

MAPS = {"base_color": "Base Color", "roughness": "Roughness", "metallic": "Metallic"}


class Case(NamedTuple):
    """A material, and where Cycles finds its maps: a socket whose value is baked, or a type of bake."""

    material: bpy.types.Material
    sources: dict[str, Socket | str]


def cycles_maps(case: Case, side: int) -> dict[str, np.ndarray]:
    """[side, side, 3] each, the top row first; normals -1..1. The plane to bake on is the active object."""
    plane = bpy.context.object
    plane.data.materials.clear()
    plane.data.materials.append(case.material)
    case.material.cycles.use_bump_map_correction = False  # it bends steep normals towards who looks at them
    found = {}
    for name, source in case.sources.items():
        if isinstance(source, str):
            pixels = cycles_bake.bake_pass(case.material, source, side).pixels
        else:
            pixels = cycles_bake.bake_value(case.material, source, side).pixels
        found[name] = pixels * 2.0 - 1.0 if name == "normal" else pixels
    return found


def of_principled(material: bpy.types.Material) -> Case:
    """The case of all that is linked to the material's only Principled BSDF, and of its normals."""
    shader = next(node for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    linked = {name: shader.inputs[socket].links for name, socket in MAPS.items() if shader.inputs[socket].is_linked}
    return Case(material, {name: links[0].from_socket for name, links in linked.items()} | {"normal": "NORMAL"})


def coordinates() -> Case:
    """Generated and Object coordinates, linked and not."""
    build = Builder("Coordinates")
    source = build.add("TexCoord").outputs
    color = build.add("TexNoise", {"Vector": source["Generated"], "Scale": 4.0}).outputs["Color"]
    rough = find_output(build.add("TexNoise", {"Scale": 3.0}), "Fac")
    build.finish(color, rough, build.bump(build.noise(source["Object"], 3.0)), build.noise(source["Object"], 2.0))
    return of_principled(build.material)


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


def mix_of_principled() -> Case:
    """Of which maps hold a mix of the inputs."""
    build = Builder("Mixed")
    place = build.coordinates()
    factor = build.math("MULTIPLY_ADD", build.noise(place, 2.0), 4.0, -1.5, clamp=False)
    colors = [build.add("TexNoise", {"Vector": place, "Scale": scale}).outputs["Color"] for scale in (3.0, 5.0)]
    rough = [build.noise(place, scale) for scale in (4.0, 6.0)]
    normal = [build.bump(build.noise(place, scale)) for scale in (2.0, 3.0)]
    parts = zip(colors, rough, normal, strict=True)
    shaders = [
        build.add("BsdfPrincipled", {"Base Color": color, "Roughness": value, "Normal": bent}).outputs["BSDF"]
        for color, value, bent in parts
    ]
    mixed = build.add("MixShader", {"Fac": factor, "Shader": shaders[0], "Shader_001": shaders[1]})
    build.add("OutputMaterial", {"Surface": mixed.outputs[0]})
    grey = build.add("Mix", {"Factor_Float": factor, "A_Float": rough[0], "B_Float": rough[1]}, data_type="FLOAT")
    sources = {"base_color": build.mix(factor, *colors), "roughness": find_output(grey, "Result_Float")}
    return Case(build.material, sources)


def mix_of_normals() -> Case:
    """Two Principled BSDFs that differ in their normals alone: Cycles bakes their mean."""
    build = Builder("Mixed Normals")
    place = build.coordinates()
    shaders = [
        build.add("BsdfPrincipled", {"Normal": build.bump(build.noise(place, scale))}).outputs["BSDF"]
        for scale in (3.0, 5.0)
    ]
    mixed = build.add("MixShader", {"Fac": 0.3, "Shader": shaders[0], "Shader_001": shaders[1]})
    build.add("OutputMaterial", {"Surface": mixed.outputs[0]})
    return Case(build.material, {"normal": "NORMAL"})


def mix_of_emission() -> Case:
    """With one shader that is not there."""
    build = Builder("Emission")
    place = build.coordinates()
    color = build.add("TexNoise", {"Vector": place}).outputs["Color"]
    lights = [build.add("Emission", {"Color": color, "Strength": strength}) for strength in (0.5, 1.0)]
    inner = build.add("MixShader", {"Fac": build.noise(place, 2.0), "Shader": lights[0].outputs[0]})
    outer = build.add("MixShader", {"Fac": 0.25, "Shader": inner.outputs[0], "Shader_001": lights[1].outputs[0]})
    build.add("OutputMaterial", {"Surface": outer.outputs[0]})
    return Case(build.material, {"base_color": "EMIT"})


def bumps() -> Case:
    """One after the other, inverted, with strength and distance of their own at every pixel."""
    build = Builder("Bumps")
    place = build.coordinates()
    inputs = {"Height": build.noise(place, 3.0), "Distance": build.noise(place, 2.0), "Strength": 0.7}
    first = build.add("Bump", inputs, invert=True).outputs["Normal"]
    strength = build.math("MULTIPLY", build.noise(place, 1.5), 2.0)
    inputs = {"Height": build.noise(place, 7.0), "Strength": strength, "Distance": 0.1, "Normal": first}
    return _bent(build, build.add("Bump", inputs).outputs["Normal"])


def bump_of_a_bump() -> Case:
    """A Bump whose height depends on another Bump, which is flat there."""
    build = Builder("Nested")
    place = build.coordinates()
    facing = build.add("LayerWeight", {"Normal": build.bump(build.noise(place, 3.0), 1.0, 0.3)}).outputs["Facing"]
    return _bent(build, build.bump(build.math("ADD", facing, build.noise(place, 5.0))))


def filter_widths() -> Case:
    """Bumps that look far, where Blender has a Filter Width."""
    build = Builder("Filter Width")
    place = build.coordinates()
    far = build.add("Bump", {"Height": build.noise(place, 3.0), "Distance": 0.3, "Strength": 0.6})
    near = build.add("Bump", {"Height": build.noise(place, 6.0), "Distance": 0.1, "Normal": far.outputs[0]})
    for node, width in ((far, 6.0), (near, 0.5)):
        if "Filter Width" in node.inputs:
            node.inputs["Filter Width"].default_value = width
    return _bent(build, near.outputs[0])


def unlinked_bump() -> Case:
    """A Bump of a height that is the same everywhere."""
    build = Builder("Unlinked")
    place = build.coordinates()
    flat = build.add("Bump", {"Height": 0.7, "Normal": build.bump(build.noise(place, 3.0))}).outputs["Normal"]
    return _bent(build, flat)


def fresnel() -> Case:
    """Fresnel and Layer Weight of a bumped normal."""
    build = Builder("Fresnel")
    normal = build.bump(build.noise(build.coordinates(), 3.0), 1.0, 0.5)
    weight = build.add("LayerWeight", {"Normal": normal, "Blend": 0.3})
    reflected = find_output(build.add("Fresnel", {"Normal": normal, "IOR": 1.6}), "Fac")
    build.finish(weight.outputs["Facing"], weight.outputs["Fresnel"], None, reflected)
    return of_principled(build.material)


def displaced() -> Case:
    """A displacement shown as a bump, under a shader without a normal of its own."""
    build = Builder("Displaced")
    return _displaced(build, build.add("BsdfPrincipled"))


def displaced_bump() -> Case:
    """A displacement shown as a bump, under a shader with another bump on top."""
    build = Builder("Displaced Bump")
    normal = build.bump(build.noise(build.coordinates(), 6.0))
    return _displaced(build, build.add("BsdfPrincipled", {"Normal": normal}))


def _displaced(build: Builder, shader: bpy.types.Node) -> Case:
    place = build.coordinates()
    inputs = {"Height": build.noise(place, 3.0), "Midlevel": 0.3, "Scale": build.noise(place, 1.0)}
    displacement = build.add("Displacement", inputs).outputs[0]
    build.add("OutputMaterial", {"Surface": shader.outputs["BSDF"], "Displacement": displacement})
    build.material.displacement_method = "BUMP"
    return Case(build.material, {"normal": "NORMAL"})


def _bent(build: Builder, normal: Socket) -> Case:
    shader = build.add("BsdfPrincipled", {"Normal": normal})
    build.add("OutputMaterial", {"Surface": shader.outputs["BSDF"]})
    return Case(build.material, {"normal": "NORMAL"})


def twelfth(make: Callable[[], bpy.types.Material]) -> Callable[[], Case]:
    return lambda: of_principled(make())


TURNS = (
    coordinates, reroutes, muted, groups, loose_ends, two_thousand_nodes, mix_of_principled, mix_of_normals,
    mix_of_emission, bumps, bump_of_a_bump, filter_widths, unlinked_bump, fresnel, displaced, displaced_bump,
)  # fmt: skip
CASES = {make.__name__: twelfth(make) for make in MATERIALS} | {case.__name__: case for case in TURNS}
