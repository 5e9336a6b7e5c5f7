"""Setts in rows or rounded cobbles, in sand."""

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..blocks.uneven_courses import uneven_courses
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Pattern", 0, (0, 1), (0, 1), "0: cut setts in rows; 1: field cobbles, laid as they fit", step=1)
    f.slider("Columns", 10, (2, 40), (8, 14), "Stones side by side in one tile", step=1)
    f.slider("Rows", 10, (2, 40), (8, 14), "Rows of stones in one tile", step=2)
    f.slider("Size Variation", 0.35, (0, 1), (0.15, 0.65), "How much the stones differ in size")
    f.slider("Unevenness", 0.45, (0, 1), (0.25, 0.75), "How crooked the stones' outlines are")
    f.slider("Joint Width", 0.12, (0, 0.35), (0.06, 0.18), "The gaps between the stones, in stones")
    f.slider("Rounding", 0.2, (0, 0.5), (0.12, 0.3), "The radius of the stones' corners, in stones")
    f.panel("Stones")
    f.color("Stone Color", srgb("#8f8d89"), "Most stones")
    f.color("Second Color", srgb("#85766c"), "Some stones; others lie between the two")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.85), "How much one stone's colour differs from the next one's")
    f.slider("Crown", 0.4, (0, 1), (0.2, 0.75), "0: flat faces; 1: round as a loaf")
    f.slider("Tilt", 0.3, (0, 1), (0.1, 0.6), "How far the stones have sunk and leaned")
    f.slider("Grain", 0.5, (0, 1), (0.25, 0.8), "How rough the stones' faces are")
    f.slider("Speckle", 0.35, (0, 1), (0.1, 0.6), "Light and dark minerals, as in granite")
    f.slider("Wear", 0.4, (0, 1), (0.1, 0.7), "How far traffic has polished the tops")
    f.panel("Joints")
    f.color("Joint Color", srgb("#665d51"), "Sand and earth between the stones")
    f.slider("Joint Depth", 0.5, (0, 1), (0.35, 0.75), "How far the joints lie below the stones")
    f.slider("Dirt", 0.4, (0, 1), (0.2, 0.6), "Earth that has been trodden onto the stones' edges")
    f.color("Moss Color", srgb("#57583a"), "What grows in the joints")
    f.slider("Moss", 0.2, (0, 1), (0.0, 0.45), "How much of the joints is overgrown")
    f.slider("Wetness", 0.0, (0, 1), (0.0, 0.1), "0: dry; 1: after rain, with water in the joints")


