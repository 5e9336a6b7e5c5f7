"""Leather: pebbled grain in creased skin, with polish and wear; and suede, its rough side."""

from ..blocks.cells import bordered_cells, cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Grain")
    f.slider("Grain Scale", 42, (6, 120), (28, 60), "Pebbles of the grain across one tile", step=1)
    f.slider("Grain Depth", 0.5, (0, 1), (0.3, 0.75), "How far the pebbles stand out")
    f.slider("Irregularity", 0.75, (0, 1), (0.5, 1.0), "From even rows of pebbles to natural, uneven skin")
    f.slider("Stretch", 0.2, (0, 1), (0.0, 0.5), "How much the grain is drawn out in one direction")
    f.slider("Fine Grain", 0.5, (0, 1), (0.3, 0.8), "Small wrinkles on and between the pebbles")
    f.slider("Creases", 0.35, (0, 1), (0.1, 0.6), "Long soft folds, where the leather has been bent")
    f.slider("Nap", 0.0, (0, 1), (0.0, 0.0), "Raised fibres instead of grain, as of suede")
    f.panel("Color")
    f.color("Leather Color", srgb("#6b452c"), "The dyed face")
    f.color("Crevice Color", srgb("#3c2719"), "Between the pebbles and in the creases")
    f.slider("Crevice Darkness", 0.55, (0, 1), (0.3, 0.85), "How much the crevices show")
    f.slider("Mottling", 0.4, (0, 1), (0.2, 0.7), "Soft, uneven colour, as of hand-dyed leather")
    f.slider("Pebble Variation", 0.3, (0, 1), (0.1, 0.5), "How much one pebble's colour differs from the next one's")
    f.panel("Age")
    f.slider("Wear", 0.2, (0, 1), (0.0, 0.45), "Dye rubbed off high places and patches")
    f.color("Worn Color", srgb("#a27c58"), "What shows where the dye is rubbed off")
    f.slider("Cracks", 0.0, (0, 1), (0.0, 0.2), "Dry cracks along the creases")
    f.slider("Scratches", 0.2, (0, 1), (0.0, 0.45), "Fine pale scratches")
    f.panel("Finish")
    f.slider("Gloss", 0.45, (0, 1), (0.2, 0.75), "From matt to polished")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        count = f["Grain Scale"]
        across = f.math("MAXIMUM", f.math("ROUND", count * (1.0 - 0.55 * f["Stretch"])), 1.0)
        size = f.combine(across, count)
        bend = noise_vector(f, f.tile, size * 0.4, 2.0, seed=f["Seed"])
        skin = f.tile + bend / size * (f["Irregularity"] * 1.8)
        pebble, border = bordered_cells(f, skin, size, 0.4 + 0.6 * f["Irregularity"], f["Seed"] + 1.0)
        first, second, _ = f.separate(pebble.random)
        small = cells(f, skin, size * (3.0, 3.0, 0.0), 1.0, f["Seed"] + 2.0)
    with f.frame("Hide"):
        patch = noise(f, f.tile, 4.0, 4.0, 0.6, f["Seed"] + 3.0)
        fold = noise(f, f.tile, (5.0, 9.0, 0.0), 3.0, 0.5, f["Seed"] + 4.0)
        fine = noise(f, f.tile, size * (3.2, 3.2, 0.0), 3.0, 0.65, f["Seed"] + 5.0)
        line = f.smoothstep(f.math("ABSOLUTE", fold - 0.5) + (fine - 0.5) * 0.04, 0.07, 0.0)
        crease = line * f.smoothstep(patch, 0.3, 0.65) * f["Creases"]
        crack = f.smoothstep(border + (fine - 0.5) * 0.1, 0.07 * f["Cracks"], 0.0)
        crack = crack * f.smoothstep(line + patch, 1.45 - 1.1 * f["Cracks"], 1.65 - 1.1 * f["Cracks"])
        hair = f.smoothstep(f.math("ABSOLUTE", f.math("FRACT", patch * 5.0) - 0.5), 0.03, 0.0)
        scratch = hair * f.smoothstep(fold + (fine - 0.5) * 0.5, 0.62, 0.8) * f["Scratches"]
    with f.frame("Relief"):
        nap = f["Nap"]
        grained = f["Grain Depth"] * (1.0 - nap) * (0.75 + 0.5 * patch)
        pillow = f.smoothstep(border, 0.0, 0.34) * (0.75 + 0.25 * first)
        wrinkle = (small.distance - 0.45) * -0.3 + (fine - 0.5) * 0.35
        face = (pillow - 0.6) * 0.3 * grained + wrinkle * f["Fine Grain"] * 0.16 * (1.0 - 0.6 * nap)
        height = 0.55 + face + (fine - 0.5) * nap * 0.14 + (fold - 0.5) * 0.25 * f["Creases"]
        height = height - crease * 0.2 - crack * 0.14 - scratch * 0.02
    with f.frame("Color"):
        hollow = (1.0 - f.smoothstep(border, 0.0, 0.22)) * (1.0 - nap) * f.smoothstep(f["Grain Depth"], 0.0, 0.25)
        hollow = f.math("MAXIMUM", hollow, crease * 0.9)
        brightness = (
            1.0 + (patch - 0.5) * f["Mottling"] * 0.8 + (second - 0.5) * f["Pebble Variation"] * 0.5 * (1.0 - nap)
        )
        brightness = brightness + (fine - 0.5) * (0.12 + 0.5 * nap) + (fold - 0.5) * nap * 0.4
        color = f.tint(f["Leather Color"], 0.5, 1.0 + (fold - 0.5) * 0.3 * f["Mottling"], brightness)
        color = f.blend(hollow * f["Crevice Darkness"], color, f["Crevice Color"])
        rubbed = patch * 0.5 + fold * 0.35 + (fine - 0.5) * 0.25 + pillow * 0.15 * (1.0 - nap) - hollow * 0.2
        worn = f.smoothstep(rubbed, 0.95 - 0.7 * f["Wear"], 1.4 - 0.7 * f["Wear"])
        color = f.blend(worn * 0.8, color, f["Worn Color"])
        color = f.blend(scratch * 0.6, color, f["Worn Color"])
        color = f.blend(crack, color, f.blend(0.4, f["Crevice Color"], f["Worn Color"]))
    with f.frame("Roughness"):
        polish = f["Gloss"] * (1.0 - nap)
        roughness = 0.82 - polish * 0.55 + hollow * 0.14 + worn * 0.18 + crack * 0.3 + scratch * 0.2
        roughness = roughness + (fine - 0.5) * 0.1 + (patch - 0.5) * 0.14 + nap * 0.12
    return Finish(color, roughness, height, piece=first, edge=pillow)


