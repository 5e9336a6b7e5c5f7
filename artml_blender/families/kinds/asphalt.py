"""Asphalt: crushed stone in bitumen, worn, cracked, sealed, stained and wet."""

from typing import NamedTuple

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


class Cracks(NamedTuple):
    """At a place: how much of a crack it is, and of its broken surroundings and of a sealed crack."""

    crack: Value
    crumbled: Value
    sealed: Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Aggregate")
    f.slider("Stones", 60, (20, 120), (45, 85), "Stones side by side in one tile", step=1)
    f.slider("Wear", 0.5, (0, 1), (0.2, 0.85), "How much bitumen traffic has worn off the stones")
    f.slider("Relief", 0.5, (0, 1), (0.3, 0.8), "How far the stones stand out of the bitumen")
    f.color("Bitumen Color", srgb("#45454a"), "The binder between the stones, and over those not yet worn")
    f.color("Stone Color", srgb("#85827d"), "Most stones")
    f.color("Second Stone Color", srgb("#6b6764"), "Other stones")
    f.slider("Stone Contrast", 0.5, (0, 1), (0.3, 0.8), "How clearly the stones show")
    f.panel("Cracks")
    f.slider("Cracks", 0.35, (0, 1), (0.0, 0.6), "How many cracks have opened")
    f.slider("Crack Size", 3, (2, 12), (2, 6), "Panes of cracked ground side by side in one tile", step=1)
    f.slider("Crack Width", 0.35, (0, 1), (0.2, 0.6), "How wide the cracks gape")
    f.slider("Sealed", 0.3, (0, 1), (0, 0.7), "How many cracks have been poured over with tar")
    f.slider("Crumbling", 0.3, (0, 1), (0.1, 0.6), "How much stone has come loose beside the cracks")
    f.panel("Weather")
    f.slider("Stains", 0.4, (0, 1), (0.15, 0.7), "Faded and oily patches")
    f.slider("Dust", 0.3, (0, 1), (0.1, 0.6), "Dirt in the hollows")
    f.color("Dust Color", srgb("#8c8375"), "The dirt")
    f.slider("Unevenness", 0.4, (0, 1), (0.15, 0.7), "Dents in the road, where water gathers")
    f.slider("Wetness", 0.0, (0, 1), (0, 0.25), "Damp ground, and puddles in the dents")


