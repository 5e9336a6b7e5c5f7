"""Terrazzo: chips of marble in cement, ground and polished."""

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Operand, Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Chips")
    f.slider("Large Chips", 14, (4, 40), (10, 20), "How many of the largest chips fit side by side in one tile", step=1)
    f.slider("Large Amount", 0.4, (0, 1), (0.2, 0.75), "How many large chips there are")
    f.slider("Small Amount", 0.6, (0, 1), (0.4, 0.9), "How many small chips lie between the large ones")
    f.slider("Crumbs", 0.4, (0, 1), (0.15, 0.7), "Sand and crumbs of stone in the cement")
    f.slider("Size Variation", 0.6, (0, 1), (0.35, 0.9), "How much the chips differ in size")
    f.slider("Raggedness", 0.35, (0, 1), (0.15, 0.7), "0: clean-cut chips; 1: ragged outlines")
    f.panel("Colors")
    f.color("Cement Color", srgb("#cfcac0"), "What binds the chips")
    f.color("First Chips", srgb("#8d8579"), "A third of the chips")
    f.color("Second Chips", srgb("#b9a78f"), "Another third of the chips")
    f.color("Third Chips", srgb("#5c5853"), "The other chips")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.8), "How much chips of one kind differ in colour")
    f.slider("Veins", 0.35, (0, 1), (0.1, 0.6), "Clouds and veins within the chips, as in marble")
    f.slider("Cement Clouds", 0.3, (0, 1), (0.1, 0.6), "How blotchy the cement is")
    f.panel("Metal Strips")
    f.slider("Strips", 0, (0, 8), (0, 0), "How many strips part the floor into fields in one tile; 0: none", step=1)
    f.slider("Strip Width", 0.4, (0, 1), (0.2, 0.6), "How broad the strips are")
    f.color("Strip Color", srgb("#b99a5e"), "Brass, zinc or aluminium")
    f.panel("Finish")
    f.slider("Polish", 0.7, (0, 1), (0.5, 0.92), "0: sawn and matt; 1: polished to a mirror")
    f.slider("Pits", 0.15, (0, 1), (0.0, 0.35), "Pinholes in the cement")
    f.slider("Wear", 0.25, (0, 1), (0.05, 0.5), "Where feet have dulled the polish")
    f.slider("Dirt", 0.15, (0, 1), (0.0, 0.4), "Grey stains and dirt in the pits")


def _chips(
    f: FamilyBuilder, name: str, vector: Value, scale: Operand, amount: Value, seed: Value
) -> tuple[Value, Value]:
    """Where chips of one size are, 0 or 1, and the random numbers of each."""
    with f.frame(name):
        cell, border = bordered_cells(f, vector, scale, 0.95, seed)
        size, chance, _ = f.separate(cell.random)
        inset = 0.03 + size * size * f["Size Variation"] * 0.3
        there = f.math("LESS_THAN", chance, amount)
        return f.smoothstep(border - inset, 0.0, 0.03) * there, cell.random