FAMILY = Family(
    name="leather",
    label="Leather",
    about="Pebbled and creased skin with polish and wear, or suede",
    catalog="Fabric",
    tags=("leather", "skin", "hide", "upholstery", "suede", "furniture"),
    tile_size=0.25,
    design=design,
    presets={
        "Saddle Brown": {"Leather Color": srgb("#7a4d2d"), "Grain Depth": 0.35, "Fine Grain": 0.7, "Gloss": 0.6},
        "Black Pebbled": {
            "Leather Color": srgb("#2a2827"),
            "Crevice Color": srgb("#191817"),
            "Worn Color": srgb("#4a4643"),
            "Grain Scale": 34,
            "Grain Depth": 0.85,
            "Irregularity": 0.6,
            "Gloss": 0.55,
            "Wear": 0.05,
            "Creases": 0.1,
        },
        "Worn Armchair": {
            "Leather Color": srgb("#5a3524"),
            "Crevice Color": srgb("#2d1c14"),
            "Worn Color": srgb("#84624a"),
            "Wear": 0.7,
            "Creases": 0.85,
            "Cracks": 0.55,
            "Scratches": 0.6,
            "Mottling": 0.7,
        },
        "Cream Upholstery": {
            "Leather Color": srgb("#c9bba5"),
            "Crevice Color": srgb("#9b8b75"),
            "Worn Color": srgb("#d3c7b3"),
            "Mottling": 0.15,
            "Wear": 0.05,
            "Scratches": 0.05,
            "Grain Depth": 0.5,
        },
        "Crocodile": {
            "Leather Color": srgb("#4c4a2e"),
            "Crevice Color": srgb("#1f1e15"),
            "Worn Color": srgb("#77714c"),
            "Grain Scale": 11,
            "Stretch": 0.1,
            "Irregularity": 0.3,
            "Grain Depth": 1.0,
            "Crevice Darkness": 0.9,
            "Creases": 0.05,
            "Gloss": 0.85,
            "Pebble Variation": 0.6,
        },
        "Suede": {
            "Leather Color": srgb("#80664b"),
            "Worn Color": srgb("#93795d"),
            "Nap": 1.0,
            "Gloss": 0.0,
            "Grain Depth": 0.1,
            "Creases": 0.1,
            "Scratches": 0.0,
            "Mottling": 0.5,
        },
    },
)
