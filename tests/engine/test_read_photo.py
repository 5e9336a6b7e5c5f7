"""The photos that are read, and those that are refused with a sentence."""

import io
import struct
import sys

import numpy as np
import pytest
from example_photos import cobbles
from PIL import Image, ImageCms

from artml_blender.contract.provenance import PNG_SIGNATURE, png_chunk
from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.photos.read_photo import MIN_SIDE, read_photo


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def grey_png(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG_SIGNATURE + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")


def array(values: np.ndarray) -> bytes:
    """As Blender keeps a picture for an engine without Pillow."""
    file = io.BytesIO()
    np.save(file, values)
    return file.getvalue()


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
        (array(np.zeros((64, 64, 3), np.float32)), "no picture that Blender kept"),
        (array(np.zeros((64, 64), np.uint8)), "no picture that Blender kept"),
        (array(np.zeros((8, 64, 3), np.uint8)), "64 x 8 pixels"),
        (array(np.zeros((64, 64, 3), np.uint8))[:500], "cannot be read"),
        (array(np.array([{}] * 9)), "cannot be read"),
    ],
)
def test_a_photo_that_cannot_be_used_is_one_sentence(data, words):
    with pytest.raises(EngineFailure, match=words) as raised:
        read_photo(data, "photo wall.png", 512)
    assert "photo wall.png" in str(raised.value)


def test_an_opaque_alpha_channel_a_cmyk_file_and_a_large_photo_are_read():
    expected = np.asarray(PHOTO, np.float32) / 255.0
    opaque = PHOTO.copy()
    opaque.putalpha(255)
    np.testing.assert_allclose(read_photo(encoded(opaque), "a.png", 512), expected)
    cmyk = read_photo(encoded(PHOTO.convert("CMYK"), "TIFF"), "a.tif", 512)
    assert np.abs(cmyk - expected).max() < 0.02
    np.testing.assert_allclose(read_photo(encoded(PHOTO, "TGA"), "a.tga", 512), expected)
    large = PHOTO.resize((1800, 1200))
    assert read_photo(encoded(large, "JPEG"), "a.jpg", 64).shape == (64, 96, 3)


def test_a_photo_is_turned_as_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    turned = read_photo(encoded(PHOTO, exif=exif), "a.png", 512)
    np.testing.assert_allclose(turned, np.rot90(np.asarray(PHOTO, np.float32) / 255.0, -1))


def test_greys_of_16_bits_keep_their_range_and_depth():
    ramp = np.linspace(0.0, 65535.0, 64 * 64).reshape(64, 64).astype(np.uint16)
    read = read_photo(encoded(Image.fromarray(ramp)), "a.png", 512)
    assert np.abs(read[..., 0] - ramp / 65535.0).max() < 1e-6
    assert read_photo(encoded(Image.fromarray(ramp)), "a.png", 50).shape == (50, 50, 3)
    fractions = Image.fromarray((ramp / 65535.0).astype(np.float32))
    assert np.abs(read_photo(encoded(fractions, "TIFF"), "a.tif", 512) - read).max() < 1e-6


def test_a_colour_profile_is_heeded():
    plain = np.asarray(PHOTO, np.float32) / 255.0
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    opaque = PHOTO.copy()
    opaque.putalpha(255)
    for photo in (PHOTO, opaque):
        read = read_photo(encoded(photo, icc_profile=swapped), "a.png", 512)
        assert np.abs(read[..., [1, 0, 2]] - plain).max() < 0.02  # red is what the profile calls green
    foreign = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()  # does not fit an RGB picture
    np.testing.assert_allclose(read_photo(encoded(PHOTO, icc_profile=foreign), "a.png", 512), plain)


def test_what_blender_kept_is_read_without_pillow(monkeypatch):
    kept = np.asarray(PHOTO)
    monkeypatch.setitem(sys.modules, "PIL", None)
    np.testing.assert_allclose(read_photo(array(kept), "a.npy", 512), kept.astype(np.float32) / 255.0)
    assert read_photo(array(kept), "a.npy", 64).shape == (64, 96, 3)
    with pytest.raises(EngineFailure, match="lacks Pillow"):
        read_photo(b"\x89PNG", "a.png", 512)
