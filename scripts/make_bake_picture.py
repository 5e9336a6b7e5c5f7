"""The picture of docs/baking.md: twelve procedural materials, baked by the batch and rendered by it.

PYTHONPATH=. .venv/bin/python scripts/make_bake_picture.py docs/images/baked.jpg
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import bpy
import numpy as np
from make_pictures import sheet
from PIL import Image
from procedural_materials import MATERIALS

from artml_blender.blender.batch import main as run_batch

COLUMNS = 4
SIDE = 1024  # pixels of the maps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path)
    picture = parser.parse_args().picture
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bpy.ops.wm.read_factory_settings(use_empty=True)
        bpy.data.libraries.write(str(folder / "materials.blend"), {make() for make in MATERIALS}, fake_user=True)
        arguments = ["--bake", str(folder / "materials.blend"), "--output", str(folder), "--size", str(SIDE)]
        if run_batch([*arguments, "--engine-python", sys.executable]) != 0:
            raise SystemExit("The batch failed.")
        rows = json.loads((folder / "manifest.json").read_text())["recipes"]
        previews = [np.asarray(Image.open(folder / row["preview"]).convert("RGB")) for row in rows]
    sheet([previews[start : start + COLUMNS] for start in range(0, len(previews), COLUMNS)], picture)


if __name__ == "__main__":
    main()
