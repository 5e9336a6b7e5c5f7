"""Lake ice: clear and dark or milky, with white cracks, frozen bubbles, frost and drifted snow."""

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..blocks.stones import stones
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Ice")
    f.color("Deep Color", srgb("#31505c"), "Clear ice, through which one sees the dark water")
    f.color("Milky Color", srgb("#9fb6bd"), "Ice that is clouded by air")
    f.slider("Milkiness", 0.35, (0, 1), (0.15, 0.65), "How much of the ice is clouded")
    f.slider("Clouds", 4, (1, 12), (3, 7), "How many clouded patches there are along a side", step=1)
    f.slider("Smoothness", 0.7, (0, 1), (0.5, 0.95), "How glossy bare ice is")
    f.slider("Waves", 0.4, (0, 1), (0.15, 0.7), "How uneven the surface has frozen")
    f.panel("Cracks")
    f.slider("Crack Size", 3, (1, 10), (2, 5), "Large panes between cracks, side by side in one tile", step=1)
    f.slider("Cracks", 0.6, (0, 1), (0.4, 0.9), "How many cracks there are, and how wide")
    f.slider("Fine Cracks", 0.45, (0, 1), (0.2, 0.8), "Hair cracks within the panes")
    f.slider("Crack Depth", 0.5, (0, 1), (0.25, 0.85), "How far the white face of a crack shows through the ice")
    f.slider("Jaggedness", 0.6, (0, 1), (0.35, 0.95), "How crooked the cracks run")
    f.color("Crack Color", srgb("#d5dfe2"), "The cracks and the bubbles")
    f.panel("Bubbles")
    f.slider("Bubbles", 0.3, (0, 1), (0.0, 0.6), "How many frozen bubbles there are")
    f.slider("Bubble Size", 0.45, (0, 1), (0.25, 0.75), "How large they are")
    f.panel("Frost and snow")
    f.slider("Frost", 0.25, (0, 1), (0.05, 0.5), "Matt rime and scratches")
    f.slider("Snow", 0.15, (0, 1), (0.0, 0.4), "Snow that the wind has left")
    f.color("Snow Color", srgb("#dfe3e6"), "The snow")


def _cracks(f: FamilyBuilder, clouds: Value, grain: Value) -> tuple[Value, Value, Value]:
    """Cracks, their faces seen through the ice, and the random number of the pane between the large ones."""
    with f.frame("Jagged coordinates"):
        panes = f["Crack Size"]
        bend = noise_vector(f, f.tile, f.combine(panes, panes) * 1.5, 5.0, 0.55, f["Seed"])
        jagged = f.tile + f.vector_math("SCALE", bend, scale=f["Jaggedness"] * 0.8 / panes)
        scale = f.combine(f["Crack Size"], f["Crack Size"])
    with f.frame("Cracks"):
        pane, border = bordered_cells(f, jagged, scale, 1.0, f["Seed"] + 1.0)
        chip, split = bordered_cells(f, jagged, scale * 4.0, 1.0, f["Seed"] + 2.0)
        first, second, _ = f.separate(pane.random)
        faded, _, _ = f.separate(bend)
        shown = f.smoothstep(f["Cracks"] * 1.2 - 0.55 + faded * 1.6 - (second - 0.5) * 0.4, -0.1, 0.35)
        wide = (0.003 + f["Cracks"] * 0.012) * (0.2 + first * 1.2) * shown + (grain - 0.5) * 0.006
        large = (1.0 - f.smoothstep(border, wide * 0.3, wide + 0.006)) * f.smoothstep(shown, 0.0, 0.4)
        few = f.smoothstep(f["Fine Cracks"] * 1.1 - f.separate(chip.random)[0] - (clouds - 0.5) * 0.5, 0.0, 0.2)
        small = (1.0 - f.smoothstep(split, 0.004, 0.03)) * few
        crack = f.math("MAXIMUM", large, small * 0.6)
    with f.frame("Faces in the depth"):
        reach = f["Crack Depth"] * 0.22 * (0.15 + first)
        face = (1.0 - f.smoothstep(border, 0.0, reach + 0.01)) * shown * f.smoothstep(grain + clouds * 0.4, 0.2, 1.0)
        shard = (1.0 - f.smoothstep(split, 0.0, f["Crack Depth"] * 0.3 + 0.02)) * few * f.separate(chip.random)[1]
        face = f.math("MAXIMUM", face * 0.75, shard * 0.4)
    return crack, face, first


