"""Granite: interlocked grains of feldspar, quartz and mica, polished or rough."""

from ..blocks.cells import cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Grains")
    f.slider("Grains", 64, (10, 200), (45, 85), "Mineral grains across one tile", step=1)
    f.slider("Irregularity", 0.7, (0, 1), (0.45, 1.0), "How ragged the grains' outlines are")
    f.slider("Crystals", 0.15, (0, 1), (0.0, 0.35), "How many large crystals lie among the grains")
    f.slider("Crystal Size", 0.5, (0, 1), (0.3, 0.8), "How large those are")
    f.slider("Clusters", 0.5, (0, 1), (0.25, 0.8), "How much grains of one mineral gather in patches")
    f.slider("Flow", 0.0, (0, 1), (0.0, 0.3), "Grains drawn out in bands, as in gneiss")
    f.panel("Minerals")
    f.color("Feldspar Color", srgb("#b7b0a8"), "Most of the grains")
    f.color("Quartz Color", srgb("#8b8987"), "The glassy grains")
    f.color("Mica Color", srgb("#2f2e2e"), "The dark flakes")
    f.color("Crystal Color", srgb("#c2b6a8"), "The large crystals")
    f.slider("Quartz", 0.35, (0, 1), (0.2, 0.55), "How much quartz there is")
    f.slider("Mica", 0.3, (0, 1), (0.15, 0.5), "How much dark mica there is")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.8), "How much one grain's colour differs from the next one's")
    f.slider("Sparkle", 0.1, (0, 1), (0.0, 0.3), "Small shining flakes in the colour of the large crystals")
    f.slider("Clouds", 0.3, (0, 1), (0.1, 0.6), "Large lighter and darker areas")
    f.panel("Finish")
    f.slider("Polish", 0.7, (0, 1), (0.3, 0.95), "From rough and matt to a mirror")
    f.slider("Relief", 0.1, (0, 1), (0.0, 0.3), "From sawn flat to split and hewn")
    f.slider("Pits", 0.2, (0, 1), (0.0, 0.45), "Small holes where flakes have broken out")
    f.slider("Rust", 0.1, (0, 1), (0.0, 0.25), "Brown stains around the dark flakes")
    f.slider("Dirt", 0.1, (0, 1), (0.0, 0.3), "Grey-brown dirt in low places and patches")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grains"):
        count = f["Grains"]
        across = f.math("MAXIMUM", f.math("ROUND", count * (1.0 - 0.6 * f["Flow"])), 1.0)
        size = f.combine(across, count)
        bend = noise_vector(f, f.tile, size * 1.6, 2.0, 0.6, f["Seed"])
        place = f.tile + bend / size * (f["Irregularity"] * 1.5)
        grain = cells(f, place, size, 1.0, f["Seed"] + 1.0)
        kind, tone, lift = f.separate(grain.random)
        flake = cells(f, place, size * (2.0, 2.0, 0.0), 1.0, f["Seed"] + 2.0)
        chance, glint, _ = f.separate(flake.random)
    with f.frame("Patches"):
        cluster = noise(f, f.tile, size * (0.16, 0.22, 0.0), 3.0, 0.6, f["Seed"] + 3.0)
        cloud = noise(f, f.tile, f.combine(3.0, 3.0 + 5.0 * f["Flow"]), 4.0, 0.6, f["Seed"] + 4.0)
        fine = noise(f, f.tile, size * 1.8, 2.0, 0.6, f["Seed"] + 5.0)
    with f.frame("Large crystals"):
        few = f.math("MAXIMUM", f.math("ROUND", count / 7.0), 1.0)
        big = cells(f, f.tile + bend / size * 0.8, f.combine(few, few), 0.8, f["Seed"] + 6.0)
        number, breadth, hue = f.separate(big.random)
        turn = (hue - 0.5) * 6.28
        x, y, _ = f.separate(big.offset)
        along = x * f.math("COSINE", turn) + y * f.math("SINE", turn)
        other = y * f.math("COSINE", turn) - x * f.math("SINE", turn)
        reach = f.vector_math("LENGTH", f.combine(along * 0.7, other)) + (tone - 0.5) * 0.12 + (fine - 0.5) * 0.06
        extent = (0.08 + 0.28 * f["Crystal Size"]) * (0.6 + breadth * 0.5)
        is_crystal = f.math("LESS_THAN", number, f["Crystals"])
        crystal = f.smoothstep(reach, extent, extent * 0.93) * is_crystal
        rim = f.smoothstep(reach, extent * 1.3, extent) * is_crystal * (1.0 - crystal)
    with f.frame("Minerals"):
        gathered = (cluster - 0.5) * f["Clusters"] * 0.9
        quartz = f.math("LESS_THAN", kind + gathered * 0.7, f["Quartz"])
        mica = f.math("LESS_THAN", chance - gathered, f["Mica"] * 0.75 + rim * 0.25 - crystal * 0.2)
        sparkle = f.math("GREATER_THAN", glint, 1.0 - 0.12 * f["Sparkle"])
    with f.frame("Color"):
        color = f.blend(quartz, f["Feldspar Color"], f["Quartz Color"])
        color = f.blend(crystal * 0.9, color, f["Crystal Color"])
        brightness = (
            1.0 + (tone - 0.5) * f["Variation"] * 0.6 * (1.0 - crystal * 0.4) + (cloud - 0.5) * f["Clouds"] * 0.7
        )
        brightness = brightness + (cluster - 0.5) * crystal * 0.5 + (fine - 0.5) * 0.25 - (grain.distance - 0.4) * 0.15
        color = f.tint(color, 0.5 + (lift - 0.5) * 0.02, 1.0 + (tone - 0.5) * 0.5 * f["Variation"], brightness)
        dark = f.tint(f["Mica Color"], 0.5, 1.0, 0.75 + glint * 0.6)
        color = f.blend(mica * (0.6 + 0.4 * lift), color, dark)
        color = f.blend(sparkle * 0.8, color, f["Crystal Color"])
        rust = f.smoothstep(cluster + (fine - 0.5) * 0.3, 0.95 - 0.6 * f["Rust"], 1.2 - 0.6 * f["Rust"]) * f["Rust"]
        color = f.blend(rust, color, f.blend(0.5, color, srgb("#7a5233")))
    with f.frame("Finish"):
        rough = (cloud - 0.5) * 0.6 + (cluster - 0.5) * 0.6 + (lift - 0.5) * 0.16 + (fine - 0.5) * 0.16
        pit = f.math("LESS_THAN", kind + tone * 0.4, 0.5 * f["Pits"] - 0.05) * f.smoothstep(grain.distance, 0.45, 0.2)
        matt = 1.0 - f["Polish"]
        height = 0.55 + rough * f["Relief"] + (lift - 0.5) * 0.02 * matt - pit * 0.07 + (fine - 0.5) * 0.02 * matt
        low = cloud * 0.5 + (fine - 0.5) * 0.3 - rough * f["Relief"] * 0.8
        grime = f.smoothstep(low, 0.85 - 0.6 * f["Dirt"], 1.1 - 0.5 * f["Dirt"]) * f["Dirt"] * 1.3
        color = f.blend(f.math("MAXIMUM", grime, pit * 0.5), color, f.tint(color, 0.49, 0.9, 0.5))
        roughness = 0.1 + matt * 0.62 + mica * 0.1 + (tone - 0.5) * 0.1 + grime * 0.3 + pit * 0.3
        roughness = roughness - sparkle * 0.25 + f["Relief"] * 0.25
    return Finish(color, roughness, height, piece=kind, edge=1.0 - pit)


