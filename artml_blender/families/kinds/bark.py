"""Bark of a tree that grows upwards: interlaced ridges, plates, flakes, lenticels."""

from ..blocks.cells import bordered_cells, cells
from ..blocks.noise import noise, noise_vector
from ..family import Family, FamilyBuilder, Finish, srgb


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Structure")
    f.slider("Ridges", 13, (2, 40), (9, 18), "Ridges or plates side by side in one tile", step=1)
    f.slider("Length", 3.5, (1, 8), (2.6, 5.0), "How much longer than wide ridges and plates are")
    f.slider("Furrows", 0.7, (0, 1), (0.45, 0.95), "How deep the furrows between interlaced ridges are")
    f.slider("Furrow Width", 0.45, (0, 1), (0.3, 0.65), "How wide the furrows are")
    f.slider("Plates", 0.8, (0, 1), (0.45, 1.0), "How deep cracks part the ridges into plates")
    f.slider("Flakes", 0.45, (0, 1), (0.2, 0.7), "Thin scales that come off in layers")
    f.slider("Crookedness", 0.6, (0, 1), (0.4, 0.9), "How irregular the plates are")
    f.slider("Grain", 0.55, (0, 1), (0.35, 0.8), "How rough the ridges' faces are")
    f.slider("Lenticels", 0.0, (0, 1), (0.0, 0.0), "Dark strokes across the trunk, as on birch and cherry")
    f.panel("Color")
    f.color("Bark Color", srgb("#6e6459"), "The weathered face")
    f.color("Flake Color", srgb("#7d6a58"), "Fresh flakes and the ridges' flanks")
    f.color("Furrow Color", srgb("#38302a"), "The bottom of furrows and cracks, and the lenticels")
    f.slider("Variation", 0.5, (0, 1), (0.3, 0.8), "How much one flake's colour differs from the next one's")
    f.slider("Roughness", 0.85, (0, 1), (0.75, 0.95), "How matt the bark is")
    f.panel("Growth")
    f.slider("Lichen", 0.15, (0, 1), (0.0, 0.45), "Pale crusts on the ridges")
    f.color("Lichen Color", srgb("#8f9480"), "The lichen")
    f.slider("Moss", 0.1, (0, 1), (0.0, 0.35), "Moss, mostly in the furrows")
    f.color("Moss Color", srgb("#4b522f"), "The moss")


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Ridges"):
        count = f["Ridges"]
        rows = f.math("MAXIMUM", f.math("ROUND", count / f["Length"]), 1.0)
        size = f.combine(count, rows)
        bend = noise_vector(f, f.tile, size * 0.8, 2.0, seed=f["Seed"])
        winding = noise(f, f.tile, size * (1.5, 0.8, 0.0), 3.0, 0.5, f["Seed"] + 1.0, 3.0)
        ridge = f.math("ABSOLUTE", winding - 0.5) * 2.0
    with f.frame("Plates"):
        crooked = f.tile + bend / size * (f["Crookedness"] * 1.6)
        plate, crack = bordered_cells(f, crooked, size, 0.85, f["Seed"] + 2.0)
        flake = cells(f, crooked + bend / size * 0.5, size * (3.0, 4.0, 0.0), 1.0, f["Seed"] + 3.0)
        first, second, third = f.separate(flake.random)
        lift, _, _ = f.separate(plate.random)
    with f.frame("Grain"):
        grain = noise(f, f.tile, size * (6.0, 5.0, 0.0), 4.0, 0.7, f["Seed"] + 4.0)
        patch = noise(f, f.tile, (5.0, 4.0, 0.0), 4.0, 0.6, f["Seed"] + 5.0)
        strokes = noise(f, f.tile, size * (1.0, 14.0, 0.0), 1.0, 0.5, f["Seed"] + 6.0)
    with f.frame("Relief"):
        rough = (grain - 0.5) * 0.16
        wide = 0.25 + f["Furrow Width"] * 0.9
        top = f.mix(f["Furrows"], 1.0, f.smoothstep(ridge + rough, 0.0, wide))
        parted = f.smoothstep(crack + rough * 0.7, 0.01, 0.07 + f["Furrow Width"] * 0.16)
        top = top * f.mix(f["Plates"], 1.0, 0.25 + 0.75 * parted)
        layers = (first - 0.5) * 0.35 + (1.0 - flake.distance) * 0.2
        scaly = top + layers * f["Flakes"] * f.smoothstep(top, 0.1, 0.6)
        hairline = f.smoothstep(f.math("ABSOLUTE", grain - 0.5), 0.06, 0.0) * f["Grain"] * f.smoothstep(first, 0.3, 0.6)
        lenticel = f.smoothstep(strokes + (grain - 0.5) * 0.2, 0.74, 0.82) * f.smoothstep(f["Lenticels"], 0.0, 0.5)
        lenticel = lenticel * f.smoothstep(patch, 0.75 - f["Lenticels"] * 0.7, 1.0 - f["Lenticels"] * 0.7)
    with f.frame("Bark color"):
        own = 0.25 + (second - 0.5) * f["Variation"] * 1.2 + (grain - 0.5) * 0.5 + (patch - 0.5) * 0.5
        fresh = own + (1.0 - f.smoothstep(scaly, 0.3, 0.9)) * 0.5
        color = f.blend(fresh, f["Bark Color"], f["Flake Color"])
        brightness = (
            1.0
            + (third - 0.5) * f["Variation"] * 0.45
            + (grain - 0.5) * f["Grain"] * 0.7
            + (lift - 0.5) * 0.6 * f["Variation"]
        )
        color = f.tint(color, 0.5, 1.0 + (patch - 0.5) * 0.3, brightness)
        deep = 1.0 - f.smoothstep(top + rough, 0.0, 0.55)
        color = f.blend(
            f.math("MAXIMUM", f.math("MAXIMUM", deep * 0.9, hairline * 0.45), lenticel), color, f["Furrow Color"]
        )
    with f.frame("Lichen and moss"):
        crust = f.smoothstep(
            patch * 0.5 + grain * 0.45 + first * 0.25, 1.08 - f["Lichen"] * 0.75, 1.16 - f["Lichen"] * 0.7
        )
        crust = crust * f.smoothstep(top, 0.35, 0.8) * f.smoothstep(f["Lichen"], 0.0, 0.1)
        color = f.blend(crust * 0.8, color, f.tint(f["Lichen Color"], 0.5, 1.0, 0.75 + grain * 0.5))
        damp = (1.0 - patch) * 0.8 + (1.0 - top) * 0.25 + (grain - 0.5) * 0.45
        limit = 1.0 - 0.8 * f["Moss"]
        moss = f.smoothstep(damp, limit, limit + 0.15) * f.smoothstep(f["Moss"], 0.0, 0.1)
        color = f.blend(
            moss * 0.9, color, f.tint(f["Moss Color"], 0.5, 1.0 - grain * 0.25, 0.45 + grain * 0.7 + patch * 0.5)
        )
    with f.frame("Together"):
        height = 0.12 + scaly * 0.55 + (lift - 0.5) * 0.12 * f["Plates"] + (grain - 0.5) * f["Grain"] * 0.24
        height = height + moss * 0.06 + crust * 0.02 + lenticel * (grain - 0.3) * 0.1 - hairline * 0.05
        roughness = f["Roughness"] + (grain - 0.5) * 0.15 + deep * 0.08 - crust * 0.05 + moss * 0.08
    return Finish(color, roughness, height, piece=first, edge=top)


