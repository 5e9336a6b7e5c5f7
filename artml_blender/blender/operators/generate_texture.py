"""The button Generate."""

from collections.abc import Iterable
from dataclasses import dataclass

import bpy

from ...contract.messages import Finished, GenerateTexture
from ...contract.photos import MODES
from ..materials import assign, find_placement, make_material, subdivide, tile_size_of
from ..texture_request import texture_request
from .job_operator import JobOperator


class ARTML_OT_generate_texture(JobOperator, bpy.types.Operator):
    """Make a new tileable material and put it on the selected objects"""

    bl_idname = "artml.generate_texture"
    bl_label = "Generate"
    bl_options = {"UNDO"}  # no REGISTER: Repeat Last would call execute, and wait

    def make_request(self, context: bpy.types.Context) -> GenerateTexture:
        self._order = take_order(context, context.selected_objects)
        return texture_request(context)

    def use_result(self, context: bpy.types.Context, result: Finished) -> None:
        place_result(self, result, self._order)


@dataclass(frozen=True)
class Order:
    """What the user asked for when the job began: later changes in the interface do not touch it."""

    target_names: tuple[str, ...]
    tile_size: float
    use_true_displacement: bool


def take_order(context: bpy.types.Context, targets: Iterable[bpy.types.Object | None]) -> Order:
    settings = context.scene.artml
    names = tuple(target.name for target in targets if target and hasattr(target.data, "materials"))
    return Order(names, settings.tile_size, settings.use_true_displacement)


def place_result(operator: bpy.types.Operator, result: Finished, order: Order) -> None:
    """Make the material, put it on the objects that are still there, and report what was done."""
    targets = [bpy.data.objects[name] for name in order.target_names if name in bpy.data.objects]
    tile_size = tile_size_of(result.recipe, order.tile_size)
    placement = find_placement(targets, tile_size, order.use_true_displacement)
    material = make_material(result, placement)
    refused = assign(material, targets)
    changed = [target for target in targets if target.name not in refused]
    if order.use_true_displacement:
        subdivide(changed)
    material.use_fake_user = not changed  # nothing uses it yet, and saving must not lose it
    if refused:
        operator.report({"WARNING"}, f"Made {material.name!r}; linked objects cannot be changed: {', '.join(refused)}")
    elif changed:
        objects = f"{len(changed)} object{'s' if len(changed) > 1 else ''}"
        operator.report({"INFO"}, f"Put {material.name!r} on {objects}{_how(result)}")
    else:
        operator.report({"INFO"}, f"Made {material.name!r}{_how(result)}; select an object to put it on one")
    for warning in result.report["warnings"]:
        operator.report({"WARNING"}, warning)


def _how(result: Finished) -> str:
    """In which mode a photo was tiled."""
    return f" (tiled by {MODES[result.report['mode']]})" if "mode" in result.report else ""
