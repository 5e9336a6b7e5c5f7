"""Carpet of loops or of cut pile."""

import math

from ..blocks.cells import cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Pile")
    f.slider("Tufts", 36, (8, 120), (28, 54), "Tufts side by side in one tile", step=1)
    f.slider("Stretch", 1.0, (0.5, 2), (0.75, 1.35), "Above 1, tufts are longer upward; below 1, sideways")
    f.slider("Disorder", 0.55, (0, 1), (0.25, 0.9), "At 0 the tufts stand in straight rows")
    f.slider("Cut", 0.0, (0, 1), (0.0, 0.25), "At 0 closed loops, at 1 cut, tousled pile")
    f.slider("Pile Height", 0.6, (0, 1), (0.45, 0.85), "How deep the gaps between tufts are")
    f.slider("Twist", 0.6, (0, 1), (0.35, 0.9), "The strands in each tuft")
    f.slider("Ribs", 0.0, (0, 1), (0.0, 0.3), "Rows of higher and of lower tufts")
    f.slider("Rib Count", 9, (1, 40), (6, 12), "Pairs of such rows in one tile", step=1)
    f.panel("Color")
    f.color("Main Color", srgb("#8a8274"), "Most tufts")
    f.color("Second Color", srgb("#6a6256"), "Other tufts")
    f.color("Fleck Color", srgb("#b9ae98"), "A few tufts")
    f.slider("Mixture", 0.3, (0, 1), (0.15, 0.6), "How many tufts have the second colour")
    f.slider("Flecks", 0.12, (0, 1), (0.0, 0.25), "How many have the colour of the flecks")
    f.slider("Patches", 0.3, (0, 1), (0.0, 0.6), "Whether the second colour gathers in patches")
    f.slider("Variation", 0.4, (0, 1), (0.2, 0.65), "How much the brightness of tufts differs")
    f.panel("Wear")
    f.slider("Tread", 0.3, (0, 1), (0.0, 0.6), "Pile flattened and leaning where people walk")
    f.slider("Dirt", 0.25, (0, 1), (0.0, 0.5), "Dust in the gaps and dark patches")


