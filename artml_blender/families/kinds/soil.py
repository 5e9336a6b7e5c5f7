"""Earth: clods, crumbs, small stones, roots and dead leaves, loose or trodden, dry or wet."""

from typing import NamedTuple

from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


class Layer(NamedTuple):
    """What lies upon the ground: its height above it, its colour, and where it is."""

    height: Value
    color: Value
    there: Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Earth")
    f.slider("Clods", 12, (4, 30), (8, 18), "Large clods side by side in one tile", step=1)
    f.slider("Clod Amount", 0.5, (0, 1), (0.25, 0.85), "From trodden flat (0) to freshly dug (1)")
    f.slider("Crumbs", 0.6, (0, 1), (0.35, 0.9), "Small crumbs of earth")
    f.slider("Unevenness", 0.5, (0, 1), (0.25, 0.8), "Humps and hollows of the ground")
    f.slider("Grain", 0.5, (0, 1), (0.3, 0.8), "From fine as dust (0) to sandy (1)")
    f.panel("Color")
    f.color("Earth Color", srgb("#5d4a38"), "The earth")
    f.color("Dry Color", srgb("#86705a"), "Where it has dried, on top of the clods")
    f.slider("Dryness", 0.4, (0, 1), (0.15, 0.7), "How much of it has dried")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.8), "Patches of other tone")
    f.panel("In the earth")
    f.slider("Stones", 0.35, (0, 1), (0.1, 0.65), "How many small stones there are")
    f.slider("Stone Size", 0.5, (0, 1), (0.25, 0.8), "How large they are")
    f.color("Stone Color", srgb("#857d72"), "Most stones")
    f.slider("Roots", 0.3, (0, 1), (0.0, 0.55), "Roots and dead stalks")
    f.color("Root Color", srgb("#8d7757"), "The roots")
    f.slider("Leaf Litter", 0.1, (0, 1), (0.0, 0.25), "Scraps of dead leaves")
    f.color("Leaf Color", srgb("#7d5a38"), "The leaves")
    f.panel("Weather")
    f.slider("Moisture", 0.25, (0, 1), (0, 0.55), "Wet hollows, dark and glossy")


def _stones(f: FamilyBuilder, grain: Value) -> Layer:
    with f.frame("Stones"):
        size = 0.2 + f["Stone Size"] * 0.5
        few = stones(f, f.tile, 16.0, size, 0.8, f["Stones"] * f["Stones"], 0.75, 0.6, f["Seed"] + 3.0)
        many = stones(f, f.tile, 42.0, size, 0.8, f["Stones"] * 0.6, 0.75, 0.6, f["Seed"] + 4.0)
        height = f.math("MAXIMUM", few.height * 0.3, many.height * 0.13)
        is_few = f.math("GREATER_THAN", few.height * 0.3, many.height * 0.13)
        first, second, _ = f.separate(f.mix_vectors(is_few, many.random, few.random))
        color = f.tint(f["Stone Color"], 0.5 + (first - 0.5) * 0.03, 0.5 + second, 0.6 + first * 0.7)
        color = f.blend(0.5, color, grain, "OVERLAY")
        there = f.smoothstep(height, 0.02, 0.04)
    return Layer(height, color, there)


def _strand(f: FamilyBuilder, field: Value, cut: Value, width: float, grain: Value) -> Value:
    off = f.math("ABSOLUTE", field - 0.5) + (grain - 0.5) * 0.008
    long = f.smoothstep(f["Roots"] * 0.65 - f.math("ABSOLUTE", cut - 0.62), 0.0, 0.2)
    across = 1.0 - f.smoothstep(off, 0.0, width * (0.25 + long))
    return across * f.smoothstep(long, 0.0, 0.1)


def _strands(f: FamilyBuilder, grain: Value, patches: Value) -> Layer:
    """Roots lie where a noise is in its middle; another cuts them to lengths."""
    with f.frame("Roots"):
        first = noise(f, f.tile, 3.0, 2.0, 0.4, f["Seed"] + 5.0)
        second = noise(f, f.tile, 6.0, 2.0, 0.4, f["Seed"] + 6.0)
        thick = _strand(f, first, second, 0.01, grain)
        thin = _strand(f, second, first, 0.012, grain)
        strand = f.math("MAXIMUM", thick, thin)
        color = f.tint(f["Root Color"], value=0.7 + patches * 0.6)
        color = f.blend(0.6, color, grain, "OVERLAY")
        there = f.smoothstep(strand, 0.2, 0.45)
        height = strand * 0.14
    return Layer(height, color, there)


