"""Marble: clouded stone with bold, feathered and hair-thin veins, or broken and healed to a breccia."""

from ..blocks.cells import bordered_cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Veins")
    f.slider("Vein Scale", 4, (1, 12), (3, 5), "Bold veins across one tile", step=1)
    f.slider("Veins", 0.6, (0, 1), (0.35, 0.85), "How strongly the bold veins show")
    f.slider("Vein Width", 0.4, (0, 1), (0.2, 0.65), "The width of the bold veins")
    f.slider("Feathering", 0.5, (0, 1), (0.3, 0.8), "Soft shading that fades away from one side of a vein")
    f.slider("Slant", 1, (-2, 2), (-1, 1), "The veins' direction: 0 is upright, 1 and -1 are diagonal", step=1)
    f.slider("Fine Veins", 0.4, (0, 1), (0.2, 0.6), "A second set of thin veins")
    f.slider("Network", 0.2, (0, 1), (0.0, 0.4), "Hair-thin veins that meet in a net")
    f.slider("Network Scale", 6, (2, 24), (4, 9), "Meshes of the net across one tile", step=1)
    f.panel("Color")
    f.color("Stone Color", srgb("#dcdad5"), "Most of the stone")
    f.color("Cloud Color", srgb("#bfc0c0"), "Large soft clouds, and the shading beside veins")
    f.color("Vein Color", srgb("#85888b"), "The veins")
    f.color("Accent Color", srgb("#a89a80"), "Some of the veins, here and there")
    f.slider("Clouds", 0.5, (0, 1), (0.3, 0.8), "How strongly the clouds show")
    f.slider("Fragments", 0.05, (0, 1), (0.0, 0.15), "How much the stones between the net differ in colour: breccia")
    f.slider("Accent", 0.2, (0, 1), (0.0, 0.4), "How much of the veins has the accent's colour")
    f.slider("Crystals", 0.3, (0, 1), (0.1, 0.5), "Sugary grain of the stone")
    f.panel("Finish")
    f.slider("Polish", 0.8, (0, 1), (0.5, 0.95), "From honed and matt to a mirror")
    f.slider("Pitted Veins", 0.25, (0, 1), (0.0, 0.5), "How far the softer veins are worn below the surface")
    f.slider("Wear", 0.15, (0, 1), (0.0, 0.35), "Dull patches where the polish is gone")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Clouds"):
        u, v, _ = f.separate(f.tile)
        slanted = f.combine(u + v * f["Slant"], v)
        scale = f["Vein Scale"]
        cloud = noise(f, slanted, f.combine(scale, scale * 0.75), 4.0, 0.62, f["Seed"])
        grain = noise(f, f.tile, 70.0, 3.0, 0.65, f["Seed"] + 1.0)
    with f.frame("Bold veins"):
        field = noise(f, slanted, f.combine(scale * 1.25, scale * 0.8), 4.0, 0.56, f["Seed"] + 2.0) - 0.5
        presence = f.smoothstep(cloud, 0.75 - 0.75 * f["Veins"], 1.0 - 0.6 * f["Veins"]) * f.smoothstep(
            f["Veins"], 0.0, 0.2
        )
        width = (0.012 + 0.06 * f["Vein Width"]) * (0.4 + cloud)
        core = f.smoothstep(f.math("ABSOLUTE", field) + (grain - 0.5) * 0.02, width, 0.0) * presence
        reach = 0.1 + 0.3 * f["Feathering"]
        feather = f.smoothstep(field, reach, 0.0) * f.smoothstep(field, -0.015, 0.01)
        feather = feather * f["Feathering"] * f.smoothstep(cloud, 0.15, 0.7)
    with f.frame("Fine veins"):
        web = noise(f, slanted, f.combine(scale * 3.0, scale * 2.0), 4.0, 0.6, f["Seed"] + 3.0) - 0.5
        thin = f.smoothstep(f.math("ABSOLUTE", web), 0.02 + 0.02 * cloud, 0.0)
        thin = thin * f.smoothstep(field * 1.5 + cloud, 0.85 - 0.9 * f["Fine Veins"], 1.2 - 0.7 * f["Fine Veins"])
        thin = thin * f.smoothstep(f["Fine Veins"], 0.0, 0.25)
    with f.frame("Network"):
        count = f["Network Scale"]
        bend = noise_vector(f, f.tile, f.combine(count, count) * 0.9, 3.0, 0.55, f["Seed"] + 4.0)
        broken = f.tile + f.vector_math("SCALE", bend, scale=2.0 / count)
        piece, border = bordered_cells(f, broken, f.combine(count, count), 1.0, f["Seed"] + 5.0)
        first, second, third = f.separate(piece.random)
        opened = 0.008 + f.math("MAXIMUM", web + 0.1, 0.0) * 0.22 * f["Network"]
        net = f.smoothstep(border, opened, opened * 0.2)
        shown = cloud * 0.5 + first * 0.4 + 0.05 + web * 0.8
        net = net * f.smoothstep(shown, 0.95 - 0.75 * f["Network"], 1.15 - 0.75 * f["Network"])
        net = net * f.smoothstep(f["Network"], 0.0, 0.15)
    with f.frame("Color"):
        shade = (
            (cloud - 0.5 + field * 0.6 + web * 0.4) * 1.3 * f["Clouds"] + 0.25 + (second - 0.5) * f["Fragments"] * 1.4
        )
        color = f.blend(f.math("MAXIMUM", shade, feather), f["Stone Color"], f["Cloud Color"])
        brightness = 1.0 + (first - 0.5) * f["Fragments"] * 0.9 + (grain - 0.5) * f["Crystals"] * 0.22
        color = f.tint(color, 0.5 + (third - 0.5) * f["Fragments"] * 0.05, 1.0, brightness)
        gold = f.smoothstep(web + field + 0.5, 0.85 - 0.7 * f["Accent"], 1.1 - 0.6 * f["Accent"]) * f["Accent"] * 1.4
        vein = f.blend(gold, f["Vein Color"], f["Accent Color"])
        color = f.blend(feather * 0.35, color, vein)
        color = f.blend(f.math("MAXIMUM", core * 0.85, f.math("MAXIMUM", thin * 0.7, net * 0.8)), color, vein)
    with f.frame("Finish"):
        lines = f.math("MAXIMUM", core, net)
        dull = f.smoothstep(cloud + (grain - 0.5) * 0.3, 1.0 - 0.6 * f["Wear"], 1.3 - 0.6 * f["Wear"]) * f["Wear"]
        roughness = 0.62 - 0.52 * f["Polish"] + lines * 0.12 * f["Pitted Veins"] + dull * 0.5 + (grain - 0.5) * 0.05
        pits = lines * f.smoothstep(grain, 0.35, 0.7) * f["Pitted Veins"]
        height = 0.5 - pits * 0.06 + (grain - 0.5) * 0.012 * (1.2 - f["Polish"]) + (cloud - 0.5) * 0.006
    return Finish(color, roughness, height, piece=first, edge=1.0 - net)


