"""Snow: drifts that the wind has shaped, crust, clumps and sparkle, melting off the ground beneath."""

from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value

SPARKLES = 420.0  # crystals along a side of the tile


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Drifts")
    f.slider("Drifts", 4, (1, 12), (2, 7), "Drifts behind each other in one tile", step=1)
    f.slider("Drift Height", 0.55, (0, 1), (0.3, 0.85), "How high they are")
    f.slider("Wind", 0.45, (0, 1), (0.1, 0.85), "From settled in calm air (0) to swept into long ridges (1)")
    f.slider("Hollows", 0.35, (0, 1), (0.1, 0.65), "Soft dents, as where the snow has settled")
    f.panel("Surface")
    f.slider("Crust", 0.35, (0, 1), (0.0, 0.7), "Hard plates whose edges the wind has bared")
    f.slider("Clumps", 0.25, (0, 1), (0.0, 0.5), "Lumps that have rolled or fallen")
    f.slider("Clump Size", 0.4, (0, 1), (0.2, 0.7), "How large the lumps are")
    f.slider("Grain", 0.45, (0, 1), (0.25, 0.75), "From powder (0) to coarse, melted and frozen again (1)")
    f.slider("Sparkle", 0.4, (0, 1), (0.15, 0.8), "Crystals that flash")
    f.slider("Ice", 0.15, (0, 1), (0, 0.4), "Glazed patches")
    f.panel("Color")
    f.color("Snow Color", srgb("#e1e3e5"), "The crests")
    f.color("Hollow Color", srgb("#d3d9df"), "The hollows, where old, wet snow is bluer")
    f.slider("Dirt", 0.15, (0, 1), (0, 0.4), "Soot and dust on old snow")
    f.color("Dirt Color", srgb("#6b6256"), "The soot and dust")
    f.panel("Ground")
    f.slider("Bare Ground", 0.0, (0, 1), (0.0, 0.25), "How much of the ground has melted free")
    f.color("Ground Color", srgb("#5b5142"), "The ground beneath the snow")
    f.color("Grass Color", srgb("#66614a"), "Old grass and leaves upon it")


