"""A cliff face: strata, blocks split by fractures, ledges, veins and lichen."""

import math
from typing import NamedTuple

from ..blocks.cells import bordered_cells, cells
from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


class Face(NamedTuple):
    """At a place: the bare rock."""

    height: Value
    crack: Value  # 1 in fractures
    chance: Value  # three random numbers of the block


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Strata")
    f.slider("Strata", 9, (1, 30), (5, 14), "Layers above each other in one tile", step=1)
    f.slider("Folding", 0.4, (0, 1), (0.15, 0.7), "How much the layers bend")
    f.slider("Ledges", 0.5, (0, 1), (0.25, 0.8), "How far hard layers stand out of soft ones")
    f.panel("Fractures")
    f.slider("Blocks", 4, (2, 12), (3, 6), "Blocks side by side in one tile", step=1)
    f.slider("Blockiness", 0.55, (0, 1), (0.3, 0.9), "How far blocks lie before and behind each other")
    f.slider("Fractures", 0.5, (0, 1), (0.25, 0.8), "How wide and deep the cracks are")
    f.slider("Chipping", 0.5, (0, 1), (0.3, 0.8), "Facets where flakes have broken off")
    f.slider("Cragginess", 0.5, (0, 1), (0.3, 0.75), "Crags and grain of the stone")
    f.panel("Color")
    f.color("Rock Color", srgb("#85807a"), "Most of the rock")
    f.color("Layer Color", srgb("#6d665e"), "Other layers")
    f.color("Rust Color", srgb("#7d634a"), "Where iron has stained the rock")
    f.slider("Layer Contrast", 0.5, (0, 1), (0.25, 0.8), "How much the layers differ in color")
    f.slider("Rust", 0.25, (0, 1), (0.05, 0.5), "How much of it is stained")
    f.slider("Veins", 0.2, (0, 1), (0, 0.45), "Thin pale veins of quartz")
    f.panel("Weather")
    f.slider("Lichen", 0.3, (0, 1), (0.05, 0.6), "Patches of lichen on what stands out")
    f.color("Lichen Color", srgb("#98977f"), "The lichen")
    f.slider("Seepage", 0.2, (0, 1), (0, 0.45), "Water running down, dark and glossy")


def _strata(f: FamilyBuilder, bend: Value) -> tuple[Value, Value, Value]:
    """How far the layer stands out, 0..1, its random number, and the joints between layers."""
    with f.frame("Strata"):
        _, bend_y, bend_z = f.separate(bend)
        _, v, _ = f.separate(f.tile)
        layers = f["Strata"] * (v + bend_y * f["Folding"] * 0.7) + bend_z * 1.6
        layer = f.math("WRAP", f.math("FLOOR", layers), f["Strata"], 0.0)
        within = f.math("FRACT", layers)
        hard, _, _ = f.separate(f.white_noise(f.combine(layer, 0.5, f["Seed"])))
        below = f.math("WRAP", layer - 1.0, f["Strata"], 0.0)
        hard_below, _, _ = f.separate(f.white_noise(f.combine(below, 0.5, f["Seed"])))
        out = f.mix(f.smoothstep(within, 0.0, 0.12), hard_below, hard) - within * 0.35
        joint = 1.0 - f.smoothstep(f.math("ABSOLUTE", within - 0.05), 0.0, 0.07)
    return out, hard, joint


def _face(f: FamilyBuilder, patches: Value, crags: Value) -> Face:
    with f.frame("Folded coordinates"):
        bend = noise_vector(f, f.tile, (3.0, 5.0, 0.0), 6.0, 0.58, f["Seed"])
        folded = f.tile + f.vector_math("SCALE", bend, scale=0.28)
    out, hard, joint = _strata(f, bend)
    with f.frame("Blocks"):
        whole = f.combine(f["Blocks"], f["Blocks"] * 2.0)
        block, border = bordered_cells(f, folded, whole, 0.95, f["Seed"] + 1.0)
        lean = f.vector_math("DOT_PRODUCT", block.offset, block.random - (0.5, 0.5, 0.5))
        chip = cells(f, folded, whole * (3.0, 4.0, 0.0), 1.0, f["Seed"] + 2.0)
        facet = f.vector_math("DOT_PRODUCT", chip.offset, chip.random - (0.5, 0.5, 0.5))
        deep, own, flake = f.separate(f.mix_vectors(0.35, block.random, chip.random))
    with f.frame("Fractures"):
        open_ = f["Fractures"] * f.smoothstep(patches + (own - 0.5) * 0.5, 0.4, 0.85)
        split = (1.0 - f.smoothstep(border, open_ * 0.02, open_ * 0.09 + 0.002)) * f.smoothstep(open_, 0.0, 0.15)
        parted = joint * f.smoothstep(crags + (hard - 0.5) * 0.6, 0.5, 0.75) * f.smoothstep(f["Fractures"], 0.0, 0.6)
        crack = f.math("MAXIMUM", split, parted)
    with f.frame("Relief"):
        size = 4.0 / f.math("MAXIMUM", f["Blocks"], 3.0)
        blocks = ((deep - 0.5) * 0.5 + lean * 1.1) * f["Blockiness"] * size
        rough = (crags - 0.5) * (0.15 + f["Cragginess"] * 0.5) + facet * f["Chipping"] * 0.65 * size
        height = 0.55 + (out - 0.3) * f["Ledges"] * 0.5 + blocks + rough + (patches - 0.5) * 0.2
        height = height - crack * 0.22 * (0.4 + f["Fractures"])
        chance = f.combine(hard, own, flake)
    return Face(height, crack, chance)


