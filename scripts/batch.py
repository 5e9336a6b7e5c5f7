"""Make many materials without the interface.

    blender -b -P scripts/batch.py -- --recipes RECIPES.jsonl --output DIR [--engine-python PYTHON] [--device cpu]
    blender -b -P scripts/batch.py -- --bake SCENE.blend --output DIR [--size 1024]
    python scripts/batch.py --recipes RECIPES.jsonl --output DIR          (with the bpy wheel)

Takes the package beside this script's folder, else the installed extension.
"""

import importlib
import sys
from pathlib import Path

import bpy  # noqa: F401  # with the wheel, it brings addon_utils along


def import_batch():
    """The package's batch module, from the checkout or from the installed extension."""
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "artml_blender" / "__init__.py").exists():
        sys.path.insert(0, str(checkout))
        return importlib.import_module("artml_blender.blender.batch")
    import addon_utils

    for module in addon_utils.modules():
        if module.__name__.endswith(".artml_blender"):
            return importlib.import_module(f"{module.__name__}.blender.batch")
    raise SystemExit("ArtML is neither beside this script nor installed as an extension; install its zip first.")


if __name__ == "__main__":
    arguments = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]
    sys.exit(import_batch().main(arguments))
