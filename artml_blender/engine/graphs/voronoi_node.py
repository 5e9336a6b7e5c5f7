"""The Voronoi Texture node: which of the functions its settings choose, and what its outputs are."""

from ..nodes.values import triple
from ..nodes.voronoi_texture import VoronoiOctaves, voronoi_cell, voronoi_distance_to_edge, voronoi_radius
from .call import Call, Carried

Outputs = dict[str, Carried]

INTEGER_HASH_SINCE = (5, 0, 0)


def voronoi(call: Call) -> Outputs:
    position = call.position("voronoi_dimensions")
    scale, randomness = call.number("Scale", 5.0), call.number("Randomness", 1.0)
    integer_hash, feature = call.version >= INTEGER_HASH_SINCE, call.setting("feature", "F1")
    if feature == "N_SPHERE_RADIUS":
        return {"Radius": voronoi_radius(position, scale, randomness, integer_hash)}
    octaves = VoronoiOctaves(call.number("Detail"), call.number("Roughness", 0.5), call.number("Lacunarity", 2.0))
    normalize = call.setting("normalize", False)
    if feature == "DISTANCE_TO_EDGE":
        distance = voronoi_distance_to_edge(position, scale, octaves, randomness, normalize, integer_hash)
        return {"Distance": distance}
    cell = voronoi_cell(
        position,
        scale,
        octaves,
        call.number("Smoothness", 1.0),
        call.number("Exponent", 0.5),
        randomness,
        feature,
        call.setting("distance", "EUCLIDEAN"),
        normalize,
        integer_hash,
        color="Color" in call.wanted,
        place=bool(call.wanted & {"Position", "W"}),
    )
    outputs: Outputs = {"Distance": cell.distance}
    if cell.color is not None:
        outputs["Color"] = cell.color
    if cell.position is not None:
        *place, last = cell.position
        has_w = len(cell.position) in (1, 4)
        axes = place if has_w else cell.position
        outputs["Position"] = triple((*axes, *call.zero_vector())[:3])
        outputs["W"] = last if has_w else call.zero()
    return outputs


VORONOI_NODES = {"ShaderNodeTexVoronoi": voronoi}
