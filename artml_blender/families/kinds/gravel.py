"""Crushed or rounded stones of three sizes, lying upon each other."""

from ..blocks.noise import noise, noise_vector
from ..blocks.stones import Stones, stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Operand, Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Stones")
    f.slider("Stones", 14, (4, 32), (9, 20), "Large stones side by side in one tile", step=1)
    f.slider("Large Stones", 0.75, (0, 1), (0.4, 1), "How much of the ground the large stones take")
    f.slider("Medium Stones", 0.85, (0, 1), (0.6, 1), "How much of the rest the medium stones take")
    f.slider("Grit", 0.7, (0, 1), (0.4, 1), "How much of what is left the smallest stones take")
    f.slider("Size Variation", 0.45, (0, 1), (0.25, 0.65), "How much smaller some stones are than others")
    f.slider("Angularity", 0.8, (0, 1), (0.6, 1), "From rounded by water (0) to freshly crushed (1)")
    f.slider("Length", 0.5, (0, 1), (0.2, 0.8), "How much longer than wide some stones are")
    f.slider("Stone Height", 0.7, (0, 1), (0.5, 0.9), "How far the stones stand out of the ground")
    f.panel("Color")
    f.color("Stone Color", srgb("#7d7a74"), "Most stones")
    f.color("Second Color", srgb("#9c958a"), "Many stones; others lie between the two")
    f.color("Odd Color", srgb("#6e6157"), "A few stones of another kind")
    f.slider("Odd Stones", 0.15, (0, 1), (0.05, 0.3), "How many stones have the odd color")
    f.slider("Variation", 0.55, (0, 1), (0.3, 0.8), "How much one stone differs from the next one")
    f.slider("Speckles", 0.4, (0, 1), (0.15, 0.7), "Mineral grain on the stones' faces")
    f.panel("Ground")
    f.color("Ground Color", srgb("#6a6156"), "Sand and dirt between the stones")
    f.slider("Ground Level", 0.25, (0, 1), (0.05, 0.45), "How high sand and dirt fill the gaps")
    f.slider("Dust", 0.3, (0, 1), (0.05, 0.6), "Fine dirt on the stones' lower parts")
    f.slider("Dampness", 0.15, (0, 1), (0, 0.4), "Moisture in the gaps, dark and a little glossy")