FAMILY = Family(
    name="bark",
    label="Bark",
    about="Bark of a tree: ridges, plates, flakes, with lichen and moss",
    catalog="Organic",
    tags=("bark", "tree", "trunk", "wood", "nature", "forest"),
    tile_size=0.8,
    design=design,
    presets={
        "Oak": {"Ridges": 13, "Length": 3.5, "Furrows": 0.6, "Plates": 0.95, "Flakes": 0.3, "Lichen": 0.25},
        "Scots Pine": {
            "Ridges": 6,
            "Length": 1.7,
            "Furrows": 0.15,
            "Furrow Width": 0.35,
            "Plates": 1.0,
            "Flakes": 0.95,
            "Bark Color": srgb("#7c6759"),
            "Flake Color": srgb("#8a5f4a"),
            "Furrow Color": srgb("#40302a"),
            "Variation": 0.8,
            "Moss": 0.0,
        },
        "Willow": {
            "Ridges": 16,
            "Length": 5.0,
            "Furrows": 0.9,
            "Plates": 0.5,
            "Flakes": 0.6,
            "Bark Color": srgb("#857a6e"),
            "Flake Color": srgb("#6e5a4b"),
        },
        "Birch": {
            "Ridges": 6,
            "Length": 1.2,
            "Furrows": 0.0,
            "Plates": 0.0,
            "Flakes": 0.08,
            "Grain": 0.2,
            "Lenticels": 0.75,
            "Bark Color": srgb("#cdc8bc"),
            "Flake Color": srgb("#b5a796"),
            "Furrow Color": srgb("#352f2b"),
            "Variation": 0.15,
            "Roughness": 0.65,
            "Lichen": 0.05,
        },
        "Mossy Trunk": {"Moss": 0.55, "Lichen": 0.3, "Furrows": 0.85, "Bark Color": srgb("#5e554a")},
    },
)
