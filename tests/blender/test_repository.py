"""A repository in a folder: Blender finds ArtML there, installs it, and sees that there is something newer."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fresh_blender import CAN_READ_PREFERENCES, newer, run_blender

build_zip = pytest.importorskip("build_zip")


@pytest.fixture
def repository(archive, tmp_path) -> Path:
    """A folder with this platform's zip and the index that Blender's own tool writes."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copy(archive, folder)
    generate_index(folder)
    return folder


def generate_index(folder: Path) -> None:
    tool = str(build_zip.extension_tool())
    subprocess.run(
        [sys.executable, tool, "server-generate", "--repo-dir", str(folder)], check=True, capture_output=True
    )


READ_PREFERENCES = "bpy.ops.wm.read_userpref()\n" if CAN_READ_PREFERENCES else ""
STEPS = """
bpy.context.preferences.system.use_online_access = True  # Blender asks for it, also for a folder
repos = bpy.context.preferences.extensions.repos
repo = next((repo for repo in repos if repo.module == "studio"), None)
if repo is None:
    address = "file://" + sys.argv[1] + "/index.json"
    repo = repos.new(name="Studio", module="studio", custom_directory="", remote_url=address)
index = list(repos).index(repo)
bpy.ops.extensions.repo_sync(repo_index=index)
bpy.ops.extensions.package_install(repo_index=index, pkg_id="artml_blender", enable_on_install=True)
from importlib import import_module
said["version"] = import_module("bl_ext.studio.artml_blender.contract.handshake").VERSION
said["generated"] = generate()
addon_utils.disable("bl_ext.studio.artml_blender", default_set=True)
bpy.ops.wm.save_userpref()
"""


def test_blender_installs_and_updates_from_the_folder(archive, repository, tmp_path):
    first = run_blender(tmp_path / "home", STEPS, repository)
    newer(archive, repository)
    generate_index(repository)

    second = run_blender(tmp_path / "home", READ_PREFERENCES + STEPS, repository)

    assert first == {"version": archive.name.split("-")[1], "generated": True}
    assert second == {"version": "99.0.0", "generated": True}
    assert {item["version"] for item in json.loads((repository / "index.json").read_text())["data"]} >= {"99.0.0"}
