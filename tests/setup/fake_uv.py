"""Stands in for uv: `venv` links a Python, `pip install` does what its mode says."""

import os
import sys
import time
from pathlib import Path

ERRORS = {
    "full": "error: Failed to extract archive\n  Caused by: No space left on device (os error 28)",
    "offline": "error: Failed to fetch: `https://pypi.org/simple/torch/`\n  Caused by: error sending request for url",
    "proxy": "error: Failed to fetch\n  Caused by: tunnel error: proxy authentication required",
    "locked": "error: failed to rename file\n  Caused by: Text file busy (os error 26)",
    "denied": "error: failed to create directory\n  Caused by: Permission denied (os error 13)",
    "unfit": "error: Because torch was not found in the provided package locations, this cannot be solved.",
    "strange": "error: something nobody foresaw",
}


def main(mode: str, arguments: list[str]) -> int:
    if "venv" in arguments:
        python = Path(arguments[-1]) / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        return 0
    if mode == "slow":
        Path(os.environ["UV_CACHE_DIR"]).mkdir(exist_ok=True)
        Path(os.environ["UV_CACHE_DIR"], "pid").write_text(str(os.getpid()))
        time.sleep(600)
    if mode in ERRORS:
        print(ERRORS[mode], file=sys.stderr)
        return 2
    return 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
