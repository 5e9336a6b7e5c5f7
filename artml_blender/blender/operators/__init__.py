"""One file per button, or per group of buttons that share one job."""

from .cancel import ARTML_OT_cancel
from .generate_texture import ARTML_OT_generate_texture
from .randomize_seed import ARTML_OT_randomize_seed
from .replay_recipe import ARTML_OT_replay_recipe
from .test_engine import ARTML_OT_test_engine

CLASSES = (
    ARTML_OT_generate_texture,
    ARTML_OT_replay_recipe,
    ARTML_OT_randomize_seed,
    ARTML_OT_cancel,
    ARTML_OT_test_engine,
)
