"""Knitwear in stockinette stitch."""

import math

from ..blocks.noise import noise, noise_vector
from ..blocks.stitches import stitches
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Stitches")
    f.slider("Stitches", 16, (4, 60), (12, 26), "Stitches side by side in one tile", step=4)
    f.slider("Rows", 20, (4, 80), (14, 34), "Rows in one tile", step=2)
    f.slider("Yarn Width", 1.0, (0.6, 1.3), (0.9, 1.15), "Thin yarn leaves holes between the stitches")
    f.slider("Slant", 1.0, (0, 1.6), (0.7, 1.4), "How wide each V is open")
    f.slider("Unevenness", 0.35, (0, 1), (0.15, 0.6), "How much the stitches stray, as knitted by hand")
    f.slider("Ribs", 0.0, (0, 1), (0.0, 0.0), "Every other pair of columns sinks in")
    f.panel("Yarn")
    f.slider("Twist", 0.6, (0, 1), (0.4, 0.9), "The strands that the yarn is spun of")
    f.slider("Plies", 3, (1, 6), (2, 4), "How many turns of them are seen along a leg of a stitch", step=1)
    f.slider("Fuzz", 0.4, (0, 1), (0.2, 0.7), "Loose fibres standing off the yarn")
    f.slider("Depth", 0.75, (0, 1), (0.6, 0.95), "How far the stitches stand out")
    f.panel("Color")
    f.color("Yarn Color", srgb("#cfc4ae"), "The yarn")
    f.color("Stripe Color", srgb("#6d2f2b"), "The other yarn, where there are stripes")
    f.slider("Stripe Rows", 0, (0, 20), (0, 0), "Rows in a stripe; 0 is for none", step=1)
    f.slider("Heather", 0.35, (0, 1), (0.15, 0.6), "Lighter and darker fibres spun into one yarn")
    f.slider("Variation", 0.25, (0, 1), (0.1, 0.45), "How much one stitch's colour differs from the next one's")
    f.slider("Wear", 0.15, (0, 1), (0.0, 0.35), "Matted, paler patches")


def _stripe(f: FamilyBuilder, row: Value) -> Value:
    """1 in the rows of the other colour; a tile always holds whole pairs of stripes."""
    pairs = f.math("MAXIMUM", f.math("ROUND", f["Rows"] / f.math("MAXIMUM", f["Stripe Rows"] * 2.0, 1.0)), 1.0)
    phase = f.math("FRACT", (row + 0.5) * pairs / f["Rows"])
    return f.math("GREATER_THAN", phase, 0.5) * f.math("GREATER_THAN", f["Stripe Rows"], 0.0)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Crooked stitches"):
        bend = noise_vector(f, f.tile, f.combine(f["Stitches"], f["Rows"]) * 0.6, 2.0, seed=f["Seed"])
        crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Unevenness"] * 0.75 / f["Stitches"])
        broad = noise(f, f.tile, 3.0, 4.0, 0.55, f["Seed"] + 1.0)
    with f.frame("Stitches"):
        knit = stitches(f, crooked, f["Stitches"], f["Rows"], f["Yarn Width"], f["Slant"], f["Seed"])
        column = f.separate(crooked)[0] * f["Stitches"] * (0.5 * math.pi)
        rib = f.smoothstep(f.math("SINE", column), -0.4, 0.4)
        sunk = (1.0 - rib) * f["Ribs"]
    with f.frame("Strands"):
        first, _, third = f.separate(knit.random)
        turn = (knit.along * f["Plies"] * 1.6 + knit.across * 0.5 + first) * math.pi
        ply = f.math("ABSOLUTE", f.math("SINE", turn)) - 0.6
        fibre = f.math("SINE", turn * 4.0 + third * 6.0) * 0.6 + f.math("SINE", turn * 9.0 - knit.across * 3.0) * 0.4
        strand = ply + fibre * 0.35
        fuzz = noise(f, f.tile, f["Stitches"] * 14.0, 2.0, 0.6, f["Seed"] + 2.0)
    with f.frame("Color"):
        color = f.blend(_stripe(f, knit.row), f["Yarn Color"], f["Stripe Color"])
        value = 1.0 + (first - 0.5) * f["Variation"] * 0.5 + (fuzz - 0.5) * f["Heather"] * 1.1
        color = f.tint(color, 0.5 + (third - 0.5) * 0.02 * f["Variation"], 1.0, value + strand * f["Twist"] * 0.3)
        deep = f.map_range(knit.height, (0.8, 0.15)) * 0.75 + sunk * 0.25
        color = f.blend(deep, color, f.tint(color, 0.5, 1.1, 0.3))
        worn = f.smoothstep(broad, 0.3, 0.95) * f["Wear"]
        color = f.blend(worn, color, f.tint(color, 0.5, 0.75, 1.25))
    with f.frame("Relief"):
        scale = f.math("MINIMUM", 18.0 / f["Stitches"], 1.4)
        yarn = knit.height + strand * f["Twist"] * 0.2 + (fuzz - 0.5) * (0.04 + f["Fuzz"] * 0.45) - sunk * 0.5
        height = 0.5 + (yarn - 0.6) * f["Depth"] * scale + (broad - 0.5) * 0.08
        roughness = 0.9 + (fuzz - 0.5) * 0.12
    return Finish(color, roughness, height, piece=first, edge=f.smoothstep(knit.height, 0.05, 0.35))


FAMILY = Family(
    name="knit",
    label="Knit",
    about="Knitted yarn in stockinette stitch, plain, ribbed or striped",
    catalog="Fabric",
    tags=("knit", "wool", "sweater", "yarn", "fabric", "textile"),
    tile_size=0.1,
    design=design,
    presets={
        "Cream Wool": {"Stitches": 16, "Rows": 20, "Fuzz": 0.5},
        "Navy Jersey": {
            "Stitches": 28,
            "Rows": 36,
            "Yarn Color": srgb("#2d3a52"),
            "Unevenness": 0.1,
            "Fuzz": 0.2,
            "Heather": 0.2,
            "Twist": 0.35,
        },
        "Breton Stripes": {
            "Stitches": 24,
            "Rows": 32,
            "Yarn Color": srgb("#d9d3c6"),
            "Stripe Color": srgb("#2f3b55"),
            "Stripe Rows": 4,
            "Unevenness": 0.15,
        },
        "Grey Rib": {
            "Stitches": 20,
            "Rows": 24,
            "Yarn Color": srgb("#6f6e6d"),
            "Ribs": 0.9,
            "Heather": 0.7,
        },
        "Chunky Rust": {
            "Stitches": 8,
            "Rows": 10,
            "Yarn Color": srgb("#91492f"),
            "Fuzz": 0.65,
            "Unevenness": 0.5,
            "Plies": 4,
        },
    },
)
