"""What operators share that change the active procedural material."""

import bpy

from ...families.family import Family
from ..procedural import active_family_node, family_of


class SliderOperator:
    """A mixin: `node` names the family's node, where a material has several."""

    node: bpy.props.StringProperty(name="Node", options={"SKIP_SAVE", "HIDDEN"})

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if active_family_node(context) is None:
            cls.poll_message_set("Select an object whose active material is procedural; Add Material makes one")
            return False
        if context.object.active_material.library is not None:
            cls.poll_message_set("The material is linked from another file; make it local first")
            return False
        return True

    def found(self, context: bpy.types.Context) -> tuple[bpy.types.ShaderNodeGroup, Family]:
        """The node and its family."""
        node = active_family_node(context, self.node)
        return node, family_of(node)
