"""Ceramic tiles in grout: square, subway or mosaic, glazed or unglazed."""

from ..blocks.cells import bordered_cells
from ..blocks.courses import courses
from ..blocks.noise import noise
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 6, (2, 40), (6, 8), "Tiles side by side", step=2)
    f.slider("Rows", 6, (2, 40), (6, 8), "Rows of tiles above one another", step=2)
    f.slider("Offset", 0.0, (0, 1), (0.0, 0.0), "How far every other row is shifted, in tiles: 0.5 for subway tiles")
    f.slider("Grout Width", 0.05, (0, 0.4), (0.03, 0.08), "The width of the joints, in heights of a tile")
    f.slider("Corner Radius", 0.04, (0, 0.5), (0.02, 0.08), "How round the tiles' corners are")
    f.slider("Unevenness", 0.25, (0, 1), (0.05, 0.5), "How far the tiles are from lying flush and straight")
    f.panel("Tiles")
    f.color("Tile Color", srgb("#d9d6cd"), "Most tiles")
    f.color("Second Color", srgb("#cfcabd"), "Some tiles, or every other one")
    f.slider("Checkerboard", 0.0, (0, 1), (0.0, 0.0), "0: the second colour falls by chance; 1: on every other tile")
    f.slider("Variation", 0.4, (0, 1), (0.15, 0.7), "How much one tile's colour differs from the next one's")
    f.slider("Mottling", 0.3, (0, 1), (0.1, 0.6), "Clouds in the glaze")
    f.slider("Speckle", 0.1, (0, 1), (0.0, 0.3), "Fine dark dots, as in stoneware")
    f.slider("Pooling", 0.35, (0, 1), (0.1, 0.6), "How much the glaze has run thin at the edges")
    f.slider("Pillow", 0.3, (0, 1), (0.1, 0.7), "0: flat faces with sharp edges; 1: softly domed")
    f.slider("Waviness", 0.3, (0, 1), (0.1, 0.6), "How uneven the glaze's surface is, as of hand-made tiles")
    f.slider("Gloss", 0.8, (0, 1), (0.6, 0.95), "0: matt; 1: mirror-like glaze")
    f.panel("Grout")
    f.color("Grout Color", srgb("#a7a298"), "The joints")
    f.slider("Grout Depth", 0.4, (0, 1), (0.25, 0.7), "How far the joints lie behind the tiles")
    f.panel("Wear")
    f.slider("Crackle", 0.0, (0, 1), (0.0, 0.35), "Fine cracks in the glaze")
    f.slider("Chips", 0.15, (0, 1), (0.0, 0.4), "How much of the edges has broken off")
    f.slider("Grime", 0.25, (0, 1), (0.05, 0.5), "Dirt in the grout and a film on the tiles")
    f.slider("Smudges", 0.3, (0, 1), (0.1, 0.6), "Where the gloss is dulled")


def _crackle(f: FamilyBuilder, coarse: Value) -> Value:
    """Cracks in the glaze, in some places more than in others."""
    with f.frame("Crackle"):
        _, border = bordered_cells(f, f.tile, 32.0, 1.0, f["Seed"] + 3.0)
        return (
            f.smoothstep(border, 0.07, 0.0)
            * f.smoothstep(coarse, 0.6 - f["Crackle"], 0.9 - f["Crackle"])
            * f["Crackle"]
        )


