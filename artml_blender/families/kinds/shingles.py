"""Wood shingles of a roof or a wall: thin wedges in overlapping courses."""

from ..blocks.noise import noise
from ..blocks.uneven_overlap import uneven_overlap
from ..blocks.wood import board_figure, wood_color
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Columns", 9, (2, 40), (6, 12), "Shingles side by side in one tile", step=1)
    f.slider("Courses", 6, (2, 30), (4, 8), "Rows of shingles in one tile", step=2)
    f.slider("Width Variation", 0.75, (0, 1), (0.4, 1.0), "How much the shingles differ in width")
    f.slider("Gap", 0.025, (0, 0.2), (0.01, 0.04), "The joint beside each shingle, in heights of a course")
    f.slider("Ragged", 0.2, (0, 1), (0.05, 0.45), "How unevenly the lower ends hang")
    f.slider("Rounded Ends", 0.0, (0, 1), (0.0, 0.0), "Lower ends from straight to half round, as on a gable")
    f.slider("Thickness", 0.5, (0, 1), (0.35, 0.75), "How far each shingle stands out over the one below")
    f.slider("Warp", 0.35, (0, 1), (0.1, 0.7), "How much the shingles have twisted and cupped")
    f.panel("Wood")
    f.color("Wood Color", srgb("#93704f"), "The light early wood")
    f.color("Grain Color", srgb("#6a4830"), "The dark lines of the grain")
    f.slider("Variation", 0.6, (0, 1), (0.4, 0.9), "How much one shingle's colour differs from the next one's")
    f.slider("Grain", 0.6, (0, 1), (0.35, 0.9), "How strongly the grain shows")
    f.slider("Splits", 0.35, (0, 1), (0.1, 0.6), "Shingles that have split along the grain")
    f.slider("Roughness", 0.75, (0, 1), (0.65, 0.9), "How matt the wood is")
    f.panel("Age")
    f.slider("Weathering", 0.25, (0, 1), (0.1, 0.45), "Wood turned grey and furrowed by sun and rain")
    f.slider("Dirt", 0.4, (0, 1), (0.2, 0.65), "Dark dirt below each course and in streaks")
    f.slider("Moss", 0.0, (0, 1), (0.0, 0.2), "Moss in the joints and below each course")
    f.color("Moss Color", srgb("#525a33"), "The moss")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Shingles"):
        columns, courses = f["Columns"], f["Courses"]
        found = uneven_overlap(
            f, f.tile, columns, courses, 0.5, 1.0, f["Width Variation"], f["Ragged"], f["Rounded Ends"], seed=f["Seed"]
        )
        first, second, third = f.separate(found.random)
    with f.frame("Grain"):
        own = f.combine(found.across / columns, found.rise / courses) + found.random
        fibre = noise(f, own, f.combine(columns * 14.0, 7.0), 3.0, 0.6, f["Seed"] + 1.0)
        along = found.rise * columns / courses
        wave = noise(f, own, f.combine(columns * 1.5, 3.0), 1.0, 0.5, f["Seed"] + 2.0)
        rings = board_figure(f, along, found.across, found.random, 12.0, (wave - 0.5) * 0.22 + (fibre - 0.5) * 0.08)
    with f.frame("Weather"):
        streak = noise(f, f.tile, f.combine(columns * 1.6, 3.0), 4.0, 0.62, f["Seed"] + 3.0)
        spots = noise(f, f.tile, 26.0, 3.0, 0.65, f["Seed"] + 4.0)
    with f.frame("Shape"):
        split_at = (third - 0.5) * 0.6 + (wave - 0.5) * 0.12
        length = f.math("LESS_THAN", first, f["Splits"] * 0.6) * (0.3 + second * 0.7)
        gape = f.math("MAXIMUM", length - found.rise, 0.0) * 0.05
        split = f.smoothstep(f.math("ABSOLUTE", found.across - split_at), gape, gape * 0.5) * f.smoothstep(
            gape, 0.0, 0.004
        )
        side = found.side - f["Gap"] * 0.5 - (fibre - 0.5) * 0.02
        shingle = f.smoothstep(side, 0.0, 0.015) * (1.0 - split)
        butt = f.smoothstep(found.rise + (fibre - 0.5) * 0.02, 0.0, 0.05)
        under = f.smoothstep(found.below, 0.22, 0.0)
    with f.frame("Wood color"):
        hue = 0.5 + (third - 0.5) * 0.022 * f["Variation"]
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.9 + (streak - 0.5) * 0.35
        wood = wood_color(f, f["Wood Color"], f["Grain Color"], rings, fibre, f["Grain"], 0.0, hue, brightness)
        grey = f.tint(wood, 0.5, 0.5, 0.95 + (streak - 0.5) * 0.6)
        exposed = 0.55 + 0.35 * first + 0.45 * (streak - 0.5) - under * 0.35
        wood = f.blend(f["Weathering"] * exposed * 1.35, wood, grey)
        wood = f.blend(f.smoothstep(fibre, 0.6, 0.9) * 0.45, wood, f.tint(wood, 0.5, 0.95, 0.5))
        wood = f.blend((1.0 - butt) * 0.45, wood, f.tint(f["Grain Color"], 0.5, 0.8, 0.75))
    with f.frame("Dirt and moss"):
        grime = f.smoothstep(streak + under * 0.45 + (spots - 0.5) * 0.3, 0.5, 1.1) * f["Dirt"]
        color = f.blend(grime * 0.8, wood, f.tint(wood, 0.5, 0.75, 0.35))
        color = f.blend((1.0 - shingle) * 0.92, color, srgb("#1e1914"))
        damp = spots * 0.5 + streak * 0.6 + under * 0.15 + (1.0 - shingle) * 0.1
        limit = 1.05 - 0.75 * f["Moss"]
        moss = f.smoothstep(damp, limit, limit + 0.12) * f.smoothstep(f["Moss"], 0.0, 0.08)
        green = f.tint(f["Moss Color"], 0.5 - (streak - 0.5) * 0.05, 0.95, 0.6 + spots * 0.6)
        color = f.blend(moss * 0.93, color, green)
    with f.frame("Together"):
        slope = f.math("MINIMUM", found.rise, 1.2) * f["Thickness"] * 0.3
        twist = ((second - 0.5) * found.across + (first - 0.5) * 0.35) * f["Warp"] * 0.16
        relief = (rings.late - fibre) * (0.02 + 0.06 * f["Weathering"])
        top = 0.72 - slope + twist + relief - (1.0 - butt) * f["Thickness"] * 0.08
        deep = 0.55 - slope - f["Thickness"] * 0.2
        height = f.mix(shingle, deep, top) + moss * (0.05 + spots * 0.08)
        roughness = f["Roughness"] + (fibre - 0.5) * 0.15 + f["Weathering"] * 0.1 + grime * 0.05
        roughness = f.mix(f.math("MAXIMUM", moss, 1.0 - shingle), roughness, 0.95)
    return Finish(color, roughness, height, piece=first, edge=shingle * butt)


