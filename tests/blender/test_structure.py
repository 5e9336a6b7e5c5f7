"""The structure of a texture: what the Texture panel asks the engine for, and what it keeps for it."""

import json
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

MODULE = "bl_ext.user_default.artml_blender"
RAMP = np.linspace(0.0, 1.0, 64 * 32, dtype=np.float32).reshape(32, 64)  # top row first; every place another grey


@pytest.fixture
def asked(asked):
    """Press Generate; the request that the engine would get."""
    return lambda: asked(bpy.ops.artml.generate_texture)


@pytest.fixture
def kept(scene, room, tmp_path):
    """A request's structure as the light runtime gets it."""

    def keep(structure: str, **fields):
        request = room("contract.messages").GenerateTexture("brick", structure=structure, **fields)
        return room("blender.photo_files").kept_for_the_light_runtime(request, tmp_path / "kept").structure

    return keep


def error() -> str:
    with pytest.raises(RuntimeError) as raised:
        bpy.ops.artml.generate_texture()
    return str(raised.value).removeprefix("Error: ").strip()


def gray_image(name: str, heights: np.ndarray, **options) -> bpy.types.Image:
    """An image in memory of heights [H, W], top row first."""
    height, width = heights.shape
    image = bpy.data.images.new(name, width, height, **options)
    pixels = np.ones((height, width, 4), np.float32)
    pixels[..., :3] = heights[::-1, :, None]
    image.pixels.foreach_set(pixels.ravel())
    return image


def saved(path: Path, heights: np.ndarray, file_format: str, depth: str) -> Path:
    """A grey picture's file, of the values as they are."""
    scene, image = bpy.data.scenes.new("save"), gray_image("saved", heights, float_buffer=True, is_data=True)
    settings = scene.render.image_settings
    settings.file_format, settings.color_mode, settings.color_depth = file_format, "BW", depth
    scene.view_settings.view_transform = "Raw"
    scene.sequencer_colorspace_settings.name = "sRGB"
    image.save_render(str(path), scene=scene)
    bpy.data.images.remove(image)
    bpy.data.scenes.remove(scene)
    return path


def heights_in(path: str) -> np.ndarray:
    """What is kept there, in 0..1."""
    values = np.load(path, allow_pickle=False)
    assert values.dtype == np.uint16
    assert values.ndim == 2
    return values / 65535.0


def choose(image: bpy.types.Image) -> None:
    settings = bpy.context.scene.artml
    settings.structure, settings.structure_image = "IMAGE", image


def test_as_installed_nothing_is_asked_for_but_the_material(scene, asked, room):
    assert scene.artml.structure == "NONE"
    assert scene.artml.tile_size == 1.0
    assert room("contract.categories").NATIVE_SIZE == 512

    assert asked() == room("contract.messages").GenerateTexture("brick", seed=1, size=(128, 128))


def test_the_panel_s_largest_size_is_one_the_engine_takes(scene, asked):
    scene.artml.size = (100_000, 8192)

    assert asked().size == (8192, 8192)


def test_a_family_goes_by_its_name_with_the_depth(scene, asked):
    scene.artml.structure, scene.artml.structure_family, scene.artml.structure_depth = "FAMILY", "cobbles", 0.7

    request = asked()

    assert (request.structure, request.structure_depth, request.structure_hash) == ("cobbles", 0.7, "")


def test_the_families_in_the_choice_are_those_the_engine_has_structures_of(scene, room):
    items = room("blender.family_items").structures(scene.artml, bpy.context)

    names = [name for name, *_ in items]
    card = Path(room("models").__file__).parent / "weights" / "structures.json"
    assert set(names) == set(json.loads(card.read_text())["families"]) == set(room("blender.family_items").STRUCTURES)
    assert len(names) > 20
    for name in names:
        assert (room("blender.thumbnails").FOLDER / f"{name}.png").is_file()
        scene.artml.structure_family = name
        assert scene.artml.structure_family == name


