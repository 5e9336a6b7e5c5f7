"""A Blender process of its own in a fresh profile, for what must be tried from the start."""

import json
import os
import re
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import bpy

# The wheel starts without the saved Preferences, which the program reads by itself; that of 4.2 crashes when asked to.
CAN_READ_PREFERENCES = bpy.app.version >= (4, 3)

START = """
import json, os, sys, threading
import bpy, addon_utils
MODULE = "bl_ext.user_default.artml_blender"
def install(path):
    bpy.ops.extensions.package_install_files(filepath=path, repo="user_default", enable_on_install=True)
def generate():
    bpy.context.scene.artml.size = (64, 64)
    return bpy.ops.artml.generate_texture() == {"FINISHED"}
def left():
    return [name for name in dir(bpy.types) if name.startswith("ARTML_")] + [
        name for owner in (bpy.types.Scene, bpy.types.WindowManager) for name in dir(owner) if name.startswith("artml")
    ] + [thread.name for thread in threading.enumerate() if "ArtML" in thread.name]
said = {}
"""


def run_blender(home: Path, steps: str, *arguments: Path) -> dict:
    """Run the steps in a new Blender; what they put into `said`."""
    code = START + textwrap.dedent(steps) + "\nprint('SAID', json.dumps(said))\n"
    environment = {**os.environ, "BLENDER_USER_RESOURCES": str(home), "ARTML_HOME": str(home / "artml")}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    line = next((line for line in done.stdout.splitlines() if line.startswith("SAID")), None)
    assert line is not None, done.stdout + done.stderr
    return json.loads(line.removeprefix("SAID "))


def newer(archive: Path, folder: Path) -> Path:
    """The same zip as version 99."""
    copy = folder / "artml_blender-99.0.0.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith("blender_manifest.toml"):
                data = re.sub(rb'^version = "[\d.]+"', b'version = "99.0.0"', data, flags=re.MULTILINE)
            if item.filename.endswith("handshake.py"):
                data = re.sub(rb'^VERSION = "[\d.]+"', b'VERSION = "99.0.0"', data, flags=re.MULTILINE)
            new.writestr(item, data)
    return copy
