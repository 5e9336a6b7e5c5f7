"""`doctor`: what the engine runs on, as text to read or to paste into a bug report."""

import platform
import sys

from .errors import EngineFailure
from .requirements import unmet_requirement


def doctor() -> int:
    """Print one line per finding; the exit status is 1 when something must be mended first."""
    print(f"Python       {platform.python_version()} ({sys.executable}) on {platform.platform()}")
    if unmet := unmet_requirement():
        print(f"Packages     {unmet}")
        return 1
    import torch

    from .runtime.devices import find_device
    from .runtime.weights import read_tensors
    from .tasks.generate_texture import BUNDLE

    print(f"PyTorch      {torch.__version__}, {torch.get_num_threads()} threads")
    print(f"Device       {find_device('auto')}")
    status = 0
    for name in BUNDLE:
        try:
            read_tensors(name)
            print(f"Weights      {name}: whole")
        except EngineFailure as error:
            print(f"Weights      {error}")
            status = 1
    return status