def _drifts(f: FamilyBuilder, hollows: Value) -> tuple[Value, Value]:
    """The height of the drifts and how much of a place lies upon a plate of crust."""
    with f.frame("Swept by the wind"):
        count = f["Drifts"]
        along = f.combine(f.mix(f["Wind"], count, count * 0.45 + 0.5), count * (1.0 + f["Wind"] * 0.5))
        bend = noise_vector(f, f.tile, along * 1.4, 2.0, 0.5, f["Seed"])
        swept = f.tile + f.vector_math("SCALE", bend, scale=(0.15 + f["Wind"] * 0.5) / count)
        soft = noise(f, swept, along, 3.0, 0.42, f["Seed"] + 1.0)
    with f.frame("Ridges"):
        ridge = 1.0 - f.math("ABSOLUTE", soft * 2.0 - 1.0)
        drift = f.mix(f["Wind"] * 0.75, soft, ridge * ridge * 0.4 + soft * 0.6)
    with f.frame("Plates of crust"):
        level = soft * 3.4 + hollows * 1.4
        place = f.math("FRACT", level)
        plate = f.smoothstep(place, 0.0, 0.08) - f.smoothstep(place, 0.3, 1.0)
        plate = plate * f.smoothstep(hollows, 0.35, 0.55)
    return drift, plate


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        hollows = noise(f, f.tile, 9.0, 3.0, 0.5, f["Seed"] + 2.0)
        grain = noise(f, f.tile, 110.0, 3.0, 0.65, f["Seed"] + 3.0)
    drift, plate = _drifts(f, hollows)
    with f.frame("Clumps"):
        size = 0.12 + f["Clump Size"] * 0.4
        share = f["Clumps"] * f["Clumps"]
        clump = stones(f, f.tile, 14.0, size, 0.8, share, 0.15, 0.5, f["Seed"] + 4.0)
        lump = f.smoothstep(clump.height + (grain - 0.5) * 0.5 + (hollows - 0.5) * 0.8, 0.0, 0.9)
    with f.frame("Crystals"):
        square = f.vector_math("FLOOR", f.tile * SPARKLES) * (1.0, 1.0, 0.0)
        square = f.vector_math("WRAP", square, (SPARKLES, SPARKLES, 1.0), (0.0, 0.0, 0.0))
        flash = f.separate(f.white_noise(square, f["Seed"]))[0]
        sparkle = f.math("GREATER_THAN", flash, 1.0 - f["Sparkle"] * 0.03)
    with f.frame("Relief"):
        snow = 0.25 + (drift - 0.5) * f["Drift Height"] * 1.3 + (hollows - 0.5) * f["Hollows"] * 0.4
        snow = snow + plate * f["Crust"] * 0.1 + lump * size * 0.6 + (grain - 0.5) * (0.01 + f["Grain"] * 0.05)
        thaw = f["Bare Ground"] * 1.5 - 0.5 + (0.5 - hollows) * 0.5 + (grain - 0.5) * 0.1
        deep = (drift - 0.15) * 0.9 - thaw
        cover = f.smoothstep(deep, 0.0, 0.03)
        rim = f.smoothstep(deep, -0.03, 0.3)
        earth = 0.12 + (hollows - 0.5) * 0.12 + (grain - 0.5) * 0.2
        height = f.mix(rim, earth, snow + 0.25)
    with f.frame("Snow color"):
        high = f.smoothstep(drift + (hollows - 0.5) * 0.4, 0.15, 0.75)
        color = f.blend(high, f["Hollow Color"], f["Snow Color"])
        color = f.tint(color, value=0.97 + (grain - 0.5) * f["Grain"] * 0.22 + sparkle * 0.05)
        glazed = f.smoothstep(f["Ice"] - hollows * 0.7, -0.1, 0.15)
        color = f.blend(glazed * 0.6, color, f.tint(f["Hollow Color"], 0.5, 1.3, 0.88))
        soot = f["Dirt"] * (1.0 - high * 0.55) + (1.0 - rim) * 0.3
        soot = soot * f.smoothstep(grain + (hollows - 0.5) * 0.8, 0.4, 0.8)
        color = f.blend(soot, color, f["Dirt Color"])
    with f.frame("Ground"):
        grass = f.smoothstep(hollows + (grain - 0.5) * 0.9, 0.4, 0.8)
        ground = f.blend(grass, f["Ground Color"], f["Grass Color"])
        ground = f.blend(0.9, ground, grain, "OVERLAY")
        base_color = f.blend(cover, ground, color)
    with f.frame("Surface"):
        matt = 0.72 + (grain - 0.5) * 0.2 - glazed * 0.42 - sparkle * 0.3 - plate * f["Crust"] * 0.12
        roughness = f.mix(cover, 0.9 + (grain - 0.5) * 0.15, f.math("MAXIMUM", matt, 0.15))
    return Finish(base_color, roughness, height, edge=cover)


FAMILY = Family(
    name="snow",
    label="Snow",
    about="Snow in drifts, with crust, clumps and sparkle, whole or melting off the ground",
    catalog="Ground",
    tags=("snow", "winter", "ice", "frost", "ground"),
    tile_size=2.0,
    design=design,
    presets={
        "Fresh Powder": {
            "Wind": 0.15,
            "Crust": 0.0,
            "Clumps": 0.1,
            "Grain": 0.25,
            "Sparkle": 0.8,
            "Dirt": 0.0,
            "Ice": 0.0,
            "Bare Ground": 0.0,
        },
        "Wind Crust": {
            "Wind": 0.9,
            "Crust": 0.9,
            "Drifts": 5,
            "Drift Height": 0.8,
            "Clumps": 0.05,
            "Bare Ground": 0.0,
        },
        "Melting": {
            "Bare Ground": 0.5,
            "Grain": 0.8,
            "Dirt": 0.3,
            "Hollow Color": srgb("#c3cad1"),
            "Drifts": 5,
            "Sparkle": 0.15,
        },
        "Old Snow": {
            "Dirt": 0.35,
            "Snow Color": srgb("#dadcdf"),
            "Hollow Color": srgb("#bdc3c9"),
            "Clumps": 0.6,
            "Grain": 0.95,
            "Bare Ground": 0.33,
            "Sparkle": 0.1,
        },
        "Glacier": {
            "Snow Color": srgb("#d8dfe4"),
            "Hollow Color": srgb("#b4c4cf"),
            "Ice": 0.7,
            "Crust": 0.6,
            "Wind": 0.6,
            "Clumps": 0.0,
            "Bare Ground": 0.0,
        },
    },
)