def _parity(f: FamilyBuilder) -> Value:
    """0 or 1 on every other tile."""
    with f.frame("Checkerboard"):
        u, v, _ = f.separate(f.tile)
        row = f.math("FLOOR", v * f["Rows"])
        across = u * f["Columns"] + f.math("FLOORED_MODULO", row, 2.0) * f["Offset"]
        return f.math("FLOORED_MODULO", f.math("FLOOR", across) + row, 2.0)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    parity = _parity(f)
    with f.frame("Noise"):
        seed = f["Seed"]
        coarse = noise(f, f.tile, 9.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 110.0, 3.0, 0.7, seed + 2.0)
    crackle = _crackle(f, coarse)
    with f.frame("Tiles"):
        tiles = courses(f, f.tile, f["Columns"], f["Rows"], f["Offset"], corner=f["Corner Radius"], seed=seed)
        first, second, third = f.separate(tiles.random)
        x, y, _ = f.separate(tiles.place - (0.5, 0.5, 0.0))
        askew = (x * (second - 0.5) + y * (third - 0.5)) * f["Unevenness"]
        ragged = (coarse - 0.5) * f["Unevenness"] * 0.06
        chips = f.smoothstep(coarse + (fine - 0.5) * 0.5, 1.05 - f["Chips"] * 0.5, 1.2 - f["Chips"] * 0.3) * 0.2
        inside = tiles.border - f["Grout Width"] * 0.5 + askew * 0.04 + ragged
        body = f.smoothstep(inside, 0.0, 0.012)
        glaze = f.smoothstep(inside - chips, 0.0, 0.015)
        dome = f.map_range(inside, (0.0, 0.03 + f["Pillow"] * 0.3))
        dome = dome * (2.0 - dome)
        rim = 1.0 - f.smoothstep(inside, 0.0, 0.16)
    with f.frame("Glaze"):
        by_chance = f.smoothstep(first, 0.5, 1.0) * f["Variation"]
        color = f.blend(f.mix(f["Checkerboard"], by_chance, parity), f["Tile Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.35 + (coarse - 0.5) * f["Mottling"] * 0.5
        brightness = brightness - rim * f["Pooling"] * 0.3
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.03, 1.0 - rim * f["Pooling"] * 0.3, brightness)
        dots = f.smoothstep(fine, 0.74, 0.82) * f["Speckle"]
        color = f.blend(f.math("MAXIMUM", dots, crackle * 0.6), color, f.tint(color, 0.5, 0.8, 0.35))
        color = f.blend(glaze, srgb("#b9a591"), color)
    with f.frame("Grout"):
        grout = f.blend(0.35, f["Grout Color"], fine, "OVERLAY")
        dirt = f.smoothstep(coarse, 0.9 - f["Grime"] * 0.8, 1.3 - f["Grime"] * 0.8) * f["Grime"]
        grout = f.blend(dirt, grout, f.tint(f["Grout Color"], 0.5, 0.9, 0.35))
        color = f.blend(body, grout, f.blend(dirt * (0.12 + rim * 0.5), color, f.tint(f["Grout Color"], value=0.35)))
    with f.frame("Relief"):
        wavy = (coarse - 0.5) * f["Waviness"] * 0.16
        face = 0.56 + askew * 0.2 + (first - 0.5) * f["Unevenness"] * 0.05 + wavy - crackle * 0.01
        face = face - (1.0 - glaze) * 0.05 + (fine - 0.5) * (1.0 - f["Gloss"]) * 0.03
        joint = 0.53 - f["Grout Depth"] * 0.28 + (fine - 0.5) * 0.03
        height = f.mix(dome * body, joint, face)
    with f.frame("Roughness"):
        smudge = f.smoothstep(coarse + (fine - 0.5) * 0.3, 0.45, 0.85) * f["Smudges"]
        shine = f.mix(f["Gloss"], 0.85, 0.06) + smudge * 0.22 + (second - 0.5) * 0.06 + dirt * 0.15 + crackle * 0.2
        roughness = f.mix(body * glaze, 0.9, shine)
    return Finish(color, roughness, height, piece=first, edge=body)


FAMILY = Family(
    name="ceramic_tiles",
    label="Ceramic Tiles",
    about="Glazed or bare ceramic tiles in grout: square, subway or mosaic",
    catalog="Tiles",
    tags=("tile", "ceramic", "glazed", "bathroom", "kitchen", "mosaic", "interior"),
    tile_size=1.0,
    design=design,
    presets={
        "White Subway": {
            "Columns": 6,
            "Rows": 12,
            "Offset": 0.5,
            "Tile Color": srgb("#e4e2dc"),
            "Second Color": srgb("#dedbd3"),
            "Grout Color": srgb("#8f8c86"),
            "Gloss": 0.9,
            "Pillow": 0.45,
        },
        "Pool Mosaic": {
            "Columns": 20,
            "Rows": 20,
            "Tile Color": srgb("#4b7f8e"),
            "Second Color": srgb("#93b4b3"),
            "Grout Color": srgb("#c3c3bb"),
            "Variation": 1.0,
            "Grout Width": 0.12,
            "Chips": 0.0,
            "Gloss": 0.9,
        },
        "Terracotta Floor": {
            "Columns": 4,
            "Rows": 4,
            "Tile Color": srgb("#9a6a55"),
            "Second Color": srgb("#845848"),
            "Grout Color": srgb("#9a8c7c"),
            "Gloss": 0.25,
            "Mottling": 0.8,
            "Variation": 0.7,
            "Pooling": 0.1,
            "Speckle": 0.35,
        },
        "Checkerboard": {
            "Columns": 6,
            "Rows": 6,
            "Checkerboard": 1.0,
            "Tile Color": srgb("#dad6ca"),
            "Second Color": srgb("#2c2c2e"),
            "Grout Color": srgb("#77736c"),
            "Grout Width": 0.025,
            "Pooling": 0.05,
            "Pillow": 0.1,
        },
        "Hand-made Green": {
            "Columns": 8,
            "Rows": 8,
            "Tile Color": srgb("#3d6a58"),
            "Second Color": srgb("#5f8a70"),
            "Grout Color": srgb("#a09a8c"),
            "Variation": 1.0,
            "Waviness": 1.0,
            "Unevenness": 0.8,
            "Mottling": 0.8,
            "Pooling": 0.7,
            "Gloss": 0.92,
        },
        "Crackled Celadon": {
            "Tile Color": srgb("#9db3a0"),
            "Second Color": srgb("#8fa79b"),
            "Grout Color": srgb("#8b887d"),
            "Crackle": 0.8,
            "Pooling": 0.6,
        },
    },
)
