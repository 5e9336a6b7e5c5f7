"""One file per button, or per group of buttons that share one job."""

from .add_layer import ARTML_OT_add_layer
from .add_procedural import ARTML_OT_add_procedural, ARTML_OT_reset_sliders, ARTML_OT_surprise
from .bake_material import ARTML_OT_bake_material
from .cancel import ARTML_OT_cancel
from .drag_adjustments import ARTML_OT_drag_adjustments
from .generate_texture import ARTML_OT_generate_texture
from .install_assets import ARTML_OT_install_assets
from .make_from_photo import (
    ARTML_OT_image_to_material,
    ARTML_OT_photo_to_material,
    ARTML_OT_tile_image,
    ARTML_OT_tile_photo,
)
from .mark_corners import ARTML_OT_clear_corners, ARTML_OT_mark_corners, ARTML_OT_mark_photo_corners
from .mix_materials import ARTML_OT_mix_materials
from .paste_photo import ARTML_OT_paste_photo
from .presets import ARTML_OT_apply_preset, ARTML_OT_remove_preset, ARTML_OT_save_preset
from .randomize_seed import ARTML_OT_randomize_seed
from .replay_recipe import ARTML_OT_replay_recipe
from .run_doctor import ARTML_OT_copy_report, ARTML_OT_run_doctor
from .set_up_pytorch import ARTML_OT_cancel_set_up, ARTML_OT_remove_pytorch, ARTML_OT_set_up_pytorch
from .train_from_photos import (
    ARTML_OT_pause_training,
    ARTML_OT_remove_model,
    ARTML_OT_show_samples,
    ARTML_OT_train_from_photos,
)
from .vary_material import ARTML_OT_reset_adjustments, ARTML_OT_vary_material

CLASSES = (
    ARTML_OT_generate_texture,
    ARTML_OT_tile_photo,
    ARTML_OT_tile_image,
    ARTML_OT_photo_to_material,
    ARTML_OT_image_to_material,
    ARTML_OT_mark_corners,
    ARTML_OT_mark_photo_corners,
    ARTML_OT_clear_corners,
    ARTML_OT_paste_photo,
    ARTML_OT_add_procedural,
    ARTML_OT_add_layer,
    ARTML_OT_surprise,
    ARTML_OT_reset_sliders,
    ARTML_OT_apply_preset,
    ARTML_OT_save_preset,
    ARTML_OT_remove_preset,
    ARTML_OT_vary_material,
    ARTML_OT_reset_adjustments,
    ARTML_OT_drag_adjustments,
    ARTML_OT_mix_materials,
    ARTML_OT_train_from_photos,
    ARTML_OT_pause_training,
    ARTML_OT_show_samples,
    ARTML_OT_remove_model,
    ARTML_OT_bake_material,
    ARTML_OT_replay_recipe,
    ARTML_OT_randomize_seed,
    ARTML_OT_cancel,
    ARTML_OT_install_assets,
    ARTML_OT_set_up_pytorch,
    ARTML_OT_remove_pytorch,
    ARTML_OT_cancel_set_up,
    ARTML_OT_run_doctor,
    ARTML_OT_copy_report,
)