def _weathered(f: FamilyBuilder, color: Value, high: Value, grain: Value) -> tuple[Value, Value]:
    """The rock with lichen on it, and where that is."""
    with f.frame("Lichen"):
        push = f.vector_math("SCALE", f.combine(grain - 0.5, 0.5 - grain), scale=0.02)
        spot = stones(f, f.tile + push, 24.0, 0.75, 0.85, f["Lichen"] * 0.7, 0.0, 0.3, f["Seed"] + 6.0)
        grows = high * 0.8 + grain * 0.5
        lichen = f.smoothstep(spot.height + (grain - 0.5) * 1.6, 0.1, 0.6) * f.smoothstep(grows, 0.55, 0.75)
        lichen = f.math("MAXIMUM", lichen, f.smoothstep(grows, 1.35 - f["Lichen"] * 0.75, 1.5 - f["Lichen"] * 0.75))
        shade = 0.75 + f.separate(spot.random)[0] * 0.4 + (grain - 0.5) * 0.5
        grown = f.blend(lichen * 0.75, color, f.tint(f["Lichen Color"], value=shade))
    return grown, lichen


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        patches = noise(f, f.tile, 3.0, 3.0, 0.55, f["Seed"] + 3.0)
        crags = noise(f, f.tile, (9.0, 22.0, 0.0), 6.0, 0.66, f["Seed"] + 4.0)
        grain = noise(f, f.tile, 70.0, 4.0, 0.7, f["Seed"] + 5.0)
    height, crack, chance = _face(f, patches, crags)
    with f.frame("Rock color"):
        hard, own, flake = f.separate(chance)
        tone = f.smoothstep(hard + (crags - 0.5) * 0.7, 0.25, 0.75) * f["Layer Contrast"]
        color = f.blend(tone, f["Rock Color"], f["Layer Color"])
        shade = 1.0 + (own - 0.5) * 0.3 + (flake - 0.5) * 0.2 + (patches - 0.5) * 0.3
        color = f.tint(color, value=shade)
        color = f.blend(0.6, color, crags, "OVERLAY")
        color = f.blend(f["Cragginess"] * 0.5 + 0.1, color, grain, "OVERLAY")
        rust = f.smoothstep(1.0 - patches + (crags - 0.5) * 0.6, 0.9 - f["Rust"] * 0.5, 1.2 - f["Rust"] * 0.4)
        color = f.blend(rust * 0.7, color, f.tint(f["Rust Color"], value=0.7 + grain * 0.6))
        line = f.math("ABSOLUTE", f.math("SINE", (patches + crags * 0.25 + own * 0.4) * math.pi * 3.0))
        vein = (1.0 - f.smoothstep(line, 0.0, 0.12)) * f.smoothstep(f["Veins"] - own * 0.9, 0.0, 0.1)
        color = f.blend(vein * 0.55, color, srgb("#cbc6bb"))
    color, lichen = _weathered(f, color, height, grain)
    with f.frame("Cracks and seepage"):
        color = f.blend(crack * 0.7, color, f.tint(f["Layer Color"], 0.5, 0.8, 0.45))
        runs = noise(f, f.tile, (9.0, 1.2, 0.0), 3.0, 0.55, f["Seed"] + 7.0)
        wet = f.smoothstep(runs - (height - 0.5) * 0.5, 1.0 - f["Seepage"] * 0.8, 1.25 - f["Seepage"] * 0.8)
        base_color = f.tint(color, 0.5, 1.0 + wet * 0.1, 1.0 - wet * 0.45)
        roughness = 0.84 + (grain - 0.5) * 0.16 + lichen * 0.08 - vein * 0.2 - wet * 0.45
    return Finish(base_color, roughness, height, piece=own, edge=1.0 - crack)


FAMILY = Family(
    name="rock",
    label="Rock Face",
    about="A cliff of layered rock, split by fractures, with ledges, veins and lichen",
    catalog="Stone",
    tags=("rock", "cliff", "stone", "mountain", "strata"),
    tile_size=3.0,
    design=design,
    presets={
        "Grey Limestone": {
            "Rock Color": srgb("#a09b92"),
            "Layer Color": srgb("#8a857c"),
            "Rust Color": srgb("#94836c"),
            "Veins": 0.1,
            "Strata": 11,
        },
        "Red Sandstone": {
            "Rock Color": srgb("#9f7459"),
            "Layer Color": srgb("#835c47"),
            "Rust Color": srgb("#6f4534"),
            "Strata": 16,
            "Ledges": 0.85,
            "Layer Contrast": 0.8,
            "Blockiness": 0.25,
            "Lichen": 0.05,
            "Veins": 0.0,
        },
        "Dark Slate": {
            "Rock Color": srgb("#55585b"),
            "Layer Color": srgb("#43464a"),
            "Rust Color": srgb("#5f564c"),
            "Strata": 18,
            "Folding": 0.75,
            "Chipping": 0.85,
            "Lichen": 0.15,
            "Seepage": 0.35,
        },
        "Granite Cliff": {
            "Rock Color": srgb("#8f8a85"),
            "Layer Color": srgb("#7b7672"),
            "Strata": 3,
            "Ledges": 0.15,
            "Layer Contrast": 0.2,
            "Blocks": 3,
            "Blockiness": 0.9,
            "Cragginess": 0.8,
            "Veins": 0.35,
        },
        "Mossy Crag": {
            "Lichen": 0.75,
            "Lichen Color": srgb("#6d6c4a"),
            "Rock Color": srgb("#6f6d66"),
            "Seepage": 0.4,
        },
    },
)
