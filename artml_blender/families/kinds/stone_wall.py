"""A wall of rubble: stones as they were found or roughly broken, fitted together in mortar or dry."""

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 4, (2, 20), (3, 6), "Stones side by side in one tile", step=1)
    f.slider("Rows", 6, (2, 30), (5, 9), "Stones above one another in one tile", step=1)
    f.slider("Irregularity", 0.75, (0, 1), (0.55, 0.95), "0: nearly in courses; 1: laid as they came")
    f.slider("Rounding", 0.35, (0, 1), (0.1, 0.8), "0: sharp corners, as they broke; 1: worn round")
    f.slider("Crookedness", 0.45, (0, 1), (0.25, 0.7), "How wavy the stones' outlines are")
    f.slider("Joint Width", 0.1, (0, 0.4), (0.05, 0.16), "The gaps between the stones")
    f.panel("Stones")
    f.color("Stone Color", srgb("#8b8477"), "Most stones")
    f.color("Second Color", srgb("#8b6f4e"), "Some stones, and the rust on others")
    f.slider("Variation", 0.55, (0, 1), (0.35, 0.9), "How much one stone's colour differs from the next one's")
    f.slider("Rust", 0.35, (0, 1), (0.1, 0.65), "How much of the second colour runs across the stones")
    f.slider("Bulge", 0.45, (0, 1), (0.25, 0.75), "0: flat faces; 1: round boulders")
    f.slider("Roughness", 0.55, (0, 1), (0.35, 0.85), "How broken the stones' faces are")
    f.slider("Bedding", 0.35, (0, 1), (0.0, 0.7), "Layers across the stones, as in slate and sandstone")
    f.slider("Stone Gloss", 0.2, (0, 1), (0.05, 0.4), "How smooth the stones' faces are")
    f.panel("Joints")
    f.color("Mortar Color", srgb("#a79e8d"), "What fills the joints; dark earth for a dry wall")
    f.slider("Mortar Depth", 0.5, (0, 1), (0.3, 0.75), "How far the joints lie behind the stones")
    f.slider("Sand", 0.5, (0, 1), (0.3, 0.8), "How coarse the mortar is")
    f.panel("Weather")
    f.slider("Smear", 0.2, (0, 1), (0.0, 0.3), "Mortar left on the stones' edges")
    f.slider("Grime", 0.35, (0, 1), (0.15, 0.6), "Dark patches across the wall")
    f.slider("Lichen", 0.15, (0, 1), (0.0, 0.35), "Pale crusts on the stones")
    f.color("Moss Color", srgb("#5b5c3c"), "What grows in the joints")
    f.slider("Moss", 0.1, (0, 1), (0.0, 0.35), "How much of the joints is overgrown")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Crooked outlines"):
        count = f.combine(f["Columns"], f["Rows"])
        bend = noise_vector(f, f.tile, count * 1.6, 3.0, 0.55, f["Seed"])
        crooked = f.tile + bend * f["Crookedness"] * 0.5 / count
    with f.frame("Stones"):
        cell, gap = bordered_cells(f, crooked, f.combine(f["Columns"], f["Rows"]), f["Irregularity"], f["Seed"])
        corner = f.math("MAXIMUM", cell.distance - 0.62 + 0.25 * f["Rounding"], 0.0)
        border = gap + 0.02 - corner * f["Rounding"] * 0.42
        first, second, third = f.separate(cell.random)
    with f.frame("Grain"):
        coarse = noise(f, f.tile, 16.0, 4.0, 0.6, f["Seed"] + 1.0)
        fine = noise(f, f.tile, f.combine(130.0 - f["Bedding"] * 112.0, 130.0), 3.0, 0.75, f["Seed"] + 2.0)
        patches = noise(f, f.tile, 4.0, 3.0, 0.6, f["Seed"] + 3.0)
    return _wall(f, cell.offset, (first, second, third), border, coarse, fine, patches)


