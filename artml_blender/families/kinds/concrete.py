"""Concrete: cast plain, in panels or between boards, trowelled or with its stones laid bare."""

import math

from ..blocks.cells import bordered_cells, cells
from ..blocks.formwork import formwork
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Formwork")
    f.slider("Panels Across", 0, (0, 8), (0, 0), "Formwork panels side by side in one tile; 0: none", step=1)
    f.slider("Panels Up", 0, (0, 8), (0, 0), "Formwork panels above one another in one tile; 0: none", step=1)
    f.slider("Tie Holes", 0.0, (0, 1), (0.0, 0.0), "Round holes in the panels where the formwork was held together")
    f.slider("Boards", 0, (0, 40), (0, 0), "Upright boards in one tile whose grain the concrete shows; 0: none", step=1)
    f.slider("Joint Depth", 0.5, (0, 1), (0.3, 0.8), "How deep the joints between panels and boards are")
    f.panel("Surface")
    f.color("Concrete Color", srgb("#9a9791"), "The bare concrete")
    f.color("Patch Color", srgb("#85827c"), "Damp or older places")
    f.slider("Mottling", 0.45, (0, 1), (0.2, 0.75), "Clouds and patches")
    f.slider("Grain", 0.4, (0, 1), (0.2, 0.7), "The sand in the surface")
    f.slider("Trowelling", 0.3, (0, 1), (0.0, 0.6), "Swirls that a trowel has left")
    f.slider("Pores", 0.35, (0, 1), (0.1, 0.65), "Holes that air bubbles have left")
    f.slider("Pore Size", 0.4, (0, 1), (0.2, 0.7), "The size of the largest pores")
    f.slider("Bare Stones", 0.0, (0, 1), (0.0, 0.1), "How much gravel shows")
    f.color("Stone Color", srgb("#8f877b"), "The gravel")
    f.slider("Gloss", 0.2, (0, 1), (0.05, 0.4), "0: rough cast; 1: sealed and polished")
    f.panel("Wear")
    f.slider("Cracks", 0.15, (0, 1), (0.0, 0.4), "How many cracks there are, and how wide")
    f.slider("Crack Spacing", 3, (1, 10), (2, 4), "How many cracks' fields fit side by side in one tile", step=1)
    f.color("Stain Color", srgb("#55504a"), "Oil, rust or dirt")
    f.slider("Stains", 0.25, (0, 1), (0.05, 0.5), "Blots and rings")
    f.slider("Streaks", 0.15, (0, 1), (0.0, 0.4), "Runs of dirty water down a wall")


def _formwork(f: FamilyBuilder, fibres: Value, coarse: Value) -> tuple[Value, Value, Value]:
    """What the formwork has left: brightness around 0, relief around 0, and how dark its joints and holes are."""
    with f.frame("Formwork"):
        panels = (f["Panels Across"], f["Panels Up"])
        marks = formwork(f, f.tile, panels, f["Boards"], (coarse - 0.5) * 0.003, f["Seed"])
        wood = (fibres - 0.5) * f.math("MINIMUM", f["Boards"], 1.0)
        groove = f.math("MAXIMUM", marks.joint, marks.seam * 0.6) * f["Joint Depth"]
        hole = marks.hole * f["Tie Holes"]
        tone = marks.panel * 0.14 + marks.board * 0.2 + wood * 0.25
        relief = wood * 0.1 + marks.depth * 0.14 - groove * 0.25 - hole * 0.35
        dark = f.math("MAXIMUM", groove * 0.6, hole * 0.75)
    return tone, relief, dark


def _holes(f: FamilyBuilder, vector: Value) -> Value:
    """Pores, 1 in the middle of each."""
    with f.frame("Pores"):
        cell = cells(f, vector, 36.0, 1.0, f["Seed"] + 4.0)
        size, chance, _ = f.separate(cell.random)
        radius = (0.06 + size * size * size * 0.4) * (0.3 + f["Pore Size"])
        there = f.math("LESS_THAN", chance, f["Pores"] * 0.6)
        return f.smoothstep(cell.distance, radius, radius * 0.55) * there


