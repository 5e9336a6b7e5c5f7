"""The life of the extension in a fresh profile, each step in the real order, in a Blender process of its own."""

import re
import zipfile

import pytest
from fresh_blender import CAN_READ_PREFERENCES, newer, run_blender


def test_install_generate_save_reopen_disable_enable_remove(archive, tmp_path):
    said = run_blender(
        tmp_path,
        """
        install(sys.argv[1])
        said["generated"] = generate()
        recipe = bpy.context.object.active_material["artml_recipe"]
        bpy.ops.wm.save_as_mainfile(filepath=sys.argv[2])
        bpy.ops.wm.open_mainfile(filepath=sys.argv[2])
        material = bpy.data.objects["Cube"].active_material
        said["recipe_kept"] = material["artml_recipe"] == recipe
        said["packed"] = all(image.packed_file for image in bpy.data.images if image.get("artml_recipe"))
        said["replayed"] = bpy.ops.artml.replay_recipe() == {"FINISHED"}
        addon_utils.disable(MODULE, default_set=True)
        said["left_after_disable"] = left()
        addon_utils.enable(MODULE, default_set=True)
        said["generated_again"] = generate()
        index = [repo.module for repo in bpy.context.preferences.extensions.repos].index("user_default")
        bpy.ops.extensions.package_uninstall(repo_index=index, pkg_id="artml_blender")
        said["left_after_remove"] = left()
        folder = os.path.join(bpy.utils.user_resource("EXTENSIONS"), "user_default", "artml_blender")
        said["files"] = os.path.exists(folder)
        """,
        archive,
        tmp_path / "scene.blend",
    )

    assert said == {
        "generated": True,
        "recipe_kept": True,
        "packed": True,
        "replayed": True,
        "left_after_disable": [],
        "generated_again": True,
        "left_after_remove": [],
        "files": False,
    }


def test_an_upgrade_keeps_settings_and_environment_and_ends_the_old_engine(archive, tmp_path):
    (tmp_path / "artml" / "pytorch").mkdir(parents=True)

    said = run_blender(
        tmp_path,
        """
        from importlib import import_module
        install(sys.argv[1])
        bpy.context.preferences.addons[MODULE].preferences.device = "cpu"
        generate()
        engine = import_module(MODULE + ".blender.session")._engine
        install(sys.argv[2])
        said["device"] = bpy.context.preferences.addons[MODULE].preferences.device
        said["old_engine_lives"] = engine.is_alive
        said["generated"] = generate()
        said["version"] = import_module(MODULE + ".contract.handshake").VERSION
        addon_utils.disable(MODULE)
        """,
        archive,
        newer(archive, tmp_path),
    )

    assert said == {"device": "cpu", "old_engine_lives": False, "generated": True, "version": "99.0.0"}
    assert (tmp_path / "artml" / "pytorch").is_dir()


@pytest.mark.skipif(not CAN_READ_PREFERENCES, reason="the bpy wheel of 4.2 crashes in read_userpref, without ArtML too")
def test_settings_outlive_a_restart(archive, tmp_path):
    run_blender(
        tmp_path,
        """
        install(sys.argv[1])
        bpy.context.preferences.addons[MODULE].preferences.device = "cpu"
        bpy.ops.wm.save_userpref()
        """,
        archive,
    )

    said = run_blender(
        tmp_path,
        """
        bpy.ops.wm.read_userpref()
        said["device"] = bpy.context.preferences.addons[MODULE].preferences.device
        said["generated"] = generate()
        """,
    )

    assert said == {"device": "cpu", "generated": True}


def test_the_version_is_the_same_everywhere(archive):
    with zipfile.ZipFile(archive) as opened:
        manifest = opened.read("blender_manifest.toml").decode()
        handshake = opened.read("contract/handshake.py").decode()

    (declared,) = re.findall(r'^version = "(.+)"', manifest, re.MULTILINE)
    assert f'VERSION = "{declared}"' in handshake
    assert declared in archive.name
