"""Corrugated cardboard."""

import math

from ..blocks.noise import noise, noise_vector
from ..blocks.strokes import strokes
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Board")
    f.color("Board Color", srgb("#b08c62"), "The outer layer")
    f.color("Inner Color", srgb("#a27e55"), "What is below it, where it is torn off")
    f.slider("Flutes", 36, (6, 120), (26, 48), "Waves of the corrugation along one tile", step=1)
    f.slider("Show Through", 0.45, (0, 1), (0.25, 0.9), "How clearly the corrugation is seen through the outer layer")
    f.slider("Waviness", 0.3, (0, 1), (0.1, 0.6), "How far the flutes stray from straight lines")
    f.slider("Roughness", 0.86, (0, 1), (0.78, 0.94), "How matt the board is")
    f.panel("Fibres")
    f.slider("Fibres", 0.5, (0, 1), (0.3, 0.8), "How clearly fibres and specks are seen")
    f.slider("Fibre Count", 54, (6, 90), (40, 66), "How many lie side by side in one tile", step=1)
    f.slider("Mottling", 0.4, (0, 1), (0.2, 0.6), "Cloudy, streaky pulp")
    f.slider("Specks", 0.25, (0, 1), (0.05, 0.45), "Small dark specks")
    f.panel("Damage")
    f.slider("Torn", 0.0, (0, 1), (0.0, 0.0), "How much of the outer layer is torn off")
    f.slider("Dents", 0.3, (0, 1), (0.05, 0.55), "Places that were pressed in")
    f.slider("Creases", 0.2, (0, 1), (0.0, 0.5), "Lines along which it was bent")
    f.slider("Scuffs", 0.35, (0, 1), (0.1, 0.6), "Paler, rubbed scratches")
    f.slider("Water Stains", 0.0, (0, 1), (0.0, 0.0), "Dark patches with darker rims")
    f.slider("Dirt", 0.2, (0, 1), (0.0, 0.4), "Greyish smudges")


def _torn(f: FamilyBuilder, cloud: Value, pulp: Value) -> tuple[Value, Value]:
    """1 where the outer layer is off; and a fringe of bare, pale fibres around."""
    depth = cloud + (pulp - 0.5) * 0.22 - (1.02 - 0.75 * f["Torn"])
    is_torn = f.smoothstep(f["Torn"], 0.0, 0.05)
    off = f.smoothstep(depth, 0.0, 0.015) * is_torn
    fringe = f.smoothstep(depth, -0.05 - 0.06 * pulp, -0.04) * is_torn
    return off, fringe * (1.0 - off)


def _creases(f: FamilyBuilder, bend: Value, cloud: Value) -> Value:
    """Soft lines at two slants, here and there; they follow whole numbers of turns around the tile."""
    u, v, _ = f.separate(f.tile + f.vector_math("SCALE", bend, scale=0.05))
    lines: Value | float = 0.0
    for turns, seed in ((1.0, 7.0), (-1.0, 8.0)):
        level = noise(f, f.combine(u + v * turns, v), (5.0, 0.8, 0.0), 1.0, 0.5, f["Seed"] + seed)
        line = f.smoothstep(f.math("ABSOLUTE", level - 0.66), 0.02, 0.0)
        lines = lines + line * f.smoothstep(cloud, 0.5, 0.3)
    return f.math("MINIMUM", lines, 1.0) * f["Creases"]


