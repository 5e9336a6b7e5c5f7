"""Wind ripples in sand: crests that wander, fork and fade, with coarse grains and debris between them."""

import math

from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Ripples")
    f.slider("Ripples", 20, (4, 60), (12, 30), "Crests above each other in one tile", step=1)
    f.slider("Slant", 2, (-10, 10), (-5, 5), "How many crests higher they end than they began", step=1)
    f.slider("Waviness", 0.55, (0, 1), (0.35, 0.9), "How far the crests wander")
    f.slider("Forks", 3, (0, 6), (2, 5), "How often crests divide and end, along each side of a tile", step=1)
    f.slider("Ripple Height", 0.55, (0, 1), (0.35, 0.85), "How high the crests are")
    f.slider("Sharpness", 0.5, (0, 1), (0.2, 0.8), "From as round as waves (0) to sharp crests (1)")
    f.slider("Lean", 0.5, (-1, 1), (0.25, 0.75), "How steep the side away from the wind is")
    f.slider("Calm Patches", 0.35, (0, 1), (0.1, 0.6), "Where the ripples have been smoothed away")
    f.slider("Dunes", 0.4, (0, 1), (0.15, 0.7), "Broad swells beneath the ripples")
    f.panel("Sand")
    f.color("Sand Color", srgb("#bfab8a"), "The fine sand of the crests")
    f.color("Trough Color", srgb("#a08b6e"), "The coarser, darker grains that gather in the troughs")
    f.slider("Sorting", 0.5, (0, 1), (0.25, 0.8), "How clearly light and dark grains are parted")
    f.slider("Grain", 0.5, (0, 1), (0.3, 0.8), "How coarse the sand is")
    f.slider("Mottling", 0.4, (0, 1), (0.2, 0.65), "Paler and darker patches")
    f.panel("Debris")
    f.slider("Debris", 0.25, (0, 1), (0.0, 0.5), "How much gravel and shell lies about, mostly in the troughs")
    f.slider("Debris Size", 0.4, (0, 1), (0.2, 0.6), "How large the pieces are")
    f.color("Debris Color", srgb("#7d6f60"), "Most pieces; some are pale as shells")
    f.slider("Moisture", 0.1, (0, 1), (0, 0.3), "Damp troughs, darker and smoother")