def _bubbles(f: FamilyBuilder, clouds: Value) -> Value:
    with f.frame("Bubbles"):
        size = 0.15 + f["Bubble Size"] * 0.4
        share = f["Bubbles"] * f.smoothstep(clouds, 0.25, 0.75)
        large = stones(f, f.tile, 14.0, size, 0.85, share * 0.8, 0.0, 0.2, f["Seed"] + 5.0)
        small = stones(f, f.tile, 40.0, size, 0.85, share, 0.0, 0.2, f["Seed"] + 6.0)
        rim = f.smoothstep(large.distance, 0.3, 0.9)
        disc = f.smoothstep(large.height, 0.0, 0.25) * (0.3 + rim * 0.6)
        bubbles = f.math("MAXIMUM", disc, f.smoothstep(small.height, 0.0, 0.5) * 0.75)
    return bubbles


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Grain"):
        clouds = noise(f, f.tile, f.combine(f["Clouds"], f["Clouds"]), 5.0, 0.6, f["Seed"] + 3.0)
        grain = noise(f, f.tile, 55.0, 4.0, 0.65, f["Seed"] + 4.0)
    crack, face, own = _cracks(f, clouds, grain)
    bubbles = _bubbles(f, clouds)
    with f.frame("Frost and snow"):
        drift = noise(f, f.tile, (3.0, 6.0, 0.0), 5.0, 0.55, f["Seed"] + 7.0)
        frost = f.smoothstep(drift * 0.6 + grain * 0.6, 1.15 - f["Frost"] * 0.7, 1.35 - f["Frost"] * 0.5)
        snow = f.smoothstep(drift + (grain - 0.5) * 0.3, 1.0 - f["Snow"] * 0.9, 1.28 - f["Snow"] * 0.9)
    with f.frame("Color"):
        milky = f.smoothstep(clouds + (own - 0.5) * 0.25, 0.95 - f["Milkiness"] * 0.9, 1.3 - f["Milkiness"] * 0.7)
        color = f.blend(milky * 0.85, f["Deep Color"], f["Milky Color"])
        color = f.tint(color, value=0.8 + clouds * 0.4)
        color = f.blend(face * 0.6, color, f["Milky Color"])
        color = f.blend(bubbles * 0.6, color, f["Crack Color"])
        color = f.blend(crack * 0.85, color, f["Crack Color"])
        color = f.blend(frost * 0.4, color, f["Snow Color"])
        base_color = f.blend(snow * 0.95, color, f.tint(f["Snow Color"], value=0.94 + grain * 0.1))
    with f.frame("Surface"):
        bare = 0.42 - f["Smoothness"] * 0.36 + milky * 0.1 + (grain - 0.5) * 0.1 + crack * 0.25
        roughness = f.mix(snow, f.mix(frost, bare, 0.55), 0.8 + (grain - 0.5) * 0.15)
        waves = (clouds - 0.5) * f["Waves"] * 0.25 + (own - 0.5) * f["Waves"] * 0.06
        relief = 0.45 + waves - crack * 0.12 + (grain - 0.5) * (0.01 + frost * 0.05)
        height = relief + snow * (0.16 + (drift - 0.5) * 0.5 + (grain - 0.5) * 0.05)
    return Finish(base_color, roughness, height, piece=own, edge=1.0 - crack)


FAMILY = Family(
    name="ice",
    label="Ice",
    about="Lake ice with cracks, frozen bubbles, frost and drifted snow",
    catalog="Ground",
    tags=("ice", "frozen", "lake", "winter", "glacier", "frost"),
    tile_size=2.0,
    design=design,
    presets={
        "Black Ice": {
            "Deep Color": srgb("#22343d"),
            "Milky Color": srgb("#64808b"),
            "Milkiness": 0.1,
            "Smoothness": 0.95,
            "Cracks": 0.75,
            "Crack Depth": 0.75,
            "Frost": 0.05,
            "Snow": 0.0,
        },
        "Blue Lake": {
            "Deep Color": srgb("#3a6370"),
            "Milky Color": srgb("#8fb8c4"),
            "Cracks": 0.9,
            "Fine Cracks": 0.8,
            "Bubbles": 0.3,
            "Snow": 0.05,
        },
        "Frozen Bubbles": {
            "Bubbles": 0.95,
            "Bubble Size": 0.7,
            "Deep Color": srgb("#2b4954"),
            "Cracks": 0.4,
            "Fine Cracks": 0.2,
            "Snow": 0.0,
        },
        "Skating Rink": {
            "Deep Color": srgb("#b3c4ca"),
            "Milky Color": srgb("#ccd7db"),
            "Milkiness": 0.8,
            "Cracks": 0.15,
            "Fine Cracks": 0.1,
            "Frost": 0.7,
            "Bubbles": 0.0,
            "Snow": 0.15,
        },
        "Windswept": {"Snow": 0.5, "Frost": 0.5, "Milkiness": 0.5, "Waves": 0.6},
    },
)
