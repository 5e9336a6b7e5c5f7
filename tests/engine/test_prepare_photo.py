"""What photos go through before they are used: corners, exposure, white balance, uneven light, size."""

from pathlib import Path

import numpy as np
import pytest
from example_photos import cobbles
from PIL import Image

from artml_blender.contract.errors import RequestError
from artml_blender.contract.photos import PhotoToMaterial
from artml_blender.contract.srgb import decoded
from artml_blender.engine.errors import EngineFailure
from artml_blender.engine.photos.even_light import even_light
from artml_blender.engine.photos.expose import exposed
from artml_blender.engine.photos.prepare import middle, prepare
from artml_blender.engine.photos.rectify import rectified
from artml_blender.engine.photos.resize import resized

WHOLE = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)


def save(path: Path, pixels: np.ndarray) -> str:
    Image.fromarray((pixels * 255.0 + 0.5).astype(np.uint8)).save(path)
    return str(path)


def checks(rows: int, columns: int) -> np.ndarray:
    """12 x 8 squares with a red one at the top left."""
    y, x = np.mgrid[0:rows, 0:columns]
    board = ((y * 8 // rows + x * 12 // columns) % 2).astype(np.float32)[..., None] * (0.7, 0.7, 0.7) + 0.1
    board[: rows // 8, : columns // 12] = (0.9, 0.1, 0.1)
    return board.astype(np.float32)


def shot_from_the_side(wall: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """A pinhole camera's picture of a wall, 3 wide and 2 high, and where its corners lie in it."""
    rows, columns, focal = 400, 600, 540.0
    turn, lean = np.deg2rad(32.0), np.deg2rad(-20.0)
    around = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    over = np.array([[1, 0, 0], [0, np.cos(lean), -np.sin(lean)], [0, np.sin(lean), np.cos(lean)]])
    rotation, place = over @ around, np.array([0.0, 0.0, 4.6])

    def seen(u, v):
        point = rotation @ np.array([(u - 0.5) * 3.0, (v - 0.5) * 2.0, 0.0]) + place
        return focal * point[0] / point[2] + columns / 2, focal * point[1] / point[2] + rows / 2

    corners = [seen(u, v) for u, v in ((0, 0), (1, 0), (1, 1), (0, 1))]
    y, x = np.mgrid[0:rows, 0:columns] + 0.5
    rays = np.stack([(x - columns / 2) / focal, (y - rows / 2) / focal, np.ones_like(x)])
    normal = rotation[:, 2]
    points = rays * (normal @ place) / np.einsum("i,irc->rc", normal, rays)
    u, v, _ = (
        np.einsum("ji,jrc->irc", rotation, points - place[:, None, None]) / np.array([3.0, 2.0, 1.0])[:, None, None]
    )
    u, v = ((part + 0.5).clip(0, 0.999) for part in (u, v))
    photo = wall[(v * wall.shape[0]).astype(int), (u * wall.shape[1]).astype(int)]
    return photo, [share for cx, cy in corners for share in (cx / columns, cy / rows)]


def test_a_wall_seen_askew_comes_out_straight_and_in_proportion():
    wall = checks(800, 1200)
    photo, corners = shot_from_the_side(wall)
    straight = rectified(photo, corners)
    assert straight.shape[1] / straight.shape[0] == pytest.approx(1.5, rel=0.02)  # 3 to 2
    expected = resized(wall, straight.shape[:2])
    assert np.abs(straight - expected).mean() < 0.05
    assert np.abs(resized(photo, straight.shape[:2]) - expected).mean() > 0.2


def test_the_whole_photo_is_left_as_it_is():
    photo = cobbles(80, 120)
    np.testing.assert_allclose(rectified(photo, WHOLE), photo, atol=1e-5)


def test_an_upright_rectangle_is_cut_out():
    photo = cobbles(100, 200)
    part = rectified(photo, (0.25, 0.5, 0.75, 0.5, 0.75, 1.0, 0.25, 1.0))
    np.testing.assert_allclose(part, photo[50:100, 50:150], atol=1e-4)


def test_corners_of_a_small_part_are_read_from_the_full_photo(tmp_path):
    photo = save(tmp_path / "wall.png", checks(800, 1200))
    corners = (0.0, 0.0, 0.25, 0.0, 0.25, 0.25, 0.0, 0.25)
    _, read = prepare(PhotoToMaterial(photo, corners=corners, even_light=0.0), 200)
    assert read.shape == (200, 300, 3)
    np.testing.assert_allclose(read[50, 50], (0.9, 0.1, 0.1), atol=0.01)


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        ((0.0, 0.0, 1.0, 0.0), "four corners"),
        ((0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0), "go round clockwise"),
        ((0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0), "go round clockwise"),
        ((0.0, 0.0, 0.5, 0.5, 1.0, 1.0, 0.2, 0.2), "go round clockwise"),
        ((0.0, 0.0, 1.5, 0.0, 1.0, 1.0, 0.0, 1.0), "within the photo"),
        ((0.0, 0.0, float("nan"), 0.0, 1.0, 1.0, 0.0, 1.0), "within the photo"),
    ],
)
def test_corners_that_span_nothing_are_refused(corners, words):
    with pytest.raises(RequestError, match=words):
        PhotoToMaterial("wall.png", corners=corners)


def test_corners_around_too_few_pixels_are_refused(tmp_path):
    photo = save(tmp_path / "wall.png", cobbles(100, 100))
    corners = (0.4, 0.4, 0.6, 0.4, 0.6, 0.6, 0.4, 0.6)
    with pytest.raises(EngineFailure, match=r"Between the corners .* 20 x 20 pixels"):
        prepare(PhotoToMaterial(photo, corners=corners), 512)


def test_what_is_said_to_be_grey_becomes_grey_and_as_bright():
    photo = np.broadcast_to(np.float32([0.8, 0.6, 0.4]), (4, 4, 3))
    shown = decoded(photo[0, 0])
    balanced = decoded(exposed(photo, tuple(map(float, shown)), 0.0)[0, 0])
    luminance = shown @ np.float32([0.2126, 0.7152, 0.0722])
    np.testing.assert_allclose(balanced, luminance, rtol=1e-3)
    brighter = decoded(exposed(photo, (1.0, 1.0, 1.0), 0.5)[0, 0])
    np.testing.assert_allclose(brighter, shown * 2.0**0.5, rtol=1e-3)
    assert exposed(photo, (1.0, 1.0, 1.0), 0.0) is photo


def test_a_picture_keeps_its_mean_and_its_edges_at_another_size():
    photo = cobbles(96, 144)
    for size in ((48, 72), (60, 144), (150, 200)):
        made = resized(photo, size)
        assert made.shape == (*size, 3)
        np.testing.assert_allclose(made.mean((0, 1)), photo.mean((0, 1)), atol=2e-3)
    ours = resized(photo, (48, 72))
    pillow = Image.fromarray((photo * 255 + 0.5).astype(np.uint8)).resize((72, 48), Image.Resampling.LANCZOS)
    assert np.abs(ours - np.asarray(pillow) / 255.0).max() < 0.02


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


def test_a_picture_that_tiles_keeps_its_light(tmp_path):
    """A parabola does not tile."""
    waves = np.sin(np.arange(128) / 64.0 * np.pi)
    tile = (0.5 + 0.3 * waves[:, None, None] * np.ones((1, 128, 3))).astype(np.float32)
    _, read = prepare(PhotoToMaterial(save(tmp_path / "tile.png", tile)), 512)
    np.testing.assert_allclose(read, tile, atol=0.003)


def test_a_flat_rectangle_is_read_in_full(tmp_path):
    """Long and narrow, so that its shorter side is much less than the photo's."""
    photo = save(tmp_path / "wall.png", cobbles(600, 800))
    corners = (0.0, 0.4, 1.0, 0.4, 1.0, 0.65, 0.0, 0.65)
    _, read = prepare(PhotoToMaterial(photo, corners=corners), 150)
    assert read.shape[0] == 150
    assert prepare(PhotoToMaterial(photo, corners=corners), 64)[1].shape[0] == 64


def test_a_photo_held_upright_has_its_corners_where_it_is_seen(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    board = checks(600, 900)
    Image.fromarray((np.rot90(board) * 255).astype(np.uint8)).save(tmp_path / "a.jpg", exif=exif, quality=98)
    corners = (0.0, 0.0, 0.5, 0.0, 0.5, 0.25, 0.0, 0.25)
    _, read = prepare(PhotoToMaterial(str(tmp_path / "a.jpg"), corners=corners, even_light=0.0), 512)
    assert read.shape[:2] == (150, 450)
    np.testing.assert_allclose(read[30, 30], (0.9, 0.1, 0.1), atol=0.05)


def test_other_weights_than_the_recipes_are_refused(tmp_path):
    request = PhotoToMaterial(save(tmp_path / "wall.png", cobbles(64, 64)), weights="0" * 64)
    with pytest.raises(EngineFailure, match="made with other weights"):
        prepare(request, 64)
    assert len(prepare(PhotoToMaterial(request.photo), 64)[0].weights) == 64


def test_of_a_very_long_photo_the_middle_is_used():
    long = np.zeros((50, 400, 3), np.float32)
    long[:, 150:250] = 1.0
    part, notes = middle(long)
    assert part.shape == (50, 100, 3)
    assert part.min() == 1.0
    assert "Only the middle" in notes[0]
    assert middle(long[:, :105]) == (pytest.approx(long[:, :105]), [])
