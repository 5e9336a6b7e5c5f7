"""The button Add Layer."""

import bpy

from ...contract.errors import RequestError
from ...families import FAMILIES
from ...families.family import Family
from ...families.layers import MASKS
from ..layers import add_layer, count_nodes, top_node
from .slider_operator import SliderOperator

ROOM = {(5, 2): None, (5, 0): 1600, (4, 2): 2400}  # nodes; the fewest seen to fail were 1,650 in 5.0, 3,000 in 4.2


class ARTML_OT_add_layer(SliderOperator, bpy.types.Operator):
    """Put the chosen family over the active procedural material, where a mask says"""

    bl_idname = "artml.add_layer"
    bl_label = "Add Layer"
    bl_options = {"REGISTER", "UNDO"}

    mask: bpy.props.EnumProperty(
        name="Mask",
        description="Where the layer shows",
        items=[(mask.name, mask.label, mask.about) for mask in MASKS.values()],
    )
    family: bpy.props.StringProperty(
        name="Family", description="Which family; the one chosen in the panel if empty", options={"SKIP_SAVE", "HIDDEN"}
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        material, mask = context.object.active_material, MASKS[self.mask]
        try:
            family = self._put(context, material)
        except RequestError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, f"Put {family.label} over {material.name!r}: {mask.label}")
        room = next(room for since, room in ROOM.items() if bpy.app.version >= since)
        if room is not None and count_nodes(material.node_tree) > room:
            self.report({"WARNING"}, "Before 5.2, Cycles has little room: if this renders wrongly, undo a layer")
        return {"FINISHED"}

    def _put(self, context: bpy.types.Context, material: bpy.types.Material) -> Family:
        """The family that was put over the material; raises RequestError."""
        family, top = FAMILIES.get(self.family or context.scene.artml.family), top_node(material)
        if family is None:
            raise RequestError(f"ArtML has no family {self.family[:60]!r}; choose one in the panel")
        if top is None:
            raise RequestError(
                f"The nodes of {material.name!r} were rebuilt, so that no layer fits on them; use the Layer group"
            )
        add_layer(material, top, family, MASKS[self.mask])
        return family
