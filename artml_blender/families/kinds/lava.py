"""Lava: a crust in ropes and plates, cooled to glassy black, with the glow in the cracks as plain color."""

import math
from typing import NamedTuple

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


class Crust(NamedTuple):
    """At a place: the crust."""

    rope: Value  # the ropes' height, 0..1
    gap: Value  # 1 where the crust gapes
    near: Value  # 1 near such a gap
    chance: Value  # three random numbers of the plate


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Crust")
    f.slider("Plates", 4, (2, 14), (3, 8), "Plates of crust side by side in one tile", step=1)
    f.slider("Plate Height", 0.5, (0, 1), (0.3, 0.85), "How far plates lie above each other and tilt")
    f.slider("Ropes", 18, (4, 48), (12, 28), "Folds of the crust behind each other in one tile", step=1)
    f.slider("Rope Height", 0.55, (0, 1), (0.25, 0.85), "How deep the folds are")
    f.slider("Flow", 0.55, (0, 1), (0.3, 0.9), "How much the folds and cracks wind")
    f.slider("Bubbles", 0.4, (0, 1), (0.15, 0.75), "Pores and roughness that gas has left")
    f.panel("Cracks")
    f.slider("Crack Width", 0.4, (0, 1), (0.2, 0.7), "The width of the cracks between plates")
    f.slider("Open Ropes", 0.3, (0, 1), (0.05, 0.6), "Cracks along the folds, too")
    f.slider("Crack Depth", 0.6, (0, 1), (0.4, 0.9), "How deep the cracks are")
    f.panel("Color")
    f.color("Crust Color", srgb("#302f30"), "The cooled crust")
    f.color("Ash Color", srgb("#5f5c59"), "Ash and weathered crust on what stands out")
    f.slider("Ash", 0.35, (0, 1), (0.1, 0.65), "How much ash lies on the crust")
    f.slider("Variation", 0.5, (0, 1), (0.25, 0.8), "How much one plate differs from the next one")
    f.slider("Glassiness", 0.4, (0, 1), (0.15, 0.75), "How glossy the fresh crust is")
    f.panel("Glow")
    f.slider("Heat", 0.6, (0, 1), (0.35, 0.85), "How many of the cracks glow, and how brightly")
    f.slider("Reddening", 0.4, (0, 1), (0.15, 0.7), "How far the crust beside a crack is lit up dull red")
    f.color("Glow Color", srgb("#d8481c"), "Most of the glow")
    f.color("Core Color", srgb("#f2b04e"), "The hottest places")


