"""Moss: lush cushions of tiny shoots, young and old, over soil and stones."""

from typing import NamedTuple

from ..blocks.cells import cells
from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


class Cushions(NamedTuple):
    """At a place: its cushion."""

    height: Value  # 0 between cushions, 1 on top
    chance: Value  # three random numbers


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Cushions")
    f.slider("Cushions", 8, (3, 20), (5, 12), "Cushions side by side in one tile", step=1)
    f.slider("Cover", 0.8, (0, 1), (0.55, 1), "How much of the ground the moss has taken")
    f.slider("Thickness", 0.6, (0, 1), (0.4, 0.9), "How high the cushions swell")
    f.slider("Lumpiness", 0.5, (0, 1), (0.25, 0.8), "Smaller cushions upon the large ones")
    f.slider("Raggedness", 0.5, (0, 1), (0.25, 0.8), "How frayed the cushions' edges are")
    f.panel("Shoots")
    f.slider("Shoots", 110, (40, 200), (80, 150), "Shoots side by side in one tile", step=1)
    f.slider("Shoot Length", 0.55, (0, 1), (0.35, 0.85), "From short as velvet (0) to shaggy (1)")
    f.slider("Capsules", 0.15, (0, 1), (0, 0.35), "Reddish spore capsules among the shoots")
    f.panel("Color")
    f.color("Moss Color", srgb("#5b6532"), "Most shoots")
    f.color("Young Color", srgb("#8b9049"), "Young tips on top of the cushions")
    f.color("Old Color", srgb("#4a3f26"), "Old, dry moss in the hollows and at the rims")
    f.slider("Young Tips", 0.5, (0, 1), (0.25, 0.8), "How much young growth there is")
    f.slider("Dry Patches", 0.3, (0, 1), (0.1, 0.6), "How much of the moss has browned")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.8), "How much one cushion differs from the next one")
    f.panel("Ground")
    f.color("Soil Color", srgb("#4a3d30"), "The earth beneath")
    f.color("Stone Color", srgb("#77736b"), "The stones in it")
    f.slider("Stones", 0.4, (0, 1), (0.1, 0.7), "How many stones lie in the soil")
    f.slider("Dew", 0.15, (0, 1), (0, 0.4), "How wet everything is")


def _cushions(f: FamilyBuilder, fray: Value) -> Cushions:
    with f.frame("Bent coordinates"):
        count = f["Cushions"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 1.6, 3.0, 0.6, f["Seed"])
        bent = f.tile + f.vector_math("SCALE", bend, scale=(0.35 + f["Raggedness"] * 0.5) / count)
    with f.frame("Cushions"):
        scale = f.combine(f["Cushions"], f["Cushions"])
        large = cells(f, bent, scale, 0.95, f["Seed"])
        small = cells(f, bent, scale * 3.0, 0.95, f["Seed"] + 1.0)
        big = 1.0 - large.distance * large.distance * 2.0
        little = 1.0 - small.distance * small.distance * 2.2
        lumps = f["Lumpiness"] * 0.45
        height = big * (1.0 - lumps) + little * lumps + (fray - 0.5) * f["Raggedness"] * 0.3
        chance = f.mix_vectors(0.3, large.random, small.random)
    return Cushions(height, chance)


