"""Roof tiles in overlapping rows: flat, beaver-tailed, waved or half-round."""

import math

from ..blocks.even_overlap import even_overlap
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 15, (2, 32), (13, 18), "Tiles side by side", step=1)
    f.slider("Rows", 8, (2, 32), (8, 10), "Rows of tiles above one another", step=2)
    f.slider("Offset", 0.0, (0, 1), (0.0, 0.0), "How far every other row is shifted, in tiles")
    f.slider("Wave", 0.7, (0, 1), (0.5, 0.95), "0: flat tiles; 1: deeply waved, as pantiles are")
    f.slider("Barrel", 0.2, (0, 1), (0.0, 0.4), "0: smooth waves; 1: half-round tiles with a groove between")
    f.slider("Round Tail", 0.0, (0, 1), (0.0, 0.1), "0: straight lower edges; 1: rounded, as beaver tails are")
    f.slider("Thickness", 0.5, (0, 1), (0.35, 0.75), "How far the lower edges stand out over the next row")
    f.slider("Gap", 0.3, (0, 1), (0.15, 0.5), "The gaps between tiles of a row")
    f.slider("Disorder", 0.35, (0, 1), (0.1, 0.65), "How far tiles have slipped and lean")
    f.panel("Clay")
    f.color("Tile Color", srgb("#96614c"), "Most tiles")
    f.color("Second Color", srgb("#744d3e"), "Some tiles; others lie between the two")
    f.slider("Variation", 0.55, (0, 1), (0.3, 0.85), "How much one tile's colour differs from the next one's")
    f.slider("Firing Marks", 0.35, (0, 1), (0.1, 0.6), "Darker clouds from the kiln")
    f.slider("Grain", 0.4, (0, 1), (0.2, 0.7), "How rough the tiles' faces are")
    f.slider("Tile Roughness", 0.8, (0, 1), (0.65, 0.92), "How matt the tiles are; low for glazed ones")
    f.panel("Weather")
    f.slider("Chips", 0.25, (0, 1), (0.0, 0.5), "How much of the lower edges has broken off")
    f.slider("Soot", 0.45, (0, 1), (0.25, 0.7), "Dark dirt, most below the overlaps and in the hollows")
    f.slider("Lichen", 0.2, (0, 1), (0.0, 0.45), "Pale and yellow crusts")
    f.color("Moss Color", srgb("#5a5b3a"), "What grows in the hollows")
    f.slider("Moss", 0.1, (0, 1), (0.0, 0.4), "Cushions of moss along the overlaps")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        coarse = noise(f, f.tile, 26.0, 4.0, 0.6, f["Seed"] + 1.0)
        fine = noise(f, f.tile, 140.0, 3.0, 0.7, f["Seed"] + 2.0)
        patches = noise(f, f.tile, 3.0, 3.0, 0.6, f["Seed"] + 3.0)
    with f.frame("Tiles"):
        bend = noise_vector(f, f.tile, f["Rows"] * 1.5, 2.0, seed=f["Seed"])
        crooked = f.tile + f.vector_math("SCALE", bend, scale=(0.02 + f["Disorder"] * 0.08) / f["Rows"])
        broken = f.smoothstep(coarse, 0.6, 1.0) * f["Chips"] * 0.3
        tiles = even_overlap(
            f, crooked, f["Columns"], f["Rows"], f["Offset"], f["Round Tail"], f["Disorder"], broken, f["Seed"]
        )
    with f.frame("Profile"):
        from_side = 0.5 - f.math("ABSOLUTE", tiles.across - 0.5)
        swell = 0.5 - 0.5 * f.math("COSINE", (tiles.across * 0.85 - 0.15) * (2.0 * math.pi))
        barrel = f.math("SQRT", f.math("MAXIMUM", from_side * (1.0 - from_side) * 4.0, 0.0))
        profile = f.mix(f["Barrel"], swell, barrel)
        hollow = f["Wave"] * (1.0 - profile)
        covered = f.smoothstep(tiles.up, 0.45, 1.05)
        seam = f.smoothstep(from_side, f["Gap"] * 0.05, f["Gap"] * 0.05 + 0.025)
    color, dirt = _color(f, tiles.random, seam, hollow, covered, tiles.up, coarse, fine, patches)
    with f.frame("Relief"):
        first, second, third = f.separate(tiles.random)
        lip = f.smoothstep(tiles.up, -0.01, 0.07)
        lean = (tiles.across - 0.5) * (second - 0.5) * f["Disorder"] * 0.25 + (third - 0.5) * f["Disorder"] * 0.12
        rough = ((coarse - 0.5) * 0.06 + (fine - 0.5) * 0.05) * f["Grain"]
        hanging = (1.0 - tiles.up) * f["Thickness"] * f.mix(f["Wave"], 0.42, 0.26) - (1.0 - lip) * f["Thickness"] * 0.1
        height = 0.05 + profile * f["Wave"] * 0.74 + (1.0 - f["Wave"]) * 0.3 + hanging + lean + rough
        height = height - (1.0 - seam) * (1.0 - f["Wave"]) * 0.16
        edge = seam * lip
        roughness = f.mix(dirt, f["Tile Roughness"] + (fine - 0.5) * 0.14 + (coarse - 0.5) * 0.12, 0.93)
    return Finish(color, roughness, height, piece=first, edge=edge)


