"""Metal brushed in one direction."""

from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Metal")
    f.color("Metal Color", srgb("#c2c3c4"), "The clean metal")
    f.slider("Roughness", 0.34, (0, 1), (0.25, 0.45), "How matt the metal is between the strokes")
    f.slider("Cloudiness", 0.3, (0, 1), (0.1, 0.5), "Broad, faint patches lighter and darker")
    f.panel("Brushing")
    f.slider("Fineness", 160, (50, 400), (90, 240), "How many strokes lie side by side in one tile")
    f.slider("Stroke Length", 0.6, (0, 1), (0.35, 0.9), "From short strokes to lines as long as the tile")
    f.slider("Strength", 0.5, (0, 1), (0.3, 0.8), "How deep the strokes are")
    f.slider("Contrast", 0.4, (0, 1), (0.25, 0.65), "How light and dark they are")
    f.slider("Coarse Strokes", 0.35, (0, 1), (0.1, 0.6), "Single deeper strokes among the fine ones")
    f.slider("Waviness", 0.15, (0, 1), (0.0, 0.3), "How far the strokes stray from straight lines")
    f.panel("Wear")
    f.slider("Scratches", 0.3, (0, 1), (0.0, 0.6), "Scratches across the brushing")
    f.slider("Smudges", 0.3, (0, 1), (0.05, 0.5), "Greasy patches that dull the shine")
    f.slider("Dents", 0.1, (0, 1), (0.0, 0.25), "Shallow unevenness of the sheet")
    f.slider("Pits", 0.1, (0, 1), (0.0, 0.3), "Small dark spots of corrosion")
    f.panel("Patina")
    f.color("Patina Color", srgb("#5f5a52"), "What the metal turns to: brown on copper, verdigris, rust …")
    f.slider("Patina", 0.1, (0, 1), (0.0, 0.35), "How much of it has turned")


def _strokes(f: FamilyBuilder, place: Value) -> tuple[Value, Value]:
    """Fine and coarse ones, about -0.5..0.5."""
    length = 9.0 - 8.3 * f["Stroke Length"]
    fine = noise(f, place, f.combine(length, f["Fineness"] * 0.35), 4.0, 0.8, f["Seed"] + 1.0, 2.5) - 0.5
    coarse = noise(f, place, f.combine(length * 0.6, f["Fineness"] * 0.7), 1.0, 0.5, f["Seed"] + 2.0, 3.0)
    return fine, f.smoothstep(coarse, 0.7, 1.0) * f["Coarse Strokes"]


def _scratches(f: FamilyBuilder, bend: Value, cloud: Value) -> Value:
    """Thin lines at two slants, here and there. They follow whole numbers of turns around the tile."""
    u, v, _ = f.separate(f.tile)
    bent = f.vector_math("SCALE", bend, scale=0.02)
    scratches: Value | float = 0.0
    for turns, seed in ((1.0, 4.0), (-2.0, 5.0)):
        slanted = f.combine(u + v * turns, v) + bent
        lines = noise(f, slanted, (46.0, 3.0, 0.0), 1.0, 0.5, f["Seed"] + seed, 3.0)
        scratches = scratches + f.smoothstep(f.math("ABSOLUTE", lines - 0.9), 0.05, 0.0)
    return f.math("MINIMUM", scratches, 1.0) * f.smoothstep(cloud, 0.5, 0.75) * f["Scratches"]


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Sheet"):
        bend = noise_vector(f, f.tile, 3.0, 2.0, seed=f["Seed"])
        place = f.tile + f.vector_math("SCALE", bend, scale=f["Waviness"] * 0.08)
        cloud = noise(f, f.tile, 3.0, 4.0, 0.6, f["Seed"] + 3.0)
        spots = noise(f, f.tile, 26.0, 4.0, 0.65, f["Seed"] + 6.0)
    with f.frame("Strokes"):
        fine, coarse = _strokes(f, place)
    with f.frame("Scratches"):
        scratch = _scratches(f, bend, cloud)
    with f.frame("Patina"):
        crusted = f.smoothstep(cloud * 0.55 + spots * 0.35 + (fine + 0.5) * 0.1, 1.1 - f["Patina"], 1.18 - f["Patina"])
        tarnish = f.smoothstep(cloud + (spots - 0.5) * 0.5 + fine * 0.3, 1.0 - f["Patina"], 1.6 - f["Patina"])
        turned = f.math("MAXIMUM", crusted * 0.95, tarnish * 0.75)
        pit = f.smoothstep(spots, 1.0 - f["Pits"] * 0.35, 1.05 - f["Pits"] * 0.3) * f.smoothstep(f["Pits"], 0.0, 0.1)
        smudge = f.smoothstep(cloud, 0.42, 0.2) * f["Smudges"]
    with f.frame("Color"):
        value = 1.0 + fine * f["Contrast"] * 0.9 - coarse * f["Contrast"] * 0.35 + (cloud - 0.5) * f["Cloudiness"] * 0.5
        color = f.tint(f["Metal Color"], 0.5, 1.0, value + scratch * 0.3 - smudge * 0.12)
        patina = f.tint(f["Patina Color"], 0.5, 1.0, 0.7 + spots * 0.6 + fine * 0.4)
        color = f.blend(turned, color, patina)
        color = f.blend(pit * 0.8, color, f.tint(f["Patina Color"], 0.5, 1.0, 0.5))
    with f.frame("Relief"):
        strokes = fine * 0.05 * f["Strength"] - coarse * 0.07 * f["Strength"]
        height = 0.5 + strokes + (cloud - 0.5) * f["Dents"] * 0.8 - scratch * 0.05 - pit * 0.06 + turned * 0.015
        matt = f["Roughness"] + fine * 0.16 * f["Strength"] + coarse * 0.12 + (cloud - 0.5) * 0.08
        roughness = f.mix(turned, matt + smudge * 0.2 + scratch * 0.1, 0.72 + fine * 0.1)
        metallic = (1.0 - turned * 0.85) * (1.0 - pit * 0.7)
    return Finish(color, f.math("MAXIMUM", roughness, 0.08), height, metallic)


FAMILY = Family(
    name="brushed_metal",
    label="Brushed Metal",
    about="Steel, aluminium, brass or copper brushed in one direction",
    catalog="Metal",
    tags=("metal", "steel", "brushed", "brass", "copper", "aluminium"),
    tile_size=0.3,
    design=design,
    presets={
        "Stainless Steel": {"Patina": 0.0, "Pits": 0.0, "Fineness": 200},
        "Brass": {
            "Metal Color": srgb("#d9bb7a"),
            "Patina Color": srgb("#6b5330"),
            "Patina": 0.25,
            "Smudges": 0.45,
        },
        "Copper": {
            "Metal Color": srgb("#dda284"),
            "Patina Color": srgb("#5c3a2a"),
            "Patina": 0.3,
            "Cloudiness": 0.5,
        },
        "Verdigris": {
            "Metal Color": srgb("#a0714f"),
            "Patina Color": srgb("#6f9a89"),
            "Patina": 0.7,
            "Pits": 0.4,
        },
        "Dark Anodised": {
            "Metal Color": srgb("#55565b"),
            "Patina": 0.0,
            "Roughness": 0.42,
            "Contrast": 0.3,
            "Fineness": 240,
        },
    },
)
