"""Image Texture against Cycles: every filter, border, projection and kind of picture; and files that are none."""

import re
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
bpy = pytest.importorskip("bpy")
Image = pytest.importorskip("PIL.Image")

import cycles_bake
from baked_case import Case, cycles_maps
from graph_comparison import unexplained
from procedural_materials import Builder

from artml_blender.blender.read_graph import read_graph
from artml_blender.contract.graph import GraphError, ImageFile
from artml_blender.engine.graphs.pictures import load_picture

SIDE = 64
WIDTH, HEIGHT = 7, 5
RGBA = np.random.RandomState(5).randint(0, 256, (HEIGHT, WIDTH, 4)).astype(np.uint8)
RGBA[:2, :, 3] = [[0], [255]]
GREY = RGBA[..., 0]
FILES = {  # what Pillow writes into them, and how
    "grey.png": (GREY, "L", {}),
    "grey and alpha.png": (RGBA[..., 2:], "LA", {}),
    "bits.png": (GREY, "1", {}),
    "colors.png": (RGBA[..., :3], "RGB", {}),
    "alpha.png": (RGBA, "RGBA", {}),
    "palette.png": (RGBA[..., :3], "P", {}),
    "key.png": (RGBA[..., :3], "RGB", {"transparency": tuple(map(int, RGBA[2, 3, :3]))}),
    "colors.jpg": (RGBA[..., :3], "RGB", {}),
    "grey.jpg": (GREY, "L", {}),
    "cmyk.jpg": (RGBA[..., :3], "CMYK", {}),
    "colors.bmp": (RGBA[..., :3], "RGB", {}),
    "alpha.tga": (RGBA, "RGBA", {}),
    "alpha.tif": (RGBA, "RGBA", {}),
    "alpha.webp": (RGBA, "RGBA", {"lossless": True, "exact": True}),
}


def picture_file(folder, name):
    """The path of one of the files, which Pillow writes."""
    values, mode, options = FILES[name]
    Image.fromarray(values).convert(mode).save(folder / name, **options)
    return folder / name


def load(path, color_space=None, alpha_mode=None):
    image = bpy.data.images.load(str(path))
    image.colorspace_settings.name = color_space or image.colorspace_settings.name
    image.alpha_mode = alpha_mode or image.alpha_mode
    return image


def generated(is_float, color_space, alpha_mode="STRAIGHT"):
    """A picture that only Blender holds; floats beyond 1."""
    image = bpy.data.images.new("Generated", WIDTH, HEIGHT, alpha=True, float_buffer=is_float)
    image.colorspace_settings.name, image.alpha_mode = color_space, alpha_mode
    values = RGBA.astype(np.float32) / 255.0 * ((3.0, 3.0, 3.0, 1.0) if is_float else 1.0)
    image.pixels.foreach_set(values.astype(np.float32).ravel())
    image.update()
    return image


def differing(make_image, folder, coordinates="UV", uses_alpha=True, **settings):
    """Which maps are not as Cycles bakes them: the colour (with alpha, if used: that changes it), and alpha."""
    cycles_bake.make_scene()
    build = Builder("Picture")
    place = build.add("TexCoord").outputs[coordinates]
    inputs = {"Vector": place, "Scale": (3.0, 3.0, 3.0), "Location": (-1.1, -0.7, 0.2)}
    vector = build.add("Mapping", inputs).outputs["Vector"]
    texture = build.add("TexImage", {"Vector": vector}, image=make_image(), **settings).outputs
    sources = {"base_color": texture["Color"]}
    if uses_alpha:
        color = build.mix(1.0, texture["Color"], texture["Alpha"], "ADD")
        sources = {"base_color": color, "roughness": texture["Alpha"]}
    build.finish(*sources.values(), *((0.5,) if not uses_alpha else ()))
    graph = read_graph(build.material, folder)
    return unexplained(graph, cycles_maps(Case(build.material, sources), SIDE))


@pytest.mark.parametrize("extension", ["REPEAT", "EXTEND", "CLIP", "MIRROR"])
@pytest.mark.parametrize("interpolation", ["Linear", "Closest", "Cubic", "Smart"])
def test_filters_and_borders(interpolation, extension, tmp_path):
    path = picture_file(tmp_path, "alpha.png")
    assert not differing(lambda: load(path), tmp_path, interpolation=interpolation, extension=extension)


@pytest.mark.parametrize("coordinates", ["UV", "Generated", "Object"])
@pytest.mark.parametrize("projection", ["FLAT", "BOX", "SPHERE", "TUBE"])
def test_projections(projection, coordinates, tmp_path):
    path = picture_file(tmp_path, "colors.png")
    assert not differing(lambda: load(path), tmp_path, coordinates, projection=projection)


