"""The buttons Add Material, Surprise Me and Reset of procedural families."""

import random

import bpy

from ...contract.errors import RequestError
from ...families import FAMILIES
from ...families.chance import surprise
from ..materials import assign, subdivide
from ..procedural import make_displaced, make_procedural, write_sliders
from ..texel_density import has_uv_map
from .slider_operator import SliderOperator

MAX_CHANCE = 2**31 - 1


class ARTML_OT_add_procedural(bpy.types.Operator):
    """Make a procedural material, of native nodes with sliders, and put it on the selected objects"""

    bl_idname = "artml.add_procedural"
    bl_label = "Add Material"
    bl_options = {"REGISTER", "UNDO"}

    family: bpy.props.StringProperty(
        name="Family", description="Which family; the one chosen in the panel if empty", options={"SKIP_SAVE", "HIDDEN"}
    )
    use_true_displacement: bpy.props.BoolProperty(
        name="True Displacement",
        description="Move the surface itself (Cycles): adds a subdivision",
        default=False,
        options={"SKIP_SAVE"},
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        family = FAMILIES.get(self.family or context.scene.artml.family)
        if family is None:
            self.report({"ERROR"}, f"ArtML has no family {self.family[:60]!r}; choose one in the panel")
            return {"CANCELLED"}
        targets = [target for target in context.selected_objects if hasattr(target.data, "materials")]
        try:
            make = make_displaced if self.use_true_displacement else make_procedural
            material = make(family, {}, targets)
        except RequestError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        refused = assign(material, targets)
        changed = [target for target in targets if target.name not in refused]
        if self.use_true_displacement:
            subdivide(changed)
        material.use_fake_user = not changed  # nothing uses it yet, and saving must not lose it
        self._say(material, changed, refused)
        return {"FINISHED"}

    def _say(self, material: bpy.types.Material, changed: list[bpy.types.Object], refused: list[str]) -> None:
        bare = [target.name for target in changed if not has_uv_map(target)]
        if refused:
            self.report({"WARNING"}, f"Made {material.name!r}; linked objects cannot be changed: {', '.join(refused)}")
        elif bare:
            self.report({"WARNING"}, f"Made {material.name!r}, but {bare[0]!r} has no UV map: unwrap it (U) to see it")
        elif changed:
            self.report({"INFO"}, f"Put {material.name!r} on {len(changed)} object{'s' if len(changed) > 1 else ''}")
        else:
            self.report({"INFO"}, f"Made {material.name!r}; select an object to put it on one")


class ARTML_OT_surprise(SliderOperator, bpy.types.Operator):
    """Set every slider by chance, within what looks right"""

    bl_idname = "artml.surprise"
    bl_label = "Surprise Me"
    bl_options = {"REGISTER", "UNDO"}

    seed: bpy.props.IntProperty(
        name="Seed",
        description="The same number sets the same; 0 takes another one each time",
        default=0,
        min=0,
        options={"SKIP_SAVE"},
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        node, family = self.found(context)
        self.seed = self.seed or random.randint(1, MAX_CHANCE)
        write_sliders(node, surprise(family, self.seed))
        return {"FINISHED"}


class ARTML_OT_reset_sliders(SliderOperator, bpy.types.Operator):
    """Set every slider back to where it was at first"""

    bl_idname = "artml.reset_sliders"
    bl_label = "Reset"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        node, family = self.found(context)
        write_sliders(node, family.defaults())
        return {"FINISHED"}
