"""Tread plate with raised lozenges."""

from ..blocks.lozenges import lozenges
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Pattern")
    f.slider("Lozenges", 8, (2, 40), (6, 12), "Lozenges side by side in one tile", step=2)
    f.slider("Bars", 1, (1, 5), (1, 1), "Parallel ones in each place: 1, 2, 3 or 5 are usual", step=1)
    f.slider("Length", 0.8, (0.3, 1.1), (0.7, 0.95), "How long each lozenge is")
    f.slider("Width", 0.3, (0.05, 0.6), (0.24, 0.36), "How wide each is, or a group of bars together")
    f.slider("Angle", 45, (0, 90), (45, 45), "How they are turned, in degrees; every other one lies across the first")
    f.slider("Relief", 0.6, (0, 1), (0.45, 0.8), "How high they stand")
    f.slider("Roundness", 0.55, (0, 1), (0.35, 0.8), "From flat tops to round ones")
    f.panel("Metal")
    f.color("Metal Color", srgb("#9fa1a3"), "The bare metal")
    f.slider("Metal Roughness", 0.42, (0, 1), (0.35, 0.52), "How matt the metal is")
    f.slider("Rolling Marks", 0.35, (0, 1), (0.15, 0.6), "Fine lines and clouds from the mill")
    f.panel("Paint")
    f.color("Paint Color", srgb("#55606a"), "Paint, where there is any")
    f.slider(
        "Paint", 0.0, (0, 1), (0.0, 0.0), "How much of the plate is still painted; it wears off the lozenges first"
    )
    f.panel("Wear")
    f.slider("Polish", 0.5, (0, 1), (0.25, 0.8), "Bright tops of lozenges, rubbed by feet")
    f.slider("Scratches", 0.4, (0, 1), (0.15, 0.65), "Scratches all over")
    f.slider("Dirt", 0.4, (0, 1), (0.15, 0.65), "Dirt that gathers around the lozenges")
    f.slider("Rust", 0.1, (0, 1), (0.0, 0.3), "Rust that starts in the dirt")
    f.color("Rust Color", srgb("#6b4028"), "The rust")


