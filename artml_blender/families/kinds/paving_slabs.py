"""Paving of slabs in rows, or of small pavers in herringbone or basket weave."""

from ..blocks.noise import noise, noise_vector
from ..blocks.parquet import parquet
from ..blocks.uneven_courses import uneven_courses
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Pattern", 0, (0, 2), (0, 2), "0: slabs in rows; 1: herringbone; 2: basket weave", step=1)
    f.slider("Columns", 6, (2, 24), (4, 8), "Slabs side by side, or lengths of a paver, in one tile", step=2)
    f.slider("Rows", 8, (2, 24), (6, 8), "Rows of slabs in one tile", step=2)
    f.slider("Size Variation", 0.2, (0, 1), (0.0, 0.6), "How much slabs in rows differ in size")
    f.slider("Split Slabs", 0.0, (0, 1), (0.0, 0.25), "How many slabs in rows are two smaller ones")
    f.slider("Joint Width", 0.05, (0, 0.3), (0.03, 0.08), "The gaps between the slabs")
    f.slider("Bevel", 0.3, (0, 1), (0.1, 0.6), "How broad the rounded edges are")
    f.slider("Unevenness", 0.35, (0, 1), (0.1, 0.6), "How far slabs have sunk and tilted")
    f.panel("Slabs")
    f.color("Slab Color", srgb("#96938d"), "Most slabs")
    f.color("Second Color", srgb("#837d75"), "Some slabs; others lie between the two")
    f.slider("Variation", 0.45, (0, 1), (0.2, 0.8), "How much one slab's colour differs from the next one's")
    f.slider("Grain", 0.45, (0, 1), (0.2, 0.75), "The sand and stone in the slabs")
    f.slider("Cleft", 0.2, (0, 1), (0.0, 0.5), "0: cast flat; 1: split from the rock, with a rough face")
    f.slider("Chips", 0.25, (0, 1), (0.05, 0.5), "How much of the edges has broken off")
    f.slider("Wear", 0.35, (0, 1), (0.1, 0.6), "How far feet have polished the tops")
    f.panel("Joints and weather")
    f.color("Joint Color", srgb("#665f54"), "Sand in the joints")
    f.slider("Joint Depth", 0.4, (0, 1), (0.25, 0.7), "How far the joints lie below the slabs")
    f.slider("Stains", 0.35, (0, 1), (0.1, 0.6), "Dark spots and patches")
    f.color("Moss Color", srgb("#585b39"), "What grows in the joints")
    f.slider("Moss", 0.15, (0, 1), (0.0, 0.45), "How much of the joints is overgrown")


