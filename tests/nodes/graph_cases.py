"""Materials that go through every turn a graph can take."""

from collections.abc import Callable

import bpy
from baked_case import Case, Socket, of_principled
from group_cases import GROUP_CASES
from procedural_materials import MATERIALS, Builder, find_output


def coordinates() -> Case:
    """Generated and Object coordinates, linked and not."""
    build = Builder("Coordinates")
    source = build.add("TexCoord").outputs
    color = build.add("TexNoise", {"Vector": source["Generated"], "Scale": 4.0}).outputs["Color"]
    rough = find_output(build.add("TexNoise", {"Scale": 3.0}), "Fac")
    build.finish(color, rough, build.bump(build.noise(source["Object"], 3.0)), build.noise(source["Object"], 2.0))
    return of_principled(build.material)


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
    coordinates, mix_of_principled, mix_of_normals, mix_of_emission, bumps, bump_of_a_bump, filter_widths,
    unlinked_bump, fresnel, displaced, displaced_bump, *GROUP_CASES,
)  # fmt: skip
CASES = {make.__name__: twelfth(make) for make in MATERIALS} | {case.__name__: case for case in TURNS}
