"""River pebbles: smooth stones of several sizes and kinds, banded, speckled or plain, over sand, dry or wet."""

import math
from typing import NamedTuple

from ..blocks.noise import noise, noise_vector
from ..blocks.stones import Stones, stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Operand, Value


class Pile(NamedTuple):
    """At a place: what lies uppermost."""

    level: Value  # how high it is
    above: Value  # and above the sand
    random: Value  # three random numbers of the pebble
    pebble: Value  # 0 where it is sand


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Pebbles")
    f.slider("Pebbles", 10, (4, 28), (7, 15), "Large pebbles side by side in one tile", step=1)
    f.slider("Large Pebbles", 0.75, (0, 1), (0.45, 1), "How much of the ground the large ones take")
    f.slider("Small Pebbles", 0.9, (0, 1), (0.65, 1), "How much of the rest the small ones take")
    f.slider("Size Variation", 0.4, (0, 1), (0.2, 0.6), "How much smaller some are than others")
    f.slider("Roundness", 0.9, (0, 1), (0.75, 1), "From broken (0) to ground smooth by the river (1)")
    f.slider("Length", 0.65, (0, 1), (0.3, 0.9), "How much longer than wide some are")
    f.slider("Height", 0.7, (0, 1), (0.45, 0.95), "How far they stand out of the sand")
    f.panel("Color")
    f.color("Pebble Color", srgb("#86827b"), "Most pebbles")
    f.color("Second Color", srgb("#a5998a"), "Many pebbles; others lie between the two")
    f.color("Odd Color", srgb("#6f574a"), "A few pebbles of another kind")
    f.slider("Odd Pebbles", 0.2, (0, 1), (0.08, 0.35), "How many pebbles have the odd color")
    f.slider("Variation", 0.6, (0, 1), (0.35, 0.85), "How much one pebble differs from the next one")
    f.slider("Bands", 0.25, (0, 1), (0.1, 0.45), "How many pebbles are banded or veined")
    f.slider("Speckles", 0.4, (0, 1), (0.2, 0.7), "Mineral grain")
    f.panel("Ground")
    f.color("Sand Color", srgb("#85786a"), "The sand between the pebbles")
    f.slider("Sand Level", 0.25, (0, 1), (0.1, 0.5), "How high the sand fills the gaps")
    f.slider("Dust", 0.25, (0, 1), (0.05, 0.5), "Sand and silt on the pebbles")
    f.slider("Algae", 0.1, (0, 1), (0, 0.3), "A green film low between the pebbles")
    f.slider("Wetness", 0.2, (0, 1), (0, 0.5), "From dry, 0.5: wet up to the tops (0) to dripping (1)")


def _layer(f: FamilyBuilder, vector: Value, factor: float, share: Operand) -> Stones:
    angular = 1.0 - f["Roundness"]
    size = 0.53 + angular * 0.12
    seed = f["Seed"] + 0.1 * factor
    return stones(f, vector, f["Pebbles"] * factor, size, f["Size Variation"], share, angular, f["Length"], seed)


def _pile(f: FamilyBuilder, patches: Value, grain: Value) -> Pile:
    with f.frame("Uneven outlines"):
        count = f["Pebbles"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 1.6, 1.0, 0.5, f["Seed"])
        pushed = f.tile + f.vector_math("SCALE", bend, scale=0.22 / count)
    with f.frame("Pebbles of four sizes"):
        large = _layer(f, pushed, 1.0, f["Large Pebbles"])
        medium = _layer(f, pushed, 2.0, 0.5 + 0.5 * f["Large Pebbles"])
        small = _layer(f, pushed, 3.0, f["Small Pebbles"])
        tiny = _layer(f, pushed, 6.0, f["Small Pebbles"] * 0.85)
    with f.frame("Upon each other"):
        sand = f["Sand Level"] * 0.5 - 0.14 + (patches - 0.5) * 0.24 + (grain - 0.5) * 0.05
        level: Value = sand
        random: Value = large.random * 0.0
        for layer, reach, lift in ((tiny, 0.17, 0.02), (small, 0.34, 0.08), (medium, 0.5, 0.14), (large, 0.85, 0.25)):
            own = f.separate(layer.random)[1]
            top = layer.height * (0.75 + 0.25 * own) * reach + (own - 0.5) * lift
            is_higher = f.math("GREATER_THAN", top, level)
            level = f.math("MAXIMUM", top, level)
            random = f.mix_vectors(is_higher, random, layer.random)
        pebble = f.smoothstep(level - sand, 0.0, 0.02)
        above = level - sand
    return Pile(level, above, random, pebble)


