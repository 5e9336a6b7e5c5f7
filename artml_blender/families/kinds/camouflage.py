"""Camouflage printed on cloth."""

from ..blocks.noise import noise, noise_vector
from ..blocks.weave import weave
from ..family import Family, FamilyBuilder, Finish, srgb
from ..value import Value


def _sliders(f: FamilyBuilder) -> None:
    f.panel("Pattern")
    f.slider("Blotches", 4, (1, 14), (3, 5), "How many large blotches side by side in one tile")
    f.slider("Stretch", 1.4, (0.4, 6), (1.0, 2.0), "How much broader than tall the blotches are")
    f.slider("Raggedness", 0.45, (0, 1), (0.25, 0.65), "From smooth outlines to frayed ones")
    f.slider("Swirl", 0.5, (0, 1), (0.25, 0.8), "How much the blotches are bent")
    f.slider("Pixels", 0, (0, 160), (0, 0), "Pixels along one tile, for digital camouflage; none at 0", step=1)
    f.panel("Colors")
    f.color("Base Color", srgb("#6b6a4b"), "The ground")
    f.color("Second Color", srgb("#4b5638"), "The second largest blotches")
    f.color("Third Color", srgb("#5b4936"), "Blotches over those")
    f.color("Dark Color", srgb("#2c2c28"), "The last, smallest blotches")
    f.slider("Second Amount", 0.5, (0, 1), (0.42, 0.58), "How much of the ground the second colour covers")
    f.slider("Third Amount", 0.4, (0, 1), (0.32, 0.48), "How much the third one covers")
    f.slider("Dark Amount", 0.25, (0, 1), (0.18, 0.32), "How much the dark one covers")
    f.panel("Cloth")
    f.slider("Yarns", 100, (24, 300), (76, 120), "Yarns side by side in one tile", step=4)
    f.slider("Weave Depth", 0.6, (0, 1), (0.4, 0.85), "How clearly the twill of the cloth is seen")
    f.slider("Ripstop", 0.0, (0, 1), (0.0, 0.6), "A grid of thicker yarns")
    f.slider("Wrinkles", 0.35, (0, 1), (0.1, 0.6), "Soft creases of worn clothes")
    f.panel("Wear")
    f.slider("Fading", 0.3, (0, 1), (0.1, 0.55), "Washed out, on creases first")
    f.slider("Dirt", 0.2, (0, 1), (0.0, 0.4), "Dusty and dark patches")


def _pattern(f: FamilyBuilder) -> Value:
    """The printed colours."""
    bend = noise_vector(f, f.tile, f["Blotches"] * 1.6, 2.0, 0.5, f["Seed"])
    pixels = f.math("MAXIMUM", f["Pixels"], 1.0)
    squared = f.vector_math("ADD", f.vector_math("FLOOR", f.tile * pixels), (0.5, 0.5, 0.0)) / pixels
    bent = f.tile + f.vector_math("SCALE", bend, scale=f["Swirl"] * 1.2 / f["Blotches"])
    place = f.mix_vectors(f.math("GREATER_THAN", f["Pixels"], 1.0), bent, squared)
    scale = f.combine(f["Blotches"], f["Blotches"] * f["Stretch"])
    roughness = 0.3 + f["Raggedness"] * 0.4
    color: Value | None = None
    layers = (("Second", 1.0, 1.0), ("Third", 2.0, 1.25), ("Dark", 3.0, 1.7))
    for name, seed, finer in layers:
        value = noise(f, place, scale * finer, 3.0, roughness, f["Seed"] + seed, 2.4)
        level = 0.95 - 0.9 * f[f"{name} Amount"]
        blotch = f.smoothstep(value, level - 0.008, level + 0.008)
        color = f.blend(blotch, color or f["Base Color"], f[f"{name} Color"])
    assert color is not None
    return color


