"""Six-sided tiles: glazed mosaic, cement tiles or stone setts."""

from ..blocks.hexagons import ROW, hexagons
from ..blocks.noise import noise
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 9, (3, 45), (9, 15), "Tiles side by side, in threes", step=3)
    f.slider("Grout Width", 0.06, (0, 0.4), (0.03, 0.1), "The width of the joints, in widths of a tile")
    f.slider("Bevel", 0.3, (0, 1), (0.1, 0.6), "How broad the rounded edges are")
    f.slider("Unevenness", 0.25, (0, 1), (0.05, 0.5), "How far the tiles are from lying flush")
    f.panel("Tiles")
    f.color("Tile Color", srgb("#dcd9d1"), "Most tiles")
    f.color("Second Color", srgb("#c4bfb4"), "Some tiles, or those of the pattern")
    f.slider("Pattern", 0.0, (0, 1), (0.0, 0.0), "0: the second colour falls by chance; 1: on every third tile")
    f.slider("Variation", 0.4, (0, 1), (0.15, 0.7), "How much one tile's colour differs from the next one's")
    f.slider("Mottling", 0.35, (0, 1), (0.1, 0.6), "Clouds in the tiles")
    f.slider("Grain", 0.2, (0, 1), (0.05, 0.4), "How grainy the tiles are")
    f.slider("Gloss", 0.7, (0, 1), (0.5, 0.9), "0: matt; 1: mirror-like")
    f.panel("Grout")
    f.color("Grout Color", srgb("#8f8b83"), "The joints")
    f.slider("Grout Depth", 0.4, (0, 1), (0.25, 0.7), "How far the joints lie behind the tiles")
    f.panel("Wear")
    f.slider("Chips", 0.15, (0, 1), (0.0, 0.4), "How much of the edges has broken off")
    f.slider("Scuffs", 0.3, (0, 1), (0.1, 0.6), "Where the gloss is dulled")
    f.slider("Grime", 0.25, (0, 1), (0.05, 0.5), "Dirt in the grout and a film on the tiles")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noise"):
        seed = f["Seed"]
        coarse = noise(f, f.tile, 9.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 130.0, 3.0, 0.7, seed + 2.0)
    with f.frame("Tiles"):
        rows = f.math("ROUND", f["Columns"] * (0.5 / ROW)) * 2.0
        tiles = hexagons(f, f.tile, f["Columns"], rows, seed)
        first, second, third = f.separate(tiles.random)
        x, y, _ = f.separate(tiles.place)
        askew = (x * (second - 0.5) + y * (third - 0.5)) * f["Unevenness"]
        broken = f.smoothstep(coarse + (fine - 0.5) * 0.5, 1.05 - f["Chips"] * 0.5, 1.2 - f["Chips"] * 0.3) * 0.15
        inside = tiles.border - f["Grout Width"] * 0.5 + askew * 0.03
        body = f.smoothstep(inside - broken, 0.0, 0.015)
        dome = f.map_range(inside - broken, (0.0, 0.02 + f["Bevel"] * 0.2))
        dome = dome * (2.0 - dome)
        rim = 1.0 - f.smoothstep(inside, 0.0, 0.16)
    with f.frame("Tile color"):
        by_chance = f.smoothstep(first, 0.5, 1.0) * f["Variation"]
        color = f.blend(f.mix(f["Pattern"], by_chance, tiles.third), f["Tile Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.4 + (coarse - 0.5) * f["Mottling"] * 0.5
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.025, 1.0, brightness)
        color = f.blend(f["Grain"] * 0.6, color, fine, "OVERLAY")
    with f.frame("Grout"):
        dirt = f.smoothstep(coarse, 0.9 - f["Grime"] * 0.8, 1.3 - f["Grime"] * 0.8) * f["Grime"]
        grout = f.blend(0.35, f["Grout Color"], fine, "OVERLAY")
        soiled = f.tint(f["Grout Color"], 0.5, 0.9, 0.35)
        color = f.blend(dirt * (0.12 + rim * 0.45), color, soiled)
        color = f.blend(body, f.blend(dirt, grout, soiled), color)
    with f.frame("Relief"):
        face = 0.56 + askew * 0.2 + (first - 0.5) * f["Unevenness"] * 0.06 + (fine - 0.5) * f["Grain"] * 0.06
        face = face + (coarse - 0.5) * 0.03
        height = f.mix(dome, 0.53 - f["Grout Depth"] * 0.28 + (fine - 0.5) * 0.03, face)
    with f.frame("Roughness"):
        scuff = f.smoothstep(coarse + (fine - 0.5) * 0.3, 0.45, 0.85) * f["Scuffs"]
        shine = f.mix(f["Gloss"], 0.88, 0.08) + scuff * 0.25 + (second - 0.5) * 0.08 + dirt * 0.15 + (fine - 0.5) * 0.05
        roughness = f.mix(body, 0.92, shine)
    return Finish(color, roughness, height, piece=first, edge=body)


FAMILY = Family(
    name="hexagon_tiles",
    label="Hexagon Tiles",
    about="Six-sided tiles in grout: mosaic, cement tiles or paving",
    catalog="Tiles",
    tags=("hexagon", "honeycomb", "tile", "mosaic", "floor", "interior"),
    tile_size=1.0,
    design=design,
    presets={
        "White Penny Mosaic": {"Columns": 18, "Gloss": 0.85, "Bevel": 0.5, "Tile Color": srgb("#e2dfd8")},
        "Flower Mosaic": {
            "Columns": 18,
            "Pattern": 1.0,
            "Second Color": srgb("#2f3336"),
            "Variation": 0.15,
            "Grout Width": 0.08,
        },
        "Terracotta": {
            "Columns": 6,
            "Tile Color": srgb("#9a6a55"),
            "Second Color": srgb("#7f5646"),
            "Grout Color": srgb("#95897a"),
            "Gloss": 0.2,
            "Mottling": 0.8,
            "Variation": 0.8,
            "Grain": 0.5,
            "Grout Width": 0.08,
        },
        "Slate": {
            "Columns": 6,
            "Tile Color": srgb("#55585b"),
            "Second Color": srgb("#3f4349"),
            "Variation": 0.8,
            "Grout Color": srgb("#77746e"),
            "Gloss": 0.35,
            "Grain": 0.6,
            "Mottling": 0.7,
        },
        "Teal Glaze": {
            "Tile Color": srgb("#3e7076"),
            "Second Color": srgb("#6f9a99"),
            "Grout Color": srgb("#c2beb4"),
            "Variation": 0.9,
            "Gloss": 0.95,
            "Bevel": 0.6,
        },
    },
)