def _laid(f: FamilyBuilder) -> tuple[Value, Value, Value]:
    """Random numbers of a place's slab, where on it the place is (about -0.5..0.5), and how far from its border."""
    with f.frame("Crooked edges"):
        bend = noise_vector(f, f.tile, f["Rows"] * 2.0, 2.0, seed=f["Seed"])
        crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Unevenness"] * 0.08 / f["Rows"])
    with f.frame("In rows"):
        sizes = (f["Size Variation"], f["Size Variation"])
        slabs = uneven_courses(
            f, crooked, f["Columns"], f["Rows"], 0.5, 0.0, sizes, f["Split Slabs"], 0.02, f["Seed"] + 1.0
        )
    with f.frame("Pavers"):
        kind = f.math("MAXIMUM", f["Pattern"] - 1.0, 0.0)
        pavers = parquet(f, crooked, kind, 0.0, f["Columns"], 2.0, f["Seed"] + 1.0)
        place = f.combine(pavers.along * 0.5, pavers.across)
    with f.frame("Either"):
        are_pavers = f.math("MINIMUM", f["Pattern"], 1.0)
        random = f.mix_vectors(are_pavers, slabs.random, pavers.random)
        place = f.mix_vectors(are_pavers, slabs.place - (0.5, 0.5, 0.0), place)
        border = f.mix(are_pavers, slabs.border, pavers.border)
    return random, place, border


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    random, place, border = _laid(f)
    with f.frame("Noise"):
        coarse = noise(f, f.tile, 18.0, 4.0, 0.62, f["Seed"] + 2.0)
        fine = noise(f, f.tile, 130.0, 3.0, 0.72, f["Seed"] + 3.0)
        patches = noise(f, f.tile, 3.0, 3.0, 0.6, f["Seed"] + 4.0)
    with f.frame("Shape"):
        first, second, third = f.separate(random)
        broken = f.smoothstep(coarse, 0.6, 1.0) * f["Chips"] * 0.25
        inside = border - f["Joint Width"] * 0.5 - broken
        slab = f.smoothstep(inside, 0.0, 0.02)
        up = f.map_range(inside, (-0.005, 0.02 + f["Bevel"] * 0.14))
        dome = up * (2.0 - up)
    with f.frame("Slab color"):
        own = f.smoothstep(first, 0.6 - 0.6 * f["Variation"], 1.1)
        color = f.blend(own, f["Slab Color"], f["Second Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.6 + (coarse - 0.5) * 0.25 + (patches - 0.5) * 0.15
        color = f.tint(color, 0.5 + (third - 0.5) * f["Variation"] * 0.02, 0.85 + third * 0.25, brightness)
        color = f.blend(0.1 + f["Grain"] * 0.5, color, fine, "OVERLAY")
    with f.frame("Joints"):
        growth = f.smoothstep(patches + (coarse - 0.5) * 0.7, 1.0 - f["Moss"], 1.2 - f["Moss"] * 0.8)
        sand = f.blend(0.5, f["Joint Color"], fine, "OVERLAY")
        sand = f.blend(growth, sand, f.tint(f["Moss Color"], 0.5, 1.0, 0.55 + fine * 0.8))
        near = f.smoothstep(inside, 0.05 + patches * 0.12, 0.0)
        color = f.blend(near * (0.25 + growth * 0.6) * f.smoothstep(coarse, 0.2, 0.7), color, sand)
        spot = f.smoothstep(
            patches * 0.6 + coarse * 0.5 + (first - 0.5) * 0.2, 0.9 - f["Stains"] * 0.4, 1.1 - f["Stains"] * 0.3
        )
        color = f.blend(spot * (0.25 + f["Stains"] * 0.5), color, f.tint(color, 0.5, 0.8, 0.4))
        color = f.blend(slab, sand, color)
    with f.frame("Relief"):
        lean = f.vector_math("DOT_PRODUCT", place, random - (0.5, 0.5, 0.5)) * 0.35 + (second - 0.5) * 0.16
        creases = f.math("ABSOLUTE", patches - 0.5) - f.math("ABSOLUTE", coarse - 0.5)
        face = 0.62 + lean * f["Unevenness"] + creases * f["Cleft"] * 0.8 + (fine - 0.5) * f["Grain"] * 0.08
        joint = 0.56 - f["Joint Depth"] * 0.4 + (fine - 0.5) * 0.06 + growth * 0.08
        height = f.mix(dome, joint, face)
    with f.frame("Roughness"):
        polish = f["Wear"] * (0.1 + 0.35 * patches) * f.smoothstep(dome, 0.5, 1.0)
        roughness = f.mix(slab, 0.95, 0.9 - polish + (fine - 0.5) * 0.1 + (second - 0.5) * 0.06)
    return Finish(color, roughness, height, piece=first, edge=slab)


FAMILY = Family(
    name="paving_slabs",
    label="Paving Slabs",
    about="Slabs in rows, or pavers in herringbone or basket weave, in sand",
    catalog="Ground",
    tags=("paving", "slab", "paver", "herringbone", "patio", "street", "exterior"),
    tile_size=1.8,
    design=design,
    presets={
        "Concrete Slabs": {
            "Pattern": 0,
            "Columns": 4,
            "Rows": 4,
            "Size Variation": 0.0,
            "Split Slabs": 0.0,
            "Joint Width": 0.025,
            "Bevel": 0.15,
            "Cleft": 0.0,
            "Variation": 0.25,
        },
        "Herringbone Brick": {
            "Pattern": 1,
            "Columns": 6,
            "Slab Color": srgb("#8d5b4a"),
            "Second Color": srgb("#6f4a40"),
            "Joint Color": srgb("#7a7061"),
            "Joint Width": 0.08,
            "Variation": 0.7,
        },
        "Basket Weave": {
            "Pattern": 2,
            "Columns": 6,
            "Slab Color": srgb("#94846f"),
            "Second Color": srgb("#806c59"),
            "Joint Width": 0.08,
        },
        "Sandstone Patio": {
            "Pattern": 0,
            "Columns": 4,
            "Rows": 6,
            "Size Variation": 0.9,
            "Split Slabs": 0.45,
            "Slab Color": srgb("#b2a284"),
            "Second Color": srgb("#9a8873"),
            "Joint Color": srgb("#8d8371"),
            "Cleft": 0.7,
            "Variation": 0.8,
            "Joint Width": 0.07,
        },
        "Mossy Path": {"Moss": 0.8, "Stains": 0.6, "Chips": 0.6, "Unevenness": 0.7, "Joint Width": 0.08},
    },
)