def _rubbed(f: FamilyBuilder, bend: Value, cloud: Value) -> Value:
    u, v, _ = f.separate(f.tile + f.vector_math("SCALE", bend, scale=0.08))
    lines = noise(f, f.combine(u + v, v), (60.0, 4.0, 0.0), 2.0, 0.6, f["Seed"] + 9.0)
    return f.smoothstep(lines, 0.55, 0.9) * f.smoothstep(cloud, 0.45, 0.75) * f["Scuffs"]


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noises"):
        seed = f["Seed"]
        bend = noise_vector(f, f.tile, 4.0, 2.0, seed=seed)
        cloud = noise(f, f.tile, 3.0, 4.0, 0.6, seed + 1.0)
        pulp = noise(f, f.tile, 40.0, 4.0, 0.7, seed + 2.0)
        streaks = noise(f, f.tile, (4.0, 60.0, 0.0), 3.0, 0.6, seed + 3.0)
    with f.frame("Flutes"):
        strayed = f.separate(f.tile)[0] + f.separate(bend)[0] * f["Waviness"] * 0.03
        flute = f.math("SINE", strayed * f["Flutes"] * (2.0 * math.pi)) * 0.5 + 0.5
        through = f["Show Through"] * (0.4 + 0.6 * f.smoothstep(cloud, 0.75, 0.25))
    with f.frame("Damage"):
        off, fringe = _torn(f, cloud, pulp)
        crease = _creases(f, bend, cloud) * (1.0 - off)
        scuff = _rubbed(f, bend, cloud) * (1.0 - off)
        dent = f.smoothstep(f.separate(bend)[1], 0.02, 0.16) * f["Dents"]
    with f.frame("Fibres"):
        fibre = strokes(f, f.tile, f["Fibre Count"], (0.75, 0.045), 0.4, 0.0, 0.8, seed + 4.0)
        second = f.separate(fibre.random)[1]
        tone = fibre.value * (second - 0.55) * f["Fibres"]
        speck = f.smoothstep(pulp, 1.0 - f["Specks"] * 0.28, 1.04 - f["Specks"] * 0.28) * f.smoothstep(
            f["Specks"], 0.0, 0.05
        )
    with f.frame("Color"):
        cloudy = ((pulp - 0.5) * 0.2 + (streaks - 0.5) * 0.13 + (cloud - 0.5) * 0.2) * f["Mottling"]
        value = 1.0 + cloudy + tone * 0.9 - (0.5 - flute) * through * 0.15
        color = f.tint(f["Board Color"], 0.5, 1.0, value)
        color = f.blend(speck * 0.7, color, f.tint(f["Board Color"], 0.5, 0.8, 0.35))
        pale = f.math("MINIMUM", scuff * 0.7 + crease * 0.45, 1.0)
        color = f.blend(pale * 0.7, color, f.tint(f["Board Color"], 0.5, 0.7, 1.35))
        inner = f.tint(f["Inner Color"], 0.5, 1.0, 0.6 + 0.4 * flute + (pulp - 0.5) * 0.3)
        color = f.blend(off, color, inner)
        color = f.blend(fringe * 0.8, color, f.tint(f["Inner Color"], 0.5, 0.75, 1.3 + (pulp - 0.5) * 0.4))
    with f.frame("Stains"):
        wet = cloud + (pulp - 0.5) * 0.12 + (flute - 0.5) * 0.02 - 1.1 + f["Water Stains"] * 0.8
        shore = f.smoothstep(wet, 0.0, 0.012) * (0.45 + 0.55 * f.smoothstep(wet, 0.07, 0.01))
        stain = shore * f.smoothstep(f["Water Stains"], 0.0, 0.1)
        dirt = f.smoothstep(cloud + (streaks - 0.5) * 0.5, 0.5, 0.05) * f["Dirt"]
        color = f.blend(stain * 0.6, color, f.tint(color, 0.495, 1.1, 0.55))
        color = f.blend(dirt * 0.7, color, f.tint(color, 0.5, 0.85, 0.6))
    with f.frame("Together"):
        deep = f.math("MINIMUM", 36.0 / f["Flutes"], 1.5)
        board = 0.62 + (flute - 0.5) * through * 0.12 * deep + (pulp - 0.5) * 0.035 + tone * 0.05
        board = board - crease * 0.12 - dent * 0.22 - scuff * 0.02 + (cloud - 0.5) * 0.08
        below = 0.3 + (flute - 0.5) * 0.3 * deep + (pulp - 0.5) * 0.08 - dent * 0.12
        height = f.mix(off, board - fringe * 0.06, below)
        roughness = f["Roughness"] + (pulp - 0.5) * 0.1 + pale * 0.08 + (fringe + off) * 0.08 - stain * 0.08
    return Finish(color, roughness, height, edge=1.0 - off)


FAMILY = Family(
    name="cardboard",
    label="Cardboard",
    about="Corrugated board: clean, stained, or torn open to its flutes",
    catalog="Paper",
    tags=("cardboard", "box", "packaging", "kraft", "paper"),
    tile_size=0.3,
    design=design,
    presets={
        "Kraft Box": {"Torn": 0.0, "Scuffs": 0.25, "Creases": 0.1},
        "White Liner": {
            "Board Color": srgb("#d3cec4"),
            "Inner Color": srgb("#a8875f"),
            "Specks": 0.1,
            "Mottling": 0.25,
            "Fibres": 0.3,
            "Scuffs": 0.5,
        },
        "Torn Open": {"Torn": 0.6, "Dents": 0.5, "Scuffs": 0.5, "Dirt": 0.3},
        "Water Damaged": {"Water Stains": 0.75, "Show Through": 0.85, "Waviness": 0.8, "Dirt": 0.4, "Creases": 0.5},
        "Recycled Grey": {
            "Board Color": srgb("#96908a"),
            "Inner Color": srgb("#8a8179"),
            "Fibres": 0.9,
            "Specks": 0.7,
            "Show Through": 0.2,
        },
    },
)
