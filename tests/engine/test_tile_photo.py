"""The task tile_photo on the command line, the photos it takes, and the tiles it lays."""

import io
import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from artml_blender.contract.provenance import PNG_SIGNATURE, png_chunk
from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.photos.even_light import even_light
from artml_blender.engine.photos.read_photo import MIN_SIDE, read_photo, resize_photo
from artml_blender.engine.runtime.seams import seam_ratio
from artml_blender.engine.synthesis.heal import heal
from artml_blender.engine.synthesis.neighbourhoods import REACH, describe, describe_torus, principal_directions
from artml_blender.engine.synthesis.period import find_periods, fitted
from artml_blender.engine.synthesis.quilt import quilt
from artml_blender.engine.synthesis.synthesize import synthesize, take

ROOT = Path(__file__).resolve().parents[2]
MAPS = ("base_color", "roughness", "metallic", "normal", "height", "ambient_occlusion")


def cobbles(height: int, width: int) -> np.ndarray:
    """A picture with structure, noise and light that falls off: float32 [H, W, 3] in 0..1, another at each place."""
    generator = np.random.RandomState(3)
    rows, columns = np.mgrid[0:height, 0:width]
    stone = np.abs(np.sin(rows * 0.19 + 0.3 * np.sin(columns * 0.07))) * np.abs(np.sin(columns * 0.15)) > 0.25
    grey = np.where(stone, 0.55, 0.2) + 0.1 * generator.standard_normal((height, width)) + 0.1 * rows / height
    return np.clip(grey[..., None] * (1.0, 0.9, 0.75), 0.0, 1.0).astype(np.float32)


def save(path: Path, pixels: np.ndarray, **options) -> Path:
    Image.fromarray((pixels * 255.0 + 0.5).astype(np.uint8)).save(path, **options)
    return path


def run(folder: Path, **recipe) -> subprocess.CompletedProcess:
    (folder / "recipe.json").write_text(json.dumps({"task": "tile_photo", "category": "paving", **recipe}))
    command = [sys.executable, "-m", "artml_blender.engine", "run", str(folder / "recipe.json"), "--output"]
    return subprocess.run([*command, str(folder / "out")], cwd=ROOT, capture_output=True, text=True)


def base_color(folder: Path) -> np.ndarray:
    with Image.open(folder / "out" / "base_color.png") as picture:
        return np.asarray(picture)


def test_a_photo_gives_maps_that_tile_and_a_recipe_that_replays_them(tmp_path):
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    for folder in (first, again, other):
        folder.mkdir()
    photo = save(first / "cobbles.jpg", cobbles(150, 190), quality=95)
    ended = run(first, photo="cobbles.jpg", seed=4, size=[200, 128])
    assert ended.returncode == 0, ended.stderr
    recipe = json.loads((first / "out" / "recipe.json").read_text())
    report = json.loads((first / "out" / "report.json").read_text())

    assert Path(recipe["photo"]) == photo
    assert max(report["seam_ratio"].values()) <= 1.1
    assert report["native_size"] == pytest.approx(128, rel=0.12)  # made as small as the tile, and fitted to it
    for name in MAPS:
        with Image.open(first / "out" / f"{name}.png") as picture:
            assert picture.size == (200, 128)
            assert json.loads(picture.text["artml_recipe"])["photo"] == "cobbles.jpg"  # its folder is no one's business
    assert run(again, **recipe).returncode == 0
    np.testing.assert_array_equal(base_color(first), base_color(again))
    assert run(other, **{**recipe, "seed": 5}).returncode == 0
    assert (base_color(first) != base_color(other)).mean() > 0.5


