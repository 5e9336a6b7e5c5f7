"""scripts/batch.py --bake as a user runs it: every material of a .blend, good and bad ones, and files that are none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import bpy
import numpy as np
import procedural_materials
import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "batch.py"
TORCH_PYTHON = os.environ.get("ARTML_TORCH_PYTHON", sys.executable)


def batch(blend: Path, output: Path, *options):
    command = [sys.executable, str(SCRIPT), "--bake", str(blend), "--output", str(output), "--size", "64"]
    environment = {**os.environ, "ARTML_ENGINE_PYTHON": TORCH_PYTHON}
    return subprocess.run([*command, *options], capture_output=True, text=True, timeout=300, env=environment)


def manifest(output: Path) -> list[dict]:
    return json.loads((output / "manifest.json").read_text())["recipes"]


@pytest.fixture(scope="module")
def blend(tmp_path_factory) -> Path:
    """Two materials with names that differ in signs only, one on an object of 4 metres; one with a sky; one empty.

    The first one shows a picture beside the .blend.
    """
    folder = tmp_path_factory.mktemp("scene")
    bpy.ops.wm.read_factory_settings(use_empty=False)
    bpy.data.materials.remove(bpy.data.materials["Material"])
    for name in ("Wall/1", "Wall 1"):
        procedural_materials.plaster().name = name
    unused, used = bpy.data.materials["Wall/1"], bpy.data.materials["Wall 1"]
    cube = bpy.data.objects["Cube"]
    cube.data.materials.append(used)
    cube.scale = (2.0, 2.0, 2.0)
    show(unused, picture(folder / "stain.png"))
    sky = procedural_materials.plaster()
    sky.name = "Sky"
    show(sky, sky.node_tree.nodes.new("ShaderNodeTexSky"))
    empty = procedural_materials.plaster()
    empty.name = "Empty"
    empty.node_tree.nodes.clear()
    for material in bpy.data.materials:
        material.use_fake_user = True
    bpy.ops.wm.save_as_mainfile(filepath=str(folder / "scene.blend"))
    bpy.ops.wm.read_factory_settings(use_empty=False)
    return folder / "scene.blend"


def picture(path: Path) -> bpy.types.Node:
    """A node of the first material with a red picture."""
    image = bpy.data.images.new("Stain", 8, 8)
    image.pixels.foreach_set(np.tile(np.array((1.0, 0.0, 0.0, 1.0), np.float32), 64))
    image.filepath_raw, image.file_format = str(path), "PNG"
    image.save()
    node = bpy.data.materials["Wall/1"].node_tree.nodes.new("ShaderNodeTexImage")
    node.image = image
    image.source = "FILE"
    return node


def show(material: bpy.types.Material, node: bpy.types.Node) -> None:
    nodes = material.node_tree.nodes
    principled = next(node for node in nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    material.node_tree.links.new(node.outputs["Color"], principled.inputs["Base Color"])


@pytest.fixture(scope="module")
def done(blend):
    """A finished batch: the process and its folder."""
    output = blend.parent / "out"
    return batch(blend, output), output


def test_good_materials_are_baked_and_bad_ones_reported_by_name(done):
    process, output = done
    rows = {row["material"]: row for row in manifest(output)}

    assert process.returncode == 1
    assert "2 of 4 materials are complete" in process.stdout, process.stdout + process.stderr
    assert "Traceback" not in process.stdout + process.stderr
    assert {name: row["status"] for name, row in rows.items()} == {
        "Wall/1": "complete", "Wall 1": "complete", "Sky": "failed", "Empty": "failed",
    }  # fmt: skip
    assert "Sky Texture" in rows["Sky"]["error"]
    assert "has no nodes" in rows["Empty"]["error"]


def test_each_material_has_a_folder_of_its_own_with_maps_and_preview(done):
    _, output = done
    rows = {row["material"]: row for row in manifest(output) if row["status"] == "complete"}

    assert len({row["folder"] for row in rows.values()}) == 2
    for row in rows.values():
        names = {path.name for path in (output / row["folder"]).iterdir()}
        assert {"base_color.png", "normal.png", "height.png", "recipe.json", "report.json", "preview.png"} <= names
        assert row["recipe"]["size"] == [64, 64]
    assert rows["Wall/1"]["recipe"]["extent"] == [2.0, 2.0]  # nothing shows it
    assert rows["Wall 1"]["recipe"]["extent"] == [16.0, 16.0]  # 96 square metres on 0.375 of the UV square
    assert list(output.rglob(".*")) == []


def test_the_blend_holds_the_baked_materials_as_assets(done):
    _, output = done
    with bpy.data.libraries.load(str(output / "materials.blend"), assets_only=True) as (source, target):
        names = list(source.materials)
        target.materials = list(names)

    assert sorted(names) == ["Wall 1 (baked)", "Wall/1 (baked)"]
    for material in target.materials:
        images = [node.image for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"]
        assert len(images) == 6
        assert all(image.packed_file for image in images)
        assert material.asset_data.tags[0].name == "baked"
    bpy.ops.wm.read_factory_settings(use_empty=False)


def test_a_second_run_makes_again_only_what_has_a_changed_picture(done, blend):
    _, output = done
    before = {path: path.stat().st_mtime_ns for path in output.glob("*/*")}
    (blend.parent / "stain.png").touch()

    again = batch(blend, output)

    assert again.stdout.count("is there already") == 1
    assert "2 of 4 materials are complete" in again.stdout
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("kind", ["missing", "half", "text", "empty", "folder"])
def test_a_file_that_cannot_be_opened_is_one_sentence(blend, kind, tmp_path):
    path = tmp_path / "scene.blend"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        whole = blend.read_bytes()
        path.write_bytes({"half": whole[: len(whole) // 2], "text": b"hello", "empty": b""}[kind])

    stopped = batch(path, tmp_path / "out")

    assert stopped.returncode == 1
    assert (
        stopped.stderr.strip()
        .splitlines()[-1]
        .startswith(("The batch stopped: There is no file", f"The batch stopped: {path} cannot be opened"))
    )
    assert "Traceback" not in stopped.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_without_materials_is_one_sentence(tmp_path):
    bpy.data.libraries.write(str(tmp_path / "scene.blend"), {bpy.context.scene.world})

    stopped = batch(tmp_path / "scene.blend", tmp_path / "out")

    assert stopped.returncode == 1
    assert "holds no material to bake" in stopped.stderr
    assert not (tmp_path / "out").exists()


def test_a_size_that_cannot_be_is_said(blend, tmp_path):
    stopped = batch(blend, tmp_path / "out", "--size", "32")

    assert stopped.returncode == 1
    assert "Width and height must be 64 to 8192 pixels" in stopped.stdout + stopped.stderr
