"""Veneer: one sheet of wood, or leaves matched like the pages of a book."""

import math

from ..blocks.noise import noise
from ..blocks.wood import growth_rings, wood_color
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Figure")
    f.slider("Leaves", 3, (1, 12), (2, 5), "Cathedral figures side by side in one tile", step=1)
    f.slider("Book Match", 0, (0, 1), (0, 0.8), "1 mirrors each leaf, like the pages of a book", step=1)
    f.slider(
        "Arches", 7, (0, 40), (3, 11), "Pointed arches above one another; 0 is straight, quarter-cut grain", step=1
    )
    f.slider("Rings", 20, (2, 60), (13, 28), "Growth rings from the middle of a leaf to its side")
    f.slider("Waviness", 0.45, (0, 1), (0.25, 0.75), "How irregularly the rings run")
    f.panel("Wood")
    f.color("Wood Color", srgb("#b08d64"), "The light early wood")
    f.color("Grain Color", srgb("#84603c"), "The dark lines of the growth rings")
    f.color("Streak Color", srgb("#7d5c3f"), "Broad streaks along the grain")
    f.slider("Grain", 0.75, (0, 1), (0.5, 1.0), "How strongly the growth rings show")
    f.slider("Streaks", 0.3, (0, 1), (0.1, 0.5), "How strongly the broad streaks show")
    f.slider("Leaf Contrast", 0.1, (0, 1), (0.0, 0.25), "How much one leaf is darker than the next")
    f.slider("Pores", 0.4, (0, 1), (0.15, 0.6), "Short dark strokes along the grain")
    f.slider("Ray Flecks", 0.0, (0, 1), (0.0, 0.1), "Pale, shining flecks across the grain, as in quarter-cut oak")
    f.slider("Curl", 0.15, (0, 1), (0.0, 0.3), "Soft bands of light across the grain, as on a violin's back")
    f.panel("Finish")
    f.slider("Varnish", 0.5, (0, 1), (0.15, 0.95), "From raw and matt to sealed and glossy")
    f.slider("Relief", 0.35, (0, 1), (0.1, 0.6), "How deep pores and early wood lie: 1 is brushed")
    f.slider("Stains", 0.15, (0, 1), (0.0, 0.35), "Large, soft, uneven darkening")


