"""Twelve procedural materials as an artist builds them, of 5 to 60 nodes: what baking is measured and tested on."""

from collections.abc import Callable

import bpy

Socket = bpy.types.NodeSocket


class Builder:
    """A material under construction: nodes are added with their inputs, which may be other nodes' outputs."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        if bpy.app.version < (5, 0, 0):
            self.material.use_nodes = True  # always on, and deprecated, from 5.0
        self.tree = self.material.node_tree
        self.tree.nodes.clear()

    def add(self, idname: str, inputs: dict[str, object] | None = None, **settings: object) -> bpy.types.Node:
        """A node; its inputs by identifier."""
        node = self.tree.nodes.new(f"ShaderNode{idname}")
        for name, value in settings.items():
            setattr(node, name, value)
        sockets = {socket.identifier: socket for socket in node.inputs}
        for name, value in (inputs or {}).items():
            if isinstance(value, Socket):
                self.tree.links.new(value, sockets[name])
            else:
                sockets[name].default_value = value
        return node

    def coordinates(self, scale: float | tuple[float, float, float] = 1.0, angle: float = 0.0) -> Socket:
        source = self.add("TexCoord").outputs["UV"]
        scale = scale if isinstance(scale, tuple) else (scale, scale, scale)
        mapping = self.add("Mapping", {"Vector": source, "Scale": scale, "Rotation": (0.0, 0.0, angle)})
        return mapping.outputs["Vector"]

    def noise(self, vector: Socket, scale: float, detail: float = 2.0, **inputs: float) -> Socket:
        names = {name.title(): value for name, value in inputs.items()}
        node = self.add("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, **names})
        return find_output(node, "Fac")

    def ramp(self, factor: Socket, *stops: tuple[float, tuple[float, float, float]], how: str = "LINEAR") -> Socket:
        node = self.add("ValToRGB", {"Fac": factor})
        ramp = node.color_ramp
        ramp.interpolation = how
        while len(ramp.elements) < len(stops):
            ramp.elements.new(0.5)
        for element, (place, color) in zip(ramp.elements, stops, strict=True):
            element.position, element.color = place, (*color, 1.0)
        return node.outputs["Color"]

    def mix(self, factor: Socket | float, a: object, b: object, blend: str = "MIX") -> Socket:
        inputs = {"Factor_Float": factor, "A_Color": _color(a), "B_Color": _color(b)}
        return find_output(self.add("Mix", inputs, data_type="RGBA", blend_type=blend), "Result_Color")

    def math(self, operation: str, *values: Socket | float, clamp: bool = False) -> Socket:
        names = ("Value", "Value_001", "Value_002")
        inputs = dict(zip(names, values, strict=False))
        return self.add("Math", inputs, operation=operation, use_clamp=clamp).outputs["Value"]

    def map_range(self, value: Socket, low: float, high: float) -> Socket:
        return self.add("MapRange", {"Value": value, "To Min": low, "To Max": high}).outputs["Result"]

    def bump(self, height: Socket, strength: float = 0.5, distance: float = 0.05) -> Socket:
        inputs = {"Height": height, "Strength": strength, "Distance": distance}
        return self.add("Bump", inputs).outputs["Normal"]

    def finish(
        self, color: Socket, roughness: Socket | float, normal: Socket | None = None, metallic: Socket | float = 0.0
    ) -> bpy.types.Material:
        inputs = {"Base Color": color, "Roughness": roughness, "Metallic": metallic}
        shader = self.add("BsdfPrincipled", inputs | ({"Normal": normal} if normal else {}))
        self.add("OutputMaterial", {"Surface": shader.outputs["BSDF"]})
        return self.material


def find_output(node: bpy.types.Node, identifier: str) -> Socket:
    """Blender 5 renamed some outputs; their identifiers stay."""
    return next(socket for socket in node.outputs if socket.identifier == identifier)


def _color(value: object) -> object:
    return (*value, 1.0) if isinstance(value, tuple) and len(value) == 3 else value


def plaster() -> bpy.types.Material:
    build = Builder("Plaster")
    fine = build.noise(build.coordinates(), 12.0, 6.0)
    return build.finish(build.ramp(fine, (0.3, (0.5, 0.45, 0.38)), (0.7, (0.75, 0.7, 0.62))), 0.9, build.bump(fine))


def brick_wall() -> bpy.types.Material:
    build = Builder("Brick Wall")
    place = build.coordinates(4.0)
    bricks = build.add(
        "TexBrick",
        {
            "Vector": place,
            "Color1": (0.4, 0.09, 0.05, 1.0),
            "Color2": (0.25, 0.05, 0.03, 1.0),
            "Mortar": (0.5, 0.48, 0.45, 1.0),
            "Scale": 2.0,
            "Mortar Smooth": 0.3,
        },
    )
    dirt = build.noise(place, 6.0, 5.0, roughness=0.6)
    color = build.mix(dirt, bricks.outputs["Color"], (0.1, 0.07, 0.05), "OVERLAY")
    mortar = find_output(bricks, "Fac")
    height = build.math("SUBTRACT", build.math("MULTIPLY", dirt, 0.3), mortar)
    return build.finish(color, build.map_range(mortar, 0.7, 0.95), build.bump(height))


def marble() -> bpy.types.Material:
    build = Builder("Marble")
    place = build.coordinates(2.0, 0.6)
    warp = build.add("TexNoise", {"Vector": place, "Scale": 2.0, "Detail": 4.0})
    bent = build.add("VectorMath", {"Vector": place, "Vector_001": find_output(warp, "Color")}, operation="ADD")
    inputs = {"Vector": bent.outputs["Vector"], "Scale": 1.5, "Distortion": 8.0, "Detail": 4.0}
    veins = find_output(build.add("TexWave", inputs), "Fac")
    color = build.ramp(veins, (0.0, (0.12, 0.12, 0.14)), (0.25, (0.7, 0.68, 0.66)), (1.0, (0.9, 0.89, 0.87)))
    return build.finish(color, build.map_range(veins, 0.15, 0.3))


def cobbles() -> bpy.types.Material:
    build = Builder("Cobbles")
    place = build.coordinates(6.0)
    edge = build.add("TexVoronoi", {"Vector": place, "Scale": 1.0}, feature="DISTANCE_TO_EDGE").outputs["Distance"]
    cells = build.add("TexVoronoi", {"Vector": place, "Scale": 1.0}).outputs["Color"]
    grain = build.noise(place, 8.0, 8.0)
    stone = build.mix(0.2, build.ramp(grain, (0.3, (0.08, 0.08, 0.09)), (0.8, (0.35, 0.33, 0.3))), cells, "SOFT_LIGHT")
    gap = build.ramp(edge, (0.02, (0.0, 0.0, 0.0)), (0.12, (1.0, 1.0, 1.0)), how="EASE")
    height = build.math("MULTIPLY_ADD", grain, 0.15, build.math("MULTIPLY", gap, 1.0))
    color = build.mix(gap, (0.03, 0.025, 0.02), stone)
    return build.finish(color, build.map_range(grain, 0.5, 0.9), build.bump(height))


def rusty_paint() -> bpy.types.Material:
    build = Builder("Rusty Paint")
    place = build.coordinates(3.0)
    patches = build.noise(place, 2.0, 10.0, roughness=0.65, distortion=0.4)
    mask = build.ramp(patches, (0.48, (0.0, 0.0, 0.0)), (0.53, (1.0, 1.0, 1.0)))
    rust = build.ramp(
        build.noise(place, 14.0, 8.0), (0.2, (0.05, 0.015, 0.005)), (0.5, (0.3, 0.09, 0.02)), (0.8, (0.5, 0.2, 0.05))
    )
    paint = build.mix(build.noise(place, 40.0, 2.0), (0.02, 0.16, 0.22), (0.03, 0.2, 0.27))
    rough = build.math("MULTIPLY_ADD", mask, 0.55, 0.3, clamp=True)
    height = build.math("MULTIPLY", mask, build.noise(place, 25.0, 4.0))
    metal = build.math("MULTIPLY", build.math("SUBTRACT", 1.0, mask), 0.2)
    return build.finish(build.mix(mask, paint, rust), rough, build.bump(height, 0.7, 0.03), metal)


def wood() -> bpy.types.Material:
    build = Builder("Wood")
    place = build.coordinates((1.0, 9.0, 1.0))
    bend = build.noise(place, 1.2, 3.0)
    inputs = {"Vector": place, "Scale": 0.6, "Distortion": 6.0, "Detail": 3.0, "Phase Offset": bend}
    rings = find_output(build.add("TexWave", inputs, wave_type="RINGS", rings_direction="Y", wave_profile="SAW"), "Fac")
    fibres = build.noise(build.coordinates((4.0, 120.0, 1.0)), 2.0, 4.0)
    color = build.ramp(rings, (0.0, (0.24, 0.1, 0.04)), (0.6, (0.45, 0.23, 0.1)), (1.0, (0.3, 0.14, 0.06)))
    tinted = build.mix(0.4, color, fibres, "MULTIPLY")
    warm = build.add("HueSaturation", {"Color": tinted, "Saturation": 1.1, "Value": 1.2}).outputs["Color"]
    height = build.math("ADD", build.math("MULTIPLY", fibres, 0.4), build.math("MULTIPLY", rings, 0.2))
    return build.finish(warm, build.map_range(fibres, 0.35, 0.6), build.bump(height, 0.3, 0.02))


def tiles() -> bpy.types.Material:
    build = Builder("Checker Tiles")
    place = build.coordinates(4.0)
    fraction = build.add("VectorMath", {"Vector": place}, operation="FRACTION").outputs["Vector"]
    parts = build.add("SeparateXYZ", {"Vector": fraction}).outputs
    across, along = (build.math("PINGPONG", parts[axis], 0.5) for axis in "XY")
    edge = build.math("MINIMUM", across, along)
    grout = build.ramp(edge, (0.03, (0.0, 0.0, 0.0)), (0.05, (1.0, 1.0, 1.0)), how="EASE")
    colors = {"Color1": (0.75, 0.74, 0.7, 1.0), "Color2": (0.04, 0.05, 0.07, 1.0)}
    squares = build.add("TexChecker", {"Vector": place, "Scale": 1.0, **colors}).outputs["Color"]
    cloud = build.noise(place, 3.0, 5.0)
    glazed = build.mix(build.math("MULTIPLY", cloud, 0.5), squares, (0.35, 0.3, 0.25), "SOFT_LIGHT")
    rough = build.math("SUBTRACT", 0.9, build.math("MULTIPLY", grout, 0.7))
    return build.finish(build.mix(grout, (0.4, 0.38, 0.35), glazed), rough, build.bump(grout, 0.6, 0.02))


def leather() -> bpy.types.Material:
    build = Builder("Leather")
    place = build.coordinates(14.0)
    warp = build.add("TexNoise", {"Vector": place, "Scale": 1.5, "Detail": 3.0})
    shifted = build.add(
        "Mix",
        {"Factor_Float": 0.15, "A_Color": place, "B_Color": find_output(warp, "Color")},
        data_type="RGBA",
        blend_type="ADD",
    )
    bent = find_output(shifted, "Result_Color")
    inputs = {"Vector": bent, "Scale": 1.0, "Smoothness": 0.4}
    pores = build.add("TexVoronoi", inputs, feature="SMOOTH_F1").outputs["Distance"]
    creases = build.add("TexVoronoi", {"Vector": bent, "Scale": 0.4}, feature="DISTANCE_TO_EDGE").outputs["Distance"]
    color = build.ramp(pores, (0.1, (0.16, 0.06, 0.03)), (0.9, (0.05, 0.02, 0.01)))
    curve = build.add("RGBCurve", {"Color": color})
    curve.mapping.curves[3].points.new(0.4, 0.5)
    height = build.math("SUBTRACT", build.math("SMOOTH_MIN", creases, 0.3, 0.2), build.math("MULTIPLY", pores, 0.3))
    return build.finish(curve.outputs["Color"], build.map_range(pores, 0.35, 0.6), build.bump(height, 0.6, 0.05))


def woven_cloth() -> bpy.types.Material:
    build = Builder("Woven Cloth")
    place = build.coordinates(20.0)
    warp = find_output(build.add("TexWave", {"Vector": place, "Scale": 0.5}), "Fac")
    weft = find_output(build.add("TexWave", {"Vector": place, "Scale": 0.5}, bands_direction="Y"), "Fac")
    which = find_output(build.add("TexChecker", {"Vector": place, "Scale": 1.6}), "Fac")
    thread = find_output(
        build.add("Mix", {"Factor_Float": which, "A_Float": warp, "B_Float": weft}, data_type="FLOAT"), "Result_Float"
    )
    fuzz = find_output(build.add("TexWhiteNoise", {"Vector": place}), "Value")
    lint = build.noise(place, 5.0, 3.0)
    shade = build.math("MULTIPLY_ADD", lint, 0.3, build.math("MULTIPLY", thread, 0.7))
    dyed = build.ramp(shade, (0.1, (0.02, 0.03, 0.1)), (0.9, (0.16, 0.2, 0.42)))
    faded = build.add("BrightContrast", {"Color": dyed, "Bright": 0.02, "Contrast": 0.1}).outputs["Color"]
    sheen = build.math("SUBTRACT", 0.95, build.math("MULTIPLY", fuzz, 0.1))
    return build.finish(faded, sheen, build.bump(build.math("MULTIPLY_ADD", lint, 0.4, thread), 0.5, 0.02))


def terrazzo() -> bpy.types.Material:
    build = Builder("Terrazzo")
    place = build.coordinates(8.0)
    color: Socket | None = None
    chips: Socket | None = None
    tints = ((0.55, 0.2, 0.12), (0.12, 0.2, 0.18), (0.7, 0.6, 0.4))
    for number, tint in enumerate(tints):
        inputs = {"Vector": place, "Scale": 1.0 + number, "Randomness": 0.9}
        voronoi = build.add("TexVoronoi", inputs, distance=("EUCLIDEAN", "MANHATTAN", "CHEBYCHEV")[number])
        parts = build.add("SeparateColor", {"Color": voronoi.outputs["Color"]}, mode="HSV").outputs
        chosen = build.math("GREATER_THAN", parts[0], 0.6)
        chip = build.math("MULTIPLY", chosen, build.math("LESS_THAN", voronoi.outputs["Distance"], 0.35))
        tinted = build.mix(build.math("MULTIPLY", parts[1], 0.4), tint, (0.9, 0.9, 0.9))
        color = build.mix(chip, color or (0.72, 0.7, 0.66), tinted)
        chips = build.math("MAXIMUM", chip, chips or 0.0)
    speckle = build.noise(place, 30.0, 2.0)
    speckled = build.mix(build.math("GREATER_THAN", speckle, 0.62), color, (0.3, 0.29, 0.28))
    return build.finish(speckled, build.map_range(chips, 0.35, 0.2))


def scratched_metal() -> bpy.types.Material:
    build = Builder("Scratched Metal")
    total: Socket | None = None
    for number in range(5):
        place = build.coordinates((3.0 + number, 60.0 + 20.0 * number, 1.0), 0.7 * number)
        streaks = build.noise(place, 1.5, 2.0)
        off = build.math("ABSOLUTE", build.math("SUBTRACT", streaks, 0.5))
        scratch = build.math("POWER", build.math("SUBTRACT", 1.0, off), 24.0)
        total = build.math("MAXIMUM", scratch, total or 0.0)
    base = build.coordinates(2.0)
    wear = build.noise(base, 3.0, 8.0, roughness=0.7)
    mask = build.math("MULTIPLY", total, wear)
    steel = build.ramp(wear, (0.3, (0.45, 0.46, 0.48)), (0.7, (0.62, 0.62, 0.61)))
    color = build.mix(mask, steel, (0.85, 0.85, 0.84))
    grain = build.add("TexMagic", {"Vector": base, "Scale": 12.0}, turbulence_depth=4)
    stained = build.mix(build.math("MULTIPLY", find_output(grain, "Fac"), 0.1), color, (0.3, 0.22, 0.12))
    rough = build.math("MULTIPLY_ADD", mask, -0.2, build.map_range(wear, 0.25, 0.5), clamp=True)
    return build.finish(stained, rough, build.bump(mask, 0.2, 0.01), 1.0)


def mossy_stone() -> bpy.types.Material:
    build = Builder("Mossy Stone")
    place = build.coordinates(3.0)
    warp = build.add("TexNoise", {"Vector": place, "Scale": 1.5, "Detail": 5.0})
    bent = build.add(
        "VectorMath",
        {"Vector": find_output(warp, "Color"), "Vector_001": (0.4, 0.4, 0.0), "Vector_002": place},
        operation="MULTIPLY_ADD",
    ).outputs["Vector"]
    cracks = build.add("TexVoronoi", {"Vector": bent, "Scale": 2.0}, feature="DISTANCE_TO_EDGE").outputs["Distance"]
    crack = build.ramp(cracks, (0.0, (0.0, 0.0, 0.0)), (0.06, (1.0, 1.0, 1.0)))
    coarse, fine = build.noise(bent, 4.0, 8.0, roughness=0.6), build.noise(bent, 24.0, 6.0)
    rock = build.ramp(
        coarse, (0.25, (0.05, 0.045, 0.04)), (0.5, (0.2, 0.18, 0.16)), (0.75, (0.38, 0.36, 0.33)), how="B_SPLINE"
    )
    rock = build.mix(0.5, rock, fine, "OVERLAY")
    rock = build.mix(build.math("SUBTRACT", 1.0, crack), rock, (0.01, 0.01, 0.01))
    patch = build.noise(place, 2.0, 10.0, roughness=0.6)
    damp = build.math("ADD", patch, build.math("MULTIPLY", build.math("SUBTRACT", 1.0, crack), 0.15))
    mask = build.ramp(damp, (0.5, (0.0, 0.0, 0.0)), (0.6, (1.0, 1.0, 1.0)), how="EASE")
    tufts = build.noise(place, 60.0, 5.0, roughness=0.7)
    moss = build.ramp(tufts, (0.3, (0.012, 0.03, 0.004)), (0.55, (0.05, 0.11, 0.012)), (0.8, (0.18, 0.26, 0.05)))
    moss = build.add("HueSaturation", {"Color": moss, "Hue": build.map_range(patch, 0.48, 0.52)}).outputs["Color"]
    stone_height = build.math("MULTIPLY", build.math("MULTIPLY_ADD", fine, 0.25, coarse), crack)
    moss_height = build.math("MULTIPLY_ADD", tufts, 0.3, 0.7)
    height = find_output(
        build.add("Mix", {"Factor_Float": mask, "A_Float": stone_height, "B_Float": moss_height}, data_type="FLOAT"),
        "Result_Float",
    )
    rough = build.math("MULTIPLY_ADD", mask, 0.25, build.map_range(fine, 0.55, 0.75), clamp=True)
    grain = build.bump(fine, 0.2, 0.01)
    relief = build.add("Bump", {"Height": height, "Strength": 0.8, "Distance": 0.1, "Normal": grain}).outputs["Normal"]
    return build.finish(build.mix(mask, rock, moss), rough, relief)


MATERIALS: tuple[Callable[[], bpy.types.Material], ...] = (
    plaster,
    brick_wall,
    marble,
    cobbles,
    rusty_paint,
    wood,
    tiles,
    leather,
    woven_cloth,
    terrazzo,
    scratched_metal,
    mossy_stone,
)