FAMILY = Family(
    name="granite",
    label="Granite",
    about="Interlocked grains of feldspar, quartz and mica, polished or rough",
    catalog="Stone",
    tags=("granite", "stone", "gneiss", "polished", "counter", "exterior"),
    tile_size=0.4,
    design=design,
    presets={
        "Steel Grey": {
            "Feldspar Color": srgb("#7f8489"),
            "Quartz Color": srgb("#63666b"),
            "Mica Color": srgb("#262829"),
            "Crystal Color": srgb("#979b9e"),
            "Mica": 0.45,
        },
        "Rosso": {
            "Feldspar Color": srgb("#805b4c"),
            "Quartz Color": srgb("#726660"),
            "Mica Color": srgb("#2a2625"),
            "Crystal Color": srgb("#8d6655"),
            "Crystals": 0.5,
            "Quartz": 0.3,
            "Grains": 50,
        },
        "Baltic Brown": {
            "Feldspar Color": srgb("#6e5646"),
            "Quartz Color": srgb("#4c443e"),
            "Mica Color": srgb("#242120"),
            "Crystal Color": srgb("#8a6a53"),
            "Grains": 60,
            "Crystals": 0.85,
            "Crystal Size": 0.9,
            "Mica": 0.5,
            "Clusters": 0.7,
        },
        "Black Galaxy": {
            "Feldspar Color": srgb("#2b2a2a"),
            "Quartz Color": srgb("#232324"),
            "Mica Color": srgb("#1c1c1d"),
            "Crystal Color": srgb("#7a6a55"),
            "Crystals": 0.0,
            "Sparkle": 0.4,
            "Variation": 0.7,
            "Polish": 0.95,
            "Rust": 0.0,
            "Relief": 0.0,
        },
        "Giallo": {
            "Feldspar Color": srgb("#9f8d6d"),
            "Quartz Color": srgb("#7d7263"),
            "Mica Color": srgb("#38332d"),
            "Crystal Color": srgb("#b9a47e"),
            "Clusters": 0.9,
            "Rust": 0.4,
            "Clouds": 0.6,
        },
        "Split Face": {
            "Feldspar Color": srgb("#a59384"),
            "Quartz Color": srgb("#8b8079"),
            "Mica Color": srgb("#45403c"),
            "Crystal Color": srgb("#b3a396"),
            "Relief": 0.95,
            "Polish": 0.05,
            "Dirt": 0.4,
            "Pits": 0.4,
            "Grains": 75,
        },
    },
)
