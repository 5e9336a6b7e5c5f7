"""Paper."""

import math

from ..blocks.cells import cells
from ..blocks.noise import noise, noise_vector
from ..blocks.strokes import strokes
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Sheet")
    f.color("Paper Color", srgb("#dcd7cb"), "The paper")
    f.slider("Mottling", 0.25, (0, 1), (0.1, 0.45), "Thicker and thinner places, as held to the light")
    f.slider("Tooth", 0.3, (0, 1), (0.15, 0.5), "How rough the surface is, as for watercolour")
    f.slider("Tooth Size", 50, (10, 150), (36, 80), "How many bumps side by side in one tile; few are large")
    f.slider("Laid Lines", 0.0, (0, 1), (0.0, 0.0), "The fine ribs of handmade or writing paper")
    f.slider("Gloss", 0.1, (0, 1), (0.0, 0.25), "From blotting paper to glossy print")
    f.panel("Fibres")
    f.slider("Fibres", 0.35, (0, 1), (0.15, 0.6), "How clearly single fibres are seen")
    f.slider("Fibre Count", 36, (6, 90), (28, 50), "How many lie side by side in one tile", step=1)
    f.slider("Fibre Length", 0.7, (0.1, 1), (0.5, 0.95), "How long they are")
    f.color("Fibre Color", srgb("#a3957c"), "Fibres that differ in colour from the paper")
    f.slider("Specks", 0.15, (0, 1), (0.0, 0.35), "Small dark specks, as in recycled paper")
    f.panel("Handling")
    f.slider("Crumples", 0.1, (0, 1), (0.0, 0.3), "Paper that was crumpled and smoothed out again")
    f.slider("Crumple Size", 4, (2, 14), (3, 6), "How many facets side by side in one tile", step=1)
    f.slider("Creases", 0.3, (0, 1), (0.1, 0.5), "How worn and pale the creases' edges are")
    f.panel("Age")
    f.color("Stain Color", srgb("#8f7348"), "What it turns to with age")
    f.slider("Yellowing", 0.15, (0, 1), (0.0, 0.35), "Tinged unevenly")
    f.slider("Spots", 0.1, (0, 1), (0.0, 0.3), "Foxing, and stains with dark rims")


