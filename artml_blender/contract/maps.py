"""The maps of a PBR material: their names, channels and colour spaces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MapSpec:
    """One map: arrays are [H, W, channels], float, top row first, 0..1."""

    name: str
    channels: int
    is_color: bool  # True: sRGB when stored in 8 bits; False: Non-Color
    bits: int  # per channel in a file


MAPS = {
    spec.name: spec
    for spec in (
        MapSpec("base_color", channels=3, is_color=True, bits=8),
        MapSpec("roughness", channels=1, is_color=False, bits=8),
        MapSpec("metallic", channels=1, is_color=False, bits=8),
        MapSpec("normal", channels=3, is_color=False, bits=8),  # OpenGL, +Y
        MapSpec("height", channels=1, is_color=False, bits=16),  # 0.5 = the surface
        MapSpec("ambient_occlusion", channels=1, is_color=False, bits=8),
    )
}

# What 0..1 of the height map spans, as a share of the tile's own width: 0.02 of it, so 2 cm on a tile of one metre.
HEIGHT_PER_TILE = 0.02
HEIGHT_MIDLEVEL = 0.5
