"""What tests of Bake with ArtML share; a test file takes it in by `pytest_plugins`."""

import bpy
import numpy as np
import procedural_materials
import pytest

MODULE = "bl_ext.user_default.artml_blender"


@pytest.fixture
def set_size(room, monkeypatch):
    """Bake at another width and height than the panel offers; do `meanwhile` when the request is on its way."""
    make = room("blender.bake_request").make_bake_request
    operator = room("blender.operators.bake_material")

    def set_size(width: int, height: int, meanwhile=lambda: None) -> None:
        def make_small(material, targets, _):
            request = make(material, targets, (width, height))
            meanwhile()
            return request

        monkeypatch.setattr(operator, "make_bake_request", make_small)

    return set_size


@pytest.fixture
def cube(scene, set_size, torch_python):
    """The default cube with a small procedural material; small maps, and an engine with PyTorch."""
    bpy.context.preferences.addons[MODULE].preferences.engine_python = torch_python
    set_size(96, 64)
    cube = bpy.data.objects["Cube"]
    cube.data.materials.append(procedural_materials.plaster())
    yield cube
    bpy.context.preferences.addons[MODULE].preferences.engine_python = ""


def bake_error() -> str:
    """What the operator reports as an error, and with it that nothing was made."""
    materials, images = len(bpy.data.materials), len(bpy.data.images)
    with pytest.raises(RuntimeError) as raised:
        bpy.ops.artml.bake_material()
    text = str(raised.value).removeprefix("Error: ").strip()
    assert "\n" not in text
    assert not bpy.context.window_manager.artml_job.running
    assert (len(bpy.data.materials), len(bpy.data.images)) == (materials, images)
    return text


def bake():
    """Press the button; the material that it makes."""
    before = set(bpy.data.materials)
    assert bpy.ops.artml.bake_material() == {"FINISHED"}
    (made,) = set(bpy.data.materials) - before
    return made


def images_of(material) -> dict[str, bpy.types.Image]:
    return {node.label: node.image for node in material.node_tree.nodes if node.bl_idname == "ShaderNodeTexImage"}


def pixels(image) -> np.ndarray:
    """[H, W, 4], the top row first."""
    values = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(image.size[1], image.size[0], 4)[::-1]


def show_in_color(material, idname: str, output: str, **settings):
    """Link a new node to the Base Color, so that the result depends on it."""
    tree = material.node_tree
    node = tree.nodes.new(idname)
    for name, value in settings.items():
        setattr(node, name, value)
    principled = next(node for node in tree.nodes if node.bl_idname == "ShaderNodeBsdfPrincipled")
    tree.links.new(node.outputs[output], principled.inputs["Base Color"])
    return node