def _cracks(f: FamilyBuilder, patches: Value) -> Cracks:
    with f.frame("Crack lines"):
        panes = f["Crack Size"]
        bend = noise_vector(f, f.tile, f.combine(panes, panes) * 2.0, 4.0, 0.62, f["Seed"] + 3.0)
        crooked = f.tile + f.vector_math("SCALE", bend, scale=0.9 / panes)
        cell, border = bordered_cells(f, crooked, f.combine(f["Crack Size"], f["Crack Size"]), 1.0, f["Seed"] + 4.0)
        line = border / panes
    with f.frame("Open cracks"):
        opened = f.smoothstep(f["Cracks"] * 1.1 - patches, -0.05, 0.25)
        width = f["Crack Width"] * 0.008 * (0.25 + opened) + 0.0008
        crack = (1.0 - f.smoothstep(line, width * 0.5, width)) * f.smoothstep(opened, 0.02, 0.25)
        crumbled = (1.0 - f.smoothstep(line, width, width + 0.035)) * f.smoothstep(opened, 0.1, 0.8) * f["Crumbling"]
        poured = f.math("LESS_THAN", f.separate(cell.random)[1], f["Sealed"]) * f.smoothstep(opened, 0.1, 0.2)
        sealed = (1.0 - f.smoothstep(line + (patches - 0.5) * 0.004, 0.009, 0.011)) * poured
    return Cracks(crack, crumbled, sealed)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        patches = noise(f, f.tile, 2.6, 4.0, 0.55, f["Seed"] + 1.0)
        grit = noise(f, f.tile, f.combine(f["Stones"], f["Stones"]) * 2.0, 3.0, 0.7, f["Seed"] + 2.0)
    crack, crumbled, sealed = _cracks(f, patches)
    with f.frame("Stones"):
        count = f["Stones"]
        coarse = stones(f, f.tile, count, 0.62, 0.5, 0.85, 0.85, 0.5, f["Seed"])
        fine = stones(f, f.tile, count * 2.0, 0.6, 0.5, 0.75, 0.85, 0.5, f["Seed"] + 0.5)
        top = f.math("MAXIMUM", coarse.height, fine.height * 0.55)
        is_coarse = f.math("GREATER_THAN", coarse.height, fine.height * 0.55)
        first, second, third = f.separate(f.mix_vectors(is_coarse, fine.random, coarse.random))
        worn = f["Wear"] * 1.1 + (patches - 0.5) * 0.5 + (third - 0.5) * 0.7
        bare = f.smoothstep(top, 0.05, 0.3) * f.smoothstep(worn, 0.2, 0.9)
    with f.frame("Stone and bitumen"):
        stone = f.blend(second, f["Stone Color"], f["Second Stone Color"])
        stone = f.tint(stone, 0.5, 1.0, 1.0 + (first - 0.5) * (0.3 + f["Stone Contrast"]))
        bitumen = f.tint(f["Bitumen Color"], value=0.75 + grit * 0.5)
        color = f.blend(bare * (0.35 + f["Stone Contrast"] * 0.65), bitumen, stone)
        color = f.blend(0.35, color, grit, "OVERLAY")
    with f.frame("Weather"):
        faded = f.smoothstep(patches, 0.4, 0.85) * f["Stains"]
        oily = f.smoothstep(0.42 - patches, 0.0, 0.2) * f["Stains"]
        color = f.tint(color, value=1.0 + faded * 0.45 - oily * 0.45)
        low = 1.0 - f.smoothstep(top, -0.1, 0.45)
        dirt = f["Dust"] * (0.25 + 0.75 * low) * (0.35 + 0.65 * patches) + crumbled * 0.6
        color = f.blend(dirt, color, f.tint(f["Dust Color"], value=0.6 + grit * 0.6))
        color = f.blend(crack, color, f.tint(f["Bitumen Color"], value=0.28))
        color = f.blend(sealed * 0.92, color, f.tint(f["Bitumen Color"], value=0.42))
    with f.frame("Relief"):
        size = 60.0 / f.math("MAXIMUM", count, 40.0)
        proud = f.math("MAXIMUM", top, -0.2) * (0.3 + 0.7 * bare) * f["Relief"] * 0.16 * size
        pits = crumbled * (0.2 + grit * 0.3)
        ground = 0.5 + (patches - 0.5) * f["Unevenness"] * 0.25 + (grit - 0.5) * 0.03
        height = f.mix(sealed, ground + proud - pits * 0.35 - crack * 0.35, ground + 0.05)
    with f.frame("Water"):
        wet = f.smoothstep(f["Wetness"], 0.0, 0.35) * (0.55 + 0.45 * f.smoothstep(f["Wetness"] - patches, -0.4, 0.2))
        level = 0.51 + (f["Wetness"] - 0.85) * (0.08 + f["Unevenness"] * 0.35)
        puddle = f.smoothstep(level - height, -0.004, 0.012) * f.smoothstep(f["Wetness"], 0.3, 0.5)
        base_color = f.tint(color, 0.5, 1.0 + wet * 0.15, 1.0 - wet * 0.45)
        dry = 0.9 - bare * 0.12 - oily * 0.2 + (grit - 0.5) * 0.12 - sealed * 0.25
        roughness = f.mix(puddle, f.mix(wet, dry, 0.38 + (grit - 0.5) * 0.2), 0.06)
        height = f.mix(puddle, height, f.math("MAXIMUM", height, level))
    return Finish(base_color, roughness, height, piece=first, edge=1.0 - crack)


FAMILY = Family(
    name="asphalt",
    label="Asphalt",
    about="Crushed stone in bitumen: new or worn, cracked and sealed, dry or wet",
    catalog="Ground",
    tags=("asphalt", "tarmac", "road", "street", "ground", "bitumen"),
    tile_size=1.5,
    design=design,
    presets={
        "Fresh": {
            "Wear": 0.1,
            "Cracks": 0.0,
            "Bitumen Color": srgb("#323236"),
            "Dust": 0.05,
            "Stains": 0.15,
            "Stone Contrast": 0.35,
        },
        "Old Country Road": {
            "Wear": 0.95,
            "Bitumen Color": srgb("#5c5a56"),
            "Stone Color": srgb("#9a948a"),
            "Cracks": 0.6,
            "Crack Size": 5,
            "Crack Width": 0.6,
            "Sealed": 0.0,
            "Crumbling": 0.8,
            "Dust": 0.5,
        },
        "Sealed Cracks": {"Cracks": 0.8, "Sealed": 0.85, "Wear": 0.6, "Crack Size": 3},
        "Rainy Street": {"Wetness": 0.85, "Bitumen Color": srgb("#3b3b3f"), "Unevenness": 0.6, "Cracks": 0.3},
        "Red Cycle Path": {
            "Bitumen Color": srgb("#6f4039"),
            "Stone Color": srgb("#8e5a50"),
            "Second Stone Color": srgb("#7a6a66"),
            "Stones": 80,
            "Cracks": 0.1,
            "Dust": 0.2,
        },
    },
)