def test_no_image_yet_is_one_sentence(scene):
    scene.artml.structure = "IMAGE"

    assert error() == "Choose an image for the structure first, or another structure."


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("options", [{}, {"is_data": True}, {"float_buffer": True}])
def test_a_picture_that_was_painted_keeps_its_values(scene, asked, options, is_packed):
    image = gray_image("old joints", RAMP, **options)
    if is_packed:
        image.pack()
    choose(image)

    request = asked()

    assert Path(request.structure).name == "old_joints.npy"
    assert request.structure_depth == 0.5
    step = 1.0 / 65535.0 if options.get("float_buffer") else 0.51 / 255.0
    np.testing.assert_allclose(heights_in(request.structure), RAMP, atol=step)


def test_a_float_picture_beyond_black_and_white_is_not_cut_off(scene, asked):
    choose(gray_image("metres", RAMP * 3.0 - 1.0, float_buffer=True, is_data=True))

    np.testing.assert_allclose(heights_in(asked().structure), RAMP, atol=1e-4)


@pytest.mark.parametrize("color_space", ["sRGB", "Non-Color"])
@pytest.mark.parametrize(("file_format", "depth", "ending"), [("PNG", "16", "png"), ("OPEN_EXR", "32", "exr")])
def test_a_file_of_many_steps_keeps_them(scene, asked, kept, tmp_path, file_format, depth, ending, color_space):
    path = saved(tmp_path / f"Höhe 高.{ending}", RAMP, file_format, depth)
    image = bpy.data.images.load(str(path))
    image.colorspace_settings.name = color_space
    assert image.is_float
    choose(image)
    of_file = asked().structure
    image.pack()

    for structure in (of_file, asked().structure, kept(str(path))):
        heights = heights_in(structure)
        assert len(np.unique(heights)) == RAMP.size
        np.testing.assert_allclose(heights, RAMP, atol=1e-4)


def test_a_map_that_artml_packed_keeps_its_steps(scene, asked, room, tmp_path):
    """As its own height maps: a packed PNG of 16 bits, of values that are no colours."""
    png = saved(tmp_path / "height.png", RAMP, "PNG", "16").read_bytes()
    choose(room("blender.images").pack_image("height", "height", png, "{}"))

    np.testing.assert_allclose(heights_in(asked().structure), RAMP, atol=1e-4)


def test_pictures_that_cannot_be_read_are_named(scene, tmp_path):
    empty = bpy.data.images.new("nothing", 8, 8, float_buffer=True)
    empty.pixels.foreach_set(np.full(8 * 8 * 4, np.nan, np.float32))
    holes = bpy.data.images.new("holes", 8, 8, alpha=True)
    holes.generated_color = (1.0, 1.0, 1.0, 0.5)
    tiled = bpy.data.images.new("tiles", 8, 8, tiled=True)
    gone = bpy.data.images.load(str(saved(tmp_path / "gone.png", RAMP, "PNG", "8")))
    (tmp_path / "gone.png").unlink()
    no_picture = bpy.data.images.new("text", 8, 8)
    (tmp_path / "text.png").write_text("no picture")
    no_picture.filepath, no_picture.source = str(tmp_path / "text.png"), "FILE"
    for image, words in (
        (empty, "'nothing' holds values that are no numbers"),
        (holes, "'holes' is transparent in places"),
        (tiled, "'tiles' is made of UDIM tiles"),
        (gone, "gone.png cannot be read: there is no such file"),
        (no_picture, "text.png cannot be read"),
    ):
        choose(image)
        text = error()
        assert words in text
        assert "\n" not in text
    assert not bpy.context.window_manager.artml_job.running


def test_without_a_material_or_a_height_map_the_user_reads_what_to_do(scene):
    scene.artml.structure = "MATERIAL"
    assert "has no material to take a structure from" in error()
    bpy.context.view_layer.objects.active = None
    assert "has no material to take a structure from" in error()

    cube = bpy.data.objects["Cube"]
    bpy.context.view_layer.objects.active = cube
    cube.active_material = bpy.data.materials.new("Plain")
    assert error() == "The material 'Plain' has no height map; bake it with ArtML first, or choose an image."