def _stones(f: FamilyBuilder) -> tuple[Value, Value, Value]:
    """Random numbers of a place's stone, where the place is on it (-0.5..0.5), and how far from its border."""
    with f.frame("Crooked outlines"):
        count = f.combine(f["Columns"], f["Rows"])
        bend = noise_vector(f, f.tile, count * 1.4, 2.0, 0.55, f["Seed"])
        crooked = f.tile + bend * f["Unevenness"] * 0.4 / count
    with f.frame("Setts"):
        sizes = (f["Size Variation"], f["Size Variation"] * 0.6)
        setts = uneven_courses(
            f, crooked, f["Columns"], f["Rows"], 0.5, 0.5, sizes, 0.0, f["Rounding"], f["Seed"] + 3.0
        )
    with f.frame("Cobbles"):
        jitter = 0.35 + f["Size Variation"] * 0.4
        cell, border = bordered_cells(f, crooked, f.combine(f["Columns"], f["Rows"]), jitter, f["Seed"] + 4.0)
        far = f.math("MAXIMUM", cell.distance - 0.62 + f["Rounding"] * 0.7, 0.0)
        rounded = border * 1.15 + 0.02 - far * f["Rounding"] * 1.1
    with f.frame("Either"):
        random = f.mix_vectors(f["Pattern"], setts.random, cell.random)
        place = f.mix_vectors(f["Pattern"], setts.place - (0.5, 0.5, 0.0), cell.offset * (-1.0, -1.0, 0.0))
        border = f.mix(f["Pattern"], setts.border, rounded)
    return random, place, border


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    random, place, border = _stones(f)
    with f.frame("Grain"):
        first, second, third = f.separate(random)
        coarse = noise(f, f.tile, 26.0, 4.0, 0.6, f["Seed"] + 1.0)
        fine = noise(f, f.tile, 110.0, 3.0, 0.7, f["Seed"] + 2.0)
        patches = noise(f, f.tile, 4.0, 3.0, 0.6, f["Seed"] + 5.0)
    with f.frame("Shape"):
        inside = border - f["Joint Width"] * 0.5 - (coarse - 0.5) * 0.08
        stone = f.smoothstep(inside, -0.01, 0.05)
        up = f.map_range(inside, (-0.02, 0.06 + f["Crown"] * 0.42))
        dome = up * (2.0 - up)
    with f.frame("Stone color"):
        own = f.smoothstep(first, 0.6 - 0.6 * f["Variation"], 1.1)
        color = f.blend(own, f["Stone Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.45) * f["Variation"] * 0.75 + (coarse - 0.5) * 0.22
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.04, 1.0, brightness)
        color = f.blend(f["Speckle"] * 0.8, color, fine, "OVERLAY")
        minerals = f.smoothstep(fine, 0.68, 0.8) * f["Speckle"] * 0.5
        color = f.blend(minerals, color, f.tint(color, 0.5, 0.5, 1.7))
    with f.frame("Joint color"):
        growth = f.smoothstep(patches + (coarse - 0.5) * 0.7, 0.95 - f["Moss"] * 0.95, 1.15 - f["Moss"] * 0.75)
        sand = f.blend(0.55, f["Joint Color"], fine, "OVERLAY")
        moss = f.tint(f["Moss Color"], 0.5, 1.0, 0.55 + fine * 0.7)
        sand = f.blend(growth, sand, moss)
        near = 1.0 - f.smoothstep(inside, 0.0, 0.08 + patches * 0.2)
        dirt = near * f.smoothstep(coarse, 0.2, 0.7) * f["Dirt"]
        color = f.blend(f.math("MAXIMUM", dirt, near * growth * f["Moss"] * 0.6), color, sand)
    with f.frame("Relief"):
        lean = f.vector_math("DOT_PRODUCT", place, random - (0.5, 0.5, 0.5)) + (second - 0.5) * 0.5
        rough = (coarse - 0.5) * 0.3 + (fine - 0.5) * 0.1
        face = 0.72 + lean * f["Tilt"] * 0.4 + rough * f["Grain"]
        joint = 0.66 - f["Joint Depth"] * 0.62 + (fine - 0.5) * 0.06 + (coarse - 0.5) * 0.1 + growth * 0.12
        height = f.mix(dome, joint, face)
    with f.frame("Together"):
        base_color = f.blend(stone, sand, color)
        polish = f["Wear"] * f.smoothstep(dome, 0.6, 1.0) * (0.25 + 0.2 * patches)
        roughness = f.mix(stone, 0.95, 0.86 - polish + (fine - 0.5) * 0.14)
        low = 1.0 - f.smoothstep(height + (patches - 0.5) * 0.25, 0.25, 0.85)
        wet = f["Wetness"] * f.map_range(low + f["Wetness"] * 0.5, (0.2, 1.0), (0.35, 1.0))
        base_color = f.tint(base_color, 0.5, 1.0 + wet * 0.2, 1.0 - wet * 0.45)
        roughness = f.mix(wet, roughness, 0.12 + 0.25 * stone)
    return Finish(base_color, roughness, height, piece=first, edge=stone)


FAMILY = Family(
    name="cobbles",
    label="Cobblestones",
    about="Cut setts in rows or rounded field cobbles, laid in sand",
    catalog="Ground",
    tags=("cobblestone", "sett", "paving", "street", "exterior"),
    tile_size=1.2,
    design=design,
    presets={
        "Granite Setts": {
            "Pattern": 0,
            "Stone Color": srgb("#94949a"),
            "Second Color": srgb("#8d7a71"),
            "Speckle": 0.6,
            "Crown": 0.25,
        },
        "River Cobbles": {
            "Pattern": 1,
            "Stone Color": srgb("#a19a8c"),
            "Second Color": srgb("#6f655b"),
            "Joint Color": srgb("#6e6353"),
            "Crown": 1.0,
            "Rounding": 0.4,
            "Joint Width": 0.1,
            "Unevenness": 0.25,
            "Variation": 0.9,
            "Grain": 0.2,
        },
        "Mossy Lane": {
            "Stone Color": srgb("#838178"),
            "Second Color": srgb("#6b665b"),
            "Joint Width": 0.18,
            "Moss": 0.8,
            "Dirt": 0.6,
            "Wear": 0.2,
        },
        "Black Basalt": {
            "Pattern": 0,
            "Stone Color": srgb("#525357"),
            "Second Color": srgb("#47454a"),
            "Joint Color": srgb("#6c675e"),
            "Speckle": 0.15,
            "Moss": 0.0,
        },
        "After Rain": {"Wetness": 0.85, "Wear": 0.7, "Joint Color": srgb("#4a433a"), "Crown": 0.5},
    },
)