def design(f: FamilyBuilder) -> Finish:
    _sliders(f)
    with f.frame("Print"):
        print_color = _pattern(f)
    with f.frame("Cloth"):
        seed = f["Seed"]
        yarns = f.math("ROUND", f["Yarns"] / 4.0) * 4.0
        cloth = weave(f, f.tile, f.combine(yarns, yarns), 2.0, 2.0, 0.0, (0.98, 0.98), seed)
        squares = f.math("MAXIMUM", f.math("ROUND", yarns / 12.0), 1.0)
        u, v, _ = f.separate(f.vector_math("FRACTION", f.tile * squares))
        from_line = f.math("MINIMUM", f.math("MINIMUM", u, 1.0 - u), f.math("MINIMUM", v, 1.0 - v))
        ripstop = f.smoothstep(from_line, 0.1, 0.05) * f["Ripstop"]
    with f.frame("Wrinkles"):
        broad = noise(f, f.tile, 3.0, 3.0, 0.5, seed + 5.0)
        folds = noise(f, f.tile, (4.0, 2.6, 0.0), 2.0, 0.5, seed + 6.0, 1.6)
        crease = 1.0 - f.math("ABSOLUTE", folds - 0.5) * 4.0
        crease = f.math("MAXIMUM", crease, 0.0) * f.smoothstep(broad, 0.25, 0.75) * f["Wrinkles"]
    with f.frame("Wear"):
        second = f.separate(cloth.random)[1]
        value = 1.0 + (second - 0.5) * 0.14 + (cloth.height - 0.75) * 0.5 * f["Weave Depth"] + ripstop * 0.08
        color = f.tint(print_color, 0.5, 1.0, value)
        faded = (f.smoothstep(broad, 0.2, 0.95) * 0.6 + crease * 0.6) * f["Fading"]
        color = f.blend(faded * 0.55, color, f.tint(srgb("#a39c88"), 0.5, 1.0, value))
        dirt = f.smoothstep(broad, 0.5, 0.05) * f["Dirt"]
        color = f.blend(dirt, color, f.tint(color, 0.495, 0.8, 0.5))
    with f.frame("Relief"):
        fine = f.math("MINIMUM", 60.0 / yarns, 1.2) * f["Weave Depth"]
        height = (
            0.45
            + (cloth.height - 0.7) * fine * 0.6
            + ripstop * 0.07
            + crease * 0.4
            + (broad - 0.5) * 0.3 * f["Wrinkles"]
        )
        roughness = 0.88 + (second - 0.5) * 0.06 - dirt * 0.06 + (1.0 - cloth.height) * 0.06
    return Finish(color, roughness, height)


FAMILY = Family(
    name="camouflage",
    label="Camouflage",
    about="Woodland, desert, winter or digital camouflage on twill",
    catalog="Fabric",
    tags=("camouflage", "military", "cloth", "uniform", "digital"),
    tile_size=0.6,
    design=design,
    presets={
        "Woodland": {"Blotches": 4, "Raggedness": 0.5, "Second Amount": 0.52},
        "Desert": {
            "Base Color": srgb("#b3a07c"),
            "Second Color": srgb("#9a825c"),
            "Third Color": srgb("#85705a"),
            "Dark Color": srgb("#6a5b47"),
            "Dark Amount": 0.15,
            "Stretch": 2.2,
            "Raggedness": 0.3,
        },
        "Digital Grey": {
            "Pixels": 72,
            "Base Color": srgb("#9a9d92"),
            "Second Color": srgb("#7e8379"),
            "Third Color": srgb("#666b66"),
            "Dark Color": srgb("#4b504e"),
            "Raggedness": 0.7,
            "Stretch": 1.6,
        },
        "Tiger Stripe": {
            "Stretch": 4.5,
            "Swirl": 0.3,
            "Blotches": 3,
            "Dark Amount": 0.42,
            "Second Amount": 0.5,
            "Third Amount": 0.3,
            "Base Color": srgb("#7d7a55"),
        },
        "Snow": {
            "Base Color": srgb("#c5c7c5"),
            "Second Color": srgb("#b2b6b6"),
            "Third Color": srgb("#8c9296"),
            "Dark Color": srgb("#565b60"),
            "Third Amount": 0.3,
            "Dark Amount": 0.16,
            "Raggedness": 0.65,
        },
    },
)