def material_with_height(room, recipe: dict) -> bpy.types.Material:
    """A material on the cube as ArtML makes them."""
    material = bpy.data.materials.new("Wall")
    if bpy.app.version < (5, 0, 0):
        material.use_nodes = True
    for name in ("base_color", "height"):
        texture = material.node_tree.nodes.new("ShaderNodeTexImage")
        texture.label, texture.image = name, gray_image(f"Wall {name}", RAMP if name == "height" else RAMP * 0.0)
    material["artml_recipe"] = json.dumps(recipe)
    bpy.data.objects["Cube"].active_material = material
    return material


def test_the_active_material_s_height_map_is_the_structure(scene, asked, room):
    scene.artml.structure = "MATERIAL"
    material_with_height(room, {"task": "sample_family", "family": "planks"})

    request = asked()

    assert Path(request.structure).name == "Wall_height.npy"
    np.testing.assert_allclose(heights_in(request.structure), RAMP, atol=0.51 / 255.0)


def test_pressing_generate_again_keeps_the_first_structure(scene, asked, room):
    """The material that was generated has taken the place of the one whose structure was meant."""
    scene.artml.structure, scene.artml.structure_depth = "MATERIAL", 0.25
    recipe = {"task": "generate_texture", "category": "wood", "structure": "/there/first.npy", "structure_hash": "abc"}
    material_with_height(room, recipe)

    request = asked()

    assert (request.structure, request.structure_depth, request.structure_hash) == ("/there/first.npy", 0.25, "")


def test_a_damaged_recipe_on_the_material_is_one_sentence(scene, room):
    scene.artml.structure = "MATERIAL"
    material_with_height(room, {"task": "generate_texture", "category": "cheese"})

    assert "Unknown category 'cheese'" in error()


