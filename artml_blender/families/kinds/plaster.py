"""Plaster and stucco: trowelled or dashed, cracked, peeling."""

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Surface")
    f.color("Plaster Color", srgb("#cbc4b6"), "The plaster or its paint")
    f.color("Second Color", srgb("#b8ae9c"), "Faded, dusty or repaired places")
    f.slider("Mottling", 0.4, (0, 1), (0.15, 0.7), "Clouds of the second colour")
    f.slider("Trowel Marks", 0.45, (0, 1), (0.1, 0.8), "Sweeps and ridges that the trowel has left")
    f.slider("Trowel Size", 0.5, (0, 1), (0.25, 0.8), "How long and broad the sweeps are")
    f.slider("Stucco", 0.2, (0, 1), (0.0, 0.6), "How rough a coat has been dashed or rolled on")
    f.slider("Stucco Size", 0.35, (0, 1), (0.15, 0.7), "How coarse that coat is")
    f.slider("Grain", 0.4, (0, 1), (0.2, 0.7), "The sand in the plaster")
    f.slider("Waviness", 0.35, (0, 1), (0.1, 0.6), "How uneven the wall is")
    f.slider("Gloss", 0.1, (0, 1), (0.0, 0.25), "0: chalky; 1: polished or painted with gloss")
    f.panel("Cracks")
    f.slider("Cracks", 0.25, (0, 1), (0.0, 0.5), "How far cracks run through the wall")
    f.slider("Crack Spacing", 4, (1, 24), (3, 6), "How many fields between cracks fit side by side in one tile", step=1)
    f.slider("Crack Width", 0.3, (0, 1), (0.15, 0.5), "How far the cracks gape")
    f.panel("Peeling")
    f.slider("Peeling", 0.0, (0, 1), (0.0, 0.2), "How much of the top coat has come off")
    f.slider("Layer Thickness", 0.4, (0, 1), (0.25, 0.7), "How thick that coat is")
    f.color("Under Color", srgb("#9a8c79"), "The coat below")
    f.panel("Weather")
    f.color("Stain Color", srgb("#7a705f"), "Damp, dust and dirt")
    f.slider("Stains", 0.25, (0, 1), (0.05, 0.5), "Patches of damp and dirt")
    f.slider("Streaks", 0.15, (0, 1), (0.0, 0.4), "Runs of dirty water")


def _cracks(f: FamilyBuilder, bend: Value, clouds: Value) -> tuple[Value, Value, Value]:
    """Cracks, 1 in the middle of each, how near the next one is, and how the fields between differ, around 0."""
    with f.frame("Cracks"):
        crooked = f.tile + f.vector_math("SCALE", bend, scale=0.4 / f["Crack Spacing"])
        cell, border = bordered_cells(f, crooked, f["Crack Spacing"], 1.0, f["Seed"] + 5.0)
        run = f.smoothstep(clouds, 0.95 - f["Cracks"] * 0.9, 1.2 - f["Cracks"] * 0.9)
        width = (0.004 + f["Crack Width"] * 0.05) * run * (0.4 + clouds)
        crack = f.smoothstep(border, width + 0.008, width * 0.4) * f.smoothstep(run, 0.0, 0.15)
        near = f.smoothstep(border, 0.25, 0.0) * run
        own, _, _ = f.separate(cell.random)
        tone = (own - 0.5) * run * (0.2 + near * 0.3)
    return crack, near, tone


