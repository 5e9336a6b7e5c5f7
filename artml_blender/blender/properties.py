"""What the panel sets, on the scene, and how the running job stands, on the window manager."""

import bpy

from ..contract.categories import CATEGORIES, NATIVE_SIZE
from ..contract.checks import MAX_SEED, MAX_SIZE, MIN_SIZE
from . import family_items
from .adjust_properties import DragSettings
from .materials import TILE_SIZE
from .mix_properties import MixSettings
from .photo_properties import PhotoSettings
from .structure_properties import StructureSettings
from .train_properties import TrainSettings


class ARTML_PG_settings(
    StructureSettings, DragSettings, PhotoSettings, MixSettings, TrainSettings, bpy.types.PropertyGroup
):
    """The settings of the ArtML tab"""

    category: bpy.props.EnumProperty(
        name="Category",
        description="What kind of material to make",
        items=[(name, label, "") for name, label in CATEGORIES.items()],
        default="brick",
    )
    seed: bpy.props.IntProperty(
        name="Seed", description="Another seed makes another material of the category", default=1, min=0, max=MAX_SEED
    )
    size: bpy.props.IntVectorProperty(
        name="Size",
        description="Width and height in pixels. A larger picture shows more area at the same detail",
        size=2,
        default=(NATIVE_SIZE, NATIVE_SIZE),
        min=MIN_SIZE,
        max=MAX_SIZE,
        soft_max=4096,
        step=128,
    )
    variation: bpy.props.FloatProperty(
        name="Variation",
        description="0 keeps to the category's typical look, 1 uses all of its variety",
        default=1.0,
        min=0.0,
        max=1.0,
        subtype="FACTOR",
    )
    grain: bpy.props.FloatProperty(
        name="Grain",
        description="How much of the scan's fine, random detail is laid over the material; 0 is smooth",
        default=1.0,
        min=0.0,
        max=1.0,
        subtype="FACTOR",
    )
    tile_size: bpy.props.FloatProperty(
        name="Tile Size",
        description=f"How wide a tile of {NATIVE_SIZE} pixels, or a photo's shorter side, is on the object",
        default=TILE_SIZE,
        min=0.001,
        soft_max=10.0,
        subtype="DISTANCE",
        unit="LENGTH",
    )
    use_true_displacement: bpy.props.BoolProperty(
        name="True Displacement",
        description="Move the surface itself (Cycles): adds a subdivision and leaves out the normal map, which holds"
        " the same relief",
        default=False,
    )

    family: bpy.props.EnumProperty(
        name="Family",
        description="Which kind of procedural material",
        items=family_items.families,
        default=family_items.number("brick_wall"),
    )
    bake_size: bpy.props.EnumProperty(
        name="Size",
        description="Width and height of the baked maps",
        items=[(str(side), f"{side} px", "") for side in (512, 1024, 2048, 4096, MAX_SIZE)],
        default="1024",
    )
    use_baked: bpy.props.BoolProperty(
        name="Put on Object",
        description="Show the baked material on the object; the one it is made from stays in the file",
        default=False,
    )


class ARTML_PG_job(bpy.types.PropertyGroup):
    """How a running job, a training or the set-up stands; never saved"""

    running: bpy.props.BoolProperty()
    operator: bpy.props.StringProperty()  # whose job it is, or was: the panel with its button shows it
    progress: bpy.props.FloatProperty(min=0.0, max=1.0, subtype="FACTOR")
    status: bpy.props.StringProperty()


class ARTML_PG_finding(bpy.types.PropertyGroup):
    """One finding of the doctor; see `contract.findings.Finding`"""

    subject: bpy.props.StringProperty()
    is_well: bpy.props.BoolProperty()
    text: bpy.props.StringProperty()
    next_step: bpy.props.StringProperty()


CLASSES = (ARTML_PG_settings, ARTML_PG_job, ARTML_PG_finding)


def attach() -> None:
    bpy.types.Scene.artml = bpy.props.PointerProperty(type=ARTML_PG_settings)
    manager = bpy.types.WindowManager
    manager.artml_job = bpy.props.PointerProperty(type=ARTML_PG_job, options={"SKIP_SAVE"})
    manager.artml_setup = bpy.props.PointerProperty(type=ARTML_PG_job, options={"SKIP_SAVE"})
    manager.artml_training = bpy.props.PointerProperty(type=ARTML_PG_job, options={"SKIP_SAVE"})
    manager.artml_findings = bpy.props.CollectionProperty(type=ARTML_PG_finding, options={"SKIP_SAVE"})


def detach() -> None:
    family_items.forget()
    for name in ("artml_job", "artml_setup", "artml_training", "artml_findings"):
        bpy.context.window_manager.property_unset(name)  # else a job that was under way seems to go on for ever
        delattr(bpy.types.WindowManager, name)
    del bpy.types.Scene.artml
