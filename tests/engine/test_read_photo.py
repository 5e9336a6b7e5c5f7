"""The photos that are read, those that are refused with a sentence, and uneven light."""

import io
import struct

import numpy as np
import pytest
from example_photos import cobbles
from PIL import Image, ImageCms

from artml_blender.contract.provenance import PNG_SIGNATURE, png_chunk
from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.photos.even_light import even_light
from artml_blender.engine.photos.read_photo import MIN_SIDE, read_photo


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
