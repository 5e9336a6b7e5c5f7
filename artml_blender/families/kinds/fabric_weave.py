"""Plain and twill weaves."""

import math

from ..blocks.noise import noise, noise_vector
from ..blocks.weave import Weave, weave
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Weave")
    f.slider("Yarns", 56, (8, 240), (36, 80), "Yarns side by side in one tile", step=4)
    f.slider("Over", 1, (1, 4), (1, 1), "How many yarns each upright one passes over", step=1)
    f.slider("Under", 1, (1, 4), (1, 1), "How many it then passes under; 1 and 1 is plain weave", step=1)
    f.slider("Herringbone", 0, (0, 1), (0, 0), "Turns the diagonals of a twill back and forth", step=1)
    f.slider("Yarn Width", 0.95, (0.4, 1.15), (0.85, 1.05), "Thin yarns leave holes between them")
    f.slider("Slubs", 0.35, (0, 1), (0.15, 0.6), "Yarns that are thick here and thin there")
    f.slider("Crookedness", 0.3, (0, 1), (0.1, 0.5), "How far the yarns stray from straight lines")
    f.slider("Depth", 0.7, (0, 1), (0.55, 0.9), "How round and how deep the weave is")
    f.panel("Color")
    f.color("Warp Color", srgb("#b9ad97"), "The upright yarns")
    f.color("Weft Color", srgb("#a99c85"), "The yarns across")
    f.slider("Variation", 0.4, (0, 1), (0.2, 0.6), "How much one yarn's colour differs from the next one's")
    f.slider("Heather", 0.3, (0, 1), (0.1, 0.5), "Lighter and darker flecks along the yarns")
    f.panel("Yarn")
    f.slider("Twist", 0.5, (0, 1), (0.25, 0.7), "The strands that each yarn is spun of")
    f.slider("Fuzz", 0.3, (0, 1), (0.1, 0.5), "Loose fibres that blur the weave")
    f.slider("Sheen", 0.15, (0, 1), (0.0, 0.3), "From matt wool to silk")
    f.panel("Wear")
    f.slider(
        "Fading", 0.2, (0, 1), (0.0, 0.4), "Bleached and rubbed in broad patches, first on the crowns of the yarns"
    )
    f.slider("Stains", 0.15, (0, 1), (0.0, 0.35), "Darker patches of dirt")


