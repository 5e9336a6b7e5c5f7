"""Four corners in a photo, as requests know them: x and y of the top left, top right, bottom right and bottom left one,
from the photo's top left (0, 0) to its bottom right (1, 1)."""

from ..contract.errors import RequestError
from ..contract.photos import PhotoRequest

Corners = tuple[float, ...]

WHOLE_PHOTO: Corners = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)
INSET_PHOTO: Corners = (0.1, 0.1, 0.9, 0.1, 0.9, 0.9, 0.1, 0.9)  # where marking begins
DIGITS = 6  # which Blender's floats hold; more are noise in recipes
HALVINGS = 16  # of the way to a place that a corner cannot go to: finer than a pixel


def are_allowed(corners: Corners) -> bool:
    """Whether a request may have them: going round clockwise, no corner turned inwards, not too small."""
    try:
        PhotoRequest("", corners=corners)
    except RequestError:
        return False
    return True


def moved(corners: Corners, index: int, place: tuple[float, float]) -> Corners:
    """With one corner moved towards a place, as far as that is allowed."""
    start = corners[2 * index : 2 * index + 2]
    end = tuple(min(max(value, 0.0), 1.0) for value in place)

    def at(share: float) -> Corners:
        between = (round(a + share * (b - a), DIGITS) for a, b in zip(start, end, strict=True))
        return (*corners[: 2 * index], *between, *corners[2 * index + 2 :])

    if are_allowed(at(1.0)):
        return at(1.0)
    allowed, refused = 0.0, 1.0  # where one corner may go is convex, so halving finds how far
    for _ in range(HALVINGS):
        middle = (allowed + refused) / 2
        allowed, refused = (middle, refused) if are_allowed(at(middle)) else (allowed, middle)
    return at(allowed) if allowed else corners


def to_view(corners: Corners) -> list[tuple[float, float]]:
    """As points in the Image Editor's view, where y goes up."""
    return [(x, 1.0 - y) for x, y in zip(corners[::2], corners[1::2], strict=True)]


def from_view(x: float, y: float) -> tuple[float, float]:
    return x, 1.0 - y
