"""The Image Texture node: its picture, projection and filter."""

from torch import Tensor

from ...contract.graph import GraphError
from ..nodes.image_texture import image_texture
from ..nodes.projections import map_to_sphere, map_to_tube
from ..nodes.values import Vector
from .call import Call, Carried

Outputs = dict[str, Carried]


def image(call: Call) -> Outputs:
    """Without a picture it shows magenta, as Cycles does."""
    name = call.setting("image", "")
    if not name:
        one = call.surface.normal()[2]
        return {"Color": (one, 0.0 * one, one), "Alpha": one}
    picture = call.images(name)
    vector = call.vector("Vector") if call.is_linked("Vector") else call.surface.uv()
    u, v = _project(vector, call.setting("projection", "FLAT"))
    color, alpha = image_texture(
        picture.channels,
        u,
        v,
        call.setting("interpolation", "Linear"),
        call.setting("extension", "REPEAT"),
        unassociate=picture.is_associated and "Alpha" in call.wanted,
        is_srgb=picture.is_srgb,
    )
    return {"Color": color, "Alpha": alpha}


def _project(vector: Vector, projection: str) -> tuple[Tensor, Tensor]:
    """A flat tile faces z: a box projection puts y upside down across and x upwards there. Raises GraphError."""
    x, y, _ = vector
    match projection:
        case "FLAT":
            return x, y
        case "BOX":
            return 1.0 - y, x
        case "SPHERE":
            return map_to_sphere(vector)
        case "TUBE":
            return map_to_tube(vector)
    raise GraphError(f"ArtML knows no projection {projection[:40]!r} of an Image Texture.")


PICTURE_NODES = {"ShaderNodeTexImage": image}