FAMILY = Family(
    name="marble",
    label="Marble",
    about="Clouded stone with bold, feathered and hair-thin veins",
    catalog="Stone",
    tags=("marble", "stone", "polished", "veins", "interior"),
    tile_size=1.0,
    design=design,
    presets={
        "Carrara": {"Veins": 0.5, "Feathering": 0.6, "Fine Veins": 0.4, "Vein Width": 0.3, "Accent": 0.05},
        "Calacatta Gold": {
            "Stone Color": srgb("#e2dfd8"),
            "Cloud Color": srgb("#d0cbc0"),
            "Vein Color": srgb("#7f7d7a"),
            "Accent Color": srgb("#a5834f"),
            "Vein Scale": 3,
            "Veins": 0.9,
            "Vein Width": 0.6,
            "Feathering": 0.75,
            "Fine Veins": 0.25,
            "Network": 0.0,
            "Accent": 0.7,
        },
        "Nero Marquina": {
            "Stone Color": srgb("#212122"),
            "Cloud Color": srgb("#2f2f30"),
            "Vein Color": srgb("#cfccc6"),
            "Accent Color": srgb("#8c8983"),
            "Veins": 0.55,
            "Vein Width": 0.12,
            "Feathering": 0.05,
            "Fine Veins": 0.35,
            "Network": 0.5,
            "Accent": 0.4,
        },
        "Verde Guatemala": {
            "Stone Color": srgb("#2f4536"),
            "Cloud Color": srgb("#1f2f27"),
            "Vein Color": srgb("#8fa68f"),
            "Accent Color": srgb("#5b7a62"),
            "Veins": 0.5,
            "Vein Width": 0.2,
            "Feathering": 0.3,
            "Fine Veins": 0.8,
            "Network": 0.6,
            "Clouds": 0.9,
            "Fragments": 0.5,
            "Accent": 0.5,
        },
        "Emperador": {
            "Stone Color": srgb("#5c4637"),
            "Cloud Color": srgb("#463429"),
            "Vein Color": srgb("#c2ad93"),
            "Accent Color": srgb("#8f6f50"),
            "Veins": 0.2,
            "Vein Width": 0.1,
            "Feathering": 0.15,
            "Network": 0.8,
            "Network Scale": 9,
            "Fragments": 0.3,
            "Fine Veins": 0.5,
        },
        "Crema": {
            "Stone Color": srgb("#d3c3a8"),
            "Cloud Color": srgb("#c5b193"),
            "Vein Color": srgb("#9c7d5a"),
            "Accent Color": srgb("#e0d5c0"),
            "Veins": 0.45,
            "Feathering": 0.3,
            "Fine Veins": 0.6,
            "Network": 0.45,
        },
    },
)