def _color(
    f: FamilyBuilder,
    random: Value,
    seam: Value,
    hollow: Value,
    covered: Value,
    up: Value,
    coarse: Value,
    fine: Value,
    patches: Value,
) -> tuple[Value, Value]:
    """The tiles' colour with what lies and grows on them, and how much of it there is."""
    with f.frame("Clay"):
        first, second, third = f.separate(random)
        own = f.smoothstep(first + (coarse - 0.5) * 0.2, 0.65 - 0.6 * f["Variation"], 1.1)
        color = f.blend(own, f["Tile Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.75 + (coarse - 0.5) * 0.2
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.016, 0.85 + third * 0.2, brightness)
        clouds = f.smoothstep(coarse * 0.7 + patches * 0.3 + (third - 0.5) * 0.5, 0.45, 0.85) * f["Firing Marks"]
        color = f.blend(clouds, color, f.tint(color, 0.5, 0.8, 0.5))
        color = f.blend(0.15 + f["Grain"] * 0.3, color, fine, "OVERLAY")
    with f.frame("Dirt"):
        damp = covered * 0.3 + hollow * 0.6 + (patches - 0.5) * 0.5 + (coarse - 0.5) * 0.3
        soot = f.smoothstep(damp, 0.55 - f["Soot"] * 0.6, 1.0 - f["Soot"] * 0.5) * (0.5 + 0.45 * f["Soot"])
        soot = f.math("MAXIMUM", soot, (1.0 - seam) * (0.6 - 0.35 * f["Wave"]))
        color = f.blend(soot, color, f.tint(color, 0.5, 0.55, 0.3))
    with f.frame("Growth"):
        spots = patches * 0.35 + coarse * 0.35 + fine * 0.45 + (second - 0.5) * 0.25
        crust = f.smoothstep(spots, 1.0 - f["Lichen"] * 0.42, 1.08 - f["Lichen"] * 0.42)
        yellow = f.smoothstep(coarse, 0.5, 0.62)
        color = f.blend(crust * 0.75, color, f.blend(yellow, srgb("#a5a38f"), srgb("#9a8246")))
        cushions = damp + (fine - 0.5) * 0.3 - f.smoothstep(up, 0.05, 0.0) * 0.2
        moss = f.smoothstep(cushions, 0.86 - f["Moss"] * 0.75, 0.96 - f["Moss"] * 0.75)
        color = f.blend(moss, color, f.tint(f["Moss Color"], 0.5, 1.0, 0.5 + fine))
        dirt = f.math("MAXIMUM", f.math("MAXIMUM", moss, crust), soot * 0.7)
    return color, dirt


FAMILY = Family(
    name="roof_tiles",
    label="Roof Tiles",
    about="Clay, slate or concrete roof tiles in overlapping rows",
    catalog="Tiles",
    tags=("roof", "tile", "clay", "shingle", "slate", "exterior"),
    tile_size=3.0,
    design=design,
    presets={
        "Red Pantiles": {"Tile Color": srgb("#9b644f"), "Second Color": srgb("#835442"), "Wave": 0.85},
        "Mediterranean Barrel": {
            "Tile Color": srgb("#a98468"),
            "Second Color": srgb("#8a614c"),
            "Wave": 1.0,
            "Barrel": 1.0,
            "Columns": 18,
            "Variation": 0.9,
            "Disorder": 0.6,
        },
        "Beaver Tail": {
            "Wave": 0.0,
            "Round Tail": 0.75,
            "Offset": 0.5,
            "Columns": 14,
            "Rows": 14,
            "Tile Color": srgb("#8f5a45"),
            "Second Color": srgb("#6b4436"),
        },
        "Slate": {
            "Wave": 0.0,
            "Round Tail": 0.0,
            "Offset": 0.5,
            "Columns": 9,
            "Rows": 14,
            "Tile Color": srgb("#55595d"),
            "Second Color": srgb("#474650"),
            "Thickness": 0.35,
            "Tile Roughness": 0.6,
            "Firing Marks": 0.2,
            "Chips": 0.5,
        },
        "Mossy Concrete": {
            "Tile Color": srgb("#807d77"),
            "Second Color": srgb("#6f6b66"),
            "Lichen": 0.6,
            "Moss": 0.55,
            "Wave": 0.5,
            "Firing Marks": 0.1,
        },
        "Glazed Black": {
            "Tile Color": srgb("#34363b"),
            "Second Color": srgb("#2b2c31"),
            "Tile Roughness": 0.25,
            "Lichen": 0.0,
            "Moss": 0.0,
            "Chips": 0.0,
            "Disorder": 0.1,
            "Variation": 0.3,
            "Grain": 0.1,
            "Soot": 0.2,
        },
    },
)
