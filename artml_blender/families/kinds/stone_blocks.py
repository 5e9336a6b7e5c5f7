"""Ashlar: dressed stone blocks in courses."""

import math

from ..blocks.noise import noise, noise_vector
from ..blocks.uneven_courses import uneven_courses
from ..family import Family, FamilyBuilder, Finish, srgb

TURN = 2.0 * math.pi


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 4, (1, 16), (3, 4), "Blocks side by side in one tile", step=1)
    f.slider("Rows", 6, (2, 30), (6, 10), "Courses in one tile", step=2)
    f.slider("Length Variation", 0.4, (0, 1), (0.0, 0.8), "How much the blocks differ in length")
    f.slider("Course Variation", 0.3, (0, 1), (0.0, 0.7), "How much the courses differ in height")
    f.slider("Split Blocks", 0.1, (0, 1), (0.0, 0.35), "How many blocks are two smaller ones")
    f.slider("Joint Width", 0.05, (0, 0.4), (0.03, 0.09), "The width of the joints, in heights of a course")
    f.slider("Crookedness", 0.2, (0, 1), (0.05, 0.5), "How far the edges are from straight")
    f.panel("Blocks")
    f.color("Stone Color", srgb("#a89a81"), "Most blocks")
    f.color("Second Color", srgb("#8d7c66"), "Some blocks; others lie between the two")
    f.slider("Variation", 0.5, (0, 1), (0.25, 0.8), "How much one block's colour differs from the next one's")
    f.slider("Bedding", 0.3, (0, 1), (0.0, 0.7), "Layers across the blocks, as in sandstone")
    f.slider("Bossing", 0.2, (0, 1), (0.0, 0.6), "0: flat faces; 1: faces that stand out rough, as in rustication")
    f.slider("Tooling", 0.2, (0, 1), (0.0, 0.6), "Slanted marks of the mason's chisel")
    f.slider("Pits", 0.35, (0, 1), (0.1, 0.7), "Holes in the stone")
    f.slider("Stone Gloss", 0.2, (0, 1), (0.05, 0.4), "How smooth the blocks' faces are")
    f.panel("Joints")
    f.color("Mortar Color", srgb("#97907f"), "What fills the joints")
    f.slider("Mortar Depth", 0.5, (0, 1), (0.25, 0.75), "How far the joints lie behind the blocks")
    f.panel("Weather")
    f.slider("Damage", 0.3, (0, 1), (0.05, 0.6), "How much of the edges has broken off")
    f.slider("Grime", 0.4, (0, 1), (0.15, 0.65), "Black crusts on the stone, most in patches and near joints")
    f.slider("Streaks", 0.3, (0, 1), (0.0, 0.6), "Dark runs of rain down the wall")
    f.slider("Algae", 0.1, (0, 1), (0.0, 0.4), "A green film in patches")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Crooked edges"):
        bend = noise_vector(f, f.tile, f["Rows"] * 1.5, 3.0, 0.5, f["Seed"])
        crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Crookedness"] * 0.25 / f["Rows"])
    with f.frame("Blocks"):
        sizes = (f["Length Variation"], f["Course Variation"])
        blocks = uneven_courses(
            f, crooked, f["Columns"], f["Rows"], 0.5, 0.35, sizes, f["Split Blocks"], 0.05, f["Seed"]
        )
        first, second, third = f.separate(blocks.random)
    with f.frame("Grain"):
        coarse = noise(f, f.tile, 14.0, 4.0, 0.62, f["Seed"] + 1.0)
        fine = noise(f, f.tile, f.combine(120.0 - f["Bedding"] * 105.0, 120.0), 3.0, 0.7, f["Seed"] + 2.0)
        patches = noise(f, f.tile, 5.0, 3.0, 0.6, f["Seed"] + 3.0)
        runs = noise(f, f.tile, (26.0, 2.0, 0.0), 3.0, 0.6, f["Seed"] + 4.0)
    with f.frame("Shape"):
        broken = f.smoothstep(coarse, 0.5, 1.0) * f["Damage"] * 0.3
        inside = blocks.border - f["Joint Width"] * 0.5 - broken
        stone = f.smoothstep(inside, 0.0, 0.03)
        arris = f.smoothstep(inside, -0.01, 0.06)
        boss = f.smoothstep(inside, 0.02, 0.35) * f["Bossing"]
    with f.frame("Holes and marks"):
        holes = f.smoothstep(fine + (coarse - 0.5) * 0.5, 1.0 - f["Pits"] * 0.35, 1.1 - f["Pits"] * 0.35)
        x, y, _ = f.separate(blocks.place)
        u, v, _ = f.separate(f.tile)
        slant = f.math("SIGN", third - 0.5)
        marks = (
            f.math("SINE", u * (TURN * 70.0) + v * slant * (TURN * 45.0) + coarse * 9.0)
            * f["Tooling"]
            * f.smoothstep(patches, 0.2, 0.6)
        )
    with f.frame("Stone color"):
        own = f.smoothstep(first + (patches - 0.5) * 0.4 + (coarse - 0.5) * 0.5, 0.75 - 0.65 * f["Variation"], 1.2)
        color = f.blend(own, f["Stone Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.55 + (coarse - 0.5) * 0.3 + (patches - 0.5) * 0.2
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.02, 0.9 + third * 0.2, brightness)
        color = f.blend(0.35, color, fine, "OVERLAY")
        color = f.blend(holes * 0.6, color, f.tint(color, 0.5, 1.0, 0.5))
    with f.frame("Weather"):
        sand = f.blend(0.35, f["Mortar Color"], fine, "OVERLAY")
        base_color = f.blend(stone, sand, color)
        rim = 1.0 - f.smoothstep(inside, 0.0, 0.3)
        crust = patches * 0.45 + coarse * 0.5 + fine * 0.25 + rim * 0.1 + (first - 0.5) * 0.3
        grime = f.smoothstep(crust, 0.85 - f["Grime"] * 0.35, 1.05 - f["Grime"] * 0.35)
        streaks = f.smoothstep(runs + (fine - 0.5) * 0.3, 0.5, 0.85) * f["Streaks"] * f.smoothstep(patches, 0.1, 0.6)
        dark = f.math("MAXIMUM", grime * (0.3 + 0.6 * f["Grime"]), streaks * 0.85)
        base_color = f.blend(dark, base_color, f.tint(base_color, 0.5, 0.6, 0.3))
        film = f.smoothstep(
            patches * 0.5 + runs * 0.5 + (coarse - 0.5) * 0.4, 0.95 - f["Algae"] * 0.6, 1.2 - f["Algae"] * 0.6
        )
        base_color = f.blend(film * 0.6, base_color, f.tint(srgb("#6c6d48"), 0.5, 1.0, 0.6 + fine * 0.5))
    with f.frame("Relief"):
        lean = ((x - 0.5) * (first - 0.5) + (y - 0.5) * (second - 0.5)) * 0.08 + (third - 0.5) * 0.08
        creases = f.math("ABSOLUTE", patches - 0.5) - f.math("ABSOLUTE", coarse - 0.5)
        rough = creases * (0.1 + f["Bossing"] * 1.1) + (fine - 0.5) * 0.05 + marks * 0.035 - holes * 0.14
        face = 0.6 + lean + boss * 0.35 + rough
        joint = 0.56 - f["Mortar Depth"] * 0.4 + (fine - 0.5) * 0.08
        height = f.mix(arris, joint, face)
    with f.frame("Together"):
        roughness = f.mix(stone, 0.93, 0.9 - f["Stone Gloss"] * (0.3 + 0.3 * second) + (fine - 0.5) * 0.1 + dark * 0.1)
    return Finish(base_color, roughness, height, piece=first, edge=stone)


FAMILY = Family(
    name="stone_blocks",
    label="Stone Blocks",
    about="Ashlar: dressed stone blocks in courses, smooth or bossed",
    catalog="Masonry",
    tags=("stone", "ashlar", "block", "wall", "castle", "exterior"),
    tile_size=2.4,
    design=design,
    presets={
        "Sandstone": {"Stone Color": srgb("#ad9f86"), "Second Color": srgb("#988465"), "Bedding": 0.7, "Algae": 0.15},
        "Castle Granite": {
            "Stone Color": srgb("#85827d"),
            "Second Color": srgb("#716c68"),
            "Mortar Color": srgb("#8f8a80"),
            "Bossing": 0.7,
            "Bedding": 0.0,
            "Course Variation": 0.5,
            "Split Blocks": 0.3,
            "Joint Width": 0.08,
            "Crookedness": 0.5,
            "Tooling": 0.0,
        },
        "White Limestone": {
            "Stone Color": srgb("#cdc6b6"),
            "Second Color": srgb("#bdb29c"),
            "Mortar Color": srgb("#b9b2a3"),
            "Joint Width": 0.03,
            "Damage": 0.1,
            "Length Variation": 0.1,
            "Course Variation": 0.0,
            "Split Blocks": 0.0,
            "Grime": 0.2,
            "Variation": 0.3,
        },
        "Sooty City Wall": {
            "Stone Color": srgb("#7d766a"),
            "Second Color": srgb("#5f5a53"),
            "Mortar Color": srgb("#6a665d"),
            "Grime": 0.75,
            "Streaks": 0.65,
        },
        "Concrete Blocks": {
            "Stone Color": srgb("#98978f"),
            "Second Color": srgb("#8c8a83"),
            "Mortar Color": srgb("#8a8983"),
            "Length Variation": 0.0,
            "Course Variation": 0.0,
            "Split Blocks": 0.0,
            "Crookedness": 0.0,
            "Bossing": 0.0,
            "Tooling": 0.0,
            "Bedding": 0.0,
            "Damage": 0.1,
            "Pits": 0.6,
            "Variation": 0.3,
        },
    },
)
