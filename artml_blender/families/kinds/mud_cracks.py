"""Dried mud: plates with curled rims, split again into smaller ones, over dark cracks."""

from typing import NamedTuple

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


class Plates(NamedTuple):
    """At a place: the plate, or the crack, that it is in."""

    rim: Value  # the distance to the next crack
    large: Value  # 0 in the cracks between plates
    small: Value  # 0 in the finer cracks within them
    slope: Value  # how high the tilted plate is here, about 0
    chance: Value  # three random numbers


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Plates")
    f.slider("Plates", 6, (2, 16), (4, 9), "Plates side by side in one tile", step=1)
    f.slider("Irregularity", 0.85, (0, 1), (0.65, 1), "How much the plates differ in size and shape")
    f.slider("Crookedness", 0.5, (0, 1), (0.25, 0.8), "How jagged the cracks run")
    f.slider("Curl", 0.5, (0, 1), (0.15, 0.9), "How far the plates' rims have curled up")
    f.slider("Tilt", 0.4, (0, 1), (0.1, 0.7), "How crooked the plates lie")
    f.slider("Unevenness", 0.45, (0, 1), (0.2, 0.7), "Dents and bumps across the ground")
    f.panel("Cracks")
    f.slider("Crack Width", 0.35, (0, 1), (0.15, 0.65), "The width of the cracks between plates")
    f.slider("Crack Depth", 0.7, (0, 1), (0.5, 1), "How deep they are")
    f.slider("Split Plates", 0.5, (0, 1), (0.2, 0.9), "How many plates have broken into smaller ones")
    f.slider("Split Width", 0.4, (0, 1), (0.2, 0.65), "The width of the finer cracks within the plates")
    f.slider("Crumbs", 0.4, (0, 1), (0.1, 0.8), "Loose earth that has fallen into the cracks")
    f.panel("Color")
    f.color("Mud Color", srgb("#a8937a"), "The dry face of the plates")
    f.color("Second Color", srgb("#917b63"), "Some plates; others lie between the two")
    f.color("Crack Color", srgb("#5d4b3b"), "The earth in the cracks, still a little moist")
    f.slider("Variation", 0.5, (0, 1), (0.25, 0.8), "How much one plate differs from the next one")
    f.slider("Pale Rims", 0.4, (0, 1), (0.15, 0.7), "How much the rims have dried paler than the middles")
    f.slider("Salt", 0.1, (0, 1), (0, 0.3), "A white bloom in patches")
    f.panel("Surface")
    f.slider("Grain", 0.5, (0, 1), (0.25, 0.8), "How sandy the mud is")
    f.slider("Moisture", 0.1, (0, 1), (0, 0.35), "Damp middles, darker and glossier")


