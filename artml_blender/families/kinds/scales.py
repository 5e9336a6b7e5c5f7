"""Overlapping scales of fish, snakes, dragons, or of armour."""

import math

from ..blocks.noise import noise
from ..blocks.uneven_overlap import uneven_overlap
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Shape")
    f.slider("Columns", 9, (2, 40), (6, 13), "Scales side by side in one tile", step=1)
    f.slider("Rows", 12, (2, 60), (10, 18), "Rows of scales in one tile", step=2)
    f.slider("Roundness", 0.95, (0, 1), (0.8, 1.0), "From straight to fully rounded ends")
    f.slider("Point", 0.15, (0, 1), (0.0, 0.45), "From round to pointed ends")
    f.slider("Lift", 0.5, (0, 1), (0.3, 0.75), "How far each scale stands off the ones below")
    f.slider("Dome", 0.4, (0, 1), (0.15, 0.7), "How far each scale bulges")
    f.slider("Keel", 0.15, (0, 1), (0.0, 0.45), "A ridge along the middle of each scale")
    f.slider("Growth Lines", 0.35, (0, 1), (0.1, 0.6), "Fine lines that follow each scale's edge")
    f.slider("Irregularity", 0.35, (0, 1), (0.15, 0.6), "How much the scales differ in tilt, length and outline")
    f.panel("Color")
    f.color("Scale Color", srgb("#5d6b4a"), "The middle of each scale")
    f.color("Edge Color", srgb("#39422f"), "Towards each scale's edge")
    f.color("Patch Color", srgb("#7d7650"), "Patches of scales in another colour")
    f.slider("Edge Width", 0.45, (0, 1), (0.25, 0.7), "How far the edge's colour reaches inwards")
    f.slider("Patches", 0.3, (0, 1), (0.1, 0.6), "How much of the skin has the patches' colour")
    f.slider("Variation", 0.4, (0, 1), (0.2, 0.7), "How much one scale's colour differs from the next one's")
    f.slider("Iridescence", 0.1, (0, 1), (0.0, 0.22), "Hues that turn across each scale")
    f.panel("Finish")
    f.slider("Gloss", 0.6, (0, 1), (0.35, 0.85), "From dry and matt to wet")
    f.slider("Metal", 0.0, (0, 1), (0.0, 0.0), "From horn to metal, for armour")
    f.slider("Wear", 0.25, (0, 1), (0.05, 0.5), "Chipped and scratched edges")
    f.slider("Dirt", 0.35, (0, 1), (0.15, 0.6), "Dark dirt between the scales")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Scales"):
        wild = f["Irregularity"]
        shape = (wild * 0.25, f["Roundness"], f["Point"], f["Seed"])
        scale = uneven_overlap(f, f.tile, f["Columns"], f["Rows"], 0.5, 0.0, wild * 0.25, *shape)
        first, second, third = f.separate(scale.random)
    with f.frame("Grain"):
        patch = noise(f, f.tile, (3.0, 4.0, 0.0), 3.0, 0.55, f["Seed"] + 1.0)
        fine = noise(f, f.tile, f.combine(f["Columns"] * 5.0, f["Rows"] * 3.0), 3.0, 0.65, f["Seed"] + 2.0)
    with f.frame("Within a scale"):
        out = f.math("ABSOLUTE", scale.across) * 2.0
        chip = f.smoothstep(fine, 0.55, 0.9) * f["Wear"] * 0.12
        edge = f.math("MINIMUM", scale.rise, scale.side * 1.4) - chip
        rim = f.smoothstep(edge, 0.0, 0.05)
        round_off = f.smoothstep(edge, 0.0, 0.3)
        under = f.smoothstep(scale.below, 0.28, 0.0)
        keel = f.smoothstep(out, 0.28, 0.0) * f.smoothstep(edge, 0.05, 0.5)
        lines = f.math("SINE", (scale.rise + out * out * 0.35 + (fine - 0.5) * 0.06) * (2.0 * math.pi * 11.0))
        lines = lines * 0.5 + 0.5
    with f.frame("Relief"):
        slope = f.math("MINIMUM", scale.rise, 1.4) * f["Lift"] * 0.26
        dome = (round_off * 0.6 - out * out * 0.5) * f["Dome"] * 0.3
        tilt = ((first - 0.5) * scale.across * 0.5 + (second - 0.5) * 0.12) * wild
        height = 0.6 - slope + dome + tilt + keel * f["Keel"] * 0.16 - (1.0 - rim) * f["Lift"] * 0.1
        height = height + (lines - 0.5) * f["Growth Lines"] * 0.025 + (fine - 0.5) * 0.03
    with f.frame("Scale color"):
        own = f.smoothstep(patch + (first - 0.5) * 0.35, 0.95 - 0.8 * f["Patches"], 1.05 - 0.8 * f["Patches"])
        middle = f.blend(own * f.smoothstep(f["Patches"], 0.0, 0.1), f["Scale Color"], f["Patch Color"])
        reach = 0.08 + f["Edge Width"] * 0.7
        border = f.smoothstep(edge + (fine - 0.5) * 0.15, reach, 0.0)
        color = f.blend(border * 0.9, middle, f["Edge Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.7 + (fine - 0.5) * 0.2
        brightness = brightness + (lines - 0.5) * f["Growth Lines"] * 0.2 + keel * f["Keel"] * 0.25
        turn = (scale.across * 0.25 + (edge - 0.3) * 0.3 + (third - 0.5) * 0.12) * f["Iridescence"]
        hue = 0.5 + turn + (third - 0.5) * 0.025 * f["Variation"]
        color = f.tint(color, hue, 1.0 + (first - 0.5) * 0.3 * f["Variation"], brightness)
    with f.frame("Dirt and wear"):
        worn = f.smoothstep(edge, 0.12, 0.02) * f.smoothstep(fine, 0.75 - 0.5 * f["Wear"], 1.0 - 0.3 * f["Wear"])
        worn = worn * f["Wear"]
        color = f.blend(worn * 0.8, color, f.tint(middle, 0.5, 0.7, 1.6))
        grime = f.smoothstep(under + (fine - 0.5) * 0.6 + (patch - 0.5) * 0.3, 0.2, 1.0) * f["Dirt"]
        color = f.blend(grime * 0.85, color, f.tint(color, 0.5, 0.8, 0.3))
    with f.frame("Finish"):
        roughness = 0.75 - f["Gloss"] * 0.58 + grime * 0.35 + worn * 0.15 + (fine - 0.5) * 0.14
        roughness = roughness + (lines - 0.5) * f["Growth Lines"] * 0.1
        metallic = f["Metal"] * (1.0 - grime * 0.7)
    return Finish(color, roughness, height, metallic, first, rim)


FAMILY = Family(
    name="scales",
    label="Scales",
    about="Overlapping scales of fish, snakes and dragons, or of armour",
    catalog="Organic",
    tags=("scales", "fish", "snake", "dragon", "reptile", "creature", "armour"),
    tile_size=0.3,
    design=design,
    presets={
        "Dragon Red": {
            "Scale Color": srgb("#6b302a"),
            "Edge Color": srgb("#2f1614"),
            "Patch Color": srgb("#7c4434"),
            "Columns": 6,
            "Rows": 10,
            "Point": 0.65,
            "Keel": 0.7,
            "Dome": 0.6,
            "Lift": 0.75,
            "Wear": 0.5,
            "Iridescence": 0.08,
        },
        "Koi": {
            "Scale Color": srgb("#d9d2c6"),
            "Edge Color": srgb("#b9ada0"),
            "Patch Color": srgb("#b8693f"),
            "Patches": 0.6,
            "Edge Width": 0.2,
            "Lift": 0.25,
            "Keel": 0.0,
            "Point": 0.0,
            "Gloss": 0.9,
            "Iridescence": 0.05,
            "Dirt": 0.1,
            "Variation": 0.2,
        },
        "Silver Fish": {
            "Scale Color": srgb("#9aa3a6"),
            "Edge Color": srgb("#5c686e"),
            "Patch Color": srgb("#7d8d93"),
            "Columns": 13,
            "Rows": 18,
            "Metal": 0.35,
            "Gloss": 0.85,
            "Iridescence": 0.35,
            "Keel": 0.0,
            "Point": 0.0,
            "Lift": 0.3,
        },
        "Viper": {
            "Scale Color": srgb("#8d7b58"),
            "Edge Color": srgb("#5f5039"),
            "Patch Color": srgb("#3f3526"),
            "Columns": 14,
            "Rows": 16,
            "Point": 0.8,
            "Keel": 0.6,
            "Patches": 0.55,
            "Gloss": 0.35,
            "Growth Lines": 0.1,
        },
        "Steel Armour": {
            "Scale Color": srgb("#8b8b8a"),
            "Edge Color": srgb("#6b6a68"),
            "Patch Color": srgb("#7c7771"),
            "Columns": 8,
            "Rows": 10,
            "Metal": 1.0,
            "Gloss": 0.65,
            "Growth Lines": 0.0,
            "Iridescence": 0.0,
            "Keel": 0.2,
            "Dirt": 0.6,
            "Wear": 0.6,
        },
    },
)