def _strands(f: FamilyBuilder, offset: Value, random: Value) -> Value:
    """About -0.5..0.5: yarn that runs across each tuft in a direction of its own."""
    turn, phase, _ = f.separate(random)
    angle = 0.9 + (turn - 0.5) * (2.4 + f["Cut"] * 4.0)
    x, y, _ = f.separate(offset)
    along = x * f.math("COSINE", angle) + y * f.math("SINE", angle)
    across = y * f.math("COSINE", angle) - x * f.math("SINE", angle)
    bent = along * 3.2 + across * across * 2.5 + phase
    return f.math("ABSOLUTE", f.math("SINE", bent * math.pi)) - 0.6 + f.math("SINE", bent * 13.0) * 0.15


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Pushed about"):
        rows = f.math("MAXIMUM", f.math("ROUND", f["Tufts"] / f["Stretch"]), 1.0)
        lattice = f.combine(f["Tufts"], rows)
        bend = noise_vector(f, f.tile, 7.0, 2.0, seed=f["Seed"])
        crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Disorder"] * 1.4 / f["Tufts"])
        broad = noise(f, f.tile, 3.0, 4.0, 0.55, f["Seed"] + 1.0)
        fibre = noise(f, f.tile, f["Tufts"] * 4.0, 2.0, 0.65, f["Seed"] + 2.0)
    with f.frame("Tufts"):
        tuft = cells(f, crooked, lattice, 0.25 + f["Disorder"] * 0.65, f["Seed"])
        strands = _strands(f, tuft.offset, tuft.random) * (1.0 - 0.65 * f["Cut"])
        dome = 1.0 - f.math("POWER", f.math("MINIMUM", tuft.distance * 1.35, 1.0), 2.0)
        ragged = dome + (fibre - 0.5) * f["Cut"] * 0.9
        ribs = f.math("SINE", f.separate(f.tile)[0] * f["Rib Count"] * (2.0 * math.pi))
    with f.frame("Wear"):
        tread = f.smoothstep(broad, 0.35, 0.85) * f["Tread"]
    with f.frame("Color"):
        first, second, third = f.separate(tuft.random)
        threshold = f["Mixture"] + (broad - 0.5) * f["Patches"] * 2.4
        color = f.blend(f.math("LESS_THAN", first, threshold), f["Main Color"], f["Second Color"])
        color = f.blend(f.math("LESS_THAN", second, f["Flecks"]), color, f["Fleck Color"])
        value = 1.0 + (third - 0.5) * f["Variation"] * 0.9 + strands * f["Twist"] * 0.3 + (fibre - 0.5) * 0.4
        color = f.tint(color, 0.5, 1.0, value + tread * 0.3)
        gap = f.map_range(ragged, (0.7, 0.0)) * (0.45 + 0.35 * f["Pile Height"])
        color = f.blend(gap, color, f.tint(color, 0.5, 1.0, 0.25))
        dirt = f.smoothstep(broad, 0.5, 0.05) * f["Dirt"]
        color = f.blend(dirt, color, f.tint(color, 0.49, 0.8, 0.55))
    with f.frame("Relief"):
        scale = f.math("MINIMUM", 34.0 / f["Tufts"], 1.3) * f["Pile Height"] * (1.0 - 0.5 * tread)
        pile = ragged - 0.55 + strands * f["Twist"] * 0.3 + (third - 0.5) * 0.3 + ribs * f["Ribs"] * 0.7
        height = 0.5 + (pile + (fibre - 0.5) * 0.15) * scale - tread * 0.1
        roughness = 0.94 + (fibre - 0.5) * 0.08 - tread * 0.05
    return Finish(color, roughness, height, piece=first, edge=f.smoothstep(dome, 0.1, 0.5))


FAMILY = Family(
    name="carpet",
    label="Carpet",
    about="Carpet tuft by tuft: loops, Berber or cut pile",
    catalog="Fabric",
    tags=("carpet", "rug", "floor", "pile", "fabric", "interior"),
    tile_size=0.25,
    design=design,
    presets={
        "Berber": {
            "Main Color": srgb("#b5aa93"),
            "Second Color": srgb("#9d9078"),
            "Fleck Color": srgb("#5f5241"),
            "Tufts": 30,
            "Flecks": 0.12,
            "Disorder": 0.5,
        },
        "Office Grey": {
            "Main Color": srgb("#55575a"),
            "Second Color": srgb("#44474b"),
            "Fleck Color": srgb("#6d7276"),
            "Tufts": 50,
            "Stretch": 1.0,
            "Disorder": 0.3,
            "Ribs": 0.4,
        },
        "Cut Pile Red": {
            "Main Color": srgb("#6f2a2a"),
            "Second Color": srgb("#632426"),
            "Fleck Color": srgb("#7d3532"),
            "Cut": 1.0,
            "Disorder": 1.0,
            "Tufts": 54,
            "Variation": 0.25,
            "Tread": 0.55,
        },
        "Cream Saxony": {
            "Main Color": srgb("#c9bfab"),
            "Second Color": srgb("#bdb19a"),
            "Fleck Color": srgb("#d6cdbb"),
            "Cut": 0.9,
            "Disorder": 1.0,
            "Tufts": 40,
            "Variation": 0.25,
            "Pile Height": 0.6,
            "Tread": 0.7,
        },
        "Seventies Olive": {
            "Main Color": srgb("#77713a"),
            "Second Color": srgb("#5f5426"),
            "Fleck Color": srgb("#8f7f3c"),
            "Mixture": 0.45,
            "Patches": 0.6,
            "Dirt": 0.4,
        },
    },
)