def _cracks(f: FamilyBuilder, bend: Value, clouds: Value) -> Value:
    """Cracks, 1 in the middle of each; they come and go."""
    with f.frame("Cracks"):
        crooked = f.tile + f.vector_math("SCALE", bend, scale=0.22 / f["Crack Spacing"])
        _, border = bordered_cells(f, crooked, f["Crack Spacing"], 1.0, f["Seed"] + 5.0)
        wide = f.smoothstep(clouds, 0.85 - f["Cracks"] * 0.75, 1.1 - f["Cracks"] * 0.75)
        width = f["Crack Spacing"] * 0.0025 * (0.4 + f["Cracks"]) * wide
        return f.smoothstep(border, width + 0.0005, width * 0.3) * f.smoothstep(wide, 0.0, 0.2)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noise"):
        seed = f["Seed"]
        clouds = noise(f, f.tile, 4.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 130.0, 3.0, 0.72, seed + 2.0)
        fibres = noise(f, f.tile, (90.0, 4.0, 0.0), 3.0, 0.6, seed + 3.0)
        bend = noise_vector(f, f.tile, f["Crack Spacing"] * 3.0, 4.0, 0.6, seed)
        x, _, _ = f.separate(bend)
        coarse = 0.5 + x * 2.0
    tone, relief, dark = _formwork(f, fibres, coarse)
    pores = _holes(f, f.tile)
    cracks = _cracks(f, bend, clouds)
    with f.frame("Gravel"):
        stone = cells(f, f.tile, 48.0, 0.9, seed + 6.0)
        first, second, third = f.separate(stone.random)
        bare = f.smoothstep(
            clouds * 0.5 + coarse * 0.3 + first * 0.6, 1.25 - f["Bare Stones"] * 1.2, 1.4 - f["Bare Stones"] * 1.2
        )
        gravel = f.smoothstep(stone.distance + (fine - 0.5) * 0.2 + second * 0.25, 0.62, 0.5) * bare
        gravel_color = f.tint(f["Stone Color"], 0.5 + (third - 0.5) * 0.05, 0.6 + third * 0.8, 0.45 + first * 0.9)
    with f.frame("Color"):
        patch = f.smoothstep(clouds + (coarse - 0.5) * 0.5 + (fine - 0.5) * 0.2, 0.35, 0.7) * f["Mottling"]
        swirl = f.math("SINE", (clouds * 17.0 + coarse * 2.5) * math.pi) * f["Trowelling"]
        color = f.blend(patch, f["Concrete Color"], f["Patch Color"])
        color = f.tint(color, 0.5, 1.0, 1.0 + tone + (coarse - 0.5) * f["Mottling"] * 0.3 + swirl * 0.06)
        color = f.blend(0.1 + f["Grain"] * 0.4, color, fine, "OVERLAY")
        color = f.blend(gravel, color, f.blend(0.35, gravel_color, fine, "OVERLAY"))
        blot = f.smoothstep(clouds * 0.5 - coarse * 0.5 + 0.5, 0.74 - f["Stains"] * 0.3, 0.9 - f["Stains"] * 0.3)
        runs = f.smoothstep(fibres + (clouds - 0.5) * 0.8, 0.5, 1.0) * f["Streaks"]
        stain = f.math("MAXIMUM", blot * f["Stains"], runs)
        color = f.blend(stain * 0.75, color, f["Stain Color"])
        deep = f.math("MAXIMUM", f.math("MAXIMUM", dark, pores * 0.55), cracks * 0.85)
        color = f.blend(deep, color, f.tint(f["Patch Color"], 0.5, 0.9, 0.3))
    with f.frame("Surface"):
        rough = (fine - 0.5) * f["Grain"] * 0.06 + (coarse - 0.5) * 0.03 + swirl * 0.015
        height = 0.55 + relief + rough + gravel * 0.06 - bare * 0.05 - pores * 0.12 - cracks * 0.3
        gloss = f["Gloss"] * (0.55 + (clouds - 0.5) * 0.25 + swirl * 0.05 + stain * 0.2)
        roughness = 0.92 - gloss + (fine - 0.5) * 0.1 + deep * 0.15 - gravel * 0.1
    return Finish(color, roughness, height)


FAMILY = Family(
    name="concrete",
    label="Concrete",
    about="Cast concrete: plain, in formwork panels, board-marked, polished or weathered",
    catalog="Stone",
    tags=("concrete", "cement", "wall", "floor", "formwork", "screed"),
    tile_size=2.4,
    design=design,
    presets={
        "Formwork Panels": {
            "Panels Across": 2,
            "Panels Up": 2,
            "Tie Holes": 1.0,
            "Concrete Color": srgb("#a3a09a"),
            "Patch Color": srgb("#918e88"),
            "Cracks": 0.0,
            "Gloss": 0.3,
        },
        "Board-marked": {
            "Boards": 14,
            "Concrete Color": srgb("#8f8c86"),
            "Patch Color": srgb("#7d7a73"),
            "Trowelling": 0.0,
            "Pores": 0.5,
            "Cracks": 0.0,
        },
        "Garage Floor": {
            "Concrete Color": srgb("#898680"),
            "Patch Color": srgb("#716e69"),
            "Gloss": 0.65,
            "Stains": 0.6,
            "Cracks": 0.55,
            "Trowelling": 0.8,
            "Pores": 0.04,
            "Streaks": 0.0,
        },
        "Weathered Wall": {
            "Concrete Color": srgb("#8d8a80"),
            "Patch Color": srgb("#6a6861"),
            "Streaks": 0.7,
            "Mottling": 0.8,
            "Pores": 0.7,
            "Bare Stones": 0.2,
            "Cracks": 0.4,
        },
        "Washed Aggregate": {
            "Bare Stones": 1.0,
            "Concrete Color": srgb("#a49d91"),
            "Stone Color": srgb("#91867a"),
            "Grain": 0.7,
            "Cracks": 0.0,
            "Trowelling": 0.0,
        },
        "Warm Screed": {
            "Concrete Color": srgb("#a89a88"),
            "Patch Color": srgb("#94836f"),
            "Trowelling": 0.7,
            "Gloss": 0.5,
            "Pores": 0.04,
            "Streaks": 0.0,
        },
    },
)
