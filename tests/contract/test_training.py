"""What a training on photos may be asked for; everything else is refused with one sentence."""

import pytest

from artml_blender.contract.errors import RequestError
from artml_blender.contract.training import MAX_PHOTOS, TrainFromPhotos


def test_what_is_right_is_taken() -> None:
    request = TrainFromPhotos(("wall.jpg", "more/wall.jpg"), "Old walls", "brick", minutes=5, seed=3)

    assert request.label == "Old walls"
    assert TrainFromPhotos(("a.jpg",), "a").minutes == 20.0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"photos": ()}, "Training takes 1 to 50 photos, not 0."),
        ({"photos": tuple(f"{n}.jpg" for n in range(MAX_PHOTOS + 1))}, "Training takes 1 to 50 photos, not 51."),
        ({"photos": ("a.jpg", "")}, "One of the photos has no path"),
        ({"photos": ("a.jpg", "b.jpg", "a.jpg")}, "The photo 'a.jpg' is chosen twice"),
        ({"name": " "}, "must have 1 to 60 letters"),
        ({"name": "x" * 61}, "must have 1 to 60 letters"),
        ({"name": "../walls"}, "must have none of"),
        ({"name": "walls."}, "neither begin nor end"),
        ({"name": "wa\nlls"}, "must have none of"),
        ({"category": "walls"}, "Unknown category 'walls'"),
        ({"minutes": 0.0}, "Training takes 0.5 to 1440 minutes, not 0.0."),
        ({"minutes": float("nan")}, "Training takes 0.5 to 1440 minutes, not nan."),
        ({"seed": -1}, "The seed must be between"),
    ],
)
def test_what_is_wrong_is_said(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(RequestError) as caught:
        TrainFromPhotos(**{"photos": ("a.jpg",), "name": "walls", **fields})  # type: ignore[arg-type]

    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