def test_the_light_runtime_is_given_arrays_of_pictures_alone(scene, kept, room, tmp_path, monkeypatch):
    path = str(saved(tmp_path / "joints.png", RAMP, "PNG", "8"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cobbles").write_bytes(b"a file that is called as a family")

    assert kept(path).endswith("joints.npy")
    np.testing.assert_allclose(heights_in(kept(path)), RAMP, atol=0.51 / 255.0)
    for structure in ("", "cobbles", "no such family", str(tmp_path), str(tmp_path / "none.png"), "a\0b", "x.npy"):
        assert kept(structure) == structure  # what is wrong there, the engine says
    assert kept(path, structure_hash="abc") == path  # a recipe


def test_a_structure_and_a_photo_of_the_same_file_are_two_arrays(scene, kept, room, tmp_path):
    path = str(saved(tmp_path / "joints.png", RAMP, "PNG", "8"))
    photo = room("blender.photo_files").keep_file(path, tmp_path / "kept", is_upright=True)

    assert kept(path) != photo
    assert np.load(photo).shape == (32, 64, 3)
    assert heights_in(kept(path)).shape == (32, 64)


def test_what_is_no_picture_is_named_on_the_light_runtime(kept, room, tmp_path):
    (tmp_path / "joints.txt").write_text("no picture")

    with pytest.raises(room("contract.errors").RequestError, match=r"The picture .*joints\.txt cannot be read"):
        kept(str(tmp_path / "joints.txt"))


@pytest.mark.parametrize("runtime", ["light", "torch"])
def test_a_picture_is_carved_and_the_recipe_makes_it_again(scene, torch_python, runtime):
    """Two courses of blocks, of 64 rows the joints are five each, wherever the engine lets the tile begin."""
    preferences = bpy.context.preferences.addons[MODULE].preferences
    preferences.engine_python = torch_python if runtime == "torch" else ""
    try:
        rows = np.repeat(np.arange(64)[:, None], 64, axis=1)
        choose(gray_image("courses", (rows % 32 > 4).astype(np.float32), float_buffer=True, is_data=True))
        scene.artml.size, scene.artml.structure_depth = (512, 512), 1.0
        assert bpy.ops.artml.generate_texture() == {"FINISHED"}
        first = bpy.data.objects["Cube"].active_material
        assert bpy.ops.artml.replay_recipe() == {"FINISHED"}
        again = bpy.data.objects["Cube"].active_material
    finally:
        preferences.engine_python = ""

    recipe = json.loads(first["artml_recipe"])
    assert recipe["structure"].endswith("courses.npy")
    assert recipe["structure_hash"]
    assert len(recipe["ingredients"]) == 3
    height = height_of(first)
    np.testing.assert_array_equal(height_of(again), height)
    by_row = height.mean(axis=1)
    is_joint = by_row < (by_row.min() + by_row.max()) / 2.0
    assert is_joint.mean() == pytest.approx(5 / 32, abs=0.05)
    assert (is_joint == np.roll(is_joint, 256)).mean() > 0.9


def height_of(material: bpy.types.Material) -> np.ndarray:
    """[H, W], top row first."""
    nodes = material.node_tree.nodes
    image = next(node.image for node in nodes if node.bl_idname == "ShaderNodeTexImage" and node.label == "height")
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(image.size[1], image.size[0], 4)[::-1, :, 0]


class Layout:
    """A panel's layout that writes down the properties it shows."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.texts: list[str] = []

    def prop(self, _, name, **__):
        self.shown.append(name)

    def template_ID(self, _, name, **__):
        self.shown.append(name)

    template_icon_view = template_ID

    def label(self, text="", **_):
        self.texts.append(text)

    def operator(self, *_, **__):
        return SimpleNamespace()

    def row(self, **_):
        return self

    column = row
    progress = prop_enum = separator = lambda self, *_, **__: None


@pytest.mark.parametrize(
    ("structure", "expected"),
    [
        ("NONE", ["structure"]),
        ("FAMILY", ["structure", "structure_family", "structure_family", "structure_depth"]),
        ("IMAGE", ["structure", "structure_image", "structure_depth"]),
        ("MATERIAL", ["structure", "structure_depth"]),
    ],
)
def test_the_panel_shows_what_belongs_to_the_structure(scene, room, structure, expected):
    scene.artml.structure, scene.artml.size = structure, (512, 1024)
    layout = Layout()
    space = SimpleNamespace(shading=SimpleNamespace(type="MATERIAL"))
    context = SimpleNamespace(
        scene=scene, window_manager=bpy.context.window_manager, object=bpy.context.object, space_data=space
    )

    room("blender.panels").ARTML_PT_texture.draw(SimpleNamespace(layout=layout), context)

    assert [name for name in layout.shown if name.startswith("structure")] == expected
    assert "Shows an area of 1 x 2 tiles" in layout.texts


def test_a_saved_file_keeps_the_structure(scene, tmp_path):
    choose(gray_image("joints", RAMP))
    scene.artml.structure_image.pack()
    scene.artml.structure_family, scene.artml.structure_depth = "planks", 0.25
    path = str(tmp_path / "saved.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    bpy.ops.wm.open_mainfile(filepath=path)

    settings = bpy.context.scene.artml
    assert (settings.structure, settings.structure_family, settings.structure_depth) == ("IMAGE", "planks", 0.25)
    assert settings.structure_image.name == "joints"


def test_a_batch_makes_another_folder_when_the_picture_changed(scene, room, tmp_path):
    path = saved(tmp_path / "joints.png", RAMP, "PNG", "8")
    recipe = {"task": "generate_texture", "category": "brick", "structure": "joints.png"}
    (tmp_path / "recipes.jsonl").write_text("\n".join(map(json.dumps, (recipe, {**recipe, "structure_depth": 2}))))

    first, refused = room("blender.batch_entries").read_recipes(tmp_path / "recipes.jsonl")
    path.write_bytes(path.read_bytes() + b" ")
    second, _ = room("blender.batch_entries").read_recipes(tmp_path / "recipes.jsonl")

    assert first.request.structure == second.request.structure == str(path)
    assert first.folder != second.folder
    assert refused.error == "The structure's depth must be between 0 and 1, not 2.0."
