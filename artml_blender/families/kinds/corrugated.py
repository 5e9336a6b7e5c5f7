"""Corrugated sheet metal."""

import math

from ..blocks.cells import cells
from ..blocks.courses import courses
from ..blocks.noise import noise, noise_vector
from ..blocks.screws import screws
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Sheets")
    f.slider("Waves", 12, (4, 60), (8, 16), "Waves side by side in one tile", step=2)
    f.slider("Squareness", 0.0, (0, 1), (0.0, 0.3), "From round waves to flat-topped, square ribs")
    f.slider("Depth", 0.8, (0, 1), (0.6, 1.0), "How deep the waves are")
    f.slider("Sheet Rows", 1, (1, 6), (1, 2), "Sheets above each other in one tile", step=1)
    f.slider("Sheet Columns", 1, (1, 6), (1, 3), "Sheets side by side in one tile", step=1)
    f.slider("Screws", 0.5, (0, 1), (0.35, 0.7), "The size of the screws; none at 0")
    f.slider("Dents", 0.3, (0, 1), (0.05, 0.5), "How battered the sheets are")
    f.panel("Metal")
    f.color("Metal Color", srgb("#9a9d9f"), "The bare, galvanised metal")
    f.slider("Spangle", 0.4, (0, 1), (0.15, 0.7), "The crystals of zinc on galvanised sheets")
    f.slider("Metal Roughness", 0.45, (0, 1), (0.38, 0.55), "How matt the metal is")
    f.slider("Variation", 0.4, (0, 1), (0.15, 0.7), "How much the sheets differ in brightness")
    f.panel("Paint")
    f.color("Paint Color", srgb("#5f7d86"), "Paint, where there is any")
    f.slider("Paint", 0.0, (0, 1), (0.0, 0.0), "How much of it is left")
    f.slider("Bleaching", 0.3, (0, 1), (0.1, 0.5), "Paint paled by the sun, on the crests first")
    f.panel("Weather")
    f.color("Rust Color", srgb("#784628"), "The rust")
    f.slider("Rust", 0.35, (0, 1), (0.1, 0.55), "Rust in patches, from the edges of the sheets")
    f.slider("Streaks", 0.5, (0, 1), (0.2, 0.8), "Rust washed down from edges and screws")
    f.slider("Dirt", 0.35, (0, 1), (0.1, 0.6), "Dirt in the valleys and below the edges")


