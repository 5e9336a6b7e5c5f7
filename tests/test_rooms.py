"""The walls of the house: who may import whom, at any depth of function."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "artml_blender"
ROOMS = ("contract", "families", "setup", "client", "engine", "models", "blender")
MAY_IMPORT = {
    "contract": {"contract"},
    "families": {"families", "contract"},
    "setup": {"setup", "contract"},
    "client": {"client", "setup", "contract"},
    "engine": {"engine", "models", "families", "setup", "contract"},
    "models": {"models"},
    "blender": {"blender", "client", "families", "setup", "contract"},
}
MAY_USE = {
    "contract": {"numpy"},
    "families": set(),
    "setup": set(),
    "client": set(),
    "engine": {"torch", "onnxruntime", "array_api_compat", "numpy", "safetensors", "PIL"},
    "models": {"torch"},
    "blender": {"bpy", "gpu", "gpu_extras", "numpy", "mathutils", "_cycles"},
}


def imports(path: Path, source: str) -> set[str]:
    """Absolute names of all that a file of the package imports, also inside functions."""
    package = ("artml_blender", *path.relative_to(PACKAGE).parent.parts)
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join(base + ([node.module] if node.module else []))
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def violations(room: str, names: set[str]) -> list[str]:
    """One plain sentence per broken wall."""
    broken = []
    for name in sorted(names):
        first, *rest = name.split(".")
        if first == "artml_blender":
            other = rest[0] if rest else ""
            if other in ROOMS and other not in MAY_IMPORT[room]:
                broken.append(f"{room} must not import {other}")
        elif first not in sys.stdlib_module_names and first not in MAY_USE[room]:
            broken.append(f"{room} must not import {first}")
    return broken


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room):
    files = sorted((PACKAGE / room).rglob("*.py"))

    broken = [f"{path.name}: {text}" for path in files for text in violations(room, imports(path, path.read_text()))]

    assert files
    assert broken == []


def test_the_package_itself_imports_nothing_at_module_level():
    tree = ast.parse((PACKAGE / "__init__.py").read_text())

    assert not [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize(
    ("room", "file", "source", "sentence"),
    [
        ("blender", "images.py", "import torch", "blender must not import torch"),
        ("engine", "tasks/a.py", "def f():\n    from ...blender import images", "engine must not import blender"),
        ("client", "job.py", "from ..engine.run import run", "client must not import engine"),
        ("client", "job.py", "import requests", "client must not import requests"),
        ("models", "torus.py", "import bpy", "models must not import bpy"),
    ],
)
def test_a_broken_wall_is_named(room, file, source, sentence):
    assert sentence in violations(room, imports(PACKAGE / room / file, source))
