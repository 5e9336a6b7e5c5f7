"""Pictures of materials that are read as graphs: from files, packed, generated, painted on, or missing."""

import bpy
import numpy as np
import pytest

pytest.register_assert_rewrite("node_trees")  # else a helper that fails says little
from node_trees import baked, on_disk, painted, showing

pytest_plugins = ["node_trees"]


def test_pictures_come_back_from_files_packed_and_generated(trees, tmp_path):
    packed = on_disk(painted("packed", False), tmp_path / "packed.png")
    packed.pack()
    generated = painted("generated", False, color_space="Non-Color")
    file = on_disk(painted("file", False), tmp_path / "file.png")
    material = showing(file, packed, generated, painted("float", True, 3.0))
    before = baked(material)

    graph, again = trees.rebuilt(material)

    assert trees.read(again) == graph
    np.testing.assert_array_equal(baked(again), before)
    assert graph.images["file.png"].path == str(tmp_path / "file.png")
    assert sorted(path.suffix for path in trees.folder.iterdir()) == [".npy", ".png", ".png"]
    assert {image.color_space for image in graph.images.values()} == {"sRGB", "Non-Color", "Linear Rec.709"}
    values = np.load(graph.images["float"].path)
    assert values.shape == (4, 6, 4)
    expected = (np.random.default_rng(7).random(96, np.float32) * 3.0).reshape(4, 6, 4)[::-1, :, :3]
    np.testing.assert_array_equal(values[..., :3], expected)


def test_equal_pictures_are_written_once(trees):
    graph = trees.read(showing(painted("A", False), painted("B", False), painted("C", True), painted("D", True)))

    assert graph.images["A"].path == graph.images["B"].path
    assert graph.images["C"].path == graph.images["D"].path
    assert len(list(trees.folder.iterdir())) == 2


def test_sixteen_bits_are_kept(trees, tmp_path):
    bpy.context.scene.render.image_settings.color_depth = "16"
    image = painted("deep", True, color_space="Non-Color")
    bpy.context.scene.view_settings.view_transform = "Raw"
    image.save_render(str(tmp_path / "deep.png"))
    deep = bpy.data.images.load(str(tmp_path / "deep.png"))
    deep.colorspace_settings.name = "Non-Color"

    values = np.load(trees.read(showing(deep)).images["deep.png"].path)

    steps = values[..., :3] * 65535
    assert np.abs(steps - np.rint(steps)).max() < 0.01
    assert np.abs(values[..., :3] * 255 - np.rint(values[..., :3] * 255)).max() > 0.1


def test_unsaved_strokes_are_read(trees, tmp_path):
    file = on_disk(painted("file", False), tmp_path / "file.png")
    file.pixels[0:4] = (1.0, 0.0, 1.0, 1.0)
    before = list(file.pixels)

    graph, _ = trees.rebuilt(showing(file))

    assert graph.images["file.png"].path.startswith(str(trees.folder))
    assert list(bpy.data.images["file.png"].pixels) == before


@pytest.mark.parametrize(
    ("source", "words"),
    [("SEQUENCE", "is an image sequence"), ("MOVIE", "is a movie"), ("TILED", "is made of UDIM tiles")],
)
def test_what_is_no_single_picture_is_refused(trees, tmp_path, source, words):
    file = on_disk(painted("file", False), tmp_path / "file.png")
    file.source = source

    with pytest.raises(trees.error, match=f"The image 'file.png' of the node 'Image Texture' {words}"):
        trees.read(showing(file))


def test_a_missing_picture_matters_only_where_it_shows(trees, tmp_path):
    file = on_disk(painted("file", False), tmp_path / "file.png")
    material = showing(file)
    (tmp_path / "file.png").unlink()

    with pytest.raises(
        trees.error, match=r"The image 'file.png' of the node 'Image Texture' is missing \(.*file.png\)"
    ):
        trees.read(material)
    material.node_tree.nodes.remove(material.node_tree.nodes["Material Output"])
    assert trees.read(material).images == {}
