"""Painted steel that rusts and flakes."""

from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Paint")
    f.color("Paint Color", srgb("#5d7f8c"), "The paint")
    f.color("Primer Color", srgb("#7a3b2e"), "The coat below, seen at the edges of flakes")
    f.slider("Paint Thickness", 0.5, (0, 1), (0.3, 0.8), "How high the edges of the paint stand")
    f.slider("Paint Roughness", 0.45, (0, 1), (0.3, 0.6), "How matt the paint is")
    f.slider("Chalking", 0.35, (0, 1), (0.1, 0.6), "Paint bleached by the sun, in patches")
    f.slider("Brush Marks", 0.25, (0, 1), (0.05, 0.45), "Traces of brush and roller")
    f.panel("Rust")
    f.slider("Flaking", 0.4, (0, 1), (0.22, 0.6), "How much of the paint has come off")
    f.slider("Flake Size", 4, (1, 16), (3, 6), "How many large flakes side by side; few are large", step=1)
    f.slider("Raggedness", 0.5, (0, 1), (0.3, 0.8), "From smooth outlines to crumbled ones")
    f.slider("Bare Metal", 0.15, (0, 1), (0.0, 0.4), "Steel that has not rusted yet")
    f.color("Rust Color", srgb("#7b4526"), "Most of the rust")
    f.color("Dark Rust Color", srgb("#3f2318"), "Old, thick rust")
    f.slider("Scale", 0.5, (0, 1), (0.3, 0.8), "How rough and blistered the rust is")
    f.panel("Spread")
    f.slider("Blisters", 0.4, (0, 1), (0.15, 0.7), "Paint lifted up around the rust")
    f.slider("Stains", 0.5, (0, 1), (0.3, 0.8), "Paint tinged by rust around the spots")
    f.slider("Streaks", 0.5, (0, 1), (0.1, 0.8), "Rust that rain has washed down")
    f.slider("Chips", 0.4, (0, 1), (0.15, 0.65), "Small chips scattered over the paint")
    f.slider("Grime", 0.3, (0, 1), (0.1, 0.5), "Dark dirt on the paint")


def _flaked(f: FamilyBuilder, broad: Value, middle: Value, fine: Value) -> Value:
    """0 at the edge of the paint, above where it has come off."""
    ragged = (middle - 0.5) * (0.3 + 0.3 * f["Raggedness"]) + (fine - 0.5) * (0.06 + 0.24 * f["Raggedness"])
    return broad + ragged - (1.02 - 0.8 * f["Flaking"])