def _layer(f: FamilyBuilder, vector: Value, factor: float, size: Value, share: Operand) -> Stones:
    scale = f["Stones"] * factor
    seed = f["Seed"] + 0.1 * factor
    return stones(f, vector, scale, size, f["Size Variation"], share, f["Angularity"], f["Length"], seed)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Broken outlines"):
        count = f["Stones"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 2.5, 2.0, 0.6, f["Seed"])
        pushed = f.tile + f.vector_math("SCALE", bend, scale=0.16 / count)
    with f.frame("Stones of three sizes"):
        size = 0.56 + f["Angularity"] * 0.16
        large = _layer(f, pushed, 1.0, size, f["Large Stones"])
        medium = _layer(f, pushed, 2.0, size, f["Medium Stones"])
        grit = _layer(f, pushed, 5.0, size, f["Grit"])
    with f.frame("Grain"):
        patches = noise(f, f.tile, 5.0, 3.0, 0.6, f["Seed"] + 1.0)
        grain = noise(f, f.tile, 70.0, 4.0, 0.7, f["Seed"] + 2.0)
    with f.frame("Upon each other"):
        sand = f["Ground Level"] * 0.5 - 0.12 + (patches - 0.5) * 0.2 + (grain - 0.5) * 0.05
        level: Value = sand
        random: Value = large.random * 0.0
        for layer, reach, lift in ((grit, 0.22, 0.02), (medium, 0.5, 0.12), (large, 0.9, 0.22)):
            own = f.separate(layer.random)[1]
            top = layer.height * (0.7 + 0.3 * own) * reach + (own - 0.5) * lift
            is_higher = f.math("GREATER_THAN", top, level)
            level = f.math("MAXIMUM", top, level)
            random = f.mix_vectors(is_higher, random, layer.random)
        stone = f.smoothstep(level - sand, 0.0, 0.02)
    with f.frame("Stone color"):
        first, second, third = f.separate(random)
        color = f.blend(f.smoothstep(second, 0.5 - 0.5 * f["Variation"], 1.0), f["Stone Color"], f["Second Color"])
        color = f.blend(f.math("LESS_THAN", third, f["Odd Stones"]), color, f["Odd Color"])
        color = f.tint(color, 0.5 + (second - 0.5) * 0.02, 1.0, 1.0 + (first - 0.5) * f["Variation"] * 0.9)
        color = f.blend(f["Speckles"], color, grain, "OVERLAY")
    with f.frame("Dirt and damp"):
        ground = f.blend(0.5, f["Ground Color"], grain, "OVERLAY")
        ground = f.tint(ground, value=0.75 + patches * 0.5)
        low = 1.0 - f.smoothstep(level - sand, 0.02, 0.45)
        dirty = f.blend(f["Dust"] * (0.35 + 0.65 * low) * (0.4 + patches * 0.6), color, ground)
        both = f.blend(stone, ground, dirty)
        wet = f.smoothstep(f["Dampness"] * 1.1 - level, 0.0, 0.3) * f.smoothstep(f["Dampness"], 0.0, 0.2)
        base_color = f.tint(both, 0.5, 1.0 + wet * 0.2, 1.0 - wet * 0.5)
    with f.frame("Surface"):
        roughness = f.mix(stone, 0.95, 0.82 + (first - 0.5) * 0.16 + (grain - 0.5) * 0.1) - wet * 0.45
        depth = f["Stone Height"] * 9.0 / f.math("MAXIMUM", count, 9.0)
        height = 0.4 + (level - 0.3 + (grain - 0.5) * 0.11 * stone) * depth
    return Finish(base_color, roughness, height, piece=first, edge=stone)


FAMILY = Family(
    name="gravel",
    label="Gravel",
    about="Crushed or rounded stones of several sizes, lying upon each other over sand and dirt",
    catalog="Ground",
    tags=("gravel", "stones", "ground", "path", "ballast"),
    tile_size=0.6,
    design=design,
    presets={
        "Granite Chippings": {
            "Stone Color": srgb("#8a8987"),
            "Second Color": srgb("#b4b2ae"),
            "Odd Color": srgb("#56575a"),
            "Odd Stones": 0.3,
            "Angularity": 0.95,
            "Speckles": 0.8,
            "Ground Level": 0.1,
            "Dust": 0.1,
        },
        "Railway Ballast": {
            "Stones": 9,
            "Stone Color": srgb("#5f5a55"),
            "Second Color": srgb("#7d746b"),
            "Odd Color": srgb("#665245"),
            "Odd Stones": 0.35,
            "Angularity": 1.0,
            "Large Stones": 1.0,
            "Ground Level": 0.0,
            "Stone Height": 0.95,
        },
        "Pea Gravel": {
            "Stones": 17,
            "Stone Color": srgb("#9a8a72"),
            "Second Color": srgb("#bfae92"),
            "Odd Color": srgb("#7d6a59"),
            "Odd Stones": 0.3,
            "Angularity": 0.15,
            "Length": 0.6,
            "Large Stones": 1.0,
            "Variation": 0.75,
        },
        "Dusty Track": {
            "Stone Color": srgb("#8d8172"),
            "Second Color": srgb("#a2947f"),
            "Ground Color": srgb("#8f7c63"),
            "Large Stones": 0.3,
            "Medium Stones": 0.45,
            "Ground Level": 0.55,
            "Dust": 0.75,
            "Dampness": 0.0,
        },
        "Wet Basalt": {
            "Stone Color": srgb("#46474a"),
            "Second Color": srgb("#5c5d5f"),
            "Odd Color": srgb("#6a6059"),
            "Ground Color": srgb("#3f3a35"),
            "Dampness": 0.75,
            "Dust": 0.1,
        },
    },
)