def _crust(f: FamilyBuilder, patches: Value, grain: Value) -> Crust:
    with f.frame("Flowing coordinates"):
        swirl = noise_vector(f, f.tile, 2.5, 6.0, 0.55, f["Seed"])
        flow = f.tile + f.vector_math("SCALE", swirl, scale=0.12 + f["Flow"] * 0.5)
        bend_x, bend_y, bend_z = f.separate(swirl)
    with f.frame("Plates"):
        plate, border = bordered_cells(f, flow, f.combine(f["Plates"], f["Plates"]), 1.0, f["Seed"] + 1.0)
        first, second, _ = f.separate(plate.random)
    with f.frame("Ropes"):
        _, v, _ = f.separate(f.tile)
        turns = f["Ropes"] * v + (bend_y * 0.6 + bend_z * 0.5) * f["Flow"] * f["Ropes"] + second * 0.9
        phase = turns * math.pi + bend_x * 6.0 + (grain - 0.5) * 0.9
        rope = f.math("POWER", f.math("ABSOLUTE", f.math("SINE", phase)), 0.7)
    with f.frame("Gaps"):
        there = f.smoothstep(f["Crack Width"] * 0.6 + bend_x * 1.2 + (second - 0.5) * 0.3, -0.05, 0.25)
        width = f["Crack Width"] * 0.1 * there * (0.25 + patches * 1.3) + (grain - 0.5) * 0.025
        gap = (1.0 - f.smoothstep(border, width * 0.5, width + 0.012)) * f.smoothstep(there, 0.0, 0.2)
        often = patches + first * 0.4 + bend_z * 0.8
        creases = f.smoothstep(0.45 - rope, 0.0, 0.15) * f.smoothstep(
            often, 1.1 - f["Open Ropes"], 1.3 - f["Open Ropes"]
        )
        gap = f.math("MAXIMUM", gap, creases * f.smoothstep(f["Open Ropes"], 0.0, 0.1))
        near = f.math("MAXIMUM", (1.0 - f.smoothstep(border, 0.0, width + 0.14)) * there, creases)
    return Crust(rope, gap, near, plate.random)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        patches = noise(f, f.tile, 3.0, 3.0, 0.55, f["Seed"] + 2.0)
        grain = noise(f, f.tile, 48.0, 5.0, 0.7, f["Seed"] + 3.0)
    rope, gap, near, chance = _crust(f, patches, grain)
    with f.frame("Relief"):
        first, second, third = f.separate(chance)
        size = 4.0 / f.math("MAXIMUM", f["Plates"], 3.0)
        folds = (rope - 0.5) * f["Rope Height"] * 11.0 / f.math("MAXIMUM", f["Ropes"], 12.0) * (0.55 + third * 0.45)
        plates = ((first - 0.5) * 0.35 - near * 0.15) * f["Plate Height"] * size
        pores = f.smoothstep(grain, 0.62, 0.9) * 0.22
        crust = 0.6 + folds + plates + ((grain - 0.5) * 0.12 - pores) * f["Bubbles"] + (patches - 0.5) * 0.2
        molten = 0.6 - f["Crack Depth"] * 0.42 + (grain - 0.5) * 0.06
        height = f.mix(gap, crust, f.math("MINIMUM", molten, crust))
    with f.frame("Crust color"):
        shade = 1.0 + (second - 0.5) * f["Variation"] * 0.45 + (patches - 0.5) * 0.5 + (rope - 0.5) * 0.25
        color = f.tint(f["Crust Color"], value=shade)
        dusty = f.smoothstep(
            height + (grain - 0.5) * 0.7 + (third - 0.5) * 0.1, 1.0 - f["Ash"] * 0.65, 1.2 - f["Ash"] * 0.55
        )
        color = f.blend(dusty * 0.7, color, f["Ash Color"])
        color = f.blend(0.55, color, grain, "OVERLAY")
    with f.frame("Glow"):
        hot = f.smoothstep(f["Heat"] * 1.5 - patches * 0.9 - 0.1, 0.0, 0.6) * f.smoothstep(f["Heat"], 0.0, 0.1)
        heat = gap * hot * (0.75 + (grain - 0.5) * 0.9)
        dull = near * near * hot * f["Reddening"]
        lit = f.blend(dull * 0.55, color, f.tint(f["Glow Color"], 0.49, 1.1, 0.35))
        lit = f.blend(f.smoothstep(heat, 0.1, 0.5), lit, f.tint(f["Glow Color"], 0.485, 1.1, 0.5))
        lit = f.blend(f.smoothstep(heat, 0.35, 0.75), lit, f["Glow Color"])
        base_color = f.blend(f.smoothstep(heat, 0.65, 1.05), lit, f["Core Color"])
        cold = gap * (1.0 - hot)
        base_color = f.blend(cold * 0.7, base_color, f.tint(f["Crust Color"], value=0.45))
    with f.frame("Surface"):
        glass = f["Glassiness"] * (1.0 - dusty) * (0.5 + third * 0.5)
        roughness = f.mix(gap * hot, 0.85 - glass * 0.5 + (grain - 0.5) * 0.2, 0.6)
    return Finish(base_color, roughness, height, piece=first, edge=1.0 - gap)


FAMILY = Family(
    name="lava",
    label="Lava",
    about="A cooled crust of ropes and plates, with the glow in its cracks as plain color",
    catalog="Stone",
    tags=("lava", "magma", "volcano", "basalt", "crust"),
    tile_size=2.5,
    design=design,
    presets={
        "Cooled Ropes": {
            "Heat": 0.0,
            "Rope Height": 0.85,
            "Open Ropes": 0.4,
            "Plate Height": 0.3,
            "Crust Color": srgb("#403e3d"),
            "Ash": 0.5,
        },
        "Fresh Flow": {
            "Heat": 0.9,
            "Open Ropes": 0.75,
            "Rope Height": 0.8,
            "Flow": 0.75,
            "Glassiness": 0.75,
            "Ash": 0.1,
            "Reddening": 0.6,
        },
        "Broken Plates": {
            "Plates": 7,
            "Plate Height": 0.95,
            "Rope Height": 0.15,
            "Crack Width": 0.65,
            "Open Ropes": 0.0,
            "Flow": 0.25,
            "Bubbles": 0.7,
        },
        "Dying Embers": {
            "Heat": 0.52,
            "Glow Color": srgb("#a5341c"),
            "Core Color": srgb("#d97a34"),
            "Ash": 0.6,
            "Crust Color": srgb("#373434"),
            "Reddening": 0.6,
        },
    },
)