def _relief(f: FamilyBuilder, clouds: Value, fine: Value, bend: Value) -> tuple[Value, Value]:
    """How the plaster lies, around 0, and its trowel marks alone."""
    with f.frame("Trowel"):
        size = 1.5 - f["Trowel Size"]
        swept = f.tile + bend * (0.08, 0.08, 0.0)
        sweeps = noise(f, swept, f.combine(size * 6.0, size * 11.0), 2.0, 0.45, f["Seed"] + 3.0)
        ridge = f.math("ABSOLUTE", sweeps - 0.5)
        marks = (f.smoothstep(ridge, 0.0, 0.3) - 0.5 + (sweeps - 0.5) * 0.5) * f["Trowel Marks"]
    with f.frame("Stucco"):
        dash = noise(f, f.tile, 110.0 - f["Stucco Size"] * 80.0, 3.0, 0.55, f["Seed"] + 4.0)
        dashed = (f.smoothstep(dash, 0.35, 0.75) - 0.5) * f["Stucco"]
    with f.frame("Relief"):
        relief = marks * 0.16 + dashed * 0.26 + (fine - 0.5) * f["Grain"] * 0.06 + (clouds - 0.5) * f["Waviness"] * 0.5
    return relief, marks


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noise"):
        seed = f["Seed"]
        clouds = noise(f, f.tile, 3.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 140.0, 3.0, 0.72, seed + 2.0)
        bend = noise_vector(f, f.tile, f.math("MAXIMUM", f["Crack Spacing"] * 2.0, 12.0), 4.0, 0.62, seed)
        x, y, _ = f.separate(bend)
    crack, near, tone = _cracks(f, bend, clouds)
    relief, marks = _relief(f, clouds, fine, bend)
    with f.frame("Peeling"):
        loose = clouds * 0.6 + x * 1.0 + 0.2 + near * 0.12 + (fine - 0.5) * 0.04
        limit = 1.02 - f["Peeling"] * 0.85
        coat = f.smoothstep(loose, limit + 0.012, limit)
        lip = f.smoothstep(loose, limit - 0.12, limit) * coat
    with f.frame("Color"):
        patch = f.smoothstep(clouds + y * 0.8 + marks * 0.25, 0.3, 0.8) * f["Mottling"]
        color = f.blend(patch, f["Plaster Color"], f["Second Color"])
        color = f.tint(color, 0.5, 1.0, 1.0 + tone + marks * 0.16 + y * 0.25 * f["Mottling"])
        under = f.tint(f["Under Color"], 0.5, 1.0, 0.95 + x * 0.5)
        color = f.blend(coat, f.blend(0.5, under, fine, "OVERLAY"), color)
        color = f.blend(0.08 + f["Grain"] * 0.3, color, fine, "OVERLAY")
    with f.frame("Weather"):
        damp = f.smoothstep(clouds + x * 0.9 + near * 0.25, 0.95 - f["Stains"] * 0.5, 1.3 - f["Stains"] * 0.5)
        runs = noise(f, f.tile, (22.0, 2.0, 0.0), 3.0, 0.6, seed + 6.0)
        runs = f.smoothstep(runs + (clouds - 0.5) * 0.7, 0.5, 1.0) * f["Streaks"]
        dirt = f.math("MAXIMUM", damp * (0.35 + 0.5 * f["Stains"]), runs)
        color = f.blend(dirt * 0.7, color, f["Stain Color"])
        color = f.blend(crack * 0.8, color, f.tint(f["Under Color"], 0.5, 0.9, 0.35))
    with f.frame("Together"):
        thick = f["Layer Thickness"] * 0.22
        height = (
            0.55
            + relief * (0.4 + coat * 0.6)
            - (1.0 - coat) * thick
            + lip * 0.05 * f["Peeling"]
            - crack * 0.3
            + tone * 0.25
        )
        roughness = 0.94 - f["Gloss"] * coat * (0.6 + marks * 0.3) + (fine - 0.5) * 0.08 - dirt * 0.05
    return Finish(color, roughness, height)


FAMILY = Family(
    name="plaster",
    label="Plaster",
    about="Plaster and stucco: trowelled, dashed, cracked or peeling",
    catalog="Masonry",
    tags=("plaster", "stucco", "render", "wall", "paint", "interior", "exterior"),
    tile_size=2.0,
    design=design,
    presets={
        "White Interior": {
            "Plaster Color": srgb("#e3e0d9"),
            "Second Color": srgb("#d8d3c9"),
            "Trowel Marks": 0.3,
            "Cracks": 0.05,
            "Stains": 0.05,
            "Streaks": 0.0,
            "Peeling": 0.0,
            "Stucco": 0.1,
        },
        "Rough Stucco": {
            "Plaster Color": srgb("#c2b59c"),
            "Second Color": srgb("#b1a288"),
            "Stucco": 1.0,
            "Stucco Size": 0.5,
            "Trowel Marks": 0.1,
            "Cracks": 0.15,
            "Grain": 0.6,
        },
        "Clay Plaster": {
            "Plaster Color": srgb("#94765a"),
            "Second Color": srgb("#7e6249"),
            "Under Color": srgb("#6d5a48"),
            "Trowel Marks": 0.9,
            "Grain": 0.6,
            "Waviness": 0.7,
        },
        "Peeling Paint": {
            "Plaster Color": srgb("#9fb0ab"),
            "Second Color": srgb("#b9bdb2"),
            "Under Color": srgb("#a89a86"),
            "Peeling": 0.45,
            "Cracks": 0.5,
            "Crack Width": 0.08,
            "Layer Thickness": 0.3,
            "Stains": 0.45,
            "Streaks": 0.35,
            "Gloss": 0.3,
        },
        "Venetian": {
            "Plaster Color": srgb("#b29074"),
            "Second Color": srgb("#9f7f66"),
            "Trowel Marks": 0.4,
            "Trowel Size": 0.3,
            "Gloss": 0.75,
            "Mottling": 0.8,
            "Grain": 0.1,
            "Stucco": 0.0,
            "Waviness": 0.1,
            "Cracks": 0.0,
            "Peeling": 0.0,
            "Stains": 0.0,
            "Streaks": 0.0,
        },
        "Dry Cracked": {
            "Plaster Color": srgb("#b3a68c"),
            "Second Color": srgb("#978a70"),
            "Crack Spacing": 14,
            "Cracks": 1.0,
            "Crack Width": 0.7,
            "Grain": 0.7,
        },
    },
)
