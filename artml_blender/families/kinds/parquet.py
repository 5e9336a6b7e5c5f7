"""Parquet: short blocks of wood in a pattern, each with its own grain."""

from ..blocks.noise import noise
from ..blocks.parquet import parquet
from ..blocks.wood import board_figure, wood_color
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Layout")
    f.slider("Pattern", 0, (0, 2), (0, 2), "0 is herringbone, 1 basket weave, 2 chevron", step=1)
    f.slider("Diagonal", 1, (0, 1), (0, 1), "1 turns the pattern by 45 degrees", step=1)
    f.slider("Repeats", 4, (2, 16), (2, 6), "Lengths of a block across one tile", step=2)
    f.slider("Block Length", 5, (2, 12), (4, 7), "The length of a block, in its widths", step=1)
    f.slider("Gap", 0.025, (0, 0.2), (0.01, 0.04), "The width of the joints, in widths of a block")
    f.slider("Bevel", 0.04, (0, 0.3), (0.01, 0.08), "How far the blocks' edges are rounded")
    f.slider("Unevenness", 0.15, (0, 1), (0.0, 0.4), "How much one block lies higher than the next")
    f.panel("Wood")
    f.color("Wood Color", srgb("#a47e52"), "The light early wood")
    f.color("Grain Color", srgb("#6f4c2d"), "The dark lines of the growth rings")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.85), "How much one block's colour differs from the next one's")
    f.slider("Two Tone", 0.0, (0, 1), (0.0, 0.15), "Some blocks of a much darker wood")
    f.slider("Grain", 0.55, (0, 1), (0.3, 0.8), "How strongly the growth rings show")
    f.slider("Rings", 8, (2, 30), (5, 12), "Growth rings in the width of a block")
    f.slider("Pores", 0.4, (0, 1), (0.2, 0.7), "Short dark strokes along the grain")
    f.panel("Finish")
    f.slider("Varnish", 0.6, (0, 1), (0.2, 0.9), "From raw and matt to sealed and glossy")
    f.slider("Wear", 0.3, (0, 1), (0.05, 0.55), "Where feet have rubbed the varnish off")
    f.slider("Scratches", 0.25, (0, 1), (0.0, 0.5), "Fine pale scratches in all directions")
    f.slider("Dirt", 0.35, (0, 1), (0.1, 0.6), "Dark dirt in the joints and in patches")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Blocks"):
        layout = (f["Pattern"], f["Diagonal"], f["Repeats"], f["Block Length"], f["Seed"])
        blocks = parquet(f, f.tile, *layout)
        first, second, third = f.separate(blocks.random)
    with f.frame("Each block's own wood"):
        own = f.combine(blocks.along, blocks.across) * (0.1, 0.1, 0.0) + blocks.random
        fibre = noise(f, own, (4.0, 150.0, 0.0), 3.0, 0.6, f["Seed"] + 1.0)
        wave = noise(f, own, (3.0, 9.0, 0.0), 1.0, 0.4, f["Seed"] + 2.0)
        bend = (wave - 0.5) * 0.4 + (fibre - 0.5) * 0.05
        rings = board_figure(f, blocks.along, blocks.across, blocks.random, f["Rings"], bend)
    with f.frame("Use"):
        patch = noise(f, f.tile, 5.0, 4.0, 0.6, f["Seed"] + 3.0)
        rub = noise(f, f.tile, 38.0, 3.0, 0.6, f["Seed"] + 4.0)
        hair = f.smoothstep(f.math("ABSOLUTE", rub - 0.5), 0.02, 0.0) * f.smoothstep(patch, 0.4, 0.75)
        scratch = hair * f["Scratches"]
        worn = f.smoothstep(patch + (rub - 0.5) * 0.25, 0.75 - 0.45 * f["Wear"], 1.0 - 0.35 * f["Wear"]) * f["Wear"]
    with f.frame("Shape"):
        inside = blocks.border - f["Gap"] * 0.5 - (fibre - 0.5) * 0.008
        block = f.smoothstep(inside, 0.0, 0.02)
        face = f.smoothstep(inside, 0.0, 0.02 + f["Bevel"])
    with f.frame("Wood color"):
        hue = 0.5 + (third - 0.5) * 0.03 * f["Variation"]
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 0.8 + (patch - 0.5) * 0.12
        dark = f.smoothstep(first, 0.62, 0.66) * f["Two Tone"]
        wood = wood_color(
            f, f["Wood Color"], f["Grain Color"], rings, fibre, f["Grain"], 0.0, hue, brightness * (1.0 - dark * 0.6)
        )
        wood = f.blend(f.smoothstep(fibre, 0.6, 0.85) * f["Pores"] * 0.7, wood, f.tint(wood, 0.5, 1.0, 0.45))
        sealed = f["Varnish"] * (1.0 - worn)
        wood = f.tint(wood, 0.5, 0.85 + 0.2 * sealed, 1.06 - 0.14 * sealed)
        wood = f.blend(scratch * 0.35, wood, f.tint(wood, 0.5, 0.8, 1.5))
    with f.frame("Dirt"):
        grime = f.smoothstep(patch + (rub - 0.5) * 0.2 - face * 0.45, 0.05, 0.6) * f["Dirt"]
        color = f.blend(grime * 0.7, wood, f.tint(wood, 0.5, 0.85, 0.42))
        color = f.blend((1.0 - block) * 0.9, color, srgb("#1f1813"))
    with f.frame("Together"):
        top = 0.55 + (second - 0.5) * 0.12 * f["Unevenness"] + (rings.late - fibre) * 0.015 * (1.3 - sealed)
        height = f.mix(face, 0.42, top - scratch * 0.006)
        matt = 0.72 - 0.5 * sealed + scratch * 0.2 + grime * 0.25 + (rub - 0.5) * 0.12 + (fibre - 0.5) * 0.08
        roughness = f.mix(block, 0.9, matt)
    return Finish(color, roughness, height, piece=first, edge=block)


