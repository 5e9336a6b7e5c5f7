"""Real Blender, with the add-on installed from its zip into a home folder of its own.

ARTML_ZIP names the zip (else it is built here) and ARTML_TORCH_PYTHON a Python with PyTorch and Pillow (else this one).
What runs the engine is what an artist gets: this Python with the zip's wheels, unless a test says otherwise.
"""

import atexit
import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

HOME = Path(tempfile.mkdtemp(prefix="artml-home-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["BLENDER_USER_RESOURCES"] = str(HOME)  # read when bpy is imported
os.environ["ARTML_HOME"] = str(HOME / "artml")
os.environ.pop("ARTML_ENGINE_PYTHON", None)
TORCH_PYTHON = os.environ.get("ARTML_TORCH_PYTHON", sys.executable)

bpy = pytest.importorskip("bpy")
import addon_utils

MODULE = "bl_ext.user_default.artml_blender"


@pytest.fixture(scope="session")
def archive(tmp_path_factory) -> Path:
    if path := os.environ.get("ARTML_ZIP"):
        return Path(path)
    from build_zip import build

    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def installed(archive):
    """The add-on, installed from the zip and enabled."""
    bpy.ops.extensions.package_install_files(filepath=str(archive), repo="user_default", enable_on_install=True)
    assert MODULE in bpy.context.preferences.addons
    yield
    addon_utils.disable(MODULE, default_set=True)


@pytest.fixture
def scene(installed):
    """A new file with Blender's default cube selected, and small textures set."""
    bpy.ops.wm.read_factory_settings(use_empty=False)
    addon_utils.enable(MODULE, default_set=True)
    scene = bpy.context.scene
    scene.artml.size = (128, 128)
    cube = bpy.data.objects["Cube"]
    cube.data.materials.clear()
    cube.select_set(True)
    bpy.context.view_layer.objects.active = cube
    return scene


@pytest.fixture
def torch_python() -> str:
    return TORCH_PYTHON


@pytest.fixture
def room():
    """A module of the installed package: `room("blender.session")`."""
    return lambda name: importlib.import_module(f"{MODULE}.{name}")


@pytest.fixture
def asked(scene, room, monkeypatch):
    """Press a button; the request that the engine would get."""

    def press(operator):
        requests = []

        def submit(request, *_):
            requests.append(request)
            raise room("client.errors").EngineError("Enough")

        monkeypatch.setattr(room("blender.session"), "submit", submit)
        with pytest.raises(RuntimeError, match="Enough"):
            operator()
        return requests[0]

    return press
