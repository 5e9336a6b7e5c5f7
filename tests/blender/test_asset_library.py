"""The asset library of procedural families, made by a Blender of its own."""

from pathlib import Path

import bpy
import pytest


@pytest.fixture(scope="module")
def library(installed, tmp_path_factory):
    """The folder that the button made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARTML_HOME", str(tmp_path_factory.mktemp("home")))
        assert bpy.ops.artml.install_assets() == {"FINISHED"}
    return Path(listed()[-1].path)


def listed() -> list:
    return [item for item in bpy.context.preferences.filepaths.asset_libraries if item.name == "ArtML"]


def test_every_family_is_an_asset_in_its_catalogue_with_tags_and_a_picture(library, scene, room):
    families = room("families").FAMILIES
    lines = (library / "blender_assets.cats.txt").read_text().splitlines()
    catalogues = {line.split(":")[0]: line.split(":")[1] for line in lines if ":" in line}

    with bpy.data.libraries.load(str(library / "artml_families.blend"), assets_only=True) as (there, here):
        here.node_groups, here.materials = list(there.node_groups), list(there.materials)

    assert len(here.node_groups) == len(here.materials) == len(families)
    for family in families.values():
        group = next(group for group in here.node_groups if group.get("artml_family") == family.name)
        data = group.asset_data
        assert catalogues[data.catalog_id] == f"ArtML/{family.catalog}"
        assert {tag.name for tag in data.tags} >= set(family.tags)
        assert data.description == family.about
        assert tuple(group.preview.image_size) != (0, 0), family.name


def test_an_asset_has_the_sliders_of_the_panel(library, scene, room):
    procedural = room("blender.procedural")
    with bpy.data.libraries.load(str(library / "artml_families.blend"), assets_only=True) as (there, here):
        here.materials = [there.materials[0]]
    cube = bpy.data.objects["Cube"]
    cube.active_material = here.materials[0]
    bpy.context.view_layer.objects.active = cube

    assert bpy.ops.artml.surprise(seed=4) == {"FINISHED"}
    node = procedural.active_family_node(bpy.context)
    assert procedural.read_sliders(node, procedural.family_of(node)) != procedural.family_of(node).defaults()


def test_it_is_listed_once_however_often_it_is_made(library, room):
    room("blender.asset_library").register_library(library)

    assert [Path(item.path) for item in listed()] == [library]
