"""Pressed cork: granules of bark with dark flecks and small holes, as board, tile or stopper."""

from ..blocks.cells import bordered_cells, cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Granules")
    f.slider("Granules", 46, (6, 160), (30, 64), "Granules across one tile", step=1)
    f.slider("Fine Granules", 0.5, (0, 1), (0.25, 0.8), "How much of the cork is made of smaller granules")
    f.slider("Irregularity", 0.6, (0, 1), (0.4, 0.9), "How ragged the granules' outlines are")
    f.slider("Stretch", 0.0, (0, 1), (0.0, 0.35), "Granules drawn out in one direction, as in pressed veneer")
    f.slider("Seams", 0.4, (0, 1), (0.2, 0.65), "How dark and deep the seams between granules are")
    f.slider("Pits", 0.35, (0, 1), (0.15, 0.6), "Small holes, where pieces have crumbled out")
    f.slider("Relief", 0.4, (0, 1), (0.2, 0.65), "How far the granules stand out")
    f.panel("Color")
    f.color("Cork Color", srgb("#a97f58"), "Most granules")
    f.color("Light Color", srgb("#c19a70"), "Some granules; others lie between the two")
    f.color("Fleck Color", srgb("#553521"), "Dark flecks of outer bark, pits and seams")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.8), "How much one granule's colour differs from the next one's")
    f.slider("Flecks", 0.3, (0, 1), (0.1, 0.55), "How many dark flecks of bark there are")
    f.slider("Clouds", 0.25, (0, 1), (0.1, 0.5), "Large, soft, uneven colour")
    f.panel("Finish")
    f.slider("Roughness", 0.82, (0, 1), (0.7, 0.95), "How matt the cork is")
    f.slider("Varnish", 0.0, (0, 1), (0.0, 0.3), "Sealed with varnish, as floor tiles are")
    f.slider("Wear", 0.15, (0, 1), (0.0, 0.35), "Darkened and greasy patches")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Granules"):
        count = f["Granules"]
        across = f.math("MAXIMUM", f.math("ROUND", count * (1.0 - 0.6 * f["Stretch"])), 1.0)
        size = f.combine(across, count)
        bend = noise_vector(f, f.tile, size * 1.2, 2.0, 0.6, f["Seed"])
        torn = f.tile + bend / size * (f["Irregularity"] * 1.4)
        granule, seam = bordered_cells(f, torn, size, 1.0, f["Seed"] + 1.0)
        crumb = cells(f, torn, size * (2.0, 2.0, 0.0), 1.0, f["Seed"] + 2.0)
        first, second, third = f.separate(granule.random)
        small_first, small_second, small_third = f.separate(crumb.random)
    with f.frame("Grain"):
        fine = noise(f, f.tile, size * 2.6, 3.0, 0.65, f["Seed"] + 3.0)
        cloud = noise(f, f.tile, 4.0, 4.0, 0.6, f["Seed"] + 4.0)
    with f.frame("Large or small"):
        is_small = f.math("LESS_THAN", third, f["Fine Granules"])
        tone, chance = f.mix(is_small, first, small_first), f.mix(is_small, second, small_second)
        level = f.mix(is_small, third, small_third)
        border = f.math("MINIMUM", seam, f.mix(is_small, 0.5, (0.62 - crumb.distance) * 0.6))
    with f.frame("Seams, flecks and pits"):
        open_seam = f.smoothstep(border + (fine - 0.5) * 0.14, 0.02 + 0.1 * f["Seams"], 0.0)
        open_seam = open_seam * f["Seams"] * (0.4 + 0.9 * cloud)
        fleck = f.math("LESS_THAN", chance, f["Flecks"] * 0.16) * f.smoothstep(fine, 0.2, 0.45)
        pit = f.math("GREATER_THAN", chance, 1.0 - f["Pits"] * 0.12)
        pit = pit * f.smoothstep(border + (fine - 0.5) * 0.3, 0.08, 0.2)
    with f.frame("Color"):
        mixed = 0.35 + (tone - 0.5) * f["Variation"] * 1.5 + (fine - 0.5) * 0.5
        color = f.blend(mixed, f["Cork Color"], f["Light Color"])
        brightness = 1.0 + (level - 0.5) * f["Variation"] * 0.5 + (cloud - 0.5) * f["Clouds"] * 0.6 + (fine - 0.5) * 0.2
        color = f.tint(color, 0.5 + (level - 0.5) * 0.015, 1.0 + (tone - 0.5) * 0.2, brightness)
        color = f.blend(fleck * (0.6 + 0.4 * level), color, f.tint(f["Fleck Color"], 0.5, 1.0, 0.7 + fine * 0.7))
        color = f.blend(f.math("MAXIMUM", open_seam * 0.75, pit * 0.85), color, f["Fleck Color"])
        greasy = f.smoothstep(cloud + (fine - 0.5) * 0.15, 0.95 - 0.6 * f["Wear"], 1.3 - 0.6 * f["Wear"]) * f["Wear"]
        color = f.blend(greasy, color, f.tint(color, 0.5, 0.9, 0.55))
        color = f.tint(color, 0.5, 1.0 + 0.12 * f["Varnish"], 1.0 - 0.15 * f["Varnish"])
    with f.frame("Together"):
        dome = f.smoothstep(border, 0.0, 0.3) * 0.14 + (level - 0.5) * 0.12 + (fine - 0.5) * 0.12
        height = 0.5 + dome * f["Relief"] - open_seam * 0.07 - pit * (0.08 + 0.12 * f["Relief"]) + fleck * 0.01
        roughness = f["Roughness"] - f["Varnish"] * 0.5 - greasy * 0.2 + (fine - 0.5) * 0.1 + pit * 0.12
    return Finish(color, roughness, height, piece=tone, edge=1.0 - open_seam)


FAMILY = Family(
    name="cork",
    label="Cork",
    about="Pressed granules of cork with dark flecks and small holes",
    catalog="Organic",
    tags=("cork", "board", "pinboard", "tile", "floor", "stopper"),
    tile_size=0.3,
    design=design,
    presets={
        "Pinboard": {"Granules": 60, "Fine Granules": 0.7, "Pits": 0.25},
        "Coarse Tile": {"Granules": 26, "Fine Granules": 0.3, "Varnish": 0.5, "Variation": 0.8, "Flecks": 0.5},
        "Dark Expanded": {
            "Cork Color": srgb("#4c382b"),
            "Light Color": srgb("#664c3a"),
            "Fleck Color": srgb("#2a1f19"),
            "Granules": 22,
            "Seams": 0.9,
            "Pits": 0.7,
            "Relief": 0.8,
        },
        "Bleached": {
            "Cork Color": srgb("#bfa88a"),
            "Light Color": srgb("#cfbca2"),
            "Fleck Color": srgb("#7d6249"),
            "Flecks": 0.15,
            "Seams": 0.25,
        },
        "Pressed Veneer": {"Stretch": 0.75, "Fine Granules": 0.3, "Granules": 40, "Varnish": 0.25, "Seams": 0.5},
    },
)
