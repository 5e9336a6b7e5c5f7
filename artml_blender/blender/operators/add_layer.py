"""The button Add Layer."""

import bpy

from ...contract.errors import RequestError
from ...families import FAMILIES
from ...families.layers import MASKS
from ..layers import add_layer, count_nodes, top_node
from ..procedural import active_family_node

ROOMY_SINCE = (5, 2, 0)
ROOM = 1500  # nodes, those in groups counted: the fewest that were seen to fail were 1,650 in 5.0 and 3,000 in 4.2


class ARTML_OT_add_layer(bpy.types.Operator):
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

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if active_family_node(context) is None:
            cls.poll_message_set("Select an object whose active material is procedural; Add Material makes one")
            return False
        return True

    def execute(self, context: bpy.types.Context) -> set[str]:
        family = FAMILIES.get(self.family or context.scene.artml.family)
        material = context.object.active_material
        top = top_node(material)
        if family is None or top is None:
            self.report(
                {"ERROR"},
                f"ArtML has no family {self.family[:60]!r}; choose one in the panel"
                if family is None
                else f"The nodes of {material.name!r} were rebuilt, so that no layer fits on them; use the Layer group",
            )
            return {"CANCELLED"}
        try:
            add_layer(material, top, family, MASKS[self.mask])
        except RequestError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, f"Put {family.label} over {material.name!r}: {MASKS[self.mask].label}")
        if bpy.app.version < ROOMY_SINCE and count_nodes(material.node_tree) > ROOM:
            self.report({"WARNING"}, "Before 5.2, Cycles has little room: if this renders wrongly, undo a layer")
        return {"FINISHED"}