def _rust(f: FamilyBuilder, broad: Value, middle: Value, fine: Value) -> Value:
    depth = f.smoothstep(middle + (fine - 0.5) * 0.9, 0.2, 0.8)
    color = f.blend(depth, f["Dark Rust Color"], f["Rust Color"])
    fresh = f.smoothstep(fine + (broad - 0.5) * 0.8, 0.62, 0.95)
    color = f.blend(fresh * 0.7, color, f.tint(f["Rust Color"], 0.512, 0.95, 1.6))
    return f.tint(color, 0.5, 1.0, 0.75 + fine * 0.5)


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Noises"):
        seed = f["Seed"]
        bend = noise_vector(f, f.tile, f["Flake Size"] * 2.0, 2.0, seed=seed)
        pushed = f.tile + f.vector_math("SCALE", bend, scale=0.1 / f["Flake Size"])
        broad = noise(f, pushed, f["Flake Size"], 2.0, 0.5, seed + 1.0)
        middle = noise(f, f.tile, f["Flake Size"] * 5.0, 4.0, 0.6, seed + 2.0)
        fine = noise(f, f.tile, 70.0, 3.0, 0.65, seed + 3.0)
        above = noise(f, f.vector_math("ADD", pushed, (0.0, 0.09, 0.0)), f["Flake Size"], 1.0, 0.5, seed + 1.0)
        drips = noise(f, f.tile, (36.0, 1.6, 0.0), 3.0, 0.6, seed + 4.0)
    with f.frame("Where the paint is off"):
        flaked = _flaked(f, broad, middle, fine)
        chip = f.smoothstep(fine * 0.5 + middle * 0.5, 0.97 - f["Chips"] * 0.3, 0.99 - f["Chips"] * 0.3)
        off = f.math("MAXIMUM", f.smoothstep(flaked, 0.0, 0.012), chip)
        rim = f.smoothstep(flaked, -0.035, -0.005) * (1.0 - off)
    with f.frame("Rust"):
        rust = _rust(f, broad, middle, fine)
        bare = f.smoothstep(middle + (drips - 0.5) * 0.6, 0.95 - f["Bare Metal"] * 0.6, 1.0 - f["Bare Metal"] * 0.55)
        bare = bare * f.smoothstep(f["Bare Metal"], 0.0, 0.1) * off
        steel = f.tint(srgb("#8b8a88"), 0.5, 1.0, 0.7 + fine * 0.5)
        metal = f.blend(bare, rust, steel)
    with f.frame("Paint"):
        marks = (drips - 0.5) * f["Brush Marks"]
        chalky = f.smoothstep(broad + (middle - 0.5) * 0.6, 0.7, 0.2) * f["Chalking"]
        paint = f.tint(f["Paint Color"], 0.5, 1.0, 1.0 + marks * 0.25 + (middle - 0.5) * 0.16 + (fine - 0.5) * 0.1)
        paint = f.blend(chalky * 0.6, paint, f.tint(f["Paint Color"], 0.5, 0.55, 1.45))
        grime = f.smoothstep(drips + (fine - 0.5) * 0.5 + (broad - 0.5) * 0.6, 0.5, 0.0) * f["Grime"]
        paint = f.blend(grime * 0.8, paint, f.tint(paint, 0.49, 0.8, 0.45))
    with f.frame("Stains"):
        halo = f.smoothstep(flaked + (fine - 0.5) * 0.15, -0.3, 0.05) * f["Stains"]
        spread = f.math("MAXIMUM", flaked, above - (1.02 - 0.8 * f["Flaking"]))
        washed = f.smoothstep(spread, -0.35, 0.0) * f.smoothstep(drips, 0.45, 0.85) * f["Streaks"]
        stain = f.math("MAXIMUM", halo * 0.75, washed)
        paint = f.blend(stain * 0.85, paint, f.tint(f["Rust Color"], 0.505, 1.0, 0.9 + fine * 0.4))
        paint = f.blend(rim * 0.75, paint, f["Primer Color"])
    with f.frame("Together"):
        color = f.blend(off, paint, metal)
        lift = f.smoothstep(flaked, -0.16, -0.01) * f["Blisters"] * (0.05 + 0.1 * middle)
        coat = 0.5 + f["Paint Thickness"] * 0.07 + lift + marks * 0.02 + (middle - 0.5) * 0.03
        crust = 0.5 + ((fine - 0.5) * 0.12 + (middle - 0.5) * 0.16 + (fine - 0.5) * 0.1) * f["Scale"] * (
            1.0 - 0.8 * bare
        )
        height = f.mix(off, coat, crust)
        matt = f["Paint Roughness"] + chalky * 0.3 + stain * 0.3 + grime * 0.2 + (fine - 0.5) * 0.06
        roughness = f.mix(off, matt, f.mix(bare, 0.85 + (fine - 0.5) * 0.15, 0.42 + (fine - 0.5) * 0.2))
    return Finish(color, roughness, height, metallic=bare * 0.95, edge=1.0 - off)


FAMILY = Family(
    name="rust_on_paint",
    label="Rusty Paint",
    about="Painted steel with flakes, rust, stains and streaks",
    catalog="Metal",
    tags=("rust", "paint", "metal", "flaking", "worn", "steel"),
    tile_size=1.0,
    design=design,
    presets={
        "Blue Container": {"Flaking": 0.3, "Streaks": 0.8, "Paint Color": srgb("#3f6078"), "Chips": 0.3},
        "Red Oxide": {
            "Paint Color": srgb("#8a4034"),
            "Primer Color": srgb("#4c4744"),
            "Rust Color": srgb("#6b4630"),
            "Flaking": 0.35,
            "Bare Metal": 0.3,
        },
        "White Hull": {
            "Paint Color": srgb("#cfccc2"),
            "Primer Color": srgb("#8b5a45"),
            "Flaking": 0.3,
            "Stains": 0.85,
            "Streaks": 0.8,
        },
        "Wreck": {
            "Paint Color": srgb("#6f8a80"),
            "Flaking": 0.72,
            "Scale": 0.9,
            "Raggedness": 0.8,
            "Blisters": 0.7,
        },
        "Machine Yellow": {
            "Paint Color": srgb("#c29433"),
            "Primer Color": srgb("#8a8782"),
            "Flaking": 0.22,
            "Bare Metal": 0.6,
            "Chips": 0.7,
            "Grime": 0.6,
        },
    },
)
