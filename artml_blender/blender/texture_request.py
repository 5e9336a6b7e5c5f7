"""What to ask the engine for to generate a texture, as the Texture panel is set."""

from dataclasses import replace

import bpy

from ..contract.errors import RequestError
from ..contract.messages import SHIPPED_MODEL, GenerateTexture
from ..contract.recipes import recipe_from_text
from ..setup.places import pictures
from .adjustments import DIGITS
from .images import RECIPE_PROPERTY
from .photo_files import keep_height
from .structure_properties import FAMILY, IMAGE, NONE


def texture_request(context: bpy.types.Context) -> GenerateTexture:
    """Of the scene's settings and, if it is the structure, the active material; raises RequestError."""
    settings = context.scene.artml
    if not settings.model:
        raise RequestError("The model that was chosen is no longer there; choose another as the Model.")
    request = GenerateTexture(
        category=settings.category if settings.model == SHIPPED_MODEL else "",
        seed=settings.seed,
        size=(settings.size[0], settings.size[1]),
        variation=round(settings.variation, DIGITS),
        grain=round(settings.grain, DIGITS),
        model=settings.model,
    )
    if settings.structure == NONE:
        return request
    depth = round(settings.structure_depth, DIGITS)
    return replace(request, structure=_structure(context), structure_depth=depth)


def _structure(context: bpy.types.Context) -> str:
    """A family's name, or a picture's path; raises RequestError, and GraphError for an image that is no picture."""
    settings = context.scene.artml
    if settings.structure == FAMILY:
        return settings.structure_family
    if settings.structure != IMAGE:
        return _of_material(context.object and context.object.active_material)
    if settings.structure_image is None:
        raise RequestError("Choose an image for the structure first, or another structure.")
    return keep_height(settings.structure_image, pictures())


def _of_material(material: bpy.types.Material | None) -> str:
    """The material's height map; of one that was generated with a structure, that structure: else it would be carved
    anew, deeper each time Generate is pressed."""
    if material is None:
        raise RequestError("The active object has no material to take a structure from; choose another structure.")
    if recipe := material.get(RECIPE_PROPERTY):
        made_by = recipe_from_text(recipe)
        if isinstance(made_by, GenerateTexture) and made_by.structure:
            return made_by.structure
    if (height := height_image(material)) is None:
        raise RequestError(
            f"The material '{material.name}' has no height map; bake it with ArtML first, or choose an image."
        )
    return keep_height(height, pictures())


def height_image(material: bpy.types.Material) -> bpy.types.Image | None:
    """The image that ArtML's materials show their height by; None where there is none."""
    for node in material.node_tree.nodes if material.node_tree else ():
        if node.bl_idname == "ShaderNodeTexImage" and node.label == "height" and node.image:
            return node.image
    return None