def _woven(f: FamilyBuilder, slubs: Value) -> Weave:
    period = f["Over"] + f["Under"]
    turn = f["Herringbone"] * period * 2.0
    whole = f.math("MAXIMUM", period, turn * 2.0)
    yarns = f.math("MAXIMUM", f.math("ROUND", f["Yarns"] / whole), 1.0) * whole
    bend = noise_vector(f, f.tile, 5.0, 2.0, seed=f["Seed"])
    crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Crookedness"] * 3.2 / yarns)
    across, along, _ = f.separate(slubs)
    widths = tuple(f["Yarn Width"] * (1.0 + value * f["Slubs"] * 1.1) for value in (across, along))
    both = f.combine(yarns, yarns)
    return weave(f, crooked, both, f["Over"], f["Under"], turn, (widths[0], widths[1]), f["Seed"])


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Thick and thin"):
        upright = noise(f, f.tile, f.combine(f["Yarns"] * 0.8, 7.0), 2.0, 0.5, f["Seed"] + 1.0, 2.5)
        level = noise(f, f.tile, f.combine(7.0, f["Yarns"] * 0.8), 2.0, 0.5, f["Seed"] + 2.0, 2.5)
        slubs = f.combine(upright - 0.5, level - 0.5)
    with f.frame("Weave"):
        cloth = _woven(f, slubs)
    with f.frame("Fibres"):
        first, second, third = f.separate(cloth.random)
        strands = f.math("SINE", (cloth.along * 2.0 + cloth.across * 1.3 + first) * (2.0 * math.pi)) * f["Twist"]
        fuzz = noise(f, f.tile, f["Yarns"] * 3.5, 2.0, 0.6, f["Seed"] + 3.0)
        broad = noise(f, f.tile, 3.0, 4.0, 0.55, f["Seed"] + 4.0)
    with f.frame("Color"):
        color = f.blend(cloth.warp, f["Weft Color"], f["Warp Color"])
        fleck = f.mix(cloth.warp, level, upright) - 0.5 + (fuzz - 0.5) * 1.2
        value = 1.0 + (second - 0.5) * f["Variation"] * 0.75 + fleck * f["Heather"] * 0.9 + strands * 0.16
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.02, 1.0, value)
        color = f.blend(f.map_range(cloth.height, (0.75, 0.0)) * 0.65, color, f.tint(color, 0.5, 1.05, 0.35))
    with f.frame("Wear"):
        rubbed = f.smoothstep(broad, 0.4, 0.85) * (0.35 + 0.65 * f.smoothstep(cloth.height, 0.6, 1.0)) * f["Fading"]
        color = f.blend(rubbed, color, f.tint(color, 0.5, 0.6, 1.6))
        stain = f.smoothstep(broad, 0.5, 0.1) * f["Stains"]
        color = f.blend(stain, color, f.tint(color, 0.49, 0.9, 0.5))
    with f.frame("Relief"):
        crown = cloth.height + strands * 0.12 * cloth.cover + (fuzz - 0.5) * (0.1 + 0.7 * f["Fuzz"])
        scale = f.math("MINIMUM", 40.0 / f["Yarns"], 1.0)
        height = 0.5 + (crown - 0.6) * f["Depth"] * scale + (broad - 0.5) * 0.1
        roughness = 0.92 - f["Sheen"] * 0.5 + (fuzz - 0.5) * 0.08 - rubbed * 0.1
    return Finish(color, roughness, height, piece=first, edge=cloth.cover)


FAMILY = Family(
    name="fabric_weave",
    label="Woven Fabric",
    about="Cloth in plain, twill or herringbone weave, yarn by yarn",
    catalog="Fabric",
    tags=("fabric", "cloth", "textile", "linen", "denim", "canvas"),
    tile_size=0.05,
    design=design,
    presets={
        "Linen": {
            "Warp Color": srgb("#cbc2b0"),
            "Weft Color": srgb("#c0b6a2"),
            "Yarn Width": 0.95,
            "Slubs": 0.6,
            "Variation": 0.5,
            "Heather": 0.45,
        },
        "Denim": {
            "Yarns": 76,
            "Over": 3,
            "Under": 1,
            "Warp Color": srgb("#34496b"),
            "Weft Color": srgb("#8f9aa8"),
            "Yarn Width": 1.0,
            "Variation": 0.6,
            "Heather": 0.5,
            "Fading": 0.4,
            "Stains": 0.0,
        },
        "Burlap": {
            "Yarns": 32,
            "Yarn Width": 0.75,
            "Warp Color": srgb("#9c7f56"),
            "Weft Color": srgb("#8d7049"),
            "Slubs": 0.75,
            "Crookedness": 0.75,
            "Variation": 0.6,
            "Fuzz": 0.6,
            "Depth": 0.9,
        },
        "Wool Herringbone": {
            "Yarns": 64,
            "Over": 2,
            "Under": 2,
            "Herringbone": 1,
            "Warp Color": srgb("#3e3a38"),
            "Weft Color": srgb("#8f877c"),
            "Fuzz": 0.75,
            "Heather": 0.6,
            "Sheen": 0.0,
        },
        "Cotton Twill": {
            "Over": 2,
            "Under": 1,
            "Warp Color": srgb("#7c6f4e"),
            "Weft Color": srgb("#74684a"),
            "Slubs": 0.15,
            "Variation": 0.25,
            "Sheen": 0.25,
        },
    },
)