FAMILY = Family(
    name="parquet",
    label="Parquet",
    about="Blocks of wood in herringbone, basket weave or chevron, each with its own grain",
    catalog="Wood",
    tags=("wood", "parquet", "floor", "herringbone", "chevron", "interior"),
    tile_size=1.4,
    design=design,
    presets={
        "Oak Herringbone": {
            "Pattern": 0,
            "Diagonal": 1,
            "Wood Color": srgb("#ab8960"),
            "Grain Color": srgb("#7c5a38"),
            "Block Length": 6,
        },
        "Walnut Chevron": {
            "Pattern": 2,
            "Diagonal": 0,
            "Wood Color": srgb("#6c5039"),
            "Grain Color": srgb("#38251a"),
            "Block Length": 7,
            "Varnish": 0.8,
            "Variation": 0.75,
            "Bevel": 0.02,
            "Wear": 0.1,
        },
        "Old School Basket Weave": {
            "Pattern": 1,
            "Diagonal": 0,
            "Repeats": 6,
            "Block Length": 5,
            "Wood Color": srgb("#9a6b3f"),
            "Grain Color": srgb("#5e3c22"),
            "Wear": 0.6,
            "Dirt": 0.6,
            "Gap": 0.04,
            "Scratches": 0.5,
        },
        "Bleached Ash": {
            "Wood Color": srgb("#c2b29b"),
            "Grain Color": srgb("#94816a"),
            "Varnish": 0.25,
            "Variation": 0.35,
            "Dirt": 0.15,
        },
        "Two Woods": {
            "Pattern": 1,
            "Wood Color": srgb("#b28a5a"),
            "Grain Color": srgb("#7a5433"),
            "Two Tone": 0.9,
            "Varnish": 0.75,
        },
    },
)