def _pebble_color(f: FamilyBuilder, random: Value, grain: Value) -> Value:
    with f.frame("Pebble color"):
        first, second, third = f.separate(f.more_random(random, 4))
        bands, direction, tone = f.separate(f.more_random(random, 5))
        color = f.blend(f.smoothstep(first, 0.5 - 0.5 * f["Variation"], 1.0), f["Pebble Color"], f["Second Color"])
        color = f.blend(f.math("LESS_THAN", third, f["Odd Pebbles"]), color, f["Odd Color"])
        brightness = 1.0 + (second - 0.5) * f["Variation"] * 1.1
        color = f.tint(color, 0.5 + (tone - 0.5) * 0.02, 1.0, brightness)
    with f.frame("Bands"):
        u, v, _ = f.separate(f.tile)
        turns_u = f.math("ROUND", (direction - 0.5) * f["Pebbles"] * 6.0)
        turns_v = f.math("ROUND", (tone - 0.5) * f["Pebbles"] * 6.0)
        wave = f.math("SINE", (u * turns_u + v * turns_v) * (2.0 * math.pi) + (grain - 0.5) * 2.0 + second * 9.0)
        thin = 0.3 + first * 0.65
        stripe = f.smoothstep(wave, thin, thin + 0.2) * f.math("LESS_THAN", bands, f["Bands"])
        pale = f.tint(color, 0.5, 0.6, 0.6 + 1.2 * f.math("GREATER_THAN", third, 0.45))
        color = f.blend(stripe * 0.45, color, pale)
        color = f.blend(f["Speckles"] * (0.3 + tone * 0.7), color, grain, "OVERLAY")
    return color


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        patches = noise(f, f.tile, 4.0, 3.0, 0.6, f["Seed"] + 1.0)
        grain = noise(f, f.tile, 85.0, 4.0, 0.65, f["Seed"] + 2.0)
    level, above, random, pebble = _pile(f, patches, grain)
    color = _pebble_color(f, random, grain)
    with f.frame("Sand and silt"):
        first, second, _ = f.separate(random)
        sand = f.tint(f["Sand Color"], value=0.8 + patches * 0.4)
        sand = f.blend(0.7, sand, grain, "OVERLAY")
        low = 1.0 - f.smoothstep(above, 0.0, 0.35)
        color = f.blend(f["Dust"] * (0.2 + 0.8 * low) * (0.4 + patches * 0.6), color, sand)
        film = f["Algae"] * f.smoothstep(low + (patches - 0.5) * 0.9, 0.3, 0.9)
        base = f.blend(pebble, sand, color)
        base = f.blend(film * 0.8, base, f.tint(srgb("#5d6238"), value=0.7 + grain * 0.6))
    with f.frame("Water"):
        reach = f.smoothstep(f["Wetness"] * 2.0 - level + (patches - 0.5) * 0.3, 0.0, 0.25)
        wet = reach * f.smoothstep(f["Wetness"], 0.0, 0.12)
        base_color = f.tint(base, 0.5, 1.0 + wet * 0.25, 1.0 - wet * 0.42)
        dry = f.mix(pebble, 0.95, 0.72 + (second - 0.5) * 0.2 + (grain - 0.5) * 0.15 + f["Dust"] * 0.12)
        drenched = f.mix(pebble, 0.45, 0.24 - f["Wetness"] * 0.1 + (grain - 0.5) * 0.06)
        roughness = f.mix(wet, dry, drenched)
    with f.frame("Relief"):
        depth = f["Height"] * 9.0 / f.math("MAXIMUM", f["Pebbles"], 8.0)
        height = 0.38 + (level - 0.25 + (grain - 0.5) * (0.05 - pebble * 0.02)) * depth
    return Finish(base_color, roughness, height, piece=first, edge=pebble)


FAMILY = Family(
    name="pebbles",
    label="Pebbles",
    about="Smooth river pebbles of several sizes and kinds over sand, dry or wet",
    catalog="Ground",
    tags=("pebbles", "river", "beach", "stones", "ground", "shingle"),
    tile_size=0.8,
    design=design,
    presets={
        "Wet Riverbed": {
            "Wetness": 0.75,
            "Algae": 0.4,
            "Pebble Color": srgb("#77736c"),
            "Second Color": srgb("#94897a"),
            "Dust": 0.1,
        },
        "Grey Shingle": {
            "Pebbles": 13,
            "Pebble Color": srgb("#8b8b8a"),
            "Second Color": srgb("#a6a5a2"),
            "Odd Color": srgb("#63646a"),
            "Sand Level": 0.1,
            "Length": 0.85,
            "Algae": 0.0,
            "Dust": 0.1,
        },
        "White Marble": {
            "Pebble Color": srgb("#d3cfc8"),
            "Second Color": srgb("#e0ddd7"),
            "Odd Color": srgb("#b6b0a8"),
            "Variation": 0.35,
            "Bands": 0.3,
            "Sand Color": srgb("#b1a899"),
            "Algae": 0.0,
            "Wetness": 0.0,
        },
        "Black Beach": {
            "Pebble Color": srgb("#48484a"),
            "Second Color": srgb("#5b5a5a"),
            "Odd Color": srgb("#6f6a64"),
            "Sand Color": srgb("#3d3a38"),
            "Wetness": 0.5,
            "Algae": 0.0,
            "Roundness": 1.0,
        },
        "Sandy Bank": {
            "Large Pebbles": 0.3,
            "Small Pebbles": 0.4,
            "Sand Level": 0.6,
            "Sand Color": srgb("#a08f78"),
            "Dust": 0.5,
            "Wetness": 0.05,
        },
    },
)