def _wall(
    f: FamilyBuilder,
    offset: Value,
    random: tuple[Value, Value, Value],
    border: Value,
    coarse: Value,
    fine: Value,
    patches: Value,
) -> Finish:
    first, second, third = random
    with f.frame("Shape"):
        inside = border - f["Joint Width"] * 0.5 - (coarse - 0.5) * 0.06
        stone = f.smoothstep(inside, -0.01, 0.035)
        up = f.map_range(inside, (-0.01, 0.04 + f["Bulge"] * 0.36))
        dome = up * (2.0 - up)
    with f.frame("Stone color"):
        own = f.smoothstep(first, 1.0 - 0.9 * f["Variation"], 1.15)
        veins = f.smoothstep(
            patches * 0.6 + coarse * 0.5 + (second - 0.5) * 0.5, 0.9 - f["Rust"] * 0.6, 1.2 - f["Rust"] * 0.6
        )
        color = f.blend(f.math("MAXIMUM", own, veins * 0.75), f["Stone Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.8 + (coarse - 0.5) * 0.5
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.03, 0.85 + third * 0.25, brightness)
        color = f.blend(0.4, color, fine, "OVERLAY")
        crust = f.smoothstep(
            patches * 0.5 + fine * 0.35 + coarse * 0.4, 1.02 - f["Lichen"] * 0.5, 1.1 - f["Lichen"] * 0.5
        )
        color = f.blend(crust * 0.6, color, srgb("#b9b7a4"))
    with f.frame("Joints"):
        sand = f.blend(f["Sand"] * 0.7, f["Mortar Color"], fine, "OVERLAY")
        sand = f.tint(sand, 0.5, 1.0, 0.8 + coarse * 0.35)
        growth = f.smoothstep(patches + (coarse - 0.5) * 0.7, 1.0 - f["Moss"], 1.2 - f["Moss"])
        sand = f.blend(growth, sand, f.tint(f["Moss Color"], 0.5, 1.0, 0.5 + fine))
        rim = 1.0 - f.smoothstep(inside, 0.0, 0.04 + f["Smear"] * 0.3)
        smear = rim * f.smoothstep(coarse + patches * 0.3, 0.75 - f["Smear"] * 0.5, 0.95 - f["Smear"] * 0.5)
    with f.frame("Relief"):
        x, y, _ = f.separate(offset)
        lean = (x * (first - 0.5) + y * (second - 0.5)) * 0.5 + (third - 0.5) * 0.16
        creases = f.math("ABSOLUTE", patches - 0.5) - f.math("ABSOLUTE", coarse - 0.5)
        broken = creases * 1.3 + (fine - 0.5) * 0.1
        face = 0.74 + lean + broken * f["Roughness"]
        joint = 0.58 - f["Mortar Depth"] * 0.55 + (fine - 0.5) * f["Sand"] * 0.12 + (coarse - 0.5) * 0.1
        height = f.mix(dome, joint, face)
    with f.frame("Together"):
        shown = stone * (1.0 - smear)
        base_color = f.blend(shown, sand, color)
        grime = f.smoothstep(patches + (coarse - 0.5) * 0.4, 0.45, 0.95) * f["Grime"]
        base_color = f.blend(grime, base_color, f.tint(base_color, 0.5, 0.8, 0.45))
        roughness = f.mix(shown, 0.94, 0.9 - f["Stone Gloss"] * (0.35 + 0.3 * second) + (fine - 0.5) * 0.12)
    return Finish(base_color, roughness, height, piece=first, edge=stone)


FAMILY = Family(
    name="stone_wall",
    label="Stone Wall",
    about="Rubble masonry: irregular stones in mortar, or laid dry",
    catalog="Masonry",
    tags=("stone", "rubble", "wall", "masonry", "exterior"),
    tile_size=2.0,
    design=design,
    presets={
        "Fieldstone": {
            "Stone Color": srgb("#8d8a84"),
            "Second Color": srgb("#7c6a58"),
            "Bulge": 0.8,
            "Rounding": 0.9,
            "Bedding": 0.0,
            "Joint Width": 0.09,
            "Columns": 5,
        },
        "Golden Limestone": {
            "Stone Color": srgb("#b5a78b"),
            "Second Color": srgb("#9c8259"),
            "Mortar Color": srgb("#b3a88f"),
            "Bulge": 0.3,
        },
        "Dry Slate": {
            "Stone Color": srgb("#6c6f70"),
            "Second Color": srgb("#665a4e"),
            "Mortar Color": srgb("#3d3a35"),
            "Columns": 3,
            "Rows": 13,
            "Bedding": 0.8,
            "Joint Width": 0.06,
            "Mortar Depth": 0.8,
            "Smear": 0.0,
            "Irregularity": 0.7,
            "Bulge": 0.2,
        },
        "Mossy Ruin": {
            "Stone Color": srgb("#807d70"),
            "Second Color": srgb("#6f6453"),
            "Moss": 0.75,
            "Lichen": 0.5,
            "Grime": 0.6,
        },
        "Whitewashed": {
            "Stone Color": srgb("#d9d5ca"),
            "Second Color": srgb("#cfc7b6"),
            "Mortar Color": srgb("#d6d1c5"),
            "Variation": 0.15,
            "Rust": 0.1,
            "Moss": 0.0,
            "Grime": 0.2,
            "Mortar Depth": 0.3,
        },
    },
)
