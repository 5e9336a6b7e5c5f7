"""Riveted metal panels, of aircraft or of spaceships."""

import math

from ..blocks.noise import noise, noise_vector
from ..blocks.panels import Panels, panels
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 3, (1, 12), (2, 3), "Panels side by side in one tile", step=1)
    f.slider("Rows", 4, (2, 20), (2, 4), "Courses of panels in one tile", step=2)
    f.slider("Offset", 0.0, (0, 1), (0.0, 0.0), "How far every other course is shifted, in panels")
    f.slider("Parted", 0.35, (0, 1), (0.0, 0.6), "How many panels are parted into smaller ones")
    f.slider("Seam Width", 0.022, (0, 0.15), (0.014, 0.035), "The width of the seams, in heights of a course")
    f.slider("Corners", 0.03, (0, 0.2), (0.0, 0.06), "The radius of the panels' corners")
    f.slider("Steps", 0.3, (0, 1), (0.1, 0.6), "How much panels differ in height")
    f.slider("Bulge", 0.3, (0, 1), (0.1, 0.5), "Thin sheet that bulges between its rivets")
    f.panel("Fittings")
    f.slider("Rivets", 0.55, (0, 1), (0.4, 0.75), "The size of the rivets; none at 0")
    f.slider("Rivet Count", 9, (3, 30), (6, 14), "Rivets along the height of a course", step=1)
    f.slider("Vents", 0.1, (0, 1), (0.0, 0.25), "How many panels have slots")
    f.slider("Insets", 0.25, (0, 1), (0.0, 0.5), "How many panels have a sunken field")
    f.panel("Color")
    f.color("Metal Color", srgb("#a3a5a7"), "The bare metal")
    f.color("Paint Color", srgb("#8b9094"), "Most panels, where they are painted")
    f.color("Accent Color", srgb("#7d4a3a"), "A few panels")
    f.slider("Paint", 0.8, (0, 1), (0.65, 0.95), "How much of the paint is left")
    f.slider("Accents", 0.08, (0, 1), (0.0, 0.12), "How many panels have the accent colour")
    f.slider("Variation", 0.4, (0, 1), (0.2, 0.6), "How much panels differ in brightness")
    f.panel("Wear")
    f.slider("Chipping", 0.4, (0, 1), (0.15, 0.65), "Paint chipped off the panels' edges")
    f.slider("Scratches", 0.35, (0, 1), (0.1, 0.6), "Thin scratches")
    f.slider("Grime", 0.45, (0, 1), (0.2, 0.7), "Dirt along the seams, and streaks down from them")


def _rivets(f: FamilyBuilder, panel: Panels) -> Value:
    """The height of the rivets, 0..1, in a row along each border."""
    counts = f.vector_math("MAXIMUM", f.vector_math("FLOOR", panel.size * f["Rivet Count"] + 0.5), (2.0, 2.0, 1.0))
    spacing = panel.size / counts
    within = (f.vector_math("FRACTION", panel.place / spacing) - 0.5) * spacing * (1.0, 1.0, 0.0)
    inward = f.vector_math("MINIMUM", panel.place, panel.size - panel.place)
    x, y, _ = f.separate(inward / spacing)
    in_row = f.math("LESS_THAN", f.math("MINIMUM", x, y), 1.0)
    radius = f["Rivets"] * 0.42 / f["Rivet Count"]
    outward = f.vector_math("LENGTH", within) / f.math("MAXIMUM", radius, 0.001)
    dome = f.math("SQRT", f.math("MAXIMUM", 1.0 - outward * outward, 0.0))
    return dome * in_row * f.math("GREATER_THAN", f["Rivets"], 0.02)