def _plates(f: FamilyBuilder, rough: Value) -> Plates:
    with f.frame("Jagged coordinates"):
        count = f["Plates"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 1.5, 4.0, 0.6, f["Seed"])
        jagged = f.tile + f.vector_math("SCALE", bend, scale=f["Crookedness"] * 0.85 / count)
    with f.frame("Plates"):
        scale = f.combine(f["Plates"], f["Plates"])
        plate, border = bordered_cells(f, jagged, scale, f["Irregularity"], f["Seed"])
        part, split = bordered_cells(f, jagged, scale * 3.0, 0.9, f["Seed"] + 1.0)
    with f.frame("Widths"):
        ragged = 0.3 + rough * 1.4
        wide = f["Crack Width"] * 0.16 * ragged
        is_split = f.smoothstep(f["Split Plates"] * 1.3 - f.separate(plate.random)[2], 0.0, 0.3)
        fine = f["Split Width"] * 0.14 * ragged * is_split
        large = f.smoothstep(border, wide * 0.6, wide + 0.02)
        small = f.mix(f.smoothstep(is_split, 0.0, 0.3), 1.0, f.smoothstep(split, fine * 0.4, fine + 0.04))
        rim = f.math("MINIMUM", border - wide, (split - fine) * 0.6 + 0.03 + (1.0 - is_split))
        chance = f.mix_vectors(is_split * 0.45, plate.random, part.random)
        slope = f.vector_math("DOT_PRODUCT", plate.offset, plate.random - (0.5, 0.5, 0.5))
    return Plates(rim, large, small, slope, chance)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        dents = noise(f, f.tile, 7.0, 4.0, 0.55, f["Seed"] + 2.0)
        fine = noise(f, f.tile, 80.0, 3.0, 0.7, f["Seed"] + 3.0)
    rim, large, small, slope, chance = _plates(f, dents)
    with f.frame("Plate color"):
        first, second, third = f.separate(chance)
        color = f.blend(f.smoothstep(first, 0.5 - 0.5 * f["Variation"], 1.1), f["Mud Color"], f["Second Color"])
        middle = f.smoothstep(rim, 0.02, 0.3)
        pale = 1.0 + f["Pale Rims"] * (0.5 - middle) * (0.5 + third * 0.6) + (dents - 0.5) * 0.35
        color = f.tint(color, 0.5, 1.0, pale * (1.0 + (second - 0.5) * f["Variation"] * 0.5))
        color = f.blend(f["Grain"] * 0.6, color, fine, "OVERLAY")
        salt = f.smoothstep(dents + (fine - 0.5) * 0.5, 1.0 - f["Salt"] * 0.7, 1.25 - f["Salt"] * 0.6)
        color = f.blend(salt * 0.7, color, srgb("#d9d3c7"))
        damp = f.smoothstep(f["Moisture"] * (0.6 + middle) - dents * 0.5, 0.0, 0.25) * middle
        color = f.tint(color, 0.5, 1.0 + damp * 0.15, 1.0 - damp * 0.45)
    with f.frame("Cracks"):
        crumbs = f.smoothstep(fine + dents * 0.6, 1.25 - f["Crumbs"] * 0.6, 1.35 - f["Crumbs"] * 0.45)
        earth = f.blend(crumbs * 0.7, f["Crack Color"], f["Mud Color"])
        earth = f.blend(0.5, earth, fine, "OVERLAY")
        plate = large * small
        base_color = f.blend(plate, earth, color)
    with f.frame("Relief"):
        size = 6.0 / f.math("MAXIMUM", f["Plates"], 4.0)
        curl = f.math("POWER", 1.0 - f.smoothstep(rim, -0.08, 0.26), 1.5) * f["Curl"] * (0.4 + first * 0.6) * 0.75
        tilt = (slope + (second - 0.5) * 0.15) * f["Tilt"] * 0.9
        face = 0.42 + (curl + tilt) * size + (dents - 0.5) * f["Unevenness"] * 0.3 + (fine - 0.5) * f["Grain"] * 0.14
        bottom = 0.42 - f["Crack Depth"] * size * 0.4 + crumbs * 0.08 + (fine - 0.5) * 0.07
        height = f.mix(large, bottom, f.mix(small, f.mix(0.55, bottom, face), face))
        roughness = f.mix(plate, 0.93, 0.86 + (fine - 0.5) * 0.14 - (1.0 - third) * 0.08 - damp * 0.4)
    return Finish(base_color, roughness, height, piece=first, edge=plate)


FAMILY = Family(
    name="mud_cracks",
    label="Mud Cracks",
    about="Dried mud, cracked into plates whose rims curl up",
    catalog="Ground",
    tags=("mud", "cracks", "dry", "desert", "clay", "ground"),
    tile_size=1.2,
    design=design,
    presets={
        "Dry Lake": {
            "Mud Color": srgb("#c2b49c"),
            "Second Color": srgb("#b3a388"),
            "Crack Color": srgb("#83715a"),
            "Curl": 0.25,
            "Split Plates": 0.85,
            "Crack Width": 0.25,
            "Salt": 0.35,
            "Moisture": 0.0,
        },
        "Red Clay": {
            "Mud Color": srgb("#94694f"),
            "Second Color": srgb("#7f5842"),
            "Crack Color": srgb("#4f3526"),
            "Curl": 0.6,
            "Split Plates": 0.3,
        },
        "Curled Flakes": {
            "Plates": 8,
            "Mud Color": srgb("#8f8473"),
            "Second Color": srgb("#776c5d"),
            "Crack Color": srgb("#5b5043"),
            "Curl": 1.0,
            "Tilt": 0.8,
            "Crack Width": 0.75,
            "Split Plates": 0.15,
            "Pale Rims": 0.7,
        },
        "Grey Silt, Damp": {
            "Mud Color": srgb("#77726a"),
            "Second Color": srgb("#66625b"),
            "Crack Color": srgb("#38352f"),
            "Moisture": 0.75,
            "Curl": 0.2,
            "Salt": 0.0,
        },
    },
)