def _ground(f: FamilyBuilder, grain: Value) -> tuple[Value, Value, Value]:
    """The height of soil and stones, their colour, and where the stones are."""
    with f.frame("Soil and stones"):
        stone = stones(f, f.tile, 18.0, 0.62, 0.6, f["Stones"], 0.7, 0.5, f["Seed"] + 5.0)
        is_stone = f.smoothstep(stone.height, 0.05, 0.15)
        shade = f.separate(stone.random)[1]
        soil = f.blend(0.9, f["Soil Color"], grain, "OVERLAY")
        rock = f.blend(0.5, f.tint(f["Stone Color"], value=0.65 + shade * 0.7), grain, "OVERLAY")
        height = f.math("MAXIMUM", stone.height, 0.0) * 0.22 + (grain - 0.5) * 0.1
        color = f.blend(is_stone, soil, rock)
    return height, color, is_stone


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        patches = noise(f, f.tile, 3.5, 3.0, 0.55, f["Seed"] + 2.0)
        grain = noise(f, f.tile, 60.0, 4.0, 0.7, f["Seed"] + 3.0)
    height, chance = _cushions(f, grain)
    below, ground, is_stone = _ground(f, grain)
    with f.frame("Shoots"):
        shoots = f.combine(f["Shoots"], f["Shoots"])
        push = f.vector_math("SCALE", f.combine(grain - 0.5, patches - 0.5), scale=1.2 / f["Shoots"])
        shoot = cells(f, f.tile + push, shoots, 1.0, f["Seed"] + 4.0)
        tip = f.smoothstep(0.75 - shoot.distance, 0.0, 0.75)
        own, ripe, _ = f.separate(shoot.random)
    with f.frame("Where it grows"):
        first, second, third = f.separate(chance)
        closed = f.smoothstep(f["Cover"], 0.85, 1.0) * 0.45
        bare = 1.1 - f["Cover"] * 1.25 - closed + (patches - 0.5) * 0.5 + (third - 0.5) * 0.5 + is_stone * 0.12
        above = height - bare + (tip - 0.5) * f["Shoot Length"] * 0.15
        moss = f.smoothstep(above, 0.0, 0.05)
        swell = f.smoothstep(above, -0.02, 0.25)
        crown = f.smoothstep(height, 0.1, 0.95)
    with f.frame("Moss color"):
        fresh = f.smoothstep(height + (tip - 0.5) * 0.7 + (own - 0.5) * 0.4, 1.2 - f["Young Tips"] * 0.7, 1.5)
        color = f.tint(
            f["Moss Color"], 0.5 + (first - 0.5) * f["Variation"] * 0.025, 1.0, 0.6 + tip * 0.3 + crown * 0.35
        )
        color = f.blend(fresh, color, f["Young Color"])
        color = f.tint(color, 0.5, 1.0, 1.0 + (second - 0.5) * f["Variation"] * 0.6 + (own - 0.5) * 0.35)
        dry = f.smoothstep(
            f["Dry Patches"] * 1.1 - patches - (own - 0.5) * 0.3 + (1.0 - crown) * 0.35 + (1.0 - swell) * 0.3, 0.0, 0.5
        )
        color = f.blend(dry * 0.85, color, f.tint(f["Old Color"], value=0.8 + own * 0.7))
        is_ripe = f.math("LESS_THAN", ripe, f["Capsules"] * 0.35) * f.smoothstep(tip, 0.6, 0.75)
        color = f.blend(is_ripe * 0.8, color, srgb("#7b4a30"))
        base_color = f.blend(moss, ground, color)
    with f.frame("Together"):
        size = 8.0 / f.math("MAXIMUM", f["Cushions"], 5.0)
        fur = (tip - 0.4) * (0.05 + f["Shoot Length"] * 0.16) * (0.6 + own * 0.6) * f.smoothstep(above, 0.0, 0.3)
        thick = swell * (0.1 + (0.25 + f["Thickness"]) * 0.55 * size * f.math("MAXIMUM", height, 0.0))
        total = 0.1 + below * (1.0 - moss * 0.6) + thick + fur
        dew = f["Dew"] * (0.5 + patches * 0.5)
        base_color = f.tint(base_color, 0.5, 1.0 + dew * 0.1, 1.0 - dew * 0.3)
        roughness = f.mix(moss, 0.92 - is_stone * 0.1, 0.95 - tip * 0.12) - dew * 0.4
    return Finish(base_color, roughness, total, piece=first, edge=moss)


FAMILY = Family(
    name="moss",
    label="Moss",
    about="Lush cushions of moss over soil and stones",
    catalog="Organic",
    tags=("moss", "forest", "ground", "green", "plant"),
    tile_size=0.6,
    design=design,
    presets={
        "Lush Carpet": {
            "Cover": 1.0,
            "Cushions": 6,
            "Thickness": 0.8,
            "Moss Color": srgb("#55642e"),
            "Young Color": srgb("#808c46"),
            "Dry Patches": 0.05,
        },
        "Dry Woodland": {
            "Moss Color": srgb("#6d6935"),
            "Young Color": srgb("#8f8a4c"),
            "Old Color": srgb("#5d4b2e"),
            "Dry Patches": 0.65,
            "Capsules": 0.35,
            "Cover": 0.7,
        },
        "Stony Ground": {"Cover": 0.5, "Stones": 0.95, "Cushions": 10, "Raggedness": 0.75},
        "Dark Velvet": {
            "Moss Color": srgb("#3c4a24"),
            "Young Color": srgb("#5f6f32"),
            "Shoots": 160,
            "Shoot Length": 0.25,
            "Cover": 0.95,
            "Dew": 0.45,
        },
        "Silver Cushion": {
            "Moss Color": srgb("#787a64"),
            "Young Color": srgb("#a5a68e"),
            "Old Color": srgb("#66604c"),
            "Cushions": 11,
            "Lumpiness": 0.2,
            "Thickness": 0.95,
            "Cover": 0.75,
        },
    },
)