def _stone(f: FamilyBuilder, name: str, random: Value, cloud: Value, fine: Value) -> Value:
    """The colour of a chip."""
    with f.frame(name):
        which, second, third = f.separate(f.more_random(random, 1))
        first_or_second = f.blend(f.math("GREATER_THAN", which, 0.333), f["First Chips"], f["Second Chips"])
        color = f.blend(f.math("GREATER_THAN", which, 0.667), first_or_second, f["Third Chips"])
        veins = (cloud - 0.5 + (fine - 0.5) * 0.4) * f["Veins"]
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.8 + veins
        return f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.05, 1.0 - (second - 0.5) * 0.4, brightness)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noise"):
        seed = f["Seed"]
        clouds = noise(f, f.tile, 5.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 120.0, 3.0, 0.7, seed + 2.0)
        cloud = noise(f, f.tile, 40.0, 2.0, 0.6, seed + 3.0)
        bend = noise_vector(f, f.tile, f["Large Chips"] * 3.0, 2.0, 0.6, seed)
        ragged = f.tile + f.vector_math("SCALE", bend, scale=f["Raggedness"] * 0.4 / f["Large Chips"])
    large, large_random = _chips(f, "Large chips", ragged, f["Large Chips"], f["Large Amount"], seed + 4.0)
    with f.frame("Small"):
        many = f["Large Chips"] * 3.0
    small, small_random = _chips(f, "Small chips", ragged, many, f["Small Amount"], seed + 5.0)
    large_color = _stone(f, "Large stone", large_random, cloud, fine)
    small_color = _stone(f, "Small stone", small_random, cloud, fine)
    with f.frame("Together"):
        cement = f.tint(f["Cement Color"], 0.5, 1.0, 1.0 + (clouds - 0.5) * f["Cement Clouds"] * 0.35)
        light = f.smoothstep(fine, 0.62, 0.72) * f["Crumbs"]
        dark = f.smoothstep(fine, 0.36, 0.28) * f["Crumbs"]
        cement = f.blend(light * 0.7, cement, f["Second Chips"])
        cement = f.blend(dark * 0.7, cement, f["Third Chips"])
        chip = f.math("MAXIMUM", large, small)
        color = f.blend(large, f.blend(small, cement, small_color), large_color)
        holes = f.smoothstep(cloud * 0.6 + fine * 0.5, 0.9 - f["Pits"] * 0.2, 0.95 - f["Pits"] * 0.2) * (1.0 - chip)
        holes = holes * f.math("GREATER_THAN", f["Pits"], 0.0)
        stain = f.smoothstep(clouds + (cloud - 0.5) * 0.3, 0.5, 0.9) * f["Dirt"] * 0.35
        color = f.blend(f.math("MAXIMUM", holes * 0.7, stain), color, f.tint(f["Cement Color"], 0.5, 0.7, 0.35))
        worn = f.smoothstep(clouds + (fine - 0.5) * 0.3, 0.4, 0.8) * f["Wear"]
        roughness = f.mix(f["Polish"], 0.75, 0.1) + worn * 0.3 + (1.0 - chip) * 0.06 + (fine - 0.5) * 0.05 + holes * 0.4
        height = 0.5 - holes * 0.12 + chip * 0.008 + (fine - 0.5) * (1.0 - f["Polish"]) * 0.03
    with f.frame("Strips"):
        fields = f.tile * f["Strips"]
        x, y, _ = f.separate(f.vector_math("ABSOLUTE", fields - f.vector_math("FLOOR", fields + 0.5)))
        count = f.math("MAXIMUM", f["Strips"], 1.0)
        away = f.math("MINIMUM", x, y) / count - (0.0008 + f["Strip Width"] * 0.006)
        strip = f.smoothstep(away, 0.001, -0.001) * f.math("GREATER_THAN", f["Strips"], 0.5)
        metal = f.tint(f["Strip Color"], 0.5, 1.0, 0.9 + (fine - 0.5) * 0.3)
        color = f.blend(strip, color, metal)
        roughness = f.mix(strip, roughness, 0.3 + worn * 0.3 + (fine - 0.5) * 0.2)
        height = f.mix(strip, height, 0.51)
        edge = f.math("MAXIMUM", chip, strip)
    with f.frame("Piece"):
        number, _, _ = f.separate(f.mix_vectors(large, small_random, large_random))
        piece = number * chip
    return Finish(color, roughness, height, metallic=strip, piece=piece, edge=edge)


FAMILY = Family(
    name="terrazzo",
    label="Terrazzo",
    about="Chips of marble in cement, ground and polished, with metal strips if wanted",
    catalog="Stone",
    tags=("terrazzo", "floor", "marble", "chips", "polished", "interior"),
    tile_size=0.6,
    design=design,
    presets={
        "Venetian": {
            "Cement Color": srgb("#d8cdbb"),
            "First Chips": srgb("#a5664f"),
            "Second Chips": srgb("#d6c3a0"),
            "Third Chips": srgb("#77685c"),
            "Large Amount": 0.85,
            "Small Amount": 0.85,
        },
        "Black Nero": {
            "Cement Color": srgb("#35353a"),
            "First Chips": srgb("#c9c5bd"),
            "Second Chips": srgb("#77767a"),
            "Third Chips": srgb("#56555a"),
            "Crumbs": 0.3,
        },
        "Palladiana": {
            "Cement Color": srgb("#b9b2a6"),
            "First Chips": srgb("#d9d3c8"),
            "Second Chips": srgb("#a7988a"),
            "Third Chips": srgb("#7d8078"),
            "Large Chips": 7,
            "Large Amount": 1.0,
            "Size Variation": 0.2,
            "Small Amount": 0.0,
            "Veins": 0.8,
        },
        "Retro Confetti": {
            "Cement Color": srgb("#e2ddd2"),
            "First Chips": srgb("#b5745a"),
            "Second Chips": srgb("#4c6f74"),
            "Third Chips": srgb("#c9a566"),
            "Large Amount": 0.35,
            "Small Amount": 0.35,
            "Crumbs": 0.1,
            "Raggedness": 0.1,
        },
        "Station Floor": {
            "Cement Color": srgb("#a39e93"),
            "First Chips": srgb("#8a8880"),
            "Second Chips": srgb("#bdb5a5"),
            "Third Chips": srgb("#4b4a48"),
            "Large Chips": 22,
            "Strips": 1,
            "Wear": 0.6,
            "Dirt": 0.45,
            "Polish": 0.55,
        },
    },
)
