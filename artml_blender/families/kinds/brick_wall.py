"""Bricks in mortar."""

from ..blocks.courses import courses
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb


def design(f: FamilyBuilder) -> Finish:
    f.panel("Layout")
    f.slider("Columns", 4, (1, 20), (3, 6), "Bricks side by side in one tile", step=1)
    f.slider("Rows", 12, (2, 60), (8, 16), "Courses in one tile", step=2)
    f.slider("Offset", 0.5, (0, 1), (0.45, 0.55), "How far every other course is shifted, in bricks")
    f.slider("Mortar Width", 0.14, (0, 0.6), (0.08, 0.2), "The width of the joints, in heights of a course")
    f.slider("Unevenness", 0.4, (0, 1), (0.15, 0.7), "How crooked the bricks' edges are")
    f.slider("Rounding", 0.12, (0, 0.5), (0.05, 0.25), "The radius of the bricks' corners")
    f.panel("Bricks")
    f.color("Brick Color", srgb("#8a5140"), "Most bricks")
    f.color("Second Color", srgb("#6b4036"), "Some bricks; others lie between the two")
    f.slider("Variation", 0.6, (0, 1), (0.3, 0.9), "How much one brick's colour differs from the next one's")
    f.slider("Stains", 0.4, (0, 1), (0.15, 0.6), "Dark, irregular patches across the bricks")
    f.slider("Grain", 0.5, (0, 1), (0.25, 0.8), "How rough the bricks' faces are")
    f.slider("Pits", 0.3, (0, 1), (0.1, 0.6), "Small holes in the bricks' faces")
    f.slider("Burnt Edges", 0.35, (0, 1), (0.1, 0.6), "How much darker the kiln has left the bricks' edges")
    f.slider("Damage", 0.3, (0, 1), (0.0, 0.6), "How much of the edges is broken off")
    f.slider("Brick Roughness", 0.82, (0, 1), (0.7, 0.95), "How matt the bricks are")
    f.panel("Mortar")
    f.color("Mortar Color", srgb("#a59c8e"), "The joints")
    f.slider("Mortar Depth", 0.5, (0, 1), (0.3, 0.7), "How far the joints lie behind the bricks")
    f.slider("Smear", 0.2, (0, 1), (0.0, 0.45), "Mortar left on the bricks' faces")
    f.slider("Sand", 0.5, (0, 1), (0.3, 0.8), "How coarse the mortar is")

    with f.frame("Crooked edges"):
        seed = f["Seed"]
        rows = f["Rows"]
        bend = noise_vector(f, f.tile, f.combine(rows, rows) * 1.3, 2.0, seed=seed)
        crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Unevenness"] * 0.35 / rows)
    with f.frame("Bricks"):
        bricks = courses(f, crooked, f["Columns"], f["Rows"], f["Offset"], corner=f["Rounding"], seed=f["Seed"])
    with f.frame("Grain"):
        coarse = noise(f, f.tile, 22.0, 4.0, 0.6, f["Seed"] + 1.0)
        fine = noise(f, f.tile, 110.0, 3.0, 0.65, f["Seed"] + 2.0)
    with f.frame("Brick shape"):
        broken = f.smoothstep(coarse, 0.55, 1.0) * f["Damage"] * 0.35
        inside = bricks.border - f["Mortar Width"] * 0.5 - broken
        brick = f.smoothstep(inside, 0.0, 0.05)
        dome = f.smoothstep(inside, -0.01, 0.12)
        pits = f.smoothstep(fine + (coarse - 0.5) * 0.4, 1.02 - f["Pits"] * 0.4, 1.1 - f["Pits"] * 0.4)
    with f.frame("Brick color"):
        first, second, third = f.separate(bricks.random)
        own = f.smoothstep(first, 0.5 - 0.5 * f["Variation"], 1.2) * f["Variation"]
        color = f.blend(own, f["Brick Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.7 + (coarse - 0.5) * 0.3
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.022, 0.85 + third * 0.25, brightness)
        stain = f.smoothstep(coarse, 0.45, 0.9) * f["Stains"]
        color = f.blend(stain, color, f.tint(color, 0.5, 0.9, 0.35))
        rim = f.smoothstep(inside + (coarse - 0.5) * 0.25, 0.26, 0.02) * f["Burnt Edges"] * (0.4 + 0.6 * third)
        dark = f.math("MAXIMUM", rim * 0.8, pits * 0.7)
        color = f.blend(dark, color, f.tint(color, 0.5, 0.85, 0.45))
        color = f.blend(f["Grain"] * 0.45, color, fine, "OVERLAY")
    with f.frame("Mortar"):
        sand = f.blend(f["Sand"] * 0.6, f["Mortar Color"], fine, "OVERLAY")
        sand = f.blend(f.smoothstep(coarse, 0.3, 0.9) * 0.4, sand, f.tint(f["Mortar Color"], value=0.6))
    with f.frame("Smear"):
        left = coarse + (fine - 0.5) * 0.5 + f.smoothstep(inside, 0.35, 0.0) * 0.25 + (first - 0.5) * 0.3
        smear = f.smoothstep(left, 1.05 - f["Smear"] * 0.7, 1.35 - f["Smear"] * 0.6)
        color = f.blend(smear * 0.75, color, f["Mortar Color"])
    with f.frame("Together"):
        depth = f["Mortar Depth"] * 0.4
        face = (
            0.5
            + (coarse - 0.5) * f["Grain"] * 0.09
            + (fine - 0.5) * f["Grain"] * 0.06
            + (second - 0.5) * 0.06
            - pits * 0.08
        )
        joint = 0.5 - depth + (fine - 0.5) * f["Sand"] * 0.09
        height = f.mix(dome, joint, face)
        roughness = f.mix(brick, 0.95, f["Brick Roughness"] + (fine - 0.5) * 0.12 + (second - 0.5) * 0.08)
        base_color = f.blend(brick, sand, color)
    return Finish(base_color, roughness, height, piece=first, edge=brick)


FAMILY = Family(
    name="brick_wall",
    label="Brick Wall",
    about="Bricks in running or stacked bond, in mortar",
    catalog="Masonry",
    tags=("brick", "wall", "mortar", "exterior"),
    tile_size=1.0,
    design=design,
    presets={
        "Old Red": {"Damage": 0.55, "Stains": 0.55, "Unevenness": 0.6},
        "Yellow Stock": {
            "Brick Color": srgb("#b39b74"),
            "Second Color": srgb("#94805f"),
            "Mortar Color": srgb("#9a958a"),
        },
        "White Paint": {
            "Brick Color": srgb("#d8d4cc"),
            "Second Color": srgb("#cfcac0"),
            "Mortar Color": srgb("#cbc6bc"),
            "Variation": 0.15,
            "Stains": 0.2,
            "Burnt Edges": 0.05,
            "Brick Roughness": 0.6,
            "Mortar Depth": 0.25,
        },
        "Dark Clinker": {
            "Brick Color": srgb("#4a3a36"),
            "Second Color": srgb("#2f2a2b"),
            "Mortar Color": srgb("#6f6a66"),
            "Brick Roughness": 0.55,
            "Damage": 0.1,
            "Unevenness": 0.15,
        },
    },
)
