"""Engineered boards of pressed wood: strands (OSB), flakes, chips."""

from ..blocks.noise import noise, noise_vector
from ..blocks.strands import strands
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Strands")
    f.slider("Strands", 32, (8, 120), (24, 46), "Strands side by side in one tile", step=1)
    f.slider("Length", 4.0, (1, 10), (2.8, 5.5), "How much longer than wide the strands are")
    f.slider("Raggedness", 0.5, (0, 1), (0.3, 0.8), "How torn the strands' outlines are")
    f.slider("Layers", 0.5, (0, 1), (0.3, 0.75), "How far the strands stand out over one another")
    f.slider("Direction", 0.3, (0, 1), (0.0, 0.55), "From strands in all directions to most of them along one")
    f.panel("Wood")
    f.color("Wood Color", srgb("#bf9f6f"), "Most strands")
    f.color("Dark Color", srgb("#8f6a40"), "Some strands; others lie between the two")
    f.slider("Variation", 0.55, (0, 1), (0.35, 0.85), "How much one strand's colour differs from the next one's")
    f.slider("Bark Bits", 0.15, (0, 1), (0.0, 0.35), "Few very dark strands")
    f.slider("Grain", 0.55, (0, 1), (0.35, 0.8), "Fine lines along each strand")
    f.slider("Gaps", 0.4, (0, 1), (0.2, 0.65), "Dark seams and small holes between the strands")
    f.panel("Finish")
    f.slider("Resin", 0.3, (0, 1), (0.1, 0.5), "Smooth, darker glue that shines")
    f.slider("Sanded", 0.3, (0, 1), (0.0, 0.6), "From rough to sanded flat")
    f.slider("Weathering", 0.0, (0, 1), (0.0, 0.15), "Wood turned grey and swollen in the rain")
    f.slider("Stains", 0.2, (0, 1), (0.0, 0.4), "Large, soft, uneven darkening")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Strands"):
        count = f["Strands"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 0.5, 3.0, 0.65, f["Seed"] + 1.0)
        patch = noise(f, f.tile, 4.0, 4.0, 0.6, f["Seed"] + 2.0)
        torn = f.tile + f.vector_math("SCALE", bend, scale=f["Raggedness"] * 0.5 / count)
        random, place, top = strands(f, torn, count, f["Length"], f["Direction"], f["Seed"])
    with f.frame("Grain"):
        level, tone, hue = f.separate(random)
        x, y, _ = f.separate(place)
        turned = f.combine(x + y * (tone - 0.5) * 0.3, y + x * (hue - 0.5) * 0.5) * (0.05, 0.05, 0.0) + random
        grain = noise(f, turned, (12.0, 130.0, 0.0), 3.0, 0.65, f["Seed"] + 3.0)
    with f.frame("Gaps"):
        low = f.smoothstep(top + (grain - 0.5) * 0.15, 0.35 + 0.3 * f["Gaps"], 0.25 + 0.2 * f["Gaps"])
        gap = low * f.smoothstep(f["Gaps"], 0.0, 0.15)
        tear = f.smoothstep(grain, 0.7, 0.9) * f["Grain"]
    with f.frame("Color"):
        own = f.smoothstep(tone, 0.5 - 0.5 * f["Variation"], 1.3) * f["Variation"]
        color = f.blend(own + (grain - 0.5) * f["Grain"] * 0.9, f["Wood Color"], f["Dark Color"])
        brightness = 1.0 + (hue - 0.5) * f["Variation"] * 0.5 + (patch - 0.5) * 0.12
        color = f.tint(color, 0.5 + (hue - 0.5) * 0.02, 1.0 + (tone - 0.5) * 0.2, brightness)
        bark = f.math("LESS_THAN", hue, f["Bark Bits"] * 0.2)
        color = f.blend(bark * 0.8, color, f.tint(f["Dark Color"], 0.5, 0.9, 0.45 + grain * 0.4))
        stain = f.smoothstep(patch, 0.45, 0.9) * f["Stains"]
        color = f.blend(stain * 0.7, color, f.tint(color, 0.5, 1.05, 0.6))
        glue = (
            f.smoothstep((1.0 - patch) * 0.5 + tone * 0.6, 1.0 - 0.7 * f["Resin"], 1.2 - 0.6 * f["Resin"]) * f["Resin"]
        )
        color = f.blend(glue * 0.7, color, f.tint(color, 0.49, 1.1, 0.72))
        grey = f.tint(color, 0.5, 0.5, 0.85 + (grain - 0.5) * 0.5)
        color = f.blend(f["Weathering"] * (0.6 + 0.6 * patch), color, grey)
        dark = f.tint(color, 0.5, 0.95, 0.3)
        color = f.blend(f.math("MAXIMUM", gap * 0.8, tear * 0.4), color, dark)
    with f.frame("Together"):
        flat = f.math("MINIMUM", top, 1.0 - 0.35 * f["Sanded"])
        stand = (flat - 0.7) * f["Layers"] * (0.35 + 0.4 * f["Weathering"]) * (1.0 - 0.5 * f["Sanded"])
        height = 0.5 + stand + (grain - 0.5) * 0.05 * (1.2 - f["Sanded"]) * f["Grain"] - gap * 0.1 - tear * 0.02
        height = height + (x * (level - 0.5) + y * (hue - 0.5)) * 0.05 * f["Layers"]
        roughness = 0.78 - glue * 0.4 - f["Sanded"] * 0.1 + (grain - 0.5) * 0.14 + gap * 0.15 + f["Weathering"] * 0.1
    return Finish(color, roughness, height, piece=tone, edge=1.0 - gap)


FAMILY = Family(
    name="osb",
    label="OSB",
    about="Board of pressed wood strands, flakes or chips",
    catalog="Wood",
    tags=("wood", "osb", "chipboard", "plywood", "particle board", "construction"),
    tile_size=1.0,
    design=design,
    presets={
        "Construction OSB": {"Strands": 30, "Length": 4.0, "Bark Bits": 0.25, "Gaps": 0.5},
        "Pale Poplar": {
            "Wood Color": srgb("#cdb48a"),
            "Dark Color": srgb("#ab8a5c"),
            "Strands": 26,
            "Variation": 0.4,
            "Bark Bits": 0.05,
            "Resin": 0.15,
        },
        "Chipboard": {
            "Wood Color": srgb("#b79a70"),
            "Dark Color": srgb("#8a6a45"),
            "Strands": 90,
            "Length": 2.0,
            "Direction": 0.0,
            "Sanded": 0.8,
            "Gaps": 0.25,
        },
        "Dark Varnished": {
            "Wood Color": srgb("#86603a"),
            "Dark Color": srgb("#553821"),
            "Resin": 0.9,
            "Sanded": 0.7,
            "Gaps": 0.25,
        },
        "Weathered Sheet": {
            "Wood Color": srgb("#a68d6c"),
            "Dark Color": srgb("#745b42"),
            "Weathering": 0.85,
            "Layers": 0.9,
            "Stains": 0.6,
            "Resin": 0.05,
            "Sanded": 0.0,
            "Gaps": 0.6,
        },
    },
)