def _crumpled(f: FamilyBuilder) -> tuple[Value, Value]:
    """The height of facets, about -0.5..0.5, and their edges, 0..1."""
    bend = noise_vector(f, f.tile, 9.0, 2.0, seed=f["Seed"])
    bent = f.tile + f.vector_math("SCALE", bend, scale=0.12 / f["Crumple Size"])
    facet = cells(f, bent, f["Crumple Size"], 1.0, f["Seed"])
    folds = noise(f, f.tile, f["Crumple Size"] * 2.5, 0.0, 0.5, f["Seed"] + 1.0)
    fold = f.math("ABSOLUTE", folds - 0.5)
    height = facet.distance - 0.4 - fold * 0.5
    edge = f.math("MAXIMUM", f.smoothstep(facet.distance, 0.5, 0.8), f.smoothstep(fold, 0.06, 0.0) * 0.7)
    return height, edge


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noises"):
        seed = f["Seed"]
        cloud = noise(f, f.tile, 3.0, 4.0, 0.6, seed + 2.0)
        tooth = noise(f, f.tile, f["Tooth Size"], 3.0, 0.55, seed + 3.0)
        pulp = noise(f, f.tile, 18.0, 4.0, 0.7, seed + 4.0)
    with f.frame("Crumples"):
        facets, folded = _crumpled(f)
        crease = folded * f.smoothstep(f["Crumples"], 0.0, 0.2)
    with f.frame("Fibres"):
        size = (f["Fibre Length"], 0.04)
        fibre = strokes(f, f.tile, f["Fibre Count"], size, 0.8, seed=seed + 5.0)
        first, second, _ = f.separate(fibre.random)
        dark = fibre.value * f.math("LESS_THAN", first, 0.15 + 0.35 * f["Fibres"])
        light = (fibre.value - dark) * (second - 0.25)
        speck = f.smoothstep(pulp, 1.0 - f["Specks"] * 0.25, 1.03 - f["Specks"] * 0.25) * f.smoothstep(
            f["Specks"], 0.0, 0.05
        )
        lines = f.math("SINE", f.separate(f.tile)[1] * (64.0 * 2.0 * math.pi)) * f["Laid Lines"]
        chains = f.smoothstep(f.math("ABSOLUTE", f.math("FRACT", f.separate(f.tile)[0] * 4.0 + 0.5) - 0.5), 0.012, 0.0)
        ribs = lines + chains * f["Laid Lines"] * 1.2
    with f.frame("Color"):
        value = 1.0 + (pulp - 0.5) * f["Mottling"] * 0.22 + light * f["Fibres"] * 0.7 + (tooth - 0.5) * f["Tooth"] * 0.1
        color = f.tint(f["Paper Color"], 0.5, 1.0, value - ribs * 0.025)
        color = f.blend(dark * f["Fibres"] * (0.4 + 0.6 * second), color, f["Fibre Color"])
        color = f.blend(speck * 0.75, color, f.tint(f["Fibre Color"], 0.5, 0.8, 0.4))
        worn = crease * f["Creases"] * f.smoothstep(pulp, 0.25, 0.8)
        color = f.blend(worn * 0.6, color, f.tint(f["Paper Color"], 0.5, 0.6, 1.25))
    with f.frame("Age"):
        foxing = f.smoothstep(pulp + (cloud - 0.5) * 0.5, 1.06 - f["Spots"] * 0.45, 1.3 - f["Spots"] * 0.45)
        wet = cloud + (pulp - 0.5) * 0.2 - 1.2 + f["Spots"] * 0.75
        rim = f.smoothstep(wet, 0.0, 0.012) * (0.25 + 0.75 * f.smoothstep(wet, 0.09, 0.015))
        spots = f.math("MAXIMUM", foxing * 0.4, rim * 0.55) * f.smoothstep(f["Spots"], 0.0, 0.05)
        aged = f.smoothstep(cloud + (pulp - 0.5) * 0.4, 0.75, 0.15) * f["Yellowing"] + f["Yellowing"] * 0.25
        stain = f.math("MAXIMUM", spots, aged * 0.6)
        color = f.blend(stain, color, f.tint(f["Stain Color"], 0.5, 1.0, value))
    with f.frame("Relief"):
        bumps = (tooth - 0.5) * f["Tooth"] * 0.3 * f.math("MINIMUM", 50.0 / f["Tooth Size"], 1.6)
        fibres = (dark * 0.5 + light) * f["Fibres"] * 0.09
        flat = 0.5 + bumps + fibres + ribs * 0.02 + (cloud - 0.5) * 0.06 + (pulp - 0.5) * 0.05
        height = flat + facets * f["Crumples"] * 0.95 * f.math("MINIMUM", 4.0 / f["Crumple Size"], 1.3)
        roughness = 0.93 - f["Gloss"] * 0.6 + (pulp - 0.5) * 0.08 + worn * 0.1 + (tooth - 0.5) * 0.05
    return Finish(color, roughness, height)


FAMILY = Family(
    name="paper",
    label="Paper",
    about="Writing, watercolour, kraft and old paper, smooth or crumpled",
    catalog="Paper",
    tags=("paper", "kraft", "watercolor", "parchment", "crumpled"),
    tile_size=0.2,
    design=design,
    presets={
        "Watercolor": {
            "Paper Color": srgb("#e6e3da"),
            "Tooth": 0.9,
            "Tooth Size": 42,
            "Fibres": 0.1,
            "Specks": 0.0,
            "Crumples": 0.0,
            "Yellowing": 0.0,
            "Spots": 0.0,
            "Gloss": 0.0,
        },
        "Kraft": {
            "Paper Color": srgb("#b08d66"),
            "Fibre Color": srgb("#7d5f3f"),
            "Stain Color": srgb("#7a5a38"),
            "Fibres": 0.9,
            "Specks": 0.35,
            "Mottling": 0.6,
            "Crumples": 0.08,
        },
        "Crumpled": {"Paper Color": srgb("#dedbd4"), "Crumples": 0.75, "Creases": 0.5, "Fibres": 0.2},
        "Parchment": {
            "Paper Color": srgb("#cdb98f"),
            "Fibre Color": srgb("#9b7f50"),
            "Yellowing": 0.7,
            "Spots": 0.8,
            "Mottling": 0.7,
            "Crumples": 0.2,
            "Creases": 0.2,
        },
        "Laid Ivory": {"Paper Color": srgb("#e0d8c3"), "Laid Lines": 0.7, "Fibres": 0.25, "Crumples": 0.0},
    },
)