FAMILY = Family(
    name="shingles",
    label="Wood Shingles",
    about="Thin wedges of wood in overlapping courses, for roofs and walls",
    catalog="Wood",
    tags=("wood", "shingles", "shakes", "roof", "siding", "exterior"),
    tile_size=1.2,
    design=design,
    presets={
        "New Cedar": {"Weathering": 0.0, "Dirt": 0.2, "Wood Color": srgb("#9d7551"), "Grain Color": srgb("#70462b")},
        "Silver Grey": {
            "Wood Color": srgb("#9a8f80"),
            "Grain Color": srgb("#5c5348"),
            "Weathering": 0.85,
            "Splits": 0.5,
            "Warp": 0.6,
            "Dirt": 0.5,
        },
        "Mossy Roof": {
            "Wood Color": srgb("#75624c"),
            "Grain Color": srgb("#463a2e"),
            "Weathering": 0.55,
            "Moss": 0.6,
            "Dirt": 0.6,
            "Ragged": 0.4,
        },
        "Dark Stain": {
            "Wood Color": srgb("#574236"),
            "Grain Color": srgb("#382a23"),
            "Weathering": 0.1,
            "Width Variation": 0.5,
            "Ragged": 0.05,
        },
        "Round Gable": {
            "Wood Color": srgb("#8b8273"),
            "Grain Color": srgb("#665d50"),
            "Rounded Ends": 1.0,
            "Width Variation": 0.0,
            "Ragged": 0.0,
            "Columns": 8,
            "Courses": 8,
            "Splits": 0.1,
        },
    },
)
