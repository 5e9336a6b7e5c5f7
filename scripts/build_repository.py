"""Build a folder that serves updates to every Blender that is told its address: the zips and Blender's index.json.

    make repository           (or: .venv/bin/python scripts/build_repository.py --output dist/repository)

Put the folder on any web server, or on a share; in Blender: Preferences > Get Extensions > Repositories > + > Add
Remote Repository, and the address of its index.json (file:///... for a share). Blender's own `server-generate` writes
the index, and an index.html that links the zips.
"""

import argparse
import shutil
from pathlib import Path

from build_zip import PLATFORMS, archive_for, build, extension_tool, run_tool


def build_repository(output: Path) -> Path:
    """The folder with the newest zip of every platform and their index; raises SystemExit with Blender's words."""
    zips = output.parent / "zips"
    build(zips)
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("artml_blender-*.zip"):
        old.unlink()
    for name in PLATFORMS:
        shutil.copy(archive_for(name, zips), output)
    run_tool(str(extension_tool()), "server-generate", "--repo-dir", str(output), "--html")
    return output / "index.json"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("dist/repository"))
    print(build_repository(parser.parse_args().output.absolute()))