def test_a_tile_of_any_size_keeps_the_photos_scale(tmp_path):
    rows, columns = np.mgrid[0:130, 0:130]
    stripes = ((rows // 9 + columns // 9) % 2).astype(np.float32)[..., None] * (0.5, 0.5, 0.5) + 0.2
    save(tmp_path / "checks.png", stripes)
    assert run(tmp_path, photo="checks.png", size=[130, 100]).returncode == 0
    down, across = find_periods(np.tile(base_color(tmp_path).astype(np.float32), (2, 2, 1)))
    expected = 18.0 * 100 / 130  # the photo is made as small as the tile's shorter side
    assert down == pytest.approx(expected, rel=0.1)
    assert across == pytest.approx(expected, rel=0.1)


def test_a_folder_is_no_photo(tmp_path):
    (tmp_path / "folder").mkdir()
    ended = run(tmp_path, photo="folder")
    assert "is no file" in ended.stderr.splitlines()[-1]


def test_another_photo_under_the_same_name_is_refused(tmp_path):
    photo = save(tmp_path / "wall.png", cobbles(64, 64))
    ended = run(tmp_path, photo=str(photo), photo_hash="0" * 64)
    assert ended.returncode == 1
    assert "is not the one that the recipe was made with" in ended.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "cannot be read: No such file"),
        (b"", "in no format that ArtML reads"),
        (b"no picture at all", "in no format that ArtML reads"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "in no format that ArtML reads"),
    ],
)
def test_what_is_no_photo_is_one_sentence(tmp_path, data, words):
    photo = tmp_path / "写真.png"
    if data is not None:
        photo.write_bytes(data)
    ended = run(tmp_path, photo=str(photo))
    assert ended.returncode == 1
    assert words in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def grey_png(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG_SIGNATURE + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PHOTO = Image.fromarray((cobbles(80, 120) * 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (encoded(PHOTO)[:5000], "cannot be read"),
        (encoded(PHOTO.resize((1, 1))), f"1 x 1 pixels; a material takes at least {MIN_SIDE}"),
        (grey_png(60000, 60000), "more pixels than ArtML reads"),
        (grey_png(13000, 13000), "more pixels than ArtML reads"),
        (encoded(Image.merge("RGBA", (*PHOTO.split(), PHOTO.getchannel(0)))), "is transparent in places"),
        (encoded(PHOTO, transparency=PHOTO.getpixel((3, 3)), icc_profile=SRGB), "is transparent in places"),
        (encoded(Image.fromarray(np.full((64, 64), 3.0, np.float32)), "TIFF"), "beyond black and white"),
        (encoded(Image.fromarray(np.full((64, 64), np.nan, np.float32)), "TIFF"), "beyond black and white"),
        (encoded(PHOTO, "DDS"), "in no format that ArtML reads"),
    ],
)
def test_a_photo_that_cannot_be_used_is_one_sentence(data, words):
    with pytest.raises(EngineFailure, match=words):
        read_photo(data, "wall.png", 512)


def test_an_opaque_alpha_channel_a_cmyk_file_and_a_large_photo_are_read():
    expected = np.asarray(PHOTO, np.float32) / 255.0
    opaque = PHOTO.copy()
    opaque.putalpha(255)
    np.testing.assert_allclose(read_photo(encoded(opaque), "a.png", 512)[0], expected)
    cmyk, notes = read_photo(encoded(PHOTO.convert("CMYK"), "TIFF"), "a.tif", 512)
    assert np.abs(cmyk - expected).max() < 0.02
    assert notes == []
    np.testing.assert_allclose(read_photo(encoded(PHOTO, "TGA"), "a.tga", 512)[0], expected)
    large = PHOTO.resize((1800, 1200))
    assert read_photo(encoded(large, "JPEG"), "a.jpg", 64)[0].shape == (64, 96, 3)


def test_a_photo_is_turned_as_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    turned, _ = read_photo(encoded(PHOTO, exif=exif), "a.png", 512)
    np.testing.assert_allclose(turned, np.rot90(np.asarray(PHOTO, np.float32) / 255.0, -1))


def test_greys_of_16_bits_keep_their_range():
    ramp = np.linspace(0.0, 65535.0, 64 * 64).reshape(64, 64).astype(np.uint16)
    read, _ = read_photo(encoded(Image.fromarray(ramp)), "a.png", 512)
    assert np.abs(read[..., 0] - ramp / 65535.0).max() < 0.01
    fractions = Image.fromarray((ramp / 65535.0).astype(np.float32))
    assert np.abs(read_photo(encoded(fractions, "TIFF"), "a.tif", 512)[0] - read).max() < 0.01


def test_a_colour_profile_is_heeded():
    plain = np.asarray(PHOTO, np.float32) / 255.0
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    opaque = PHOTO.copy()
    opaque.putalpha(255)
    for photo in (PHOTO, opaque):
        read, _ = read_photo(encoded(photo, icc_profile=swapped), "a.png", 512)
        assert np.abs(read[..., [1, 0, 2]] - plain).max() < 0.02  # red is what the profile calls green
    foreign = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()  # does not fit an RGB picture
    np.testing.assert_allclose(read_photo(encoded(PHOTO, icc_profile=foreign), "a.png", 512)[0], plain)


def test_light_that_falls_off_is_taken_out_and_spots_are_not():
    material = 0.4 + 0.2 * cobbles(180, 240)
    material[100:140, 30:90] *= 0.6  # a stain of the material's own
    rows, columns = np.meshgrid(np.linspace(-1, 1, 180), np.linspace(-1, 1, 240), indexing="ij")
    light = np.exp(-0.5 * (rows**2 + columns**2) + 0.4 * columns)[..., None]
    photo = ((material**2.2 * light) ** (1 / 2.2)).astype(np.float32)

    def unevenness(picture: np.ndarray) -> float:
        """How far the ratio to the material is from being one number all over."""
        ratio = np.log(picture / material)
        return float(ratio.std())

    assert unevenness(even_light(photo, 1.0)) < 0.3 * unevenness(photo)
    assert unevenness(even_light(photo, 0.5)) < 0.75 * unevenness(photo)
    np.testing.assert_array_equal(even_light(photo, 0.0), photo)


def test_of_a_very_long_photo_the_middle_is_used_and_its_size_named():
    jpeg = encoded(Image.new("RGB", (1600, 400), "gray"), "JPEG")
    assert "(1600 x 400 pixels)" in read_photo(jpeg, "a.jpg", 64)[1][0]
    assert read_photo(encoded(Image.new("RGB", (201, 100), "gray")), "a.png", 512)[1] == []
    long = np.zeros((50, 400, 3), np.float32)
    long[:, 150:250] = 1.0
    read, notes = read_photo(encoded(Image.fromarray((long * 255).astype(np.uint8))), "a.png", 512)
    assert read.shape == (50, 100, 3)
    assert read.min() == 1.0
    assert "only the middle" in notes[0]


@pytest.fixture(scope="module")
def laid() -> tuple[np.ndarray, np.ndarray]:
    example = cobbles(256, 300)
    return example, synthesize(example, (256, 384), np.random.RandomState(0), lambda share: None)


def seam_strength(example: np.ndarray, sources: np.ndarray) -> float:
    """How large the steps are where neighbours come from elsewhere, over those where they come from neighbours."""
    tile = example[sources[..., 0], sources[..., 1]].mean(axis=2)
    steps, is_seam = [], []
    for axis in (0, 1):
        steps.append(np.abs(np.roll(tile, -1, axis) - tile))
        is_seam.append((np.roll(sources, -1, axis) - sources != np.eye(2, dtype=int)[axis]).any(axis=2))
    found, seams = np.stack(steps), np.stack(is_seam)
    return float(found[seams].mean() / found[~seams].mean())


def random_pieces(example: np.ndarray, side: int, piece: int) -> np.ndarray:
    """A source field of squares from anywhere."""
    generator = np.random.RandomState(0)
    corners = [generator.randint(0, length - piece, (side // piece,) * 2) for length in example.shape[:2]]
    within = np.indices((side, side)) % piece
    return np.stack([corner.repeat(piece, 0).repeat(piece, 1) for corner in corners], axis=-1) + within.transpose(
        1, 2, 0
    )


def misfit(example: np.ndarray, sources: np.ndarray, directions: np.ndarray) -> float:
    """How unlike a pixel's surroundings on the tile are to those of its source."""
    known = describe(example, directions)[sources[..., 0] - REACH, sources[..., 1] - REACH]
    return float(((describe_torus(take(example, sources), directions) - known) ** 2).sum(axis=2).mean())


def test_pieces_fit_each_other_and_healing_makes_them_fit_better():
    example = cobbles(128, 150)
    inside = example[REACH:-REACH, REACH:-REACH]
    pieces = quilt(inside, (128, 160), np.random.RandomState(0), lambda share: None) + REACH
    directions = principal_directions(example, np.random.RandomState(0))
    healed = heal(example, describe(example, directions), directions, pieces, 1)

    by_chance = seam_strength(example, random_pieces(example, 128, 32))
    assert seam_strength(example, pieces) < 0.8 * by_chance
    assert misfit(example, healed, directions) < 0.9 * misfit(example, pieces, directions)


def test_strips_are_healed_as_the_whole_is(monkeypatch):
    example = cobbles(100, 120)
    inside = example[REACH:-REACH, REACH:-REACH]
    pieces = quilt(inside, (160, 96), np.random.RandomState(0), lambda share: None) + REACH
    directions = principal_directions(example, np.random.RandomState(0))
    known = describe(example, directions)
    whole = heal(example, known, directions, pieces, 1)
    monkeypatch.setattr("artml_blender.engine.synthesis.heal.STRIP", 40 * 96)
    np.testing.assert_array_equal(heal(example, known, directions, pieces, 1), whole)


def test_a_tile_is_as_rough_and_bright_as_the_photo_and_has_no_seam(laid):
    example, sources = laid
    tile = take(example, sources)
    assert sources.min() >= REACH
    assert (sources < np.array(example.shape[:2]) - REACH).all()
    assert seam_ratio(tile) <= 1.1
    assert np.abs(tile.mean(axis=(0, 1)) - example.mean(axis=(0, 1))).max() < 0.05
    assert 0.85 < tile.std() / example.std() < 1.15


def test_no_piece_is_a_copy_of_much_of_the_photo(laid):
    example, sources = laid
    shifts = (sources - np.indices(sources.shape[:2]).transpose(1, 2, 0)) % sources.shape[:2]
    _, counts = np.unique(shifts.reshape(-1, 2), axis=0, return_counts=True)
    assert counts.max() <= 0.4 * example.shape[0] * example.shape[1]
    assert counts.max() >= 0.01 * example.shape[0] * example.shape[1]  # but pieces they are


def test_laying_can_be_cancelled():
    class Cancelled(Exception):
        pass

    def cancel(share: float) -> None:
        if share > 0.05:
            raise Cancelled

    with pytest.raises(Cancelled):
        synthesize(cobbles(64, 64), (512, 512), np.random.RandomState(0), cancel)


@pytest.mark.parametrize(("photo", "size"), [((48, 48), (96, 64)), ((60, 120), (32, 512)), ((300, 200), (96, 96))])
def test_any_photo_makes_any_tile(photo, size):
    example = cobbles(*photo)
    tile = take(example, synthesize(example, size, np.random.RandomState(0), lambda share: None))
    assert tile.shape == (*size, 3)
    assert np.isfinite(tile).all()


def waves(down: float, across: float) -> np.ndarray:
    rows, columns = np.mgrid[0:240, 0:300]
    grey = (np.sin(2.0 * np.pi * rows / down) > 0.3) * 0.3 + (np.sin(2.0 * np.pi * columns / across) > 0.6) * 0.3
    grey = grey + 0.05 * np.random.RandomState(1).standard_normal(grey.shape) + columns / 600.0
    return np.repeat(grey[..., None], 3, axis=2).astype(np.float32)


def test_periods_are_found_to_a_fraction_of_a_pixel():
    down, across = find_periods(waves(21.4, 37.3))
    assert down == pytest.approx(21.4, abs=0.05)
    assert across == pytest.approx(37.3, abs=0.05)


def test_noise_and_light_that_falls_off_have_no_period():
    noise = np.random.RandomState(2).standard_normal((200, 200, 3)).astype(np.float32) * 0.1
    noise += np.linspace(0.0, 1.0, 200, dtype=np.float32)[:, None, None]
    assert find_periods(noise) == (None, None)


def test_stripes_repeat_across_and_not_along():
    stripes = np.tile((np.arange(256) % 40 < 18).astype(np.float32), (200, 1))
    for noise in (0.0, 0.05):
        picture = stripes + noise * np.random.RandomState(3).standard_normal(stripes.shape)
        down, across = find_periods(np.repeat(picture[..., None], 3, axis=2).astype(np.float32))
        assert down is None
        assert across == pytest.approx(40.0, abs=0.1)


def test_large_pictures_have_the_periods_of_small_ones():
    large = np.kron(waves(21.4, 37.3), np.ones((5, 5, 1), np.float32))
    assert find_periods(large) == (pytest.approx(107.0, abs=1.0), pytest.approx(186.5, abs=1.0))


def test_a_photo_is_stretched_a_little_to_hold_whole_periods_and_no_more():
    assert fitted(300, 37.3, 256) == round(300 * 256 / (7 * 37.3))
    assert fitted(300, 100.0, 256) == 300  # two or three periods: it would be stretched by a sixth
    assert fitted(300, None, 256) == 300


def test_a_regular_picture_is_regular_across_the_edge():
    wall = waves(24.0, 40.0)
    lengths = [fitted(length, period, 256) for length, period in zip(wall.shape, find_periods(wall), strict=False)]
    example = resize_photo(np.clip(wall, 0.0, 1.0), (lengths[0], lengths[1]))
    tile = take(example, synthesize(example, (256, 256), np.random.RandomState(0), lambda share: None))
    tiled = find_periods(np.tile(tile, (2, 2, 1)))
    assert tiled[0] == pytest.approx(256 / round(256 / 24.0), rel=0.01)
    assert tiled[1] == pytest.approx(256 / round(256 / 40.0), rel=0.01)


def test_a_picture_of_one_colour_gives_a_tile_of_it():
    example = np.full((64, 64, 3), 0.25, np.float32)
    tile = take(example, synthesize(example, (64, 64), np.random.RandomState(0), lambda share: None))
    np.testing.assert_allclose(tile, 0.25)
