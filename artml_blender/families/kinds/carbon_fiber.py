"""Woven tows of carbon fibre in resin."""

from ..blocks.noise import noise, noise_vector
from ..blocks.weave import weave
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Weave")
    f.slider("Tows", 16, (4, 80), (12, 24), "Tows side by side in one tile", step=4)
    f.slider("Over", 2, (1, 4), (2, 2), "How many tows each upright one passes over", step=1)
    f.slider("Under", 2, (1, 4), (2, 2), "How many it then passes under; 2 and 2 is the usual twill", step=1)
    f.slider("Tow Width", 1.0, (0.6, 1.15), (0.95, 1.06), "Narrow tows show resin between them")
    f.slider("Waviness", 0.25, (0, 1), (0.1, 0.45), "How far the tows stray from straight lines")
    f.slider("Filaments", 0.5, (0, 1), (0.3, 0.8), "The fine fibres along each tow")
    f.panel("Color")
    f.color("Warp Color", srgb("#2c2d2f"), "The upright tows")
    f.color("Weft Color", srgb("#2c2d2f"), "The tows across")
    f.slider("Contrast", 0.6, (0, 1), (0.4, 0.85), "How differently the two directions shine")
    f.slider("Variation", 0.35, (0, 1), (0.15, 0.55), "How much one tow's brightness differs from the next one's")
    f.panel("Resin")
    f.slider("Coat Roughness", 0.12, (0, 1), (0.06, 0.22), "How matt the clear coat is")
    f.slider("Coat Thickness", 0.8, (0, 1), (0.6, 1.0), "At 1 a level surface, at 0 bare, dry fibre")
    f.slider("Orange Peel", 0.2, (0, 1), (0.05, 0.4), "The slight waviness of sprayed lacquer")
    f.slider("Pinholes", 0.1, (0, 1), (0.0, 0.25), "Small pits where resin is missing at the crossings")
    f.panel("Wear")
    f.slider("Scratches", 0.2, (0, 1), (0.0, 0.45), "Fine scratches in the clear coat")
    f.slider("Dust", 0.1, (0, 1), (0.0, 0.25), "Dull smudges on it")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Weave"):
        period = f["Over"] + f["Under"]
        tows = f.math("MAXIMUM", f.math("ROUND", f["Tows"] / period), 1.0) * period
        bend = noise_vector(f, f.tile, 4.0, 2.0, seed=f["Seed"])
        crooked = f.tile + f.vector_math("SCALE", bend, scale=f["Waviness"] * 2.0 / tows)
        width = f["Tow Width"]
        cloth = weave(f, crooked, f.combine(tows, tows), f["Over"], f["Under"], 0.0, (width, width), f["Seed"])
    with f.frame("Filaments"):
        upright = noise(f, f.tile, f.combine(f["Tows"] * 12.0, 6.0), 2.0, 0.6, f["Seed"] + 1.0, 3.0)
        level = noise(f, f.tile, f.combine(6.0, f["Tows"] * 12.0), 2.0, 0.6, f["Seed"] + 2.0, 3.0)
        filament = f.mix(cloth.warp, level, upright) - 0.5
    with f.frame("Color"):
        first, second, _ = f.separate(cloth.random)
        color = f.blend(cloth.warp, f["Weft Color"], f["Warp Color"])
        sheen = f.mix(cloth.warp, 1.0 - f["Contrast"] * 0.75, 1.0 + f["Contrast"] * 1.6)
        curve = f.smoothstep(cloth.height, 0.3, 1.0)
        value = sheen * (0.35 + 0.75 * curve) + (second - 0.5) * f["Variation"] * 0.9 + filament * f["Filaments"] * 1.3
        color = f.tint(color, 0.5, 1.0, f.math("MAXIMUM", value, 0.2))
        color = f.blend(f.smoothstep(cloth.height, 0.35, 0.1), color, f.tint(color, 0.5, 1.0, 0.3))
    with f.frame("Resin"):
        peel = noise(f, f.tile, f["Tows"] * 2.5, 1.0, 0.5, f["Seed"] + 3.0)
        smudge = noise(f, f.tile, 4.0, 4.0, 0.6, f["Seed"] + 4.0)
        lines = noise(f, f.tile + bend * 0.06, (3.0, 260.0, 0.0), 1.0, 0.5, f["Seed"] + 5.0, 3.0)
        scratch = f.smoothstep(lines, 0.93, 1.0) * f.smoothstep(smudge, 0.45, 0.7) * f["Scratches"]
        pit = (
            f.smoothstep(peel, 0.98 - f["Pinholes"] * 0.4, 1.05) * f.smoothstep(cloth.height, 0.75, 0.4) * f["Pinholes"]
        )
        dust = f.smoothstep(smudge, 0.4, 0.9) * f["Dust"]
    with f.frame("Together"):
        color = f.blend(f.math("MAXIMUM", dust * 0.25, scratch * 0.2), color, srgb("#8a8a88"))
        bare = 1.0 - f["Coat Thickness"]
        relief = (cloth.height - 0.7) * (0.03 + bare * 0.9) + filament * f["Filaments"] * bare * 0.25
        height = 0.5 + relief * f.math("MINIMUM", 16.0 / f["Tows"], 1.3)
        height = height + (peel - 0.5) * f["Orange Peel"] * 0.05 - pit * 0.04 - scratch * 0.03
        matt = f["Coat Roughness"] + bare * 0.3 + (0.5 - cloth.height) * bare * 0.2
        roughness = f.math("MAXIMUM", matt + dust * 0.45 + scratch * 0.4 + pit * 0.5, 0.03)
    return Finish(color, roughness, height, metallic=0.0, piece=first, edge=cloth.cover)


FAMILY = Family(
    name="carbon_fiber",
    label="Carbon Fiber",
    about="Woven carbon, aramid or glass fibre under clear coat",
    catalog="Synthetic",
    tags=("carbon", "fiber", "composite", "twill", "car", "synthetic"),
    tile_size=0.04,
    design=design,
    presets={
        "Gloss Twill": {"Coat Roughness": 0.06, "Coat Thickness": 1.0},
        "Matt Plain Weave": {"Over": 1, "Under": 1, "Tows": 20, "Coat Roughness": 0.4, "Orange Peel": 0.1},
        "Dry Fabric": {
            "Coat Roughness": 0.45,
            "Coat Thickness": 0.1,
            "Orange Peel": 0.0,
            "Scratches": 0.0,
            "Waviness": 0.6,
            "Filaments": 0.9,
        },
        "Carbon Aramid": {"Weft Color": srgb("#a8842e"), "Contrast": 0.15},
        "Glass Fiber": {
            "Over": 1,
            "Under": 1,
            "Warp Color": srgb("#a7b3a6"),
            "Weft Color": srgb("#9aa79c"),
            "Contrast": 0.1,
            "Variation": 0.2,
            "Tow Width": 0.9,
        },
    },
)
