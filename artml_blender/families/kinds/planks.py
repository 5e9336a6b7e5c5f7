"""Boards of a floor or a wall: sawn wood with knots and nails, bare or under worn paint."""

from ..blocks.courses import courses
from ..blocks.noise import noise
from ..blocks.wood import board_figure, knots, nails, splits, wood_color
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Boards", 7, (1, 40), (4, 11), "Boards side by side in one tile", step=1)
    f.slider("Lengths", 1, (1, 10), (1, 1), "Boards end to end in one tile", step=1)
    f.slider("Stagger", 1.0, (0, 1), (0.7, 1.0), "How irregularly the boards' ends are shifted from row to row")
    f.slider("Gap", 0.025, (0, 0.3), (0.01, 0.04), "The width of the joints, in widths of a board")
    f.slider("Bevel", 0.05, (0, 0.4), (0.02, 0.08), "How far the boards' edges are rounded")
    f.slider("Unevenness", 0.3, (0, 1), (0.1, 0.7), "How much one board lies higher than the next, or cups")
    f.slider("Nails", 0.0, (0, 1), (0.0, 1.0), "Two nails at each end of each board")
    f.panel("Wood")
    f.color("Wood Color", srgb("#a98157"), "The light early wood")
    f.color("Grain Color", srgb("#6d4a2e"), "The dark lines of the growth rings")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.85), "How much one board's colour differs from the next one's")
    f.slider("Grain", 0.6, (0, 1), (0.35, 0.8), "How strongly the growth rings show")
    f.slider("Rings", 13, (2, 40), (9, 18), "Growth rings in the width of a board")
    f.slider("Knots", 0.3, (0, 1), (0.05, 0.6), "How many branches were sawn through")
    f.slider("Wood Roughness", 0.6, (0, 1), (0.45, 0.75), "How matt the bare wood is")
    f.panel("Age")
    f.slider("Weathering", 0.15, (0, 1), (0.0, 0.35), "Wood turned grey and furrowed by sun and rain")
    f.slider("Cracks", 0.2, (0, 1), (0.0, 0.5), "Splits along the grain")
    f.slider("Dirt", 0.35, (0, 1), (0.1, 0.6), "Dark dirt in the joints and in patches")
    f.panel("Paint")
    f.slider("Paint", 0.0, (0, 1), (0.0, 0.0), "How much of the wood is still under paint")
    f.color("Paint Color", srgb("#b9c3c0"), "The paint")
    f.slider("Paint Roughness", 0.5, (0, 1), (0.35, 0.65), "How matt the paint is")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Boards"):
        number = f["Boards"]
        boards = courses(f, f.tile, f["Lengths"], number, 0.0, f["Stagger"], corner=f["Bevel"] * 0.3, seed=f["Seed"])
        first, second, third = f.separate(boards.random)
        x, y, _ = f.separate(boards.place)
        along = (x - 0.5) * number / f["Lengths"]
        shifted = f.tile + f.combine(second, f.math("FLOOR", third * 7.0) / number)
    with f.frame("Fibres"):
        wave = noise(f, shifted, f.combine(2.5, number * 1.3), 1.0, 0.4, f["Seed"] + 1.0)
        fibre = noise(f, shifted, f.combine(5.0, 16.0 * number), 3.0, 0.6, f["Seed"] + 2.0)
        patch = noise(f, f.tile, f.combine(5.0, 16.0), 4.0, 0.65, f["Seed"] + 3.0)
    with f.frame("Growth rings"):
        knot = knots(f, shifted, number, f["Knots"], f["Seed"])
        bend = (wave - 0.5) * 0.5 + knot.around * 0.28 + (fibre - 0.5) * 0.05
        rings = board_figure(f, along, y - 0.5, boards.random, f["Rings"], bend)
    with f.frame("Cracks and nails"):
        crack = splits(f, boards.place, boards.random, f["Cracks"], (wave - 0.5) * 0.2)
        head, stain = nails(f, boards.place, f["Boards"] / f["Lengths"])
        head = head * f.smoothstep(f["Nails"], 0.0, 0.3)
        stain = stain * f["Nails"]
    with f.frame("Shape and wear"):
        inside = boards.border - f["Gap"] * 0.5 - (fibre - 0.5) * 0.008
        board = f.smoothstep(inside, 0.0, 0.015)
        face = f.smoothstep(inside, 0.0, 0.015 + f["Bevel"])
        wear = patch * 0.55 + fibre * 0.35 + rings.late * 0.15 - face * 0.2 - first * 0.12
        limit = f["Paint"] * 1.1 - 0.2
        paint = f.smoothstep(wear, limit, limit - 0.08) * f.smoothstep(f["Paint"], 0.0, 0.1)
    with f.frame("Wood"):
        hue = 0.5 + (third - 0.5) * 0.03 * f["Variation"]
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.9 + (patch - 0.5) * 0.35
        own = (f["Wood Color"], f["Grain Color"])
        wood = wood_color(f, *own, rings, fibre, f["Grain"], knot.within, hue, brightness)
        grey = f.tint(wood, 0.5, 0.42, 0.9 + (patch - 0.5) * 0.8)
        wood = f.blend(f["Weathering"] * (0.55 + 0.6 * patch + 0.3 * first), wood, grey)
        pores = f.smoothstep(fibre, 0.62, 0.9) * (0.25 + 0.5 * f["Weathering"])
        wood = f.blend(pores, wood, f.tint(wood, 0.5, 0.95, 0.5))
    with f.frame("Paint and dirt"):
        coat = f.tint(f["Paint Color"], 0.5, 1.0, 0.96 + (patch - 0.5) * 0.14 + (second - 0.5) * 0.1)
        color = f.blend(paint, wood, coat)
        grime = f.smoothstep(patch + fibre * 0.15 - face * 0.5, 0.0, 0.55) * f["Dirt"]
        color = f.blend(grime * 0.75, color, f.tint(color, 0.5, 0.8, 0.4))
        color = f.blend(stain * 0.5, color, f.tint(color, 0.49, 0.9, 0.35))
        color = f.blend(f.math("MAXIMUM", crack, 1.0 - board) * 0.9, color, srgb("#1d1814"))
        iron = head * (1.0 - paint * 0.8)
        color = f.blend(iron, color, f.blend(fibre, srgb("#4b453f"), srgb("#6b4a35")))
    with f.frame("Together"):
        old = f["Weathering"]
        level = (first - 0.5) * 0.14 - (y - 0.5) * (y - 0.5) * 0.25 * (second - 0.3)
        furrow = rings.late * (0.02 + 0.1 * old) - (fibre - 0.5) * (0.03 + 0.12 * old)
        top = 0.58 + level * f["Unevenness"] + furrow * (1.0 - paint * 0.6) + paint * 0.02
        height = f.mix(face, 0.25, top + knot.around * 0.02 - crack * 0.2 - head * 0.03)
        bare = f["Wood Roughness"] + 0.3 * old + (fibre - 0.5) * 0.2 - rings.late * 0.08
        roughness = f.mix(paint, bare, f["Paint Roughness"] + (patch - 0.5) * 0.1)
        roughness = f.mix(board * (1.0 - grime * 0.6), 0.95, roughness)
    return Finish(color, f.mix(iron, roughness, 0.45), height, iron * 0.6, first * board, board)