def _phase(f: FamilyBuilder, place: Value, fibre: Value) -> Value:
    """How many growth rings lie between a place and the start."""
    with f.frame("Cathedrals"):
        leaves = f["Leaves"]
        bend = noise(f, place, f.combine(leaves * 1.6, 1.7), 2.0, 0.45, f["Seed"] + 1.0) - 0.5
        u, v, _ = f.separate(f.tile)
        sway = bend * f["Waviness"]
        side = f.math("SINE", (u * leaves + 0.5) * math.pi + sway * 1.1)
        distance = f.math("SQRT", side * side + 0.03)
        return (distance + sway * 0.45 + (fibre - 0.5) * 0.025) * f["Rings"] + v * f["Arches"]


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Leaves"):
        leaves = f["Leaves"]
        u, v, _ = f.separate(f.tile)
        mirrored = f.math("ABSOLUTE", f.math("FRACT", u * leaves) - 0.5) / leaves
        place = f.combine(f.mix(f["Book Match"], u, mirrored), v)
        leaf = f.math("WRAP", f.math("FLOOR", u * leaves + 0.5), leaves, 0.0)
        own, _, _ = f.separate(f.white_noise(f.combine(leaf, 0.5, f["Seed"])))
    with f.frame("Fibres"):
        fibre = noise(f, place, (190.0, 7.0, 0.0), 3.0, 0.6, f["Seed"] + 2.0)
        streak = noise(f, place, f.combine(leaves * 3.0, 0.5), 3.0, 0.55, f["Seed"] + 3.0)
        cross = noise(f, place, f.combine(leaves * 2.5, 24.0), 2.0, 0.5, f["Seed"] + 4.0)
    phase = _phase(f, place, fibre)
    with f.frame("Wood"):
        period = f["Arches"] + 997.0 * f.math("LESS_THAN", f["Arches"], 0.5)
        rings = growth_rings(f, phase, period)
        tone = 1.0 + (own - 0.5) * f["Leaf Contrast"] - f.smoothstep(streak, 0.3, 0.9) * f["Stains"] * 0.5
        tone = tone + (cross - 0.5) * f["Curl"] * 0.5
        wood = wood_color(f, f["Wood Color"], f["Grain Color"], rings, fibre, f["Grain"], brightness=tone)
        wood = f.blend(rings.late * f["Grain"] * 0.4, wood, f["Grain Color"])
        wood = f.blend(f.smoothstep(streak + rings.tone * 0.12, 0.45, 0.85) * f["Streaks"], wood, f["Streak Color"])
    with f.frame("Pores and rays"):
        pore = f.smoothstep(fibre - rings.late * 0.2, 0.52, 0.8) * f["Pores"]
        color = f.blend(pore * 0.75, wood, f.tint(wood, 0.5, 1.0, 0.45))
        fleck = f.smoothstep(cross + (fibre - 0.5) * 0.5, 0.72, 0.82) * f["Ray Flecks"]
        color = f.blend(fleck * 0.6, color, f.tint(f["Wood Color"], 0.5, 0.85, 1.2))
    with f.frame("Finish"):
        sealed = f["Varnish"]
        color = f.tint(color, 0.5, 0.88 + 0.2 * sealed, 1.05 - 0.13 * sealed)
        matt = 0.75 - 0.52 * sealed + pore * 0.2 * (1.2 - sealed) - fleck * 0.12
        roughness = matt + (cross - 0.5) * 0.25 * f["Curl"] - rings.late * 0.06 + (fibre - 0.5) * 0.06
        height = 0.5 + (rings.late * 0.06 - pore * 0.06 - (fibre - 0.5) * 0.03) * f["Relief"]
    return Finish(color, roughness, height, piece=own)


FAMILY = Family(
    name="wood_veneer",
    label="Wood Veneer",
    about="Continuous grain of a sheet of wood with cathedral figures, plain or book-matched",
    catalog="Wood",
    tags=("wood", "veneer", "furniture", "grain", "panel", "interior"),
    tile_size=0.8,
    design=design,
    presets={
        "Oak": {"Arches": 8, "Rings": 22, "Pores": 0.6, "Ray Flecks": 0.2, "Streaks": 0.15},
        "Walnut": {
            "Wood Color": srgb("#6f5038"),
            "Grain Color": srgb("#3d2a1e"),
            "Streak Color": srgb("#33231a"),
            "Leaves": 2,
            "Arches": 5,
            "Rings": 14,
            "Streaks": 0.6,
            "Waviness": 0.7,
        },
        "Rosewood": {
            "Wood Color": srgb("#76452f"),
            "Grain Color": srgb("#3f1f1a"),
            "Streak Color": srgb("#2e1a18"),
            "Book Match": 1,
            "Leaves": 3,
            "Arches": 6,
            "Rings": 24,
            "Grain": 1.0,
            "Waviness": 0.8,
            "Streaks": 0.45,
            "Varnish": 0.85,
        },
        "Curly Maple": {
            "Wood Color": srgb("#c7a67c"),
            "Grain Color": srgb("#a98458"),
            "Streak Color": srgb("#b38f66"),
            "Curl": 0.9,
            "Grain": 0.5,
            "Pores": 0.1,
            "Arches": 3,
            "Ray Flecks": 0.0,
            "Varnish": 0.85,
        },
        "Zebrano": {
            "Wood Color": srgb("#b3905f"),
            "Grain Color": srgb("#4b3423"),
            "Streak Color": srgb("#8a6a45"),
            "Arches": 0,
            "Leaves": 2,
            "Rings": 20,
            "Grain": 0.95,
            "Waviness": 0.35,
            "Curl": 0.1,
            "Pores": 0.25,
        },
    },
)