@pytest.mark.parametrize("uses_alpha", [True, False])
@pytest.mark.parametrize("alpha_mode", ["STRAIGHT", "PREMUL", "CHANNEL_PACKED", "NONE"])
@pytest.mark.parametrize("color_space", ["sRGB", "Non-Color"])
def test_alpha(color_space, alpha_mode, uses_alpha, tmp_path):
    path = picture_file(tmp_path, "alpha.png")
    makers = [lambda: load(path, color_space, alpha_mode)]
    makers += [lambda kind=kind: generated(kind, color_space, alpha_mode) for kind in (True, False)]
    assert not [found for make in makers if (found := differing(make, tmp_path, uses_alpha=uses_alpha))]


@pytest.mark.parametrize("uses_alpha", [True, False])
@pytest.mark.parametrize("name", FILES)
def test_kinds_of_files(name, uses_alpha, tmp_path):
    if name == "alpha.webp" and bpy.app.version < (4, 5, 0):
        pytest.skip("Blender 4.2 darkens the colours of WebP where alpha is low")
    path = picture_file(tmp_path, name)
    assert not differing(lambda: load(path), tmp_path, uses_alpha=uses_alpha)


@pytest.mark.parametrize(("color_space", "interpolation"), [("Non-Color", "Linear"), ("sRGB", "Closest")])
def test_sixteen_bits(color_space, interpolation, tmp_path):
    """Cycles filters those of colours before it decodes them, ArtML after: between pixels they differ."""
    Image.fromarray(GREY.astype(np.uint16) * 251).save(tmp_path / "deep.png")
    assert not differing(lambda: load(tmp_path / "deep.png", color_space), tmp_path, interpolation=interpolation)


def test_a_normal_map(tmp_path):
    cycles_bake.make_scene()
    build = Builder("Normal Map")
    values = RGBA[..., :3] // 2 + np.array([64, 64, 127], np.uint8)
    Image.fromarray(values.astype(np.uint8)).save(tmp_path / "normal.png")
    place = build.coordinates()
    image = build.add("TexImage", {"Vector": place}, image=load(tmp_path / "normal.png", "Non-Color"))
    strength = build.noise(place, 3.0)
    normal = build.add("NormalMap", {"Color": image.outputs["Color"], "Strength": strength}).outputs["Normal"]
    build.finish(build.add("Fresnel", {"Normal": normal}).outputs[0], 0.5, normal)
    graph = read_graph(build.material, tmp_path)
    assert not unexplained(graph, cycles_maps(Case(build.material, {"normal": "NORMAL"}), SIDE))


def png(width, height, data):
    """A PNG whose header says that size."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    parts = (
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def npz(folder):
    np.savez(folder / "values.npz", values=np.zeros((5, 7, 4), np.float32))
    return (folder / "values.npz").read_bytes()


def npy(values, folder):
    np.save(folder / "values.npy", values, allow_pickle=True)
    return (folder / "values.npy").read_bytes()


def bad_files(folder):
    whole = picture_file(folder, "alpha.png").read_bytes()
    floats = npy(np.zeros((5, 7, 4), np.float32), folder)
    return {
        "missing.png": None,
        "missing.npy": None,
        "folder.png": ...,
        "empty.png": b"",
        "cut.png": whole[:-60],
        "cut.jpg": picture_file(folder, "colors.jpg").read_bytes()[:300],
        "text.png": b"This is no picture." * 10,
        "huge.png": png(2**31 - 1, 2**31 - 1, b""),
        "wide.png": png(20000, 20000, zlib.compress(b"")),
        "no pixels.png": png(0, 0, b""),
        "wrong data.png": png(7, 5, b"not compressed"),
        "empty.npy": b"",
        "cut.npy": floats[:-50],
        "huge.npy": floats.replace(b"(5, 7, 4), }        ", b"(5, 7, 4000000000), }"),
        "longer.npy": floats.replace(b"(5, 7, 4), }                  ", b"(50000000000, 700000000, 4), }"),
        "doubles.npy": npy(np.zeros((5, 7, 4)), folder),
        "grey.npy": npy(np.zeros((5, 7), np.float32), folder),
        "objects.npy": npy(np.array([{}]), folder),
        "archive.npy": b"PK\x03\x04" + whole,
        "arrays.npy": npz(folder),
        "text.npy": b"This is no array." * 10,
    }


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_files_that_are_no_pictures(tmp_path):
    for name, data in bad_files(tmp_path).items():
        if isinstance(data, bytes):
            (tmp_path / name).write_bytes(data)
        elif data is ...:
            (tmp_path / name).mkdir()
        with pytest.raises(GraphError) as caught:
            load_picture(ImageFile(name), tmp_path, (5, 0, 1))
        assert re.fullmatch(r"[^\n]{20,400}\.", str(caught.value))


def test_an_unknown_color_space_says_so():
    with pytest.raises(GraphError, match="set it to sRGB"):
        load_picture(ImageFile("a.png", "Filmic sRGB"), Path(), (5, 0, 1))