FAMILY = Family(
    name="planks",
    label="Wood Planks",
    about="Boards of a floor or a wall, with knots and nails, bare or under worn paint",
    catalog="Wood",
    tags=("wood", "planks", "boards", "floor", "siding"),
    tile_size=1.2,
    design=design,
    presets={
        "Oak Floor": {
            "Wood Color": srgb("#a88763"),
            "Grain Color": srgb("#7a5534"),
            "Knots": 0.12,
            "Gap": 0.02,
            "Bevel": 0.03,
            "Unevenness": 0.08,
            "Wood Roughness": 0.42,
            "Weathering": 0.0,
            "Cracks": 0.0,
            "Dirt": 0.1,
            "Nails": 0.0,
            "Lengths": 2,
            "Boards": 11,
        },
        "Weathered Barn": {
            "Wood Color": srgb("#917d64"),
            "Grain Color": srgb("#594936"),
            "Weathering": 0.75,
            "Cracks": 0.8,
            "Knots": 0.4,
            "Unevenness": 0.8,
            "Gap": 0.05,
            "Nails": 0.8,
            "Dirt": 0.5,
            "Wood Roughness": 0.75,
        },
        "Peeling Paint": {
            "Paint": 0.45,
            "Paint Color": srgb("#7f9aa0"),
            "Wood Color": srgb("#9c8468"),
            "Weathering": 0.5,
            "Cracks": 0.4,
            "Nails": 0.6,
        },
        "White Siding": {
            "Paint": 0.85,
            "Paint Color": srgb("#d2cfc5"),
            "Lengths": 1,
            "Nails": 0.3,
            "Cracks": 0.1,
            "Dirt": 0.55,
            "Weathering": 0.4,
        },
        "Dark Ship Deck": {
            "Wood Color": srgb("#5f4534"),
            "Grain Color": srgb("#33241c"),
            "Weathering": 0.25,
            "Nails": 0.9,
            "Boards": 11,
            "Lengths": 1,
            "Wood Roughness": 0.55,
        },
    },
)