def _fittings(f: FamilyBuilder, panel: Panels, chance: Value) -> tuple[Value, Value]:
    """Slots, and sunken fields, 0..1 each; a panel has the one or the other."""
    inner = panel.border - 0.16
    has_slots = f.math("LESS_THAN", chance, f["Vents"])
    slot = f.math("ABSOLUTE", f.math("SINE", f.separate(panel.place)[1] * (14.0 * math.pi)))
    slots = f.smoothstep(slot, 0.5, 0.65) * f.smoothstep(inner, 0.0, 0.01) * has_slots
    has_field = f.math("GREATER_THAN", chance, 1.0 - f["Insets"]) * (1.0 - has_slots)
    return slots, f.smoothstep(inner + 0.01, 0.0, 0.03) * has_field


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Panels"):
        seed = f["Seed"]
        panel = panels(f, f.tile, f["Columns"], f["Rows"], f["Offset"], f["Parted"], f["Corners"], seed)
        first, second, third = f.separate(panel.random)
        plate = f.smoothstep(panel.border, f["Seam Width"] * 0.5 - 0.008, f["Seam Width"] * 0.5 + 0.008)
        near = f.smoothstep(panel.border, 0.14, 0.0)
    with f.frame("Fittings"):
        rivets = _rivets(f, panel)
        slots, field = _fittings(f, panel, third)
        rim = f.smoothstep(f.math("ABSOLUTE", field - 0.5), 0.5, 0.1)
    with f.frame("Noises"):
        cloud = noise(f, f.tile, 4.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 80.0, 3.0, 0.65, seed + 2.0)
        drips = noise(f, f.tile, (60.0, 2.0, 0.0), 3.0, 0.6, seed + 3.0)
    with f.frame("Scratches"):
        bend = f.vector_math("SCALE", noise_vector(f, f.tile, 3.0, 1.0, seed=seed), scale=0.05)
        u, v, _ = f.separate(f.tile + bend)
        lines = noise(f, f.combine(u + v, v), (60.0, 3.0, 0.0), 1.0, 0.5, seed + 5.0, 3.0)
        scratch = f.smoothstep(lines, 0.92, 1.0) * f.smoothstep(cloud, 0.45, 0.7) * f["Scratches"]
    with f.frame("Wear"):
        exposed = f.smoothstep(panel.border - f["Seam Width"] * 0.5, 0.09, 0.0) * 0.5 + rivets * 0.3 + rim * 0.25
        loss = exposed * f["Chipping"] * 1.3 + (cloud - 0.5) * 0.7 + (fine - 0.5) * 0.55 + scratch * 0.5 + 0.2
        painted = f.smoothstep(loss, f["Paint"] * 0.95 + 0.02, f["Paint"] * 0.95 - 0.02) * f.smoothstep(
            f["Paint"], 0.0, 0.05
        )
        below = f.smoothstep(f.separate(panel.place)[1] / f.separate(panel.size)[1], 0.1, 1.0)
        streak = f.smoothstep(drips + (fine - 0.5) * 0.2, 0.5, 0.9) * below
        grime = f.smoothstep(near * 0.55 + (cloud - 0.5) * 0.9 + streak * 0.45, 0.15, 0.85) * f["Grime"]
    with f.frame("Color"):
        value = 1.0 + (second - 0.5) * f["Variation"] * 0.6 + (cloud - 0.5) * 0.15
        metal = f.tint(f["Metal Color"], 0.5, 1.0, value + (drips - 0.5) * 0.15 + (fine - 0.5) * 0.12)
        paint = f.blend(f.math("LESS_THAN", first, f["Accents"]), f["Paint Color"], f["Accent Color"])
        paint = f.tint(paint, 0.5, 1.0, value + (fine - 0.5) * 0.08)
        color = f.blend(painted, metal, paint)
        color = f.blend(grime * 0.8, color, f.tint(color, 0.49, 0.8, 0.35))
        gap = f.math("MAXIMUM", 1.0 - plate, slots)
        color = f.blend(gap * 0.85, color, srgb("#2a2927"))
    with f.frame("Together"):
        bulge = f.smoothstep(panel.border, 0.0, 0.4) * (second - 0.3) * f["Bulge"] * 0.25
        face = 0.55 + (first - 0.5) * f["Steps"] * 0.25 + bulge - field * 0.1 - slots * 0.2 + painted * 0.008
        face = face + rivets * 0.07 + (cloud - 0.5) * f["Bulge"] * 0.1 - scratch * 0.015 + (fine - 0.5) * 0.01
        scale = f.math("MINIMUM", 4.0 / f["Rows"], 1.0)
        height = f.mix(plate, 0.5 - 0.25 * scale, 0.5 + (face - 0.5) * (0.4 + 0.6 * scale))
        matt = f.mix(painted, 0.36 + (drips - 0.5) * 0.2, 0.48 + (second - 0.5) * 0.1) + (cloud - 0.5) * 0.15
        roughness = f.mix(f.math("MAXIMUM", grime * 0.7, gap), matt + (fine - 0.5) * 0.06, 0.82)
        metallic = (1.0 - painted) * (1.0 - grime * 0.6) * (1.0 - gap)
    return Finish(color, roughness, height, metallic, piece=first, edge=plate)


FAMILY = Family(
    name="metal_panels",
    label="Metal Panels",
    about="Riveted panels of aircraft, machines and spaceships",
    catalog="Metal",
    tags=("metal", "panel", "rivet", "aircraft", "sci-fi", "hull"),
    tile_size=2.0,
    design=design,
    presets={
        "Bare Aluminium": {
            "Paint": 0.0,
            "Metal Color": srgb("#b3b5b6"),
            "Parted": 0.2,
            "Rivet Count": 14,
            "Rivets": 0.45,
            "Seam Width": 0.014,
            "Insets": 0.0,
            "Vents": 0.0,
            "Grime": 0.3,
        },
        "Spaceship White": {
            "Paint Color": srgb("#b9bab6"),
            "Accent Color": srgb("#9a5a3a"),
            "Rivets": 0.0,
            "Parted": 0.7,
            "Insets": 0.5,
            "Vents": 0.2,
            "Corners": 0.03,
            "Paint": 0.9,
        },
        "Warship Grey": {
            "Paint Color": srgb("#666c70"),
            "Accent Color": srgb("#5d6265"),
            "Offset": 0.5,
            "Parted": 0.0,
            "Rivets": 0.75,
            "Insets": 0.0,
            "Vents": 0.0,
            "Grime": 0.65,
            "Bulge": 0.5,
        },
        "Bomber Olive": {
            "Paint Color": srgb("#5d5b40"),
            "Accent Color": srgb("#6c6848"),
            "Rivet Count": 14,
            "Rivets": 0.4,
            "Paint": 0.7,
            "Chipping": 0.6,
            "Parted": 0.25,
            "Seam Width": 0.014,
            "Vents": 0.0,
            "Insets": 0.1,
        },
        "Dark Machine": {
            "Paint Color": srgb("#3d4043"),
            "Accent Color": srgb("#a07d2d"),
            "Metal Color": srgb("#85878a"),
            "Vents": 0.35,
            "Insets": 0.5,
            "Parted": 0.6,
            "Rivets": 0.35,
        },
    },
)