def _ripples(f: FamilyBuilder, broad: Value) -> tuple[Value, Value]:
    """The ripples' height, 0..1, and how strong they are, 0..1."""
    with f.frame("Wandering"):
        forks = f["Forks"]
        field = noise_vector(f, f.tile, f.combine(forks * 0.8 + 0.1, forks + 0.1), 1.0, 0.5, f["Seed"])
        sway = noise_vector(f, f.tile, f.combine(f["Ripples"] * 0.3, f["Ripples"] * 0.3), 2.0, 0.5, f["Seed"] + 1.0)
        field_x, field_y, field_z = f.separate(field)
        u, v, _ = f.separate(f.tile)
    with f.frame("Crests"):
        around = f.math("ARCTAN2", field_y, field_x) * f.math("MINIMUM", forks, 1.0)
        turns = f["Ripples"] * v - f["Slant"] * u
        bends = field_z * 6.0 + f.separate(sway)[0] * 1.6
        phase = turns * (2.0 * math.pi) + around + bends * f["Waviness"] * 2.0
        leaning = phase + f["Lean"] * 0.65 * f.math("SINE", phase + 0.6)
        wave = 0.5 + 0.5 * f.math("SINE", leaning)
        crest = f.mix(f["Sharpness"], wave, f.math("POWER", wave, 1.9))
    with f.frame("Calm"):
        core = f.smoothstep(f.vector_math("LENGTH", f.combine(field_x, field_y)), 0.0, 0.05)
        core = f.mix(f.math("MINIMUM", forks, 1.0), 1.0, core)
        calm = f.smoothstep(broad, 1.05 - f["Calm Patches"] * 0.9, 1.4 - f["Calm Patches"] * 0.8)
        strength = (0.35 + 0.65 * core) * (1.0 - calm * 0.85)
    return crest, strength


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        broad = noise(f, f.tile, 3.0, 3.0, 0.55, f["Seed"] + 2.0)
        grain = noise(f, f.tile, 190.0, 3.0, 0.7, f["Seed"] + 3.0, 2.4)
    crest, strength = _ripples(f, broad)
    with f.frame("Shape"):
        shape = f.mix(strength, 0.42, crest)
    with f.frame("Debris"):
        trough = 1.0 - f.smoothstep(shape, 0.15, 0.6)
        share = f["Debris"] * f["Debris"] * (0.15 + 0.85 * trough)
        piece = stones(f, f.tile, 26.0, 0.1 + f["Debris Size"] * 0.4, 0.75, share, 0.7, 0.9, f["Seed"] + 4.0)
        is_piece = f.smoothstep(piece.height, 0.12, 0.2)
        first, second, _ = f.separate(piece.random)
    with f.frame("Sand color"):
        sorted_ = f.smoothstep(shape + (grain - 0.5) * 0.35, 0.05, 0.75)
        sand = f.blend(1.0 - f["Sorting"] * (1.0 - sorted_), f["Trough Color"], f["Sand Color"])
        sand = f.tint(sand, 0.5, 1.0, 1.0 + (broad - 0.5) * f["Mottling"] * 0.5)
        sand = f.blend(f["Grain"] * 0.7, sand, grain, "OVERLAY")
        damp = f.smoothstep(f["Moisture"] * 1.6 - shape - (broad - 0.5) * 0.35, 0.0, 0.3)
        sand = f.tint(sand, 0.5, 1.0 + damp * 0.15, 1.0 - damp * 0.42)
    with f.frame("Together"):
        shell = f.math("GREATER_THAN", second, 0.8)
        debris = f.blend(shell, f.tint(f["Debris Color"], value=0.6 + first * 0.8), srgb("#cfc6b6"))
        base_color = f.blend(is_piece, sand, debris)
        size = f["Ripple Height"] * 14.0 / f.math("MAXIMUM", f["Ripples"], 14.0)
        swell = (broad - 0.5) * f["Dunes"] * 0.5
        height = 0.42 + (shape - 0.42) * size * 0.9 + swell + (grain - 0.5) * f["Grain"] * 0.06
        height = height + is_piece * piece.height * (0.04 + f["Debris Size"] * 0.16)
        roughness = f.mix(is_piece, 0.93 + (grain - 0.5) * 0.1 - damp * 0.4, 0.6 + first * 0.25)
    return Finish(base_color, roughness, height, piece=first, edge=is_piece)


FAMILY = Family(
    name="sand_ripples",
    label="Sand Ripples",
    about="Sand that the wind has rippled, with coarse grains and debris in the troughs",
    catalog="Ground",
    tags=("sand", "ripples", "desert", "beach", "dune", "ground"),
    tile_size=1.5,
    design=design,
    presets={
        "Desert Dune": {
            "Sand Color": srgb("#bb9c73"),
            "Trough Color": srgb("#9c7b57"),
            "Debris": 0.0,
            "Moisture": 0.0,
            "Sharpness": 0.65,
        },
        "Tidal Flat": {
            "Ripples": 14,
            "Sand Color": srgb("#9c8f7c"),
            "Trough Color": srgb("#7d7263"),
            "Sharpness": 0.2,
            "Lean": 0.2,
            "Moisture": 0.6,
            "Debris": 0.45,
            "Waviness": 0.65,
        },
        "White Beach": {
            "Sand Color": srgb("#d8cfbf"),
            "Trough Color": srgb("#bfb3a0"),
            "Ripples": 16,
            "Calm Patches": 0.6,
            "Ripple Height": 0.4,
            "Debris": 0.4,
            "Moisture": 0.0,
        },
        "Black Volcanic": {
            "Sand Color": srgb("#57524d"),
            "Trough Color": srgb("#393635"),
            "Debris Color": srgb("#5a544e"),
            "Debris": 0.35,
            "Grain": 0.75,
        },
        "Red Outback": {
            "Sand Color": srgb("#a06c4f"),
            "Trough Color": srgb("#82543d"),
            "Ripples": 26,
            "Sorting": 0.7,
        },
    },
)