def _scratches(f: FamilyBuilder) -> Value:
    """Thin lines at two slants; they follow whole numbers of turns around the tile."""
    bend = f.vector_math("SCALE", noise_vector(f, f.tile, 3.0, 1.0, seed=f["Seed"]), scale=0.08)
    u, v, _ = f.separate(f.tile + bend)
    first = noise(f, f.combine(u + v, v), (70.0, 4.0, 0.0), 1.0, 0.5, f["Seed"] + 4.0, 3.0)
    second = noise(f, f.combine(u - v * 2.0, v), (50.0, 5.0, 0.0), 1.0, 0.5, f["Seed"] + 5.0, 3.0)
    return f.math("MAXIMUM", f.smoothstep(first, 0.9, 1.0), f.smoothstep(second, 0.92, 1.0))


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Lozenges"):
        size = (f["Length"], f["Width"])
        dome, near, random = lozenges(f, f.tile, f["Lozenges"], f["Bars"], size, f["Angle"], f["Roundness"], f["Seed"])
    with f.frame("Noises"):
        seed = f["Seed"]
        cloud = noise(f, f.tile, 4.0, 4.0, 0.6, seed + 1.0)
        fine = noise(f, f.tile, 90.0, 3.0, 0.65, seed + 2.0)
        mill = noise(f, f.tile, (140.0, 4.0, 0.0), 3.0, 0.6, seed + 3.0)
    with f.frame("Scratches"):
        scratch = _scratches(f) * f.smoothstep(cloud, 0.35, 0.7) * f["Scratches"]
    with f.frame("Wear"):
        top = f.smoothstep(dome, 0.55, 1.0)
        rubbed = top * f.smoothstep(fine + cloud * 0.8 + random * 0.2, 1.1 - f["Polish"], 1.5 - f["Polish"])
        corner = near * (1.0 - f.smoothstep(dome, 0.0, 0.6))
        dirt = f.smoothstep(
            corner * 0.7 + cloud * 0.5 + (fine - 0.5) * 0.4, 0.95 - f["Dirt"] * 0.7, 1.25 - f["Dirt"] * 0.5
        )
        rust = f.smoothstep(
            cloud * 0.8 + corner * 0.25 + (fine - 0.5) * 0.9 - top * 0.2, 1.05 - f["Rust"], 1.2 - f["Rust"]
        ) * f.smoothstep(f["Rust"], 0.0, 0.08)
        loss = top * (0.3 + 0.5 * f["Polish"]) + (cloud - 0.5) * 0.6 + (fine - 0.5) * 0.5 + scratch * 0.6
        painted = f.smoothstep(loss, f["Paint"] * 1.15, f["Paint"] * 1.15 - 0.05) * f.smoothstep(f["Paint"], 0.0, 0.05)
    with f.frame("Color"):
        value = 1.0 + (mill - 0.5) * f["Rolling Marks"] * 0.4 + (cloud - 0.5) * 0.25 + (fine - 0.5) * 0.15
        metal = f.tint(f["Metal Color"], 0.5, 1.0, value + rubbed * 0.25 + scratch * 0.25 - (1.0 - top) * 0.12)
        paint = f.tint(f["Paint Color"], 0.5, 1.0, 1.0 + (cloud - 0.5) * 0.3 + (fine - 0.5) * 0.12)
        color = f.blend(painted, metal, paint)
        color = f.blend(dirt * 0.75, color, f.tint(srgb("#3d3732"), 0.5, 1.0, 0.7 + fine * 0.6))
        color = f.blend(rust * 0.9, color, f.tint(f["Rust Color"], 0.5, 1.0, 0.7 + fine * 0.6))
    with f.frame("Together"):
        raised = dome * f["Relief"] * 0.42 * f.math("MINIMUM", 9.0 / f["Lozenges"], 1.5)
        rough = (fine - 0.5) * (0.03 + 0.05 * rust) + (mill - 0.5) * f["Rolling Marks"] * 0.012
        height = 0.38 + raised + rough - scratch * 0.025 + painted * 0.015 + (cloud - 0.5) * 0.06
        matt = f["Metal Roughness"] + (mill - 0.5) * 0.15 + (cloud - 0.5) * 0.15 - rubbed * 0.18
        matt = f.mix(painted, matt, 0.5 + (fine - 0.5) * 0.15)
        roughness = f.mix(f.math("MAXIMUM", dirt * 0.8, rust), matt, 0.85)
        metallic = (1.0 - painted) * (1.0 - dirt * 0.7) * (1.0 - rust)
    return Finish(color, roughness, height, metallic, piece=random, edge=dome)


FAMILY = Family(
    name="diamond_plate",
    label="Diamond Plate",
    about="Steel or aluminium tread plate with raised lozenges",
    catalog="Metal",
    tags=("metal", "steel", "tread", "checker", "floor", "industrial"),
    tile_size=0.3,
    design=design,
    presets={
        "Aluminium Five Bar": {"Bars": 5, "Metal Color": srgb("#b4b6b8"), "Width": 0.38, "Lozenges": 6, "Rust": 0.0},
        "Old Steel": {"Metal Color": srgb("#77757a"), "Dirt": 0.7, "Rust": 0.3, "Polish": 0.7},
        "Painted Deck": {
            "Paint": 0.72,
            "Paint Color": srgb("#4c6472"),
            "Rust": 0.15,
            "Dirt": 0.35,
        },
        "Safety Yellow": {"Paint": 0.62, "Paint Color": srgb("#bd9330"), "Bars": 2, "Width": 0.34, "Dirt": 0.55},
        "Rusted": {"Metal Color": srgb("#6d6663"), "Rust": 0.62, "Dirt": 0.6, "Polish": 0.4, "Bars": 3, "Width": 0.36},
    },
)
