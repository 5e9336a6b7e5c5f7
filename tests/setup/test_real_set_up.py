"""The real thing from real wheels: uv, PyTorch and a first texture, in a folder that is hard on every tool."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEELS = ROOT / "build" / f"pytorch-wheels-{sys.version_info[0]}.{sys.version_info[1]}"
PACKAGES = ("torch==2.13.0", "numpy", "safetensors", "array-api-compat", "pillow", "uv")


@pytest.fixture(scope="module")
def wheels() -> Path:
    """A folder of wheels as the documentation tells a studio to make it; kept, since it is 200 MB."""
    complete, wanted = WHEELS / "complete", " ".join(PACKAGES)
    if not complete.exists() or complete.read_text() != wanted:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(WHEELS), *PACKAGES]
        subprocess.run(command, check=True)
        complete.write_text(wanted)
    return WHEELS


def test_pytorch_is_set_up_used_and_removed_in_an_unkind_folder(wheels, tmp_path):
    chosen = tmp_path / "ArtML 材质 and spaces"
    chosen = chosen / ("x" * (250 - len(str(chosen / "artml")) - 1))
    home = chosen / "artml"
    environment = {**os.environ, "ARTML_HOME": str(chosen)}

    def setup(*words: object) -> dict:
        command = [sys.executable, "-m", "artml_blender.setup", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        return json.loads(done.stdout.splitlines()[-1])

    assert len(str(home)) == 250
    installed = setup("install", "--wheels", wheels)["installed"]
    assert installed["runtime"].startswith("PyTorch 2.13")
    assert Path(installed["python"]).is_relative_to(home)
    doctor = subprocess.run(
        [installed["python"], "-m", "artml_blender.engine", "doctor"], cwd=ROOT, capture_output=True, text=True
    )  # fmt: skip
    assert doctor.returncode == 0, doctor.stdout
    assert setup("remove")["freed"] > 500e6
    assert [path.name for path in home.iterdir()] == ["lock"]