def _leaves(f: FamilyBuilder, bent: Value, grain: Value) -> Layer:
    with f.frame("Leaves"):
        leaf = stones(f, bent, 22.0, 0.68, 0.75, f["Leaf Litter"] * 0.8, 0.35, 1.0, f["Seed"] + 7.0)
        first, second, third = f.separate(leaf.random)
        color = f.tint(f["Leaf Color"], 0.49 + first * 0.02, 0.35 + second * 0.6, 0.45 + third * 0.75)
        color = f.blend(0.5, color, grain, "OVERLAY")
        there = f.smoothstep(leaf.height + (grain - 0.5) * 0.5, 0.12, 0.2)
        height = there * (0.06 + first * 0.08) + leaf.distance * there * 0.06
    return Layer(height, color, there)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        patches = noise(f, f.tile, 3.0, 4.0, 0.6, f["Seed"] + 1.0)
        grain = noise(f, f.tile, 75.0, 4.0, 0.72, f["Seed"] + 2.0)
    with f.frame("Clods"):
        count = f["Clods"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 2.5, 4.0, 0.65, f["Seed"])
        bent = f.tile + f.vector_math("SCALE", bend, scale=0.55 / count)
        amount = f["Clod Amount"]
        large = stones(f, bent, count, 0.66, 0.7, amount * 0.9, 0.35, 0.5, f["Seed"])
        small = stones(f, bent, count * 2.0, 0.66, 0.6, amount * 0.6 + 0.3, 0.35, 0.5, f["Seed"] + 0.3)
        crumb = stones(f, bent, count * 5.0, 0.64, 0.6, f["Crumbs"], 0.3, 0.4, f["Seed"] + 0.6)
        top = f.math("MAXIMUM", large.height * 0.8, small.height * 0.42)
        top = f.math("SMOOTH_MAX", top, crumb.height * 0.26 * f["Crumbs"], 0.05)
        clods = f.math("SMOOTH_MAX", top, 0.0, 0.06) * (0.25 + amount * 0.75)
    stone, root, leaf = _stones(f, grain), _strands(f, grain, patches), _leaves(f, bent, grain)
    with f.frame("Relief"):
        size = 12.0 / f.math("MAXIMUM", count, 8.0)
        earth = 0.25 + clods * size * 0.8 + (patches - 0.5) * f["Unevenness"] * 0.5
        earth = earth + (grain - 0.5) * (0.04 + f["Grain"] * 0.12)
        height = earth + stone.there * stone.height * 0.7 + root.height * root.there + leaf.height
    with f.frame("Earth color"):
        tone = 1.0 + (patches - 0.5) * f["Variation"] * 0.9 + (f.separate(large.random)[0] - 0.5) * amount * 0.25
        color = f.tint(f["Earth Color"], value=tone)
        dry = f.smoothstep(clods * 0.7 + patches * 0.8 + (grain - 0.5) * 0.5, 0.9 - f["Dryness"], 1.45 - f["Dryness"])
        color = f.blend(dry * 0.75, color, f["Dry Color"])
        color = f.blend(0.45 + f["Grain"] * 0.4, color, grain, "OVERLAY")
        dusty = 0.25 * grain + 0.1
        color = f.blend(stone.there * (1.0 - dusty), color, stone.color)
        color = f.blend(root.there * (1.0 - dusty), color, root.color)
        color = f.blend(leaf.there, color, leaf.color)
    with f.frame("Moisture"):
        wet = f.smoothstep(f["Moisture"] * 1.1 - height - dry * 0.15, -0.05, 0.25) * f.smoothstep(
            f["Moisture"], 0.0, 0.2
        )
        base_color = f.tint(color, 0.5, 1.0 + wet * 0.1, 1.0 - wet * 0.5)
        roughness = f.mix(stone.there, 0.94, 0.75) + (grain - 0.5) * 0.12 - leaf.there * 0.15 - wet * 0.5
    return Finish(base_color, roughness, height)


FAMILY = Family(
    name="soil",
    label="Soil",
    about="Earth with clods, small stones, roots and dead leaves",
    catalog="Ground",
    tags=("soil", "earth", "dirt", "mud", "ground", "garden"),
    tile_size=1.0,
    design=design,
    presets={
        "Garden Bed": {
            "Earth Color": srgb("#4a3a2d"),
            "Dry Color": srgb("#6b5746"),
            "Clod Amount": 0.9,
            "Crumbs": 0.9,
            "Stones": 0.15,
            "Leaf Litter": 0.04,
            "Roots": 0.15,
        },
        "Forest Floor": {
            "Earth Color": srgb("#4d3e2f"),
            "Dry Color": srgb("#6d5a45"),
            "Leaf Litter": 0.65,
            "Roots": 0.75,
            "Clod Amount": 0.3,
            "Moisture": 0.35,
        },
        "Dry Field": {
            "Earth Color": srgb("#8a7159"),
            "Dry Color": srgb("#a78f73"),
            "Dryness": 0.7,
            "Clod Amount": 0.75,
            "Moisture": 0.0,
            "Leaf Litter": 0.0,
            "Stones": 0.45,
        },
        "Trodden Path": {
            "Earth Color": srgb("#7b6650"),
            "Dry Color": srgb("#967f65"),
            "Clod Amount": 0.05,
            "Crumbs": 0.3,
            "Stones": 0.6,
            "Stone Size": 0.35,
            "Leaf Litter": 0.04,
            "Roots": 0.1,
            "Dryness": 0.6,
        },
        "Red Laterite": {
            "Earth Color": srgb("#744b3a"),
            "Dry Color": srgb("#8f6650"),
            "Stone Color": srgb("#776157"),
            "Clod Amount": 0.4,
            "Roots": 0.2,
        },
    },
)