def _rusted(f: FamilyBuilder, color: Value, noises: tuple[Value, Value], rust: Value, washed: Value) -> Value:
    """The colour with streaks of rust on it, and rust itself."""
    cloud, fine = noises
    stain = f.tint(f["Rust Color"], 0.505, 0.95, 0.95 + (fine - 0.5) * 0.5)
    color = f.blend(washed * 0.8, color, stain)
    rusty = f.blend(f.smoothstep(fine + (cloud - 0.5) * 0.6, 0.3, 0.7), f.tint(stain, 0.495, 1.0, 0.45), stain)
    return f.blend(rust, color, rusty)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noises"):
        seed = f["Seed"]
        cloud = noise(f, f.tile, 4.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 64.0, 3.0, 0.65, seed + 2.0)
        drips = noise(f, f.tile, (34.0, 1.5, 0.0), 3.0, 0.6, seed + 3.0)
        bend = f.vector_math("SCALE", noise_vector(f, f.tile, 4.0, 2.0, seed=seed), scale=f["Dents"] * 0.05)
    with f.frame("Sheets"):
        columns, rows = f["Sheet Columns"], f["Sheet Rows"]
        waves = f.math("MAXIMUM", f.math("ROUND", f["Waves"] / (columns * 2.0)), 1.0) * columns * 2.0
        laid = f.tile + bend + (0.5, 0.4, 0.0) / f.combine(columns, rows, 1.0)
        sheet = courses(f, laid, columns, rows, 0.0, seed=seed)
        random, other, _ = f.separate(sheet.random)
        sheet_u, sheet_v, _ = f.separate(sheet.place)
        from_side = f.math("MINIMUM", sheet_u, 1.0 - sheet_u) * waves / columns
        edge = f.smoothstep(sheet_v * waves / rows, 0.0, 0.12) * f.smoothstep(from_side, 0.0, 0.1)
    with f.frame("Waves"):
        wave = f.math("SINE", f.separate(f.tile + bend)[0] * waves * (2.0 * math.pi))
        reach = 1.0 - f["Squareness"] * 0.7
        ribbed = f.mix(f["Squareness"], wave * 0.5 + 0.5, f.smoothstep(wave, -reach, reach))
        count = f.combine(waves * 0.5, rows * 2.0)
        fixed = screws(f, f.tile + bend + f.combine(0.75 / waves, 0.1 / rows), count, f["Screws"] * 0.15)
    with f.frame("Weather"):
        lap = f.smoothstep(sheet_v, 0.25, 0.0) + f.smoothstep(sheet_v, 0.8, 1.0)
        patch = cloud + (fine - 0.5) * 0.5 + (drips - 0.5) * 0.6 + lap * 0.18 + (other - 0.5) * 0.3
        rust = f.smoothstep(patch, 1.25 - f["Rust"] * 1.1, 1.4 - f["Rust"] * 1.05) * f.smoothstep(f["Rust"], 0.0, 0.05)
        run = f.math("MAXIMUM", fixed.below * 0.9, f.smoothstep(sheet_v, 0.35, 1.0) * 0.85)
        washed = f.smoothstep(drips + (fine - 0.5) * 0.2, 0.45, 0.85) * run * f["Streaks"]
        valley = 1.0 - ribbed
        dirt = f.smoothstep(valley * 0.45 + (drips - 0.5) * 0.9 + (cloud - 0.5) * 0.5, 0.05, 0.6) * f["Dirt"]
    with f.frame("Metal"):
        grain = f.separate(cells(f, f.tile, 44.0, 1.0, seed).random)[0] - 0.5
        value = 1.0 + grain * f["Spangle"] * 0.45 + (cloud - 0.5) * 0.25 + (random - 0.5) * f["Variation"] * 0.5
        metal = f.tint(f["Metal Color"], 0.5, 1.0, value)
    with f.frame("Paint"):
        lost = cloud * 0.7 + (fine - 0.5) * 0.5 + (drips - 0.5) * 0.4 + 0.15
        painted = f.smoothstep(lost, f["Paint"] * 1.2, f["Paint"] * 1.2 - 0.04)
        painted = painted * f.smoothstep(f["Paint"], 0.0, 0.05) * (1.0 - fixed.height)
        pale = f.smoothstep(ribbed + (cloud - 0.5) * 0.8, 0.3, 1.1) * f["Bleaching"]
        paint = f.tint(f["Paint Color"], 0.5, 1.0, 1.0 + (random - 0.5) * f["Variation"] * 0.35 + (drips - 0.5) * 0.1)
        paint = f.blend(pale, paint, f.tint(paint, 0.5, 0.6, 1.4))
    with f.frame("Color"):
        color = f.blend(painted, metal, paint)
        color = f.blend(dirt * 0.8, color, f.tint(color, 0.49, 0.9, 0.42))
        color = _rusted(f, color, (cloud, fine), rust, washed)
        color = f.blend((1.0 - edge) * 0.7, color, f.tint(color, 0.5, 0.9, 0.35))
    with f.frame("Together"):
        relief = (ribbed - 0.5) * f["Depth"] * 0.85 * f.math("MINIMUM", 14.0 / f["Waves"], 1.0)
        lap_height = (sheet_v * -0.05 - (1.0 - edge) * 0.05) * f.math("MINIMUM", rows * columns, 1.0)
        height = 0.47 + relief + lap_height + fixed.height * 0.12 + (cloud - 0.5) * f["Dents"] * 0.3
        height = height + (fine - 0.5) * (0.008 + rust * 0.05) + painted * 0.01
        matt = f.mix(
            painted, f["Metal Roughness"] + grain * f["Spangle"] * 0.2 + (cloud - 0.5) * 0.15, 0.5 + pale * 0.25
        )
        roughness = f.mix(f.math("MAXIMUM", rust, dirt * 0.6), matt + washed * 0.25, 0.86)
        metallic = (1.0 - painted) * (1.0 - rust) * (1.0 - washed * 0.6) * (1.0 - dirt * 0.4)
    return Finish(color, roughness, height, metallic, piece=random, edge=edge)


FAMILY = Family(
    name="corrugated",
    label="Corrugated Metal",
    about="Corrugated or ribbed sheets, galvanised, painted or rusty",
    catalog="Metal",
    tags=("corrugated", "metal", "roof", "shed", "container", "rust"),
    tile_size=1.2,
    design=design,
    presets={
        "Galvanised": {"Rust": 0.1, "Spangle": 0.7, "Streaks": 0.2, "Dirt": 0.3},
        "Rusted Roof": {"Rust": 0.68, "Streaks": 0.9, "Dents": 0.5, "Sheet Columns": 2},
        "Container Red": {
            "Waves": 6,
            "Squareness": 0.8,
            "Paint": 0.85,
            "Paint Color": srgb("#7e3f33"),
            "Sheet Rows": 1,
            "Sheet Columns": 1,
            "Screws": 0.0,
            "Rust": 0.25,
        },
        "Painted Shed": {"Paint": 0.68, "Paint Color": srgb("#6f8f8b"), "Rust": 0.4, "Streaks": 0.7, "Bleaching": 0.5},
        "White Cladding": {
            "Waves": 16,
            "Squareness": 0.6,
            "Paint": 1.0,
            "Paint Color": srgb("#c6c6c0"),
            "Rust": 0.05,
            "Streaks": 0.35,
            "Dirt": 0.5,
            "Dents": 0.1,
        },
    },
)
